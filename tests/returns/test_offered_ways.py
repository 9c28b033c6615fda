"""Ways back that are offered are those that are taken, at the price that is then taken off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.returns.choose_method import choose_method
from shared.returns.draft_return import show_return
from shared.returns.methods.ports import WantedWayBack
from shared.returns.money.reckoning import Part
from shared.returns.offered_ways import OfferedWay, offered_ways
from shared.returns.plan_way_back import plan_way_back
from shared.returns.policy.policy import Actions, Fact, Fee, Policy
from shared.returns.policy.purchase_of import Deliveries
from shared.returns.request.obstacles import ActionNotLegal
from shared.returns.submit_return import NotAsOffered
from shared.returns.vocabulary import Actor, Keep, Method
from shared.tracking.order import Order
from tests.returns.request.setting import RETURN_ID, Shop, delivered, policy, rule, shirts
from tests.returns.request.test_ways_back import Printer


def selling() -> Policy:
    """A fee, but not for who comes with a carrier of their own."""
    own = Actions(shipping_fee=Fee(by_shopper=True))
    return policy(rule("own", Fact.RETURN_METHOD, "own_carrier", own), shipping_fee=Fee(700))


OFFERED = (
    OfferedWay(Method.LABEL, 700, pays_carrier=False),
    OfferedWay(Method.PICKUP, 700, pays_carrier=False),
    OfferedWay(Method.OWN_CARRIER, 0, pays_carrier=True),
)


def test_the_same_is_offered_before_and_after_the_approval_and_nothing_is_saved() -> None:
    shop = Shop(selling())
    draft = shop.drafted(shirts(2))
    assert offered_ways(shop.means, draft, shop.shopper) == OFFERED
    assert shop.read() == draft
    assert offered_ways(shop.means, shop.submitted(shirts(2)), shop.shopper) == OFFERED


def test_what_is_offered_is_taken_at_its_price_and_what_is_not_is_refused() -> None:
    for method in (method for method in Method if method is not Method.NONE):
        shop = Shop(selling())
        approved = shop.submitted(shirts(2))
        offer = next((way for way in offered_ways(shop.means, approved, shop.shopper) if way.method is method), None)
        wanted = WantedWayBack(method, ("1",))
        if offer is None:
            with pytest.raises(NotAsOffered):
                choose_method(shop.means, shop.tracking, Printer(), RETURN_ID, wanted, shop.shopper)
            continue
        chosen = choose_method(shop.means, shop.tracking, Printer(), RETURN_ID, wanted, shop.shopper)
        entries = show_return(shop.means, chosen, Actor.SHOPPER, shop.now).reckoning.entries
        assert -sum(entry.amount for entry in entries if entry.part is Part.SHIPPING_FEE) == offer.fee


def test_what_stays_with_the_shopper_has_no_way_back() -> None:
    shop = Shop(policy(keep=Keep.KEEP))
    assert offered_ways(shop.means, shop.drafted(shirts(1)), shop.shopper) == ()
    assert offered_ways(shop.means, shop.submitted(shirts(1)), shop.shopper) == ()


def test_a_way_back_planned_in_a_draft_is_reckoned_with_and_holds_for_the_approval() -> None:
    shop = Shop(selling())
    shop.drafted(shirts(2))
    for _ in range(2):
        planned = plan_way_back(shop.means, RETURN_ID, Method.OWN_CARRIER, shop.shopper)
    assert [entry.action for entry in planned.log] == ["change"]
    assert show_return(shop.means, planned, Actor.SHOPPER, shop.now).reckoning.balance == 2000
    with pytest.raises(NotAsOffered):
        plan_way_back(shop.means, RETURN_ID, Method.STORE, shop.shopper)
    assert shop.submitted(shirts(2)).method is Method.OWN_CARRIER
    with pytest.raises(ActionNotLegal):
        plan_way_back(shop.means, RETURN_ID, Method.LABEL, shop.shopper)


def test_however_many_ways_are_tried_parcels_and_the_customer_are_read_once() -> None:
    shop, read = Shop(selling()), []

    def deliveries(order: Order) -> Deliveries:
        read.append(order.order_id)
        return delivered(order)

    for request in (shop.drafted(shirts(2)), shop.submitted(shirts(2))):
        read.clear()
        assert offered_ways(replace(shop.means, deliveries=deliveries), request, shop.shopper) == OFFERED
        assert read == ["A-1"]
