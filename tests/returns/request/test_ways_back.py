"""Choosing how it comes back: made once, followed, and by what the policy offers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shared.errors import Unavailable
from shared.returns.choose_method import choose_method
from shared.returns.methods.ports import MadeWayBack, WantedWayBack
from shared.returns.override_return import override_return
from shared.returns.policy.policy import Actions, Fact, Fee
from shared.returns.request.ending_moves import Aside
from shared.returns.request.obstacles import ActionNotLegal
from shared.returns.return_request import ReturnRequest, ReturnShipment
from shared.returns.submit_return import NotAsOffered
from shared.returns.vocabulary import Method
from shared.tracking.parcel import Leg
from tests.returns.request.setting import RETURN_ID, Shop, policy, rule, shirts

LABEL = WantedWayBack(Method.LABEL, ("1",))


class Printer:
    """Makes one label per shipment id, however often it is asked."""

    def __init__(self) -> None:
        self.bought: dict[str, ReturnShipment] = {}

    def prepare(self, request: ReturnRequest, wanted: WantedWayBack, now: datetime) -> MadeWayBack:
        live = [way for way in request.shipments if way.voided_at is None and way.method is wanted.method]
        if live and not wanted.anew:
            return MadeWayBack(live[-1], is_new=False)
        shipment_id = f"{request.return_id}-{len(request.shipments) + 1}"
        number = f"94001362082312345{len(self.bought):05d}"
        made = ReturnShipment(
            shipment_id, wanted.method, wanted.item_ids, "usps", number, made_at=now, expires_at=now + timedelta(days=3)
        )
        return MadeWayBack(
            self.bought.setdefault(shipment_id, made), voided=tuple(way.shipment_id for way in request.shipments)
        )


def test_a_label_is_made_once_followed_and_made_anew_when_it_was_lost_or_ran_out() -> None:
    shop, printer = Shop(), Printer()
    shop.submitted(shirts(1))
    request = choose_method(shop.means, shop.tracking, printer, RETURN_ID, LABEL, shop.shopper)
    order = shop.orders.get("A-1")
    assert order is not None
    assert order.shipments[f"{RETURN_ID}-1"].leg is Leg.RETURN
    assert choose_method(shop.means, shop.tracking, printer, RETURN_ID, LABEL, shop.shopper) == request
    assert len(printer.bought) == 1
    lost = WantedWayBack(Method.LABEL, ("1",), anew=True)
    request = choose_method(shop.means, shop.tracking, printer, RETURN_ID, lost, shop.shopper)
    assert [way.voided_at for way in request.shipments] == [shop.now, None]
    shop.turn(days=3)
    shop.terms_pass()
    assert shop.read().shipments[-1].voided_at == shop.now
    assert shop.read().log[-1].code == "label_expired"
    choose_method(shop.means, shop.tracking, printer, RETURN_ID, LABEL, shop.shopper)
    assert [entry.action for entry in shop.read().log[2:]] == [
        *("choose_method", "make_label", "make_label", "expire", "make_label")
    ]


def test_a_crash_between_buying_following_and_saving_buys_no_second_label() -> None:
    class Dead:
        def __getattr__(self, name: str) -> object:
            raise Unavailable("died")

    shop, printer = Shop(), Printer()
    shop.submitted(shirts(1))
    dead = shop.tracking.__class__(Dead(), Dead(), "hanare")  # type: ignore[arg-type]
    with pytest.raises(Unavailable):
        choose_method(shop.means, dead, printer, RETURN_ID, LABEL, shop.shopper)
    assert shop.read().shipments == ()
    request = choose_method(shop.means, shop.tracking, printer, RETURN_ID, LABEL, shop.shopper)
    assert (len(printer.bought), len(request.shipments)) == (1, 1)


def test_a_shopper_chooses_of_what_is_offered_and_staff_choose_any() -> None:
    shop, printer = Shop(policy(methods=(Method.LABEL,))), Printer()
    shop.submitted(shirts(1))
    pickup = WantedWayBack(Method.PICKUP, ("1",))
    with pytest.raises(NotAsOffered) as refused:
        choose_method(shop.means, shop.tracking, printer, RETURN_ID, pickup, shop.shopper)
    assert [why.code for why in refused.value.whys["1"]] == ["method_not_offered"]
    assert printer.bought == {}
    request = choose_method(shop.means, shop.tracking, printer, RETURN_ID, pickup, shop.staff)
    assert [entry.action for entry in request.log[-2:]] == ["choose_method", "book_pickup"]


def test_what_hangs_on_the_method_is_decided_once_it_is_chosen_and_what_staff_set_aside_stays() -> None:
    dear = rule("label_costs", Fact.RETURN_METHOD, "label", Actions(shipping_fee=Fee(fixed=300)))
    for is_waived, amount in ((False, 700), (True, 1000)):
        shop = Shop(policy(dear))
        request = shop.submitted(shirts(1))
        assert [one.amount for one in request.settlements] == [1000]
        if is_waived:
            override_return(shop.means, RETURN_ID, Aside(shipping_fee=Fee()), shop.staff)
        request = choose_method(shop.means, shop.tracking, Printer(), RETURN_ID, LABEL, shop.shopper)
        assert [one.amount for one in request.settlements] == [amount]
        assert "label_costs" in dict(request.items[0].terms.rules).values() or is_waived  # type: ignore[union-attr]


def test_nothing_is_made_for_what_is_not_approved() -> None:
    shop, printer = Shop(), Printer()
    shop.drafted(shirts(1))
    with pytest.raises(ActionNotLegal):
        choose_method(shop.means, shop.tracking, printer, RETURN_ID, LABEL, shop.shopper)
    assert printer.bought == {}
