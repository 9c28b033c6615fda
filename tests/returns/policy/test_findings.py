"""What is wrong with a policy is found, and what only looks alike is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.returns.policy.findings import Finding, find_findings
from shared.returns.policy.policy import Accept, Bonus, Fact, Fee, Law, Policy, Rule, Test, When, Window
from shared.returns.vocabulary import Keep, Method, Outcome, Review
from tests.returns.policy.samples import BROKE, DAMAGED, DEFECTIVE, STYLE, one_of, policy, rule, when

GOLD = when(one_of(Fact.CUSTOMER_TIER, "gold"))
SILVER = when(one_of(Fact.CUSTOMER_TIER, "silver"))
VIP = when(one_of(Fact.CUSTOMER_TAGS, "vip"))
STAFF = when(one_of(Fact.CUSTOMER_TAGS, "staff"))


def found(*rules: Rule, **changes: object) -> list[Finding]:
    """What is found, beside that three groups of reasons have no rule of their own."""
    return [each for each in find_findings(policy(*rules, **changes)) if each.code != "group_without_rule"]


def codes(*rules: Rule, **changes: object) -> set[str]:
    return {each.code for each in found(*rules, **changes)}


def days(name: str, condition: When, length: int, priority: int = 0) -> Rule:
    return rule(name, condition, priority, window=Window(length))


def test_a_plain_policy_has_no_findings() -> None:
    assert found(days("gold", GOLD, 60), days("silver", SILVER, 45)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (GOLD, VIP),
        (VIP, STAFF),
        (GOLD, When()),
        (when(Test(Fact.ORDER_VALUE, at_least=10)), when(Test(Fact.ORDER_VALUE, at_most=10))),
        (when(one_of(Fact.RETURN_REASON, "style")), when(one_of(Fact.RETURN_REASON_GROUP, "change_of_mind"))),
        (When(any_of=(GOLD, VIP)), When(any_of=(SILVER, STAFF))),
        (When(none_of=(GOLD,)), SILVER),
    ],
)
def test_two_rules_of_one_priority_that_may_both_fire_conflict(one: When, other: When) -> None:
    assert Finding("conflict", "b", "window", "a") in found(days("a", one, 10), days("b", other, 20))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (GOLD, SILVER),
        (GOLD, When(none_of=(GOLD,))),
        (When(any_of=(GOLD, SILVER)), When(none_of=(When(any_of=(GOLD, SILVER)),))),
        (VIP, When(none_of=(When((*VIP.tests, *GOLD.tests)),), tests=GOLD.tests)),
        (when(Test(Fact.ORDER_VALUE, at_least=11)), when(Test(Fact.ORDER_VALUE, at_most=10))),
        (when(Test(Fact.ORDER_VALUE, at_least=11)), When(none_of=(when(Test(Fact.ORDER_VALUE, at_least=5)),))),
        (
            when(Test(Fact.ORDER_PLACED, at_least=date(2026, 12, 1))),
            when(Test(Fact.ORDER_PLACED, at_most=date(2026, 11, 30))),
        ),
        (when(Test(Fact.ORDER_GIFT, is_true=True)), when(Test(Fact.ORDER_GIFT, is_true=False))),
        (when(one_of(Fact.RETURN_REASON, "style")), when(one_of(Fact.RETURN_REASON_GROUP, "defect"))),
        (
            when(one_of(Fact.RETURN_OUTCOME, "refund")),
            When(none_of=(when(one_of(Fact.RETURN_OUTCOME, "refund", "exchange")),)),
        ),
    ],
)
def test_rules_that_cannot_both_fire_do_not_conflict(one: When, other: When) -> None:
    assert "conflict" not in codes(days("a", one, 10), days("b", other, 20))


def test_rules_that_say_the_same_or_have_priorities_do_not_conflict() -> None:
    assert found(days("a", GOLD, 60), days("b", VIP, 60)) == []
    assert found(days("a", GOLD, 60, 1), days("b", VIP, 45)) == []
    assert found(days("a", GOLD, 60), rule("b", VIP, keep=Keep.NO)) == []


@pytest.mark.parametrize(
    "condition",
    [
        when(one_of(Fact.CUSTOMER_TIER, "gold"), one_of(Fact.CUSTOMER_TIER, "silver")),
        When(GOLD.tests, none_of=(GOLD,)),
        When(VIP.tests, none_of=(when(one_of(Fact.CUSTOMER_TAGS, "vip", "staff")),)),
        when(Test(Fact.ORDER_PLACED, at_least=date(2027, 1, 2), at_most=date(2027, 1, 1))),
        when(Test(Fact.ORDER_VALUE, at_most=-1)),
        when(one_of(Fact.RETURN_REASON, "style"), one_of(Fact.RETURN_REASON_GROUP, "defect")),
        When(none_of=(when(one_of(Fact.RETURN_REASON_GROUP, "change_of_mind", "defect", "delivery", "warranty")),)),
        When(none_of=(When(),)),
    ],
)
def test_a_condition_that_never_holds_is_dead(condition: When) -> None:
    assert Finding("dead", "r", is_grave=True) in found(days("r", condition, 60))


def test_a_rule_that_another_always_goes_before_is_shadowed() -> None:
    wide = when(one_of(Fact.CUSTOMER_TIER, "gold", "silver"))
    assert Finding("shadowed", "gold", other="members") in found(days("members", wide, 60, 1), days("gold", GOLD, 90))
    everyone = days("all", When(), 60, 1)
    assert "shadowed" in codes(everyone, days("gold", GOLD, 90))
    by_group = days("mind", when(one_of(Fact.RETURN_REASON_GROUP, "change_of_mind")), 10, 1)
    assert "shadowed" in codes(by_group, days("style", when(one_of(Fact.RETURN_REASON, "style")), 20))


@pytest.mark.parametrize(
    "narrow",
    [
        days("n", when(one_of(Fact.CUSTOMER_TIER, "gold", "bronze")), 90),
        days("n", when(Test(Fact.ORDER_VALUE, at_least=1)), 90),
        days("n", When(none_of=(SILVER,)), 90),
        rule("n", GOLD, window=Window(90), keep=Keep.KEEP),
        rule("n", GOLD, window=Window(90), without_methods=frozenset({Method.QR})),
        days("n", GOLD, 90, 2),
    ],
)
def test_a_rule_that_is_heard_at_times_is_not_shadowed(narrow: Rule) -> None:
    assert "n" not in {each.rule for each in found(days("gold", GOLD, 60, 1), narrow) if each.code == "shadowed"}


def test_a_condition_on_another_fact_does_not_shadow_although_it_may_hold_for_all() -> None:
    any_country = When(none_of=(when(one_of(Fact.ORDER_COUNTRY, "XX")),))
    any_value = when(Test(Fact.ORDER_VALUE, at_least=0))
    for nearly_all in (any_country, any_value):
        assert "shadowed" not in codes(days("all", nearly_all, 60, 1), days("gold", GOLD, 90))


def test_words_that_nobody_knows_are_found_where_they_stand() -> None:
    assert Finding("unknown_reason", "r", "return.reason", value="styl", is_grave=True) in found(
        days("r", when(one_of(Fact.RETURN_REASON, "styl", "style")), 60)
    )
    hidden = When(none_of=(When(any_of=(when(one_of(Fact.RETURN_OUTCOME, "refnd")),)),))
    assert Finding("unknown_word", "r", "return.outcome", value="refnd", is_grave=True) in found(days("r", hidden, 60))


def test_outcomes_that_are_never_offered_are_found() -> None:
    about_repair = rule("r", when(one_of(Fact.RETURN_OUTCOME, "repair")), shipping_fee=Fee())
    assert Finding("never_offered", "r", "return.outcome", value=Outcome.REPAIR) in found(about_repair)
    gift_card = rule("r", GOLD, bonuses=(Bonus(Outcome.GIFT_CARD, 100),))
    assert Finding("never_offered", "r", "bonuses", value=Outcome.GIFT_CARD) in found(gift_card)
    offering = rule("o", VIP, outcomes=(Outcome.REPAIR, Outcome.GIFT_CARD))
    assert found(about_repair, offering) == found(gift_card, offering) == []


def test_groups_of_reasons_without_a_rule_are_found() -> None:
    def without(*rules: Rule) -> set[str]:
        written = policy(*rules, reasons=(STYLE, DEFECTIVE, DAMAGED, BROKE))
        return {each.value for each in find_findings(written) if each.code == "group_without_rule"}

    assert without() == {"defect", "delivery", "warranty"}
    assert without(days("a", when(one_of(Fact.RETURN_REASON, "damaged")), 9)) == {"defect", "warranty"}
    assert without(days("a", When(none_of=(when(one_of(Fact.RETURN_REASON_GROUP, "change_of_mind")),)), 9)) == set()
    assert without(days("a", GOLD, 9)) == {"defect", "delivery", "warranty"}


@pytest.mark.parametrize(
    ("then", "finding"),
    [
        ({"window": Window(0)}, Finding("window_of_no_days", "r", "window")),
        ({"restocking_fee": Fee(0, 10_001)}, Finding("fee_above_goods", "r", "restocking_fee", is_grave=True)),
        ({"credit_basis_points": 10_001}, Finding("fee_above_goods", "r", "credit_basis_points", is_grave=True)),
        ({"without_methods": frozenset(Method)}, Finding("no_method_left", "r", "methods")),
        ({"methods": ()}, Finding("no_method_left", "r", "methods")),
        ({"without_outcomes": frozenset(Outcome)}, Finding("no_outcome_left", "r", "outcomes")),
        ({}, Finding("sets_nothing", "r")),
    ],
)
def test_what_an_action_cannot_mean_is_found(then: dict[str, object], finding: Finding) -> None:
    assert finding in found(rule("r", GOLD, **then))


def test_methods_do_not_matter_where_nothing_comes_back() -> None:
    for slots in ({"keep": Keep.KEEP}, {"accept": Accept(False)}, {"review": Review.REJECT}):
        assert found(rule("r", GOLD, without_methods=frozenset(Method), **slots)) == []


def test_the_method_cannot_decide_whether_the_goods_stay() -> None:
    written = rule("r", when(one_of(Fact.RETURN_METHOD, "qr")), keep=Keep.KEEP)
    assert Finding("keep_by_method", "r", "keep", is_grave=True) in found(written)


def test_names_are_unlike_and_not_ours() -> None:
    assert codes(days("a", GOLD, 60), days("a", SILVER, 45)) == {"same_name"}
    assert codes(days("base", GOLD, 60)) == codes(days("law:eu", GOLD, 60)) == {"reserved_name"}


def test_a_policy_needs_reasons_and_in_the_eu_one_to_withdraw_by() -> None:
    assert codes(reasons=()) == {"no_reasons"}
    assert "no_reason_to_withdraw" in codes(reasons=(DEFECTIVE,), laws=(Law.EU,))
    assert codes(laws=(Law.EU,)) == set()


def test_the_base_is_looked_at_too() -> None:
    base = replace(policy().base, window=Window(0), methods=())
    assert [(each.code, each.rule) for each in found(base=base)] == [
        ("window_of_no_days", "base"),
        ("no_method_left", "base"),
    ]


def test_a_condition_with_too_many_alternatives_is_left_alone() -> None:
    many = When(none_of=tuple(when(*(one_of(Fact.PRODUCT_TAGS, f"{a}{b}") for b in range(4))) for a in range(8)))
    written: Policy = policy(days("many", many, 9), days("gold", GOLD, 60))
    assert {each.code for each in find_findings(written)} == {"group_without_rule"}
