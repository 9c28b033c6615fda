"""What hostile shoppers, careless merchants and crossed parcels try, and do not get."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from functions.returns_api import setting, warehouse
from shared.evidence.evidence import Evidence
from shared.promise.money import Price
from shared.returns.axes import Approval, Logistics, Money
from shared.returns.caller import Caller
from shared.returns.cancel_order import cancel_order
from shared.returns.cancel_return import cancel_return
from shared.returns.cancellation import CancellationAsk, CancellationRules
from shared.returns.carry_through import ReturnUnknown
from shared.returns.change_return import change_return
from shared.returns.choose_method import choose_method
from shared.returns.draft_return import Draft
from shared.returns.expire_returns import expire_returns
from shared.returns.methods.ports import WantedWayBack
from shared.returns.money.prices import PublishedPrices
from shared.returns.open_draft import KeyReused, open_draft
from shared.returns.override_return import override_return
from shared.returns.policy.policy import (
    Actions,
    EvidenceNeeded,
    Fact,
    Instant,
    Law,
    Limits,
    Policy,
    Rule,
    Test,
    When,
    Window,
)
from shared.returns.policy.purchase_of import Deliveries
from shared.returns.preview_cancellation import preview_cancellation
from shared.returns.receive_return import receive_return
from shared.returns.request.ending_moves import Aside
from shared.returns.request.spans import NothingLeft
from shared.returns.return_request import ReturnRequest, Wanted
from shared.returns.submit_return import NotAsOffered, submit_return
from shared.returns.vocabulary import Actor, Keep, Method, Outcome, Review, WholeAt
from shared.returns.wanted_items import PriceUnknown, WrongItems
from shared.returns.withdraw import Statement, withdraw
from shared.runtime import clock
from shared.runtime.http import Request
from shared.tracking.order import Order
from shared.tracking.sale import Payment, Sale
from shared.wiring.returns_desk import ReturnsDesk
from tests.fakes.returns import KnownPolicies
from tests.returns.request.setting import NOW, RETURN_ID, Shop, cup, order, policy, shirts
from tests.returns.request.test_ways_back import Printer


def test_a_replacement_is_the_same_again_whatever_is_named() -> None:
    watch = cup(outcome=Outcome.REPLACEMENT, wanted=Wanted("GOLD-WATCH", 1))
    assert [one.sku for one in Shop().submitted(watch).settlements] == ["CUP"]
    by_staff = Shop().submitted(watch, filed_by=Actor.STAFF)
    assert [one.sku for one in by_staff.settlements] == ["GOLD-WATCH"]


def test_an_exchange_for_what_nobody_priced_waits_for_people() -> None:
    watch = shirts(1, outcome=Outcome.EXCHANGE, wanted=Wanted("GOLD-WATCH", 1))
    asked = Shop().submitted(watch)
    assert (asked.items[0].approval, asked.settlements) == (Approval.REQUESTED, ())
    assert asked.items[0].terms is not None
    assert asked.items[0].terms.rule_of("review") == "price_unknown"
    same = Shop().submitted(shirts(1, outcome=Outcome.EXCHANGE, wanted=Wanted("SHIRT-M", 1)))
    assert same.items[0].approval is Approval.APPROVED


def test_a_variant_of_the_same_price_is_given_one_for_one_and_a_dearer_one_is_paid_for() -> None:
    prices = {"SHIRT-M": 1500, "SHIRT-L": 1500, "GOLD-WATCH": 90_000, "STICKER": 0}

    def settled(sku: str, quantity: int = 1) -> list[tuple[str, int, int]]:
        shop = Shop()
        shop.means = replace(shop.means, price_of=lambda wanted, _: prices.get(wanted))
        asked = shop.submitted(shirts(1, outcome=Outcome.EXCHANGE, wanted=Wanted(sku, quantity)))
        return [(one.kind.value, one.amount, one.quantity) for one in asked.settlements]

    assert settled("SHIRT-L") == [("goods", 1000, 1)]
    assert settled("GOLD-WATCH") == [("goods", 1000, 1), ("charge", 89_000, 0)]
    with pytest.raises(PriceUnknown):
        settled("STICKER", 99)


def test_one_photo_shown_twice_is_one_photo() -> None:
    shop = Shop(policy(evidence=EvidenceNeeded(photos=2)))
    photo, other = Evidence("photo", "evidence/x", NOW), Evidence("photo", "evidence/y", NOW)
    with pytest.raises(NotAsOffered):
        shop.submitted(shirts(1, evidence=(photo, photo)))
    assert shop.submitted(shirts(1, evidence=(photo, other)), return_id="R2").items[0].approval is Approval.APPROVED


def test_a_draft_that_moves_to_another_order_is_that_customers() -> None:
    guest = order("A-2", sale=Sale("JPY", payments=(Payment("P-1", "card", 4000),)))
    shop = Shop(replace(policy(), limits=Limits(returns_per_customer=1)), order(), guest)
    shop.submitted(shirts(1), return_id="R1")
    shop.drafted(shirts(1, "A-2"))
    change_return(shop.means, RETURN_ID, [shirts(1)], shop.shopper)
    asked = submit_return(shop.means, RETURN_ID, shop.shopper)
    assert (asked.customer_id, asked.items[0].approval) == ("C-1", Approval.REQUESTED)


@pytest.mark.parametrize("end", ["expire", "cancel"])
def test_drafts_that_nobody_submitted_use_up_nothing(end: str) -> None:
    shop = Shop()
    shop.drafted(shirts(1))
    if end == "cancel":
        cancel_return(shop.means, RETURN_ID, shop.shopper)
    else:
        shop.turn(days=3)
        expire_returns(shop.means, lambda: shop.now, _raise)
    assert shop.read().items[0].approval in (Approval.CANCELLED, Approval.EXPIRED)
    assert shop.returns.account("A-1").return_ids == ()


def _raise(return_id: str, error: Exception) -> None:
    raise error


def test_goods_of_a_return_that_ended_are_taken_in_though_another_return_has_their_pieces() -> None:
    shop = Shop()
    shop.approved(shirts(3))
    cancel_return(shop.means, RETURN_ID, shop.shopper)
    shop.approved(shirts(3), return_id="R2")
    late = receive_return(shop.means, RETURN_ID, shop.staff)
    assert late.items[0].logistics is Logistics.RECEIVED
    assert shop.returns.account("A-1").taken == {"L-1": 3}
    with pytest.raises(NothingLeft):
        override_return(shop.means, RETURN_ID, Aside(), shop.staff, ("1",), Approval.APPROVED)
    assert receive_return(shop.means, "R2", shop.staff).items[0].logistics is Logistics.RECEIVED


IN_EUROS = Sale("EUR", payments=(Payment("P-1", "card", 4000),), shop_currency="JPY", rate="160")


@pytest.mark.parametrize(
    ("written", "holds"),
    [
        (
            policy(whole_at=WholeAt.APPROVAL, instant=Instant(per_return=3000)),
            lambda one: one.items[0].money is Money.DUE,
        ),
        (
            policy(Rule("cheap", When((Test(Fact.RETURN_VALUE, at_most=3000),)), Actions(keep=Keep.KEEP))),
            lambda one: one.items[0].logistics is Logistics.NOT_NEEDED,
        ),
        (
            policy(Rule("cheap", When((Test(Fact.ORDER_VALUE, at_most=4000),)), Actions(keep=Keep.KEEP))),
            lambda one: one.items[0].logistics is Logistics.NOT_NEEDED,
        ),
        (
            policy(Rule("cheap", When((Test(Fact.PRODUCT_PRICE, at_most=1000),)), Actions(keep=Keep.KEEP))),
            lambda one: one.items[0].logistics is Logistics.NOT_NEEDED,
        ),
    ],
)
def test_limits_in_yen_are_not_passed_by_paying_in_euros(
    written: Policy, holds: Callable[[ReturnRequest], bool]
) -> None:
    """Forty euros are 6,400 yen, and not forty-hundred."""
    assert holds(Shop(written).submitted(shirts(1)))
    assert not holds(Shop(written, order(sale=IN_EUROS)).submitted(shirts(3)))


def _callers() -> tuple[Order, Caller, Caller]:
    sold = order(sale=replace(IN_EUROS, is_gift=True, gift_code="hash"))
    return sold, Caller(Actor.SHOPPER, {"A-1": sold}), Caller(Actor.SHOPPER, {"A-1": sold}, is_gift=True)


def test_buyer_and_holder_of_a_gift_do_not_meet_under_one_key() -> None:
    _, buyer, holder = _callers()
    assert buyer.new_return_id("k-1") != holder.new_return_id("k-1")


def test_nobody_follows_a_return_that_is_not_theirs() -> None:
    sold, buyer, _ = _callers()
    shop = Shop(policy(), sold, order("A-2"))
    shop.submitted(shirts(1, "A-2"), return_id="R2")
    for replaced in ("R2", "R3"):
        draft = Draft(RETURN_ID, b"c", (shirts(1),), replaces=replaced)
        with pytest.raises(ReturnUnknown):
            open_draft(shop.means, buyer, draft, shop.now)


def test_a_withdrawal_is_acknowledged_for_what_was_stated_and_nothing_else() -> None:
    sold = order()
    sold = replace(sold, destination=replace(sold.destination, country="DE"))
    shop = Shop(replace(policy(), laws=(Law.EU,)), sold)
    first = Statement(RETURN_ID, b"c", (("L-1", 1),))
    filed = withdraw(shop.means, "A-1", first, shop.shopper)
    assert withdraw(shop.means, "A-1", first, shop.shopper) == filed
    with pytest.raises(KeyReused):
        withdraw(shop.means, "A-1", replace(first, pieces=(("L-2", 1),)), shop.shopper)
    shop.drafted(cup(), return_id="R2")
    with pytest.raises(KeyReused):
        withdraw(shop.means, "A-1", Statement("R2", b"c", (("L-2", 1),)), shop.shopper)


def test_what_is_about_to_be_cancelled_is_not_paid_back_as_a_return_too() -> None:
    shop = Shop(policy(whole_at=WholeAt.APPROVAL))
    shop.means = replace(shop.means, deliveries=lambda _: Deliveries())
    ask = CancellationAsk((("L-1", 2),))
    rules = CancellationRules(enabled=True, partial=True)
    cancel_order(
        shop.orders,
        shop.returns,
        "A-1",
        ask,
        idempotency_key="c-1",
        rules=rules,
        actor=Actor.SHOPPER,
        merchant_id="hanare",
        now=shop.now,
    )
    with pytest.raises(WrongItems):
        shop.submitted(shirts(2))
    assert shop.submitted(shirts(1)).items[0].approval is Approval.APPROVED
    assert preview_cancellation(
        shop.orders, shop.returns, "A-1", CancellationAsk((("L-1", 1),)), rules=rules, actor=Actor.SHOPPER, now=shop.now
    ).why_not


def test_pieces_that_are_scanned_one_by_one_are_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop()
    return_id = shop.approved(shirts(3)).return_id
    monkeypatch.setattr(clock, "now", lambda: shop.now)
    monkeypatch.setattr(ReturnsDesk, "who", lambda *_: Caller(Actor.STAFF))
    monkeypatch.setattr(ReturnsDesk, "means", shop.means)
    for module in (warehouse, setting):
        monkeypatch.setattr(module, "desk", lambda: ReturnsDesk("", "", "", ""))
    body = {"items": [{"item_id": "1", "quantity": 1}, {"item_id": "1", "quantity": 1}]}
    answer = warehouse.post_receive(Request("POST", {"return_id": return_id}, {}, {}, json.dumps(body).encode()))
    assert answer.status == 200
    assert {item.quantity: item.logistics for item in shop.read().items} == {
        2: Logistics.RECEIVED,
        1: Logistics.AWAITED,
    }


def test_published_prices_are_heard_in_their_own_currency_only() -> None:
    prices = PublishedPrices(lambda: {"CUP": Price(2800, "JPY")})
    assert (prices("CUP", "JPY"), prices("CUP", "USD"), prices("BOWL", "JPY")) == (2800, None, None)


def test_a_policy_that_is_published_between_draft_and_submission_changes_neither() -> None:
    shop = Shop()
    stricter = replace(policy(window=Window(0), review=Review.REJECT), version=2)
    shop.drafted(shirts(1))
    shop.means = replace(shop.means, policies=KnownPolicies(policy(), (shop.now, stricter)))
    shop.turn(hours=1)
    asked = submit_return(shop.means, RETURN_ID, shop.shopper)
    assert (asked.policy_version, asked.items[0].approval) == (1, Approval.APPROVED)
    assert choose_method(
        shop.means, shop.tracking, Printer(), RETURN_ID, WantedWayBack(Method.LABEL, ("1",)), shop.shopper
    ).shipments
