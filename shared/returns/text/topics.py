"""Which part of the text a rule belongs to, and which rules are not told to shoppers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from shared.returns.policy.policy import Fact, Policy, Rule, Test, When
from shared.returns.text.actions import slots_of
from shared.returns.vocabulary import ReasonGroup

SECTION_OF: Final[Mapping[str, str]] = {
    "window": "window", "accept": "not_returnable",
    "shipping_fee": "fees", "restocking_fee": "fees", "shipping_refund": "fees",
    "outcomes": "outcomes", "without_outcomes": "outcomes", "bonuses": "outcomes", "keep": "outcomes",
    "credit_basis_points": "outcomes", "difference_waived": "outcomes",
    "methods": "methods", "without_methods": "methods", "evidence": "methods", "send_back_days": "methods",
    "whole_at": "paid", "instant": "paid", "review": "paid", "checking": "paid",
}  # fmt: skip
"""Slot -> the section that tells of it, where its rule has no section of its own."""

_INWARD: Final = frozenset(
    {
        Fact.CUSTOMER_TAGS, Fact.CUSTOMER_RETURNS, Fact.CUSTOMER_KEPT, Fact.CUSTOMER_CREDIT_BONUS,
        Fact.CUSTOMER_DISCREPANCIES, Fact.CUSTOMER_FAILED_PAYMENTS, Fact.CUSTOMER_RISK, Fact.ORDER_TAGS,
        Fact.RETURN_CHANNEL,
    }
)  # fmt: skip
"""What a shop knows about a shopper or an order and does not publish: rules that ask for it stay out of the text."""


_MANY: Final = 3
"""Sections: a rule about so many is better read in one piece."""


def is_told(rule: Rule) -> bool:
    """Whether shoppers read of a rule beforehand. They always read its effect in the answer to their return."""
    return not any(test.fact in _INWARD for test in _all_tests(rule.when))


def topic_of(rule: Rule, policy: Policy) -> str:
    """The section of its own that a rule belongs to; "" where each of its slots goes to the section of the slot."""
    groups = _groups(rule, policy)
    asked = {test.fact for test in _all_tests(rule.when)}
    if groups == {ReasonGroup.WARRANTY} or Fact.PRODUCT_IN_WARRANTY in asked:
        return "warranty"
    if groups and groups <= {ReasonGroup.DEFECT, ReasonGroup.DELIVERY, ReasonGroup.WARRANTY}:
        return "defects"
    if Fact.CUSTOMER_TIER in asked:
        return "tiers"
    if Fact.ORDER_PLACED in asked:
        return "holidays"
    touched = {SECTION_OF[slot] for slot in slots_of(rule.then)}
    return "special" if len(touched) >= _MANY else ""


def _groups(rule: Rule, policy: Policy) -> set[ReasonGroup]:
    """The groups of reasons a rule is only about; none: it is about all."""
    groups: set[ReasonGroup] = set()
    for test in rule.when.tests:
        if test.one_of is None:
            continue
        if test.fact is Fact.RETURN_REASON_GROUP:
            groups |= {ReasonGroup(value) for value in test.one_of}
        if test.fact is Fact.RETURN_REASON:
            groups |= {reason.group for reason in policy.reasons if reason.code in test.one_of}
    return groups


def _all_tests(when: When) -> Iterator[Test]:
    yield from when.tests
    for inner in (*when.any_of, *when.none_of):
        yield from _all_tests(inner)
