"""A way back that is chosen after it was asked for obtains nothing that it would not have obtained before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.returns.axes import Approval
from shared.returns.choose_method import MAX_BY_SHOPPER, choose_method
from shared.returns.methods.ports import WantedWayBack
from shared.returns.policy.policy import Actions, Bonus, EvidenceNeeded, Fact, Fee, Policy, Window
from shared.returns.record_shipment import TooManyShipments
from shared.returns.return_request import ReturnRequest
from shared.returns.submit_return import NotAsOffered
from shared.returns.vocabulary import Method, Outcome, Review, WholeAt
from tests.returns.request.setting import RETURN_ID, Shop, cup, policy, rule, shirts
from tests.returns.request.test_ways_back import Printer


def choose(shop: Shop, method: Method, item_id: str = "1") -> ReturnRequest:
    """The shopper chooses how an item comes back."""
    wanted = WantedWayBack(method, (item_id,))
    return choose_method(shop.means, shop.tracking, Printer(), RETURN_ID, wanted, shop.shopper)


def by_pickup(**then: object) -> Policy:
    """A policy of which something hangs on the courier coming."""
    return policy(rule("pickup", Fact.RETURN_METHOD, "pickup", Actions(**then)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "then",
    [
        {"window": Window(3)},
        {"review": Review.MANUAL},
        {"review": Review.REJECT},
        {"evidence": EvidenceNeeded(photos=1)},
        {"without_outcomes": frozenset({Outcome.REFUND})},
    ],
)
@pytest.mark.parametrize("first", [None, Method.LABEL])
def test_what_a_way_back_forbids_cannot_be_had_by_choosing_it_later(
    then: dict[str, object], first: Method | None
) -> None:
    shop = Shop(by_pickup(**then))
    shop.submitted(shirts(1), method=first)
    with pytest.raises(NotAsOffered):
        choose(shop, Method.PICKUP)
    assert choose(shop, Method.OWN_CARRIER).method is Method.OWN_CARRIER


def test_what_one_way_back_let_pass_the_others_do_not() -> None:
    shop = Shop(replace(by_pickup(review=Review.AUTOMATIC), base=replace(policy().base, review=Review.MANUAL)))
    assert shop.submitted(shirts(1), method=Method.PICKUP).items[0].approval is Approval.APPROVED
    with pytest.raises(NotAsOffered):
        choose(shop, Method.LABEL)


def test_who_chooses_some_days_later_loses_nothing_by_it() -> None:
    shop = Shop(policy(window=Window(8)))
    shop.submitted(shirts(1))
    shop.turn(days=5)
    assert choose(shop, Method.LABEL).method is Method.LABEL


def test_a_method_chosen_for_one_item_is_not_chosen_for_another() -> None:
    no_cups = Actions(without_methods=frozenset({Method.PICKUP}))
    shop = Shop(policy(rule("cups", Fact.PRODUCT_SKU, "CUP", no_cups)))
    shop.submitted(shirts(1), cup())
    choose(shop, Method.PICKUP)
    with pytest.raises(NotAsOffered):
        choose(shop, Method.PICKUP, "2")


def test_what_a_way_back_brings_is_given_up_with_it() -> None:
    more = {"bonuses": (Bonus(Outcome.STORE_CREDIT, fixed=300),), "credit_basis_points": 5000}
    shop = Shop(by_pickup(**more))
    shop.submitted(shirts(1, outcome=Outcome.STORE_CREDIT), method=Method.PICKUP)
    assert [(one.amount, one.bonus) for one in shop.read().settlements] == [(500, 300)]
    assert [(one.amount, one.bonus) for one in choose(shop, Method.LABEL).settlements] == [(1000, 0)]


def test_once_it_is_paid_no_dearer_way_back_can_be_had() -> None:
    shop = Shop(replace(by_pickup(shipping_fee=Fee(700)), base=replace(policy().base, whole_at=WholeAt.APPROVAL)))
    shop.submitted(shirts(1), method=Method.LABEL)
    with pytest.raises(NotAsOffered):
        choose(shop, Method.PICKUP)


def test_labels_are_not_made_one_after_the_other_without_end() -> None:
    shop, printer = Shop(), Printer()
    shop.submitted(shirts(1))
    anew = WantedWayBack(Method.LABEL, ("1",), anew=True)
    for _ in range(MAX_BY_SHOPPER):
        choose_method(shop.means, shop.tracking, printer, RETURN_ID, anew, shop.shopper)
    with pytest.raises(TooManyShipments):
        choose_method(shop.means, shop.tracking, printer, RETURN_ID, anew, shop.shopper)
    last = WantedWayBack(Method.LABEL, ("1",))
    assert (
        choose_method(shop.means, shop.tracking, printer, RETURN_ID, last, shop.shopper).shipments[-1].voided_at is None
    )
    choose_method(shop.means, shop.tracking, printer, RETURN_ID, anew, shop.staff)
