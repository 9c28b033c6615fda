"""Importing the past: once, over nothing newer, and without a word to shoppers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.notifications.catalogue import TRIGGERS
from shared.notifications.decide import TOO_OLD, decide
from shared.notifications.decision import Verdict
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules, Told
from shared.notifications.situation import Situation
from shared.notifications.trigger import Trigger
from shared.shoppers.channel import Channel
from shared.shoppers.shopper import Shopper
from shared.shops.import_order import Imported, import_order
from shared.tracking.ports import ParcelTaken
from tests.fakes import InMemoryOrders
from tests.samples import NOW
from tests.shops.samples import sample_shop
from tests.shops.test_order_file import HEADER, WHOLE, one

PAST = one(HEADER, WHOLE)


def run(orders: InMemoryOrders, past: object = PAST) -> Imported:
    return import_order(
        orders,
        orders.parcels,
        past,  # type: ignore[arg-type]
        shop=sample_shop(),
        link=f"link-{len(orders.links)}",
        merchant_id="hanare",
        now=NOW,
    )


def test_an_order_is_imported_with_its_promise_and_its_shipments_once() -> None:
    orders = InMemoryOrders()
    assert run(orders) == Imported(is_new=True, new_shipments=1)
    stored = orders.orders["A-1"]
    assert (stored.promise, list(stored.shipments)) == (PAST.promise, ["S-1"])
    assert run(orders) == Imported(is_new=False, new_shipments=0)
    assert orders.orders["A-1"] == stored


def test_an_import_that_broke_off_goes_on() -> None:
    orders = InMemoryOrders()
    run(orders, replace(PAST, shipments=()))
    assert run(orders) == Imported(is_new=False, new_shipments=1)


def test_what_the_shop_told_since_stays() -> None:
    orders = InMemoryOrders()
    run(orders)
    orders.orders["A-1"] = newer = replace(orders.orders["A-1"], name="#newer", lines=())
    run(orders)
    assert orders.orders["A-1"] == newer


def test_a_parcel_that_is_known_under_another_shipment_is_not_imported_again() -> None:
    orders = InMemoryOrders()
    run(orders)
    (shipment,) = PAST.shipments
    assert run(orders, replace(PAST, shipments=(replace(shipment, shipment_id="S-9"),))).new_shipments == 0


def test_a_parcel_of_another_order_is_refused() -> None:
    orders = InMemoryOrders()
    run(orders)
    other = run(orders, replace(PAST, told=replace(PAST.told, order_id="A-2")))
    assert (other.is_new, other.new_shipments) == (True, 0)
    assert [type(refused) for refused in other.refused] == [ParcelTaken]


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda trigger: trigger.name)
def test_nobody_is_told_of_what_is_long_past(trigger: Trigger) -> None:
    orders = InMemoryOrders()
    run(orders)
    long_ago = Occasion(trigger, "A-1", "order", NOW - timedelta(days=31))
    rules = NotificationRules({trigger.name: Told((Channel.EMAIL,))})
    decision = decide(long_ago, Situation(orders.orders["A-1"], Shopper("s")), rules, NOW)
    assert (decision.verdict, decision.reason) == (Verdict.SUPPRESS, TOO_OLD)
