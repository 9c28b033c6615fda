"""What is decided on a request, and of what it can be made."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.evidence.evidence import Evidence
from shared.returns.answer_return import Answered, answer_return
from shared.returns.appeal_return import appeal_return
from shared.returns.approve_return import approve_return
from shared.returns.axes import Action, Approval, Inspection
from shared.returns.cancel_return import cancel_return
from shared.returns.change_return import change_return
from shared.returns.decline_return import decline_return
from shared.returns.draft_return import Draft, draft_return
from shared.returns.find_returnable import find_returnable
from shared.returns.list_returns import ImpossibleReturnDays, list_returns, list_waiting
from shared.returns.policy.policy import Actions, Fact, Lists, Window
from shared.returns.request.ending_moves import ReasonMissing
from shared.returns.request.obstacles import ActionNotLegal
from shared.returns.request_more import request_more
from shared.returns.return_request import Wanted
from shared.returns.submit_return import NotAsOffered, OutOfStock, submit_return
from shared.returns.vocabulary import Actor, Outcome, Review
from shared.returns.wanted_items import AnotherBuyer, GiftCodeUnknown, PriceUnknown, WrongItems
from shared.tracking.sale import Buyer, Payment, Sale
from tests.returns.request.setting import NOW, RETURN_ID, Shop, cup, order, policy, rule, shirts

PASSED, FAILED = Inspection.PASSED, Inspection.FAILED


def test_the_same_piece_is_in_one_return_only_and_free_again_once_that_comes_to_nothing() -> None:
    shop = Shop()
    shop.submitted(shirts(2))
    with pytest.raises(NotAsOffered) as refused:
        shop.submitted(shirts(2), return_id="R2")
    assert [why.code for why in refused.value.whys["1"]] == ["too_many"]
    cancel_return(shop.means, RETURN_ID, shop.shopper)
    assert shop.returns.account("A-1").taken == {}
    request = submit_return(shop.means, "R2", shop.shopper)
    assert request.items[0].approval is Approval.APPROVED


def test_pieces_that_became_free_between_others_are_taken_in_parts() -> None:
    shop = Shop()
    for name in ("R1", "R2", "R3"):
        shop.submitted(shirts(1), return_id=name)
    for name in ("R1", "R3"):
        cancel_return(shop.means, name, shop.shopper)
    request = shop.submitted(shirts(2), return_id="R4")
    assert [(item.item_id, item.first_piece) for item in request.items] == [("1", 0), ("1.1", 2)]
    assert request.log[0].item_ids == request.log[1].item_ids == ("1", "1.1")


def test_what_the_policy_forbids_is_declined_with_every_reason_and_what_can_be_mended_stays_a_draft() -> None:
    final = rule("final", Fact.PRODUCT_SKU, "CUP", Actions(window=Window(days=1)))
    shop = Shop(policy(final))
    request = shop.submitted(shirts(1), cup())
    assert {item.item_id: item.approval.value for item in request.items} == {"1": "approved", "2": "declined"}
    assert request.items[1].declined_because == "window_closed"
    entry = next(entry for entry in request.log if entry.action is Action.DECLINE)
    assert (entry.rules, entry.item_ids) == (("final",), ("2",))
    shop.drafted(shirts(1, outcome=Outcome.GIFT_CARD), return_id="R2")
    with pytest.raises(NotAsOffered):
        submit_return(shop.means, "R2", shop.shopper)
    assert shop.read("R2").items[0].approval is Approval.DRAFT


def test_a_draft_is_decided_anew_by_the_policy_of_the_day_the_order_was_placed() -> None:
    shop = Shop(policy(window=Window(days=10)))
    shop.drafted()
    shop.turn(days=5)
    assert submit_return(shop.means, RETURN_ID, shop.shopper).items[0].declined_because == "window_closed"


def test_what_staff_have_to_look_at_waits_and_each_item_is_decided_by_itself() -> None:
    shop = Shop(policy(review=Review.MANUAL))
    request = shop.submitted(shirts(1), cup())
    assert {item.approval for item in request.items} == {Approval.REQUESTED}
    assert [waiting.return_id for waiting in list_waiting(shop.means).returns] == [RETURN_ID]
    request_more(shop.means, RETURN_ID, shop.by(Actor.STAFF, "photo_unclear"), ["2"])
    photo = (Evidence("photo", "evidence/1", shop.now),)
    answer_return(shop.means, RETURN_ID, [Answered("2", photo, "it broke")], shop.shopper)
    approve_return(shop.means, RETURN_ID, shop.staff, ["1"])
    request = decline_return(shop.means, RETURN_ID, shop.by(Actor.STAFF, "worn"), ["2"])
    assert {item.item_id: item.approval.value for item in request.items} == {"1": "approved", "2": "declined"}
    assert list_waiting(shop.means).returns == []
    with pytest.raises(ReasonMissing):
        decline_return(shop.means, RETURN_ID, shop.by(Actor.STAFF))


def test_only_a_denial_that_rests_on_what_somebody_did_before_can_be_appealed_and_only_once() -> None:
    blocking = replace(policy(), lists=Lists(blocked_customers=frozenset({"C-1"})))
    shop = Shop(blocking)
    request = shop.submitted()
    assert (request.items[0].approval, request.items[0].may_appeal) == (Approval.DECLINED, True)
    assert appeal_return(shop.means, RETURN_ID, shop.shopper).items[0].approval is Approval.REQUESTED
    decline_return(shop.means, RETURN_ID, shop.by(Actor.STAFF, "no"))
    with pytest.raises(ActionNotLegal):
        appeal_return(shop.means, RETURN_ID, shop.shopper)


def test_one_return_spans_orders_of_one_buyer_and_one_currency() -> None:
    others = order("A-2", sale=Sale("JPY", payments=(Payment("P-9", "card", 4000),), buyer=Buyer("C-2")))
    shop = Shop(None, order("A-1"), order("A-3"), others, order("A-4", sale=Sale("USD", buyer=Buyer("C-1"))))
    request = shop.submitted(shirts(1), shirts(1, "A-3"))
    assert {one.order_id: one.amount for one in request.settlements} == {"A-1": 1000, "A-3": 1000}
    assert shop.returns.account("A-3").taken == {"L-1": 1}
    for other in ("A-2", "A-4"):
        with pytest.raises(AnotherBuyer):
            shop.drafted(shirts(1), shirts(1, other), return_id="R2")


def test_who_received_a_gift_gets_credit_by_its_code_and_never_the_buyers_money() -> None:
    gift = order(sale=Sale("JPY", payments=(Payment("P-1", "card", 4000),), buyer=Buyer("C-1"), gift_code="hash"))
    shop = Shop(None, gift)
    for wrong in ("", "other"):
        with pytest.raises((GiftCodeUnknown, WrongItems)):
            shop.drafted(shirts(1, outcome=Outcome.REFUND), gift_code=wrong or "x")
    with pytest.raises(WrongItems):
        shop.drafted(shirts(1, outcome=Outcome.REFUND), gift_code="hash")
    request = shop.submitted(shirts(1), gift_code="hash")
    assert (request.is_gift, request.customer_id) == (True, "")
    assert [one.kind for one in request.settlements] == ["store_credit"]


def test_what_somebody_says_an_item_costs_is_heard_of_staff_only() -> None:
    shop = Shop(policy(outcomes=(Outcome.OTHER_ITEM,)))
    other = shirts(1, outcome=Outcome.OTHER_ITEM, wanted=Wanted("COAT", 1, unit_price=1))
    with pytest.raises(PriceUnknown):
        shop.drafted(other)
    priced = replace(shop.means, price_of=lambda sku, currency: 5000)
    shown = draft_return(priced, Draft(RETURN_ID, b"c", (other,)), shop.now)
    assert shown.request.items[0].wanted == Wanted("COAT", 1, unit_price=5000)
    by_staff = shop.drafted(other, return_id="R2", filed_by=Actor.STAFF, channel="staff")
    assert by_staff.items[0].wanted == Wanted("COAT", 1, unit_price=1)


def test_an_exchange_needs_its_goods_on_the_shelf_and_leaves_the_safety_stock_there() -> None:
    class Shelf:
        def available(self, sku: str) -> int | None:
            return {"SHIRT-L": 3}.get(sku)

    shop = Shop(replace(policy(), stock_kept=2))
    means = replace(shop.means, stock=Shelf(), price_of=lambda sku, currency: 1000)
    larger = shirts(2, outcome=Outcome.EXCHANGE, wanted=Wanted("SHIRT-L", 2))
    draft_return(means, Draft(RETURN_ID, b"c", (larger,)), shop.now)
    with pytest.raises(OutOfStock):
        submit_return(means, RETURN_ID, shop.shopper)
    one = shirts(1, outcome=Outcome.EXCHANGE, wanted=Wanted("SHIRT-L", 1))
    change_return(means, RETURN_ID, [one], shop.shopper)
    request = submit_return(means, RETURN_ID, shop.shopper)
    assert (request.is_exchange, request.settlements[0].sku) == (True, "SHIRT-L")


def test_what_can_come_back_is_told_with_what_is_in_other_returns_already() -> None:
    shop = Shop()
    shop.submitted(shirts(2))
    found = {offer.line: offer for offer in find_returnable(shop.means, "A-1", shop.now)}
    assert (found["L-1"].open_quantity, found["L-1"].eligible) == (1, True)
    assert found["L-2"].open_quantity == 1


def test_lists_go_over_days_newest_first_and_on_at_a_cursor() -> None:
    shop = Shop()
    for hours, name in ((0, "A"), (30, "B"), (31, "C")):
        shop.now = NOW + timedelta(hours=hours)
        shop.drafted(cup(), return_id=name)
    first, last = NOW.date(), NOW.date() + timedelta(days=3)
    seen, cursor = [], ""
    for _ in range(5):
        page = list_returns(shop.means, first, last, 1, cursor)
        seen += [request.return_id for request in page.returns]
        cursor = page.cursor
        if not cursor:
            break
    assert seen == ["C", "B", "A"]
    for wrong in ("nonsense|", "2020-01-01|"):
        with pytest.raises(ImpossibleReturnDays):
            list_returns(shop.means, first, last, 1, wrong)
    with pytest.raises(ImpossibleReturnDays):
        list_returns(shop.means, last, first)
