"""Made-up orders: plain ones about which no rule says anything, and ones for which a given rule holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice, product
from typing import Any, Final

from shared.returns.policy.facts import Facts
from shared.returns.policy.policy import Fact, Policy, Reason, Test, Value, When
from shared.returns.text.interpreter import holds
from shared.returns.vocabulary import Condition, Method, Outcome, ReasonGroup

PLACED: Final = date(2026, 6, 1)
"""A Monday, away from every season."""
_TRIES: Final = 300
"""Combinations looked at before a rule counts as one that never holds."""
_FEW: Final = 8
"""Ways looked at in which one part of a condition may be so."""
_PLAIN_NUMBERS: Final[Mapping[Fact, int]] = {
    Fact.CUSTOMER_ORDERS: 1, Fact.CUSTOMER_RETURNS: 0, Fact.CUSTOMER_KEPT: 0, Fact.CUSTOMER_CREDIT_BONUS: 0,
    Fact.CUSTOMER_DISCREPANCIES: 0, Fact.CUSTOMER_FAILED_PAYMENTS: 0, Fact.ORDER_VALUE: 5_000, Fact.ORDER_DISCOUNT: 0,
    Fact.ORDER_RETURNS: 0, Fact.ORDER_DAYS: 3, Fact.PRODUCT_PRICE: 5_000, Fact.PRODUCT_DISCOUNT: 0,
    Fact.RETURN_ITEMS: 1, Fact.RETURN_VALUE: 5_000,
}  # fmt: skip
_PLAIN_WORDS: Final[Mapping[Fact, tuple[str, ...]]] = {
    Fact.CUSTOMER_TIER: ("regular",), Fact.CUSTOMER_RISK: ("normal", "trusted", "watched"),
    Fact.ORDER_COUNTRY: ("NZ", "SG", "CA", "US", "JP", "DE"), Fact.ORDER_CHANNEL: ("online", "phone"),
    Fact.PRODUCT_SKU: ("SKU-1",), Fact.PRODUCT_ID: ("P-1",), Fact.PRODUCT_TYPE: ("thing",),
    Fact.PRODUCT_CATEGORY: ("general",), Fact.PRODUCT_VENDOR: ("maker",),
    Fact.RETURN_CHANNEL: ("portal", "api"),
}  # fmt: skip
"""The first that no rule asks for is taken."""
SET_FACTS: Final = frozenset({Fact.CUSTOMER_TAGS, Fact.ORDER_TAGS, Fact.PRODUCT_TAGS, Fact.PRODUCT_TRAITS})
_TRUTHS: Final = frozenset({Fact.ORDER_GIFT, Fact.PRODUCT_FINAL_SALE, Fact.PRODUCT_IN_WARRANTY})
_ENUMERATED: Final[Mapping[Fact, tuple[str, ...]]] = {
    Fact.RETURN_CONDITION: (Condition.AS_NEW, Condition.UNOPENED, Condition.USED, Condition.DAMAGED),
    Fact.RETURN_OUTCOME: tuple(Outcome),
    Fact.RETURN_METHOD: tuple(Method),
    Fact.CUSTOMER_RISK: ("normal", "trusted", "watched", "high"),
    Fact.RETURN_CHANNEL: ("portal", "api", "staff"),
    Fact.ORDER_COUNTRY: ("NZ", "SG", "CA"),
}
Known = Mapping[Fact, Value]
CHOSEN: Final = frozenset(
    {Fact.RETURN_REASON, Fact.RETURN_REASON_GROUP, Fact.RETURN_OUTCOME, Fact.RETURN_METHOD, Fact.RETURN_CONDITION}
)
"""What the shopper chooses."""


def plain(
    policy: Policy, group: ReasonGroup = ReasonGroup.CHANGE_OF_MIND, country: str | None = None
) -> dict[Fact, Value]:
    """Facts of an everyday return, all known and away from what rules ask for; no outcome or method chosen yet.

    Without `country` it is from one under no law pack.
    """
    facts: dict[Fact, Value] = dict(_PLAIN_NUMBERS)
    for fact, words in _PLAIN_WORDS.items():
        asked = {word for test in tests_of(policy, fact) for word in test.one_of or ()}
        facts[fact] = next((word for word in words if word not in asked), words[0])
    facts |= dict.fromkeys(sorted(SET_FACTS), frozenset[str]())
    facts |= dict.fromkeys(sorted(_TRUTHS), False)
    facts[Fact.RETURN_WHOLE_ORDER] = True
    facts[Fact.ORDER_PLACED] = PLACED
    facts[Fact.ORDER_CURRENCY] = policy.currency
    facts[Fact.RETURN_CONDITION] = Condition.AS_NEW
    if country is not None:
        facts[Fact.ORDER_COUNTRY] = country
    return facts | of_reason(_plain_reason(policy, group))


def with_rule(policy: Policy, when: When, base: Facts) -> Iterator[dict[Fact, Value]]:
    """Facts for which `when` is so, made of `base` by as little as can be, the likeliest first."""
    for changes in islice(_fulfilling(when, policy), _TRIES):
        facts: dict[Fact, Value] = {**base, **changes}
        if holds(when, facts) is True:
            yield facts


def of_reason(reason: Reason | None) -> dict[Fact, Value]:
    """What rules see of a reason."""
    if reason is None:
        return {}
    return {Fact.RETURN_REASON: reason.code, Fact.RETURN_REASON_GROUP: reason.group.value}


def tests_of(policy: Policy, fact: Fact) -> Iterator[Test]:
    """Everything that rules ask of a fact."""
    return (test for rule in policy.rules for test in all_tests(rule.when) if test.fact is fact)


def all_tests(when: When) -> Iterator[Test]:
    """Every test of a condition, deep inside too."""
    yield from when.tests
    for inner in (*when.any_of, *when.none_of):
        yield from all_tests(inner)


def off_edges(test: Test, policy: Policy) -> Iterator[Mapping[Fact, Value]]:
    """Facts for which a test may just not be so."""
    if test.fact in (Fact.RETURN_REASON, Fact.RETURN_REASON_GROUP):
        yield from (of_reason(reason) for reason in policy.reasons)
        return
    if test.fact in _ENUMERATED:
        others: Iterable[Value] = [each for each in _ENUMERATED[test.fact] if each not in (test.one_of or ())]
    else:
        others = reversed([*_values(test)])
    for value in others:
        yield {test.fact: value}


def _plain_reason(policy: Policy, group: ReasonGroup) -> Reason | None:
    asked = {code for test in tests_of(policy, Fact.RETURN_REASON) for code in test.one_of or ()}
    of_group = [reason for reason in policy.reasons if reason.group is group and not reason.categories]
    return next((reason for reason in of_group if reason.code not in asked), next(iter(of_group), None))


def _fulfilling(when: When, policy: Policy) -> Iterator[dict[Fact, Value]]:
    """Facts that may fulfil a condition, each part of it for itself."""
    parts: list[list[Known]] = [list(_met(test, policy)) for test in when.tests]
    if when.any_of:
        parts.append(_few(fact for option in when.any_of for fact in islice(_fulfilling(option, policy), _FEW)))
    parts += [_few(_breaking(exception, policy)) for exception in when.none_of]
    for chosen in product(*parts):
        yield _merged(chosen)


def _breaking(when: When, policy: Policy) -> Iterator[Known]:
    """Facts for which a condition may not be so: a test fails, or every option, or an exception holds."""
    for test in when.tests:
        yield from off_edges(test, policy)
    if when.any_of:
        options = [_few(_breaking(option, policy)) for option in when.any_of]
        yield from (_merged(chosen) for chosen in islice(product(*options), _FEW))
    for exception in when.none_of:
        yield from islice(_fulfilling(exception, policy), _FEW)


def _met(test: Test, policy: Policy) -> Iterator[Known]:
    """Facts for which a test is so."""
    if test.fact in (Fact.RETURN_REASON, Fact.RETURN_REASON_GROUP):
        candidates: Iterable[Known] = [of_reason(reason) for reason in policy.reasons]
    else:
        candidates = [{test.fact: value} for value in _values(test)]
    return (facts for facts in candidates if holds(When((test,)), facts) is True)


def _few(facts: Iterable[Known]) -> list[Known]:
    return list(islice(facts, _FEW))


def _merged(parts: Iterable[Known]) -> dict[Fact, Value]:
    """All of them; words of one set add up."""
    merged: dict[Fact, Value] = {}
    for part in parts:
        for fact, value in part.items():
            before = merged.get(fact)
            both = isinstance(before, frozenset) and isinstance(value, frozenset)
            merged[fact] = before | value if both else value  # type: ignore[operator]
    return merged


def _values(test: Test) -> Iterable[Value]:
    """Values at and just off the edge of a test."""
    if test.one_of is not None:
        wanted = sorted(test.one_of)
        return [frozenset((word,)) for word in wanted] + [frozenset()] if test.fact in SET_FACTS else [*wanted, "other"]
    if test.is_true is not None:
        return [test.is_true, not test.is_true]
    return [*_around(test.at_least, -1), *_around(test.at_most, 1)]


def _around(bound: Any, step: int) -> list[Value]:
    if bound is None:
        return []
    return [bound, bound + (timedelta(days=step) if isinstance(bound, date) else step)]
