"""How rules, lists and limits come to terms, and that each word of them names what decided it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.returns.policy.engine import Engine
from shared.returns.policy.facts import Ask, CustomerHistory, Position, Purchase
from shared.returns.policy.policy import (
    Accept,
    EvidenceNeeded,
    Fact,
    Fee,
    Instant,
    Limits,
    Lists,
    Policy,
    Reason,
    Rule,
    Test,
    When,
    Window,
)
from shared.returns.policy.terms import LIMITS, LISTS, Terms, Why
from shared.returns.vocabulary import Condition, Keep, Method, Outcome, ReasonGroup, Review, WholeAt
from tests.returns.policy.samples import asking, one_of, policy, position, purchase, rule, when

GOLD = when(one_of(Fact.CUSTOMER_TIER, "gold"))
ALWAYS = When()
FINAL_SALE = rule("final", when(Test(Fact.PRODUCT_FINAL_SALE, is_true=True)), accept=Accept(False, "final_sale"))
FINAL = position(facts={Fact.PRODUCT_FINAL_SALE: True})


def decide(
    written: Policy, ask: Ask | None = None, place: Position | None = None, bought: Purchase | None = None
) -> Terms:
    """The terms, by default for a matter of style."""
    place = place or position()
    return Engine(written).terms(bought or purchase(place), place, ask or asking())


def codes(terms: Terms) -> list[str]:
    """Everything against it."""
    return [why.code for why in terms.whys]


def test_the_base_decides_where_no_rule_does() -> None:
    terms = decide(policy())
    assert terms.eligible
    assert terms.until == date(2026, 12, 2)
    assert terms.rule_of("window") == "base"
    assert terms.actions.restocking_fee == Fee(basis_points=1000)


def test_the_greater_priority_is_heard_and_of_equals_the_earlier() -> None:
    rules = (rule("a", ALWAYS, window=Window(40)), rule("b", ALWAYS, window=Window(50)))
    assert decide(policy(*rules)).rule_of("window") == "a"
    assert decide(policy(*rules, rule("c", ALWAYS, 1, window=Window(10)))).rule_of("window") == "c"


def test_rules_add_up_slot_by_slot_and_what_they_take_off_adds_up_too() -> None:
    first = rule("a", ALWAYS, 5, window=Window(40), without_outcomes=frozenset({Outcome.REFUND}))
    second = rule("b", ALWAYS, window=Window(50), keep=Keep.NO, without_outcomes=frozenset({Outcome.EXCHANGE}))
    terms = decide(policy(first, second))
    assert (terms.rule_of("window"), terms.rule_of("keep"), terms.rule_of("outcomes")) == ("a", "b", "base")
    assert terms.actions.outcomes == (Outcome.STORE_CREDIT,)
    assert {rule for slot, rule in terms.rules if slot == "without_outcomes"} == {"a", "b"}


@pytest.mark.parametrize(
    "condition",
    [
        when(one_of(Fact.CUSTOMER_TIER, "gold")),
        When(none_of=(GOLD,)),
        When(any_of=(GOLD, when(Test(Fact.ORDER_VALUE, at_least=1)))),
        When(none_of=(When(any_of=(GOLD, when(one_of(Fact.ORDER_COUNTRY, "US")))),)),
        when(Test(Fact.ORDER_PLACED, at_most=date(2027, 1, 1))),
        when(Test(Fact.ORDER_GIFT, is_true=False)),
    ],
)
def test_what_asks_about_an_unknown_fact_does_not_fire_and_neither_does_its_opposite(condition: When) -> None:
    assert decide(policy(rule("r", condition, window=Window(90)))).rule_of("window") == "base"


@pytest.mark.parametrize(
    ("condition", "fires"),
    [
        (When(any_of=(GOLD, when(one_of(Fact.ORDER_COUNTRY, "JP")))), True),
        (When(none_of=(when(one_of(Fact.ORDER_COUNTRY, "JP"), one_of(Fact.CUSTOMER_TIER, "gold")),)), False),
        (When(none_of=(when(one_of(Fact.ORDER_COUNTRY, "US"), one_of(Fact.CUSTOMER_TIER, "gold")),)), True),
        (when(one_of(Fact.RETURN_REASON_GROUP, "change_of_mind")), True),
        (When(any_of=(when(one_of(Fact.RETURN_REASON, "style")), when(one_of(Fact.ORDER_COUNTRY, "US")))), True),
        (when(one_of(Fact.ORDER_VALUE, "JP")), False),
    ],
)
def test_one_part_that_is_known_may_be_enough(condition: When, fires: bool) -> None:
    terms = decide(policy(rule("r", condition, window=Window(90))))
    assert (terms.rule_of("window") == "r") is fires


def test_every_reason_against_it_is_told_with_its_rule() -> None:
    written = policy(FINAL_SALE, lists=Lists(blocked_customers=frozenset({"C-1"})))
    place = replace(FINAL, open_quantity=0, delivered_on=date(2026, 9, 1))
    ask = asking(outcome=Outcome.REPAIR, method=Method.STORE, quantity=3)
    terms = decide(written, ask, place)
    assert terms.whys[:3] == (
        Why("blocked", LISTS),
        Why("final_sale", "final"),
        Why("window_closed", "base", date(2026, 10, 1)),
    )
    assert codes(terms)[3:] == ["nothing_left", "method_not_offered", "outcome_not_offered", "too_many"]


def test_the_day_after_the_last_is_too_late_and_grace_is_not() -> None:
    place = position()
    written = policy(base=replace(policy().base, window=Window(30, grace_days=2)))
    days = [purchase(place, today=day) for day in (date(2026, 12, 2), date(2026, 12, 4), date(2026, 12, 5))]
    assert [decide(written, place=place, bought=day).eligible for day in days] == [True, True, False]


def test_what_is_not_there_yet_cannot_come_back() -> None:
    on_its_way = position(delivered_on=None, shipped_on=date(2026, 11, 18))
    assert codes(decide(policy(), place=on_its_way)) == ["not_delivered"]
    assert decide(policy(), place=position(delivered_on=None)).clock == "shipped+7"
    assert codes(decide(policy(), place=position(on_its_way=True))) == ["not_delivered"]


def test_how_long_the_way_takes_is_said_by_the_base_window() -> None:
    place = position(delivered_on=None, shipped_on=date(2026, 11, 18))
    quick = policy(base=replace(policy().base, window=Window(30, fallback_plus=2)))
    assert decide(quick, place=place).eligible
    assert not decide(policy(), place=place).eligible


def test_an_unknown_reason_and_one_for_other_goods_are_refused() -> None:
    tops = Reason("too_tight", ReasonGroup.CHANGE_OF_MIND, categories=frozenset({"tops"}))
    written = policy(reasons=(tops,))
    assert codes(decide(written, asking("style"))) == ["reason_unknown"]
    assert codes(decide(written, asking("too_tight"))) == ["reason_not_for_this"]
    assert decide(written, asking("too_tight"), position(facts={Fact.PRODUCT_CATEGORY: "tops"})).eligible


def test_a_review_that_rejects_refuses_and_names_its_rule() -> None:
    terms = decide(policy(rule("no", ALWAYS, review=Review.REJECT)))
    assert terms.whys == (Why("rejected", "no"),)


def test_what_a_rule_took_off_is_refused_in_its_name() -> None:
    written = policy(rule("swap-only", ALWAYS, without_outcomes=frozenset({Outcome.REFUND})))
    assert decide(written, asking(outcome=Outcome.REFUND)).whys == (Why("outcome_not_offered", "swap-only"),)


def test_allowed_customers_pass_refusals_and_limits_but_not_the_window() -> None:
    lists = Lists(allowed_customers=frozenset({"C-1"}))
    written = policy(FINAL_SALE, lists=lists, limits=Limits(returns_per_order=1))
    terms = decide(written, place=FINAL, bought=purchase(FINAL, returns_so_far=5))
    assert terms.eligible
    assert (terms.rule_of("accept"), terms.actions.review) == (LISTS, Review.AUTOMATIC)
    late = purchase(FINAL, today=date(2027, 3, 1))
    assert codes(decide(written, place=FINAL, bought=late)) == ["window_closed"]


def test_what_lists_say_of_an_order_goes_before_what_they_say_of_its_customer() -> None:
    lists = Lists(blocked_customers=frozenset({"C-1"}), allowed_orders=frozenset({"A-1"}))
    assert decide(policy(lists=lists)).eligible
    both = replace(lists, blocked_orders=frozenset({"A-1"}))
    assert codes(decide(policy(lists=both))) == ["blocked"]
    assert codes(decide(policy(lists=Lists(blocked_skus=frozenset({"SKU-1"}))))) == ["blocked"]


@pytest.mark.parametrize(
    ("limits", "changes"),
    [
        (Limits(returns_per_order=2), {"returns_so_far": 2}),
        (Limits(returns_per_customer=3), {"history": CustomerHistory(recent_returns=3)}),
    ],
)
def test_above_a_limit_a_person_decides(limits: Limits, changes: dict[str, object]) -> None:
    place = position()
    terms = decide(policy(limits=limits), place=place, bought=purchase(place, **changes))
    assert terms.eligible
    assert (terms.actions.review, terms.rule_of("review")) == (Review.MANUAL, LIMITS)
    assert decide(policy(limits=limits)).actions.review is Review.AUTOMATIC


def test_too_many_pieces_in_one_request_need_a_person() -> None:
    written = policy(limits=Limits(items_per_return=3))
    assert decide(written, asking(facts={Fact.RETURN_ITEMS: 4})).actions.review is Review.MANUAL
    assert decide(written, asking(facts={Fact.RETURN_ITEMS: 3})).actions.review is Review.AUTOMATIC


EVIDENCE = policy(base=replace(policy().base, evidence=EvidenceNeeded(2, True, True, True)))
SHOWN = {"photos": 2, "has_video": True, "has_words": True, "has_serial": True}


@pytest.mark.parametrize("missing", [{"photos": 1}, {"has_video": False}, {"has_words": False}, {"has_serial": False}])
def test_evidence_is_asked_for_once_the_request_is_final(missing: dict[str, object]) -> None:
    final = asking(outcome=Outcome.REFUND, quantity=1, is_final=True)
    assert decide(EVIDENCE, replace(final, **SHOWN)).eligible  # type: ignore[arg-type]
    lacking = replace(final, **{**SHOWN, **missing})  # type: ignore[arg-type]
    assert codes(decide(EVIDENCE, lacking)) == ["evidence_missing"]
    assert decide(EVIDENCE, replace(lacking, is_final=False)).eligible


def test_a_reason_may_ask_for_words_of_its_own() -> None:
    written = policy(reasons=(Reason("other", ReasonGroup.CHANGE_OF_MIND, needs_words=True),))
    ask = asking("other", outcome=Outcome.REFUND, quantity=1, is_final=True)
    assert codes(decide(written, ask)) == ["evidence_missing"]
    assert decide(written, replace(ask, has_words=True)).eligible


def test_a_final_request_has_a_reason_an_outcome_and_a_quantity() -> None:
    assert codes(decide(policy(), asking(None, is_final=True))) == [
        "reason_missing",
        "outcome_missing",
        "quantity_missing",
    ]
    assert codes(decide(policy(), asking(quantity=0))) == ["too_few"]


def test_where_the_goods_stay_nothing_is_sent_and_the_shopper_is_made_whole_at_once() -> None:
    terms = decide(policy(rule("gift", ALWAYS, keep=Keep.DONATE)))
    assert (terms.actions.methods, terms.rule_of("methods")) == ((Method.NONE,), "gift")
    assert terms.actions.whole_at is WholeAt.APPROVAL
    assert codes(decide(policy(rule("gift", ALWAYS, keep=Keep.KEEP)), asking(method=Method.LABEL))) == [
        "method_not_offered"
    ]
    parts = policy(rule("parts", ALWAYS, outcomes=(Outcome.SPARE_PART,)))
    assert decide(parts, asking(outcome=Outcome.SPARE_PART)).actions.methods == (Method.NONE,)


INSTANT = rule("vip", GOLD, whole_at=WholeAt.FIRST_SCAN, instant=Instant(per_return=5000, open_total=9000))


@pytest.mark.parametrize(
    ("value", "still_out", "whole_at"),
    [
        (5000, 4000, WholeAt.FIRST_SCAN),
        (5001, 0, WholeAt.INSPECTION),
        (5000, 4001, WholeAt.INSPECTION),
    ],
)
def test_paying_ahead_has_limits_above_which_the_usual_moment_holds(
    value: int, still_out: int, whole_at: WholeAt
) -> None:
    place = position()
    bought = purchase(place, facts={Fact.CUSTOMER_TIER: "gold"}, history=CustomerHistory(open_instant=still_out))
    terms = decide(policy(INSTANT), asking(facts={Fact.RETURN_VALUE: value}), place, bought)
    assert (terms.actions.whole_at, terms.rule_of("whole_at")) == (whole_at, "vip")


def test_rules_may_ask_about_outcome_method_and_condition() -> None:
    written = policy(
        rule("swap", when(one_of(Fact.RETURN_OUTCOME, "exchange")), shipping_fee=Fee()),
        rule("shop", when(one_of(Fact.RETURN_METHOD, "qr")), 1, shipping_fee=Fee(100)),
        rule("used", when(one_of(Fact.RETURN_CONDITION, "used")), credit_basis_points=5000),
    )
    assert decide(written, asking()).actions.shipping_fee == Fee(500)
    assert decide(written, asking(outcome=Outcome.EXCHANGE)).actions.shipping_fee == Fee()
    assert decide(written, asking(outcome=Outcome.EXCHANGE, method=Method.QR)).actions.shipping_fee == Fee(100)
    assert decide(written, asking(condition=Condition.USED)).rule_of("credit_basis_points") == "used"


def test_warranty_reasons_are_heard_until_the_warranty_ends() -> None:
    place = position(delivered_on=date(2025, 1, 1), warranty_until=date(2027, 1, 1))
    terms = decide(policy(), asking("broke_in_use"), place)
    assert (terms.eligible, terms.until, terms.clock) == (True, date(2027, 1, 1), "warranty")
    assert not decide(policy(), asking("style"), place).eligible
    own = policy(rule("own", when(one_of(Fact.RETURN_REASON_GROUP, "warranty")), window=Window(100)))
    assert not decide(own, asking("broke_in_use"), place).eligible


def test_a_base_that_says_nothing_is_filled_with_the_safe_choices() -> None:
    empty = replace(policy(), base=replace(policy().base, window=None, whole_at=None))
    terms = decide(empty)
    assert (terms.until, terms.actions.whole_at) == (date(2026, 12, 2), WholeAt.INSPECTION)


def test_a_store_credit_may_be_had_longer_than_money() -> None:
    credit = when(one_of(Fact.RETURN_OUTCOME, "store_credit"))
    written = policy(rule("credit", credit, window=Window(60)))
    place = position(delivered_on=date(2026, 10, 10))
    open_choice = decide(written, place=place)
    assert (open_choice.eligible, open_choice.actions.outcomes) == (True, (Outcome.STORE_CREDIT,))
    assert codes(decide(written, asking(outcome=Outcome.REFUND), place)) == ["window_closed"]


def test_a_rule_without_conditions_always_fires() -> None:
    assert decide(policy(Rule("all", When(), replace(FINAL_SALE.then)))).whys == (Why("final_sale", "all"),)
