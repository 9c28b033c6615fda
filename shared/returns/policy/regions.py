"""What conditions have in common: whether two can hold at once, and whether one holds whenever another does.

A condition is read as alternatives, each a set of what it asks of single facts. What stands in `alternatives` is exact
for each fact by itself, and knows that a reason belongs to one group. Facts that depend on each other in other ways
(an order's value and a product's price) are taken as independent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from shared.returns.policy.policy import Fact, Policy, Test, When
from shared.returns.vocabulary import Condition, Method, Outcome, ReasonGroup

_MANY = 512
"""Alternatives of one condition; with more of them nothing is said about it."""
_SETS = frozenset({Fact.CUSTOMER_TAGS, Fact.ORDER_TAGS, Fact.PRODUCT_TAGS, Fact.PRODUCT_TRAITS})
"""Facts that hold several words at once."""

KNOWN_WORDS: Mapping[Fact, frozenset[str]] = {
    Fact.RETURN_REASON_GROUP: frozenset(ReasonGroup),
    Fact.RETURN_OUTCOME: frozenset(Outcome),
    Fact.RETURN_METHOD: frozenset(Method),
    Fact.RETURN_CONDITION: frozenset(Condition),
    Fact.RETURN_CHANNEL: frozenset({"portal", "staff", "api", "store"}),
    Fact.CUSTOMER_RISK: frozenset({"trusted", "normal", "watched", "high"}),
}
"""Facts whose words we give out ourselves."""


class TooMany(Exception):
    """A condition has too many alternatives to be compared."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One test, or its opposite. Both ask for a fact that is known."""

    test: Test
    holds: bool = True


Alternative = tuple[Asked, ...]
"""All of these at once."""


def alternatives(when: When, policy: Policy) -> tuple[Alternative, ...]:
    """The ways in which a condition can hold, without those that contradict themselves. Raises TooMany."""
    return tuple(each for each in _expanded(when, holds=True) if is_possible(each, policy))


def can_both_hold(some: Iterable[Alternative], others: Iterable[Alternative], policy: Policy) -> bool:
    """Whether there is a case in which both hold."""
    return any(is_possible((*one, *other), policy) for one, other in product(some, others))


def holds_whenever(wide: Iterable[Alternative], narrow: Iterable[Alternative], policy: Policy) -> bool:
    """Whether one condition surely holds in every case in which the other does. False also where we cannot tell."""
    ways = tuple(wide)
    return all(any(_covers(way, each, policy) for way in ways) for each in narrow)


def is_possible(alternative: Alternative, policy: Policy) -> bool:
    """Whether any facts fulfil all of it."""
    by_fact: dict[Fact, list[Asked]] = {}
    for asked in alternative:
        by_fact.setdefault(asked.test.fact, []).append(asked)
    if not all(_is_possible(fact, asked, policy) for fact, asked in by_fact.items()):
        return False
    about_reason = by_fact.get(Fact.RETURN_REASON, []) + by_fact.get(Fact.RETURN_REASON_GROUP, [])
    return not about_reason or any(
        all(_says_yes(asked, {Fact.RETURN_REASON: r.code, Fact.RETURN_REASON_GROUP: r.group}) for asked in about_reason)
        for r in policy.reasons
    )


def _expanded(when: When, *, holds: bool) -> list[Alternative]:
    """Alternatives of a condition, or of its opposite."""
    parts: list[list[Alternative]] = [[(Asked(test, holds),)] for test in when.tests]
    if when.any_of:
        parts.append(_joined([_expanded(each, holds=holds) for each in when.any_of], every=not holds))
    parts += [_expanded(each, holds=not holds) for each in when.none_of]
    return _joined(parts, every=holds)


def _joined(parts: list[list[Alternative]], *, every: bool) -> list[Alternative]:
    if not every:
        return [alternative for part in parts for alternative in part]
    found: list[Alternative] = [()]
    for part in parts:
        if len(found) * len(part) > _MANY:
            raise TooMany
        found = [(*one, *other) for one in found for other in part]
    return found


def _is_possible(fact: Fact, asked: list[Asked], policy: Policy) -> bool:
    first = asked[0].test
    if first.one_of is not None:
        return _words_left(fact, asked, policy)
    if first.is_true is not None:
        return len({each.test.is_true is each.holds for each in asked}) == 1
    return _is_number_left(fact, asked)


def _words_left(fact: Fact, asked: list[Asked], policy: Policy) -> bool:
    wanted = [each.test.one_of or frozenset() for each in asked if each.holds]
    unwanted = frozenset(word for each in asked if not each.holds for word in each.test.one_of or ())
    if fact in _SETS:
        return all(words - unwanted for words in wanted)
    words = frozenset.intersection(*wanted) if wanted else known_words(fact, policy)
    return words is None or bool(words - unwanted)


def known_words(fact: Fact, policy: Policy) -> frozenset[str] | None:
    """All the words that a fact can be; None: any."""
    if fact is Fact.RETURN_REASON:
        return frozenset(reason.code for reason in policy.reasons)
    return KNOWN_WORDS.get(fact)


def _is_number_left(fact: Fact, asked: list[Asked]) -> bool:
    """Whether a number is in all the ranges and in none of those that are left out. Only dates are below 0."""
    low, high = (-float("inf") if fact is Fact.ORDER_PLACED else 0), float("inf")
    for each in asked:
        if each.holds:
            low, high = max(low, _least(each.test)), min(high, _most(each.test))
    for at_least, at_most in sorted((_least(e.test), _most(e.test)) for e in asked if not e.holds):
        if at_least <= low <= at_most:
            low = at_most + 1
    return low <= high and low < float("inf")


def _least(test: Test) -> float:
    return -float("inf") if test.at_least is None else _number(test.at_least)


def _most(test: Test) -> float:
    return float("inf") if test.at_most is None else _number(test.at_most)


def _number(value: int | date) -> int:
    return value.toordinal() if isinstance(value, date) else value


def _covers(wide: Alternative, narrow: Alternative, policy: Policy) -> bool:
    return all(_follows(asked, narrow, policy) for asked in wide)


def _follows(asked: Asked, given: Alternative, policy: Policy) -> bool:
    """Whether it holds wherever all of `given` does: they know the fact, and its opposite contradicts them."""
    fact = asked.test.fact
    about = tuple(each for each in given if each.test.fact is fact)
    if fact is Fact.RETURN_REASON_GROUP:
        about = tuple(each for each in given if each.test.fact in (fact, Fact.RETURN_REASON))
    return bool(about) and not is_possible((*about, Asked(asked.test, not asked.holds)), policy)


def _says_yes(asked: Asked, facts: Mapping[Fact, Any]) -> bool:
    return (facts[asked.test.fact] in (asked.test.one_of or ())) is asked.holds
