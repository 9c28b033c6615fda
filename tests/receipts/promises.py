"""What tests of receipts talk about: the sample shop's network, a cart, and one moment before the cutoff."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from shared.promise.calendar import Calendar
from shared.promise.lane import Lane
from shared.promise.money import Price
from shared.promise.network import CarrierService, DeliveryNetwork, Warehouse
from shared.promise.product import LeadClass, Preparation
from shared.promise.slots.selection_rule import SelectionRule
from shared.promise.snapshot import PromiseSnapshot
from shared.receipts.freeze_promise import Basis, freeze_promise
from shared.receipts.ports import KeptPromise
from shared.receipts.promise_request import CartItem, ChosenOption, PromiseRequest
from shared.receipts.receipt import AskedFor, NominatedSlot, PromisedItem, PromiseReceipt, SignedReceipt, ToldReason
from shared.receipts.sign import sign
from tests.fakes import InMemoryReceipts

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""A Tuesday, 10:00 in Tokyo: before the cutoff at 15:00."""
AFTER_CUTOFF = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
"""15:00 there: at the cutoff, which is too late."""
HOME = "ヤマト運輸 宅急便"
EXPRESS = "ヤマト運輸 宅急便タイムサービス"
HOME_DAY = date(2026, 11, 26)
EXPRESS_DAY = date(2026, 11, 25)
SECRET = "a-promise-signing-secret"
REQUEST = PromiseRequest(
    order_id="A-1001",
    asked=AskedFor("JP", "1500001", "en"),
    items=(CartItem("1", ChosenOption("home", HOME, HOME_DAY), 2, "CUP-1"),),
    shown_at=MORNING,
)


@cache
def basis() -> Basis:
    """The sample shop, published as version 7. What is made to order leaves Osaka, when it is ready."""
    weekdays = Calendar(frozenset(range(5)), frozenset({date(2026, 11, 23)}))
    every_day = Calendar(frozenset(range(7)))
    warehouses = (
        Warehouse("tokyo", "Asia/Tokyo", time(15), weekdays),
        Warehouse("osaka", "Asia/Tokyo", time(12), weekdays),
    )
    home = CarrierService(
        HOME,
        "home",
        "yamato",
        "tokyo",
        every_day,
        (Lane("JP", "", 1, 2),),
        other_warehouses=("osaka",),
        price=Price(1100, "JPY"),
        date_choice=SelectionRule(latest_within=14),
    )
    express = CarrierService(EXPRESS, "express", "yamato", "tokyo", every_day, (Lane("JP", "1", 1, 1),))
    network = DeliveryNetwork(
        warehouses,
        (home, express),
        lead_classes=(
            LeadClass("made_to_order", Preparation(available_from=date(2026, 11, 30)), warehouses=frozenset({"osaka"})),
        ),
        skus={"BOWL-9": "made_to_order"},
    )
    return Basis(PromiseSnapshot(configuration=7, network=network, storefront_keys=frozenset()))


def freeze(
    receipts: InMemoryReceipts, request: PromiseRequest = REQUEST, *, key: str = "k-1", now: datetime = MORNING
) -> tuple[SignedReceipt, bool]:
    """`freeze_promise` with the sample shop."""
    return freeze_promise(receipts, basis(), request, idempotency_key=key, secret=SECRET, now=now)


RECEIPT = PromiseReceipt(
    id="pr_AAAAAAAAAAAAAAAAAAAAAA",
    order_id="A-1001",
    made_at=MORNING,
    shown_at=MORNING - timedelta(minutes=2),
    question=AskedFor("JP", "150", "en", confidence=90),
    items=(
        PromisedItem(
            id="1",
            sku="CUP-1",
            quantity=2,
            method="home",
            carrier="yamato",
            service=HOME,
            warehouse="tokyo",
            order_by=AFTER_CUTOFF,
            ship_date=date(2026, 11, 24),
            earliest=EXPRESS_DAY,
            likely=EXPRESS_DAY,
            latest=HOME_DAY,
            promised=HOME_DAY,
            time_zone="Asia/Tokyo",
            source="own_history",
            confidence=90,
            confidence_code="high",
            sample_size=214,
            price=Price(1100, "JPY"),
            day=HOME_DAY,
            slot=NominatedSlot("1416", "14:00–16:00", "14:00", "16:00"),
            explanation=(
                ToldReason("handling", 0, "We ship on the day we take up your order."),
                ToldReason("no_delivery_day", 2, "The carrier does not deliver on Sundays.", EXPRESS_DAY, 3),
            ),
        ),
    ),
    promised=HOME_DAY,
    configuration_version=7,
    model="2026-11-20-a",
)
"""Written by hand, with every field."""


def signed(receipt: PromiseReceipt = RECEIPT) -> SignedReceipt:
    """A receipt with its signature."""
    return SignedReceipt(receipt.document(), sign(receipt.document(), SECRET))


def kept(receipt: PromiseReceipt = RECEIPT, request_digest: str = "d1") -> KeptPromise:
    """A receipt as a store keeps it."""
    return KeptPromise(signed(receipt), request_digest)


def choosing(*options: ChosenOption) -> PromiseRequest:
    """REQUEST with an item per option."""
    return replace(REQUEST, items=tuple(CartItem(str(n), option) for n, option in enumerate(options, 1)))
