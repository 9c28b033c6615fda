"""What is wrong with a policy, as far as one can tell without orders: conflicts, dead rules, words nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from shared.returns.policy.conditions import facts_of
from shared.returns.policy.defaults import DEFAULTS, set_slots
from shared.returns.policy.policy import Actions, Fact, Fee, Law, Policy, Rule, Test, When
from shared.returns.policy.regions import (
    Alternative,
    Asked,
    TooMany,
    alternatives,
    can_both_hold,
    holds_whenever,
    known_words,
)
from shared.returns.policy.terms import BASE, LIMITS, LISTS
from shared.returns.vocabulary import Keep, Outcome, ReasonGroup, Review

_WHOLE = 10_000
"""Basis points."""
_RESERVED = frozenset({BASE, LISTS, LIMITS})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, or most likely not meant."""

    code: str
    """`conflict`, `dead`, `shadowed`, `sets_nothing`, `same_name`, `reserved_name`, `unknown_reason`, `unknown_word`,
    `never_offered`, `group_without_rule`, `window_of_no_days`, `fee_above_goods`, `no_method_left`,
    `no_outcome_left`, `keep_by_method`, `no_reasons`, `no_reason_to_withdraw`."""
    rule: str = BASE
    """Where it is: a rule, or the base."""
    slot: str = ""
    """Of its actions, or the fact that a test asks about."""
    other: str = ""
    """The rule it is wrong beside."""
    value: str = ""
    """The word that is wrong: a reason, an outcome, a group."""
    is_grave: bool = False
    """Whether the policy cannot mean this, and must not be published."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A rule with the ways in which it fires; None: too many to compare."""

    rule: Rule
    ways: tuple[Alternative, ...] | None
    slots: dict[str, object]


def find_findings(policy: Policy) -> tuple[Finding, ...]:
    """All of them: rule by rule in the order of the file, then pairs of rules, then what concerns the whole.

    Sound: a conflict is told only where some case makes both rules fire, a dead rule only where none makes it fire or
    be heard. What depends on how facts hang together (see `regions.py`), or on facts of real orders, is not found.
    """
    read = [_Read(rule, _ways(rule, policy), set_slots(rule.then)) for rule in policy.rules]
    return (
        *_actions(BASE, policy.base, policy),
        *(finding for each in read for finding in _alone(each, policy)),
        *_conflicts(read, policy),
        *_shadowed(read, policy),
        *_names(policy),
        *_whole(read, policy),
    )


def _ways(rule: Rule, policy: Policy) -> tuple[Alternative, ...] | None:
    try:
        return alternatives(rule.when, policy)
    except TooMany:
        return None


def _alone(each: _Read, policy: Policy) -> Iterator[Finding]:
    rule = each.rule
    unknown = list(_unknown_words(rule, policy))
    yield from unknown
    if each.ways == () and not unknown:
        yield Finding("dead", rule.name, is_grave=True)
    if not each.slots and not rule.then.without_outcomes and not rule.then.without_methods:
        yield Finding("sets_nothing", rule.name)
    if rule.then.keep is not None and Fact.RETURN_METHOD in facts_of(rule.when):
        yield Finding("keep_by_method", rule.name, "keep", is_grave=True)
    yield from _actions(rule.name, rule.then, policy)


def _unknown_words(rule: Rule, policy: Policy) -> Iterator[Finding]:
    for test in _tests(rule.when):
        known = known_words(test.fact, policy)
        for word in sorted((test.one_of or frozenset()) - known) if known is not None else ():
            code = "unknown_reason" if test.fact is Fact.RETURN_REASON else "unknown_word"
            yield Finding(code, rule.name, test.fact.value, value=word, is_grave=True)


def _tests(when: When) -> Iterator[Test]:
    yield from when.tests
    for each in (*when.any_of, *when.none_of):
        yield from _tests(each)


def _actions(name: str, actions: Actions, policy: Policy) -> Iterator[Finding]:
    if actions.window is not None and actions.window.days == 0:
        yield Finding("window_of_no_days", name, "window")
    for slot in ("shipping_fee", "restocking_fee"):
        fee: Fee | None = getattr(actions, slot)
        if fee is not None and fee.basis_points > _WHOLE:
            yield Finding("fee_above_goods", name, slot, is_grave=True)
    if (actions.credit_basis_points or 0) > _WHOLE:
        yield Finding("fee_above_goods", name, "credit_basis_points", is_grave=True)
    if _takes(actions, policy):
        for slot, code in (("methods", "no_method_left"), ("outcomes", "no_outcome_left")):
            if not _left(slot, actions, policy):
                yield Finding(code, name, slot)
    offered = _ever_offered(policy)
    for bonus in actions.bonuses or ():
        if bonus.outcome not in offered:
            yield Finding("never_offered", name, "bonuses", value=bonus.outcome)


def _takes(actions: Actions, policy: Policy) -> bool:
    """Whether something comes back where these actions hold alone: else it does not matter how."""
    slots = _over_base(actions, policy)
    return bool(slots["accept"].yes) and slots["review"] is not Review.REJECT and slots["keep"] is Keep.NO


def _left(slot: str, actions: Actions, policy: Policy) -> tuple[object, ...]:
    without = getattr(actions, f"without_{slot}") | getattr(policy.base, f"without_{slot}")
    return tuple(each for each in _over_base(actions, policy)[slot] if each not in without)


def _over_base(actions: Actions, policy: Policy) -> dict[str, Any]:
    return {**set_slots(DEFAULTS), **set_slots(policy.base), **set_slots(actions)}


def _ever_offered(policy: Policy) -> frozenset[Outcome]:
    listed = (rule.then.outcomes or () for rule in policy.rules)
    base = _over_base(policy.base, policy)["outcomes"]
    return frozenset(outcome for outcomes in (base, *listed) for outcome in outcomes)


def _conflicts(read: list[_Read], policy: Policy) -> Iterator[Finding]:
    for one, other in combinations(read, 2):
        if one.rule.priority != other.rule.priority or not one.ways or not other.ways:
            continue
        slots = [s for s in one.slots if s in other.slots and one.slots[s] != other.slots[s]]
        if slots and can_both_hold(one.ways, other.ways, policy):
            yield from (Finding("conflict", other.rule.name, slot, one.rule.name) for slot in slots)


def _shadowed(read: list[_Read], policy: Policy) -> Iterator[Finding]:
    """Rules of which nothing is ever heard: another sets each of their slots whenever they fire, and goes before."""
    ranked = sorted(enumerate(read), key=lambda each: (-each[1].rule.priority, each[0]))
    before: list[_Read] = []
    for _, each in ranked:
        then = each.rule.then
        if each.ways and each.slots and not then.without_outcomes and not then.without_methods:
            winners = [_winner(slot, each, before, policy) for slot in each.slots]
            if all(winners):
                yield Finding("shadowed", each.rule.name, other=winners[0])
        before.append(each)


def _winner(slot: str, each: _Read, before: list[_Read], policy: Policy) -> str:
    for earlier in before:
        if slot in earlier.slots and earlier.ways and holds_whenever(earlier.ways, each.ways or (), policy):
            return earlier.rule.name
    return ""


def _names(policy: Policy) -> Iterator[Finding]:
    for name, times in Counter(rule.name for rule in policy.rules).items():
        if times > 1:
            yield Finding("same_name", name, is_grave=True)
        if name in _RESERVED or name.startswith("law:"):
            yield Finding("reserved_name", name, is_grave=True)


def _whole(read: list[_Read], policy: Policy) -> Iterator[Finding]:
    offered = _ever_offered(policy)
    for rule in policy.rules:
        for test in _tests(rule.when):
            if test.fact is Fact.RETURN_OUTCOME:
                never = sorted((test.one_of or frozenset()) & frozenset(Outcome) - offered)
                yield from (Finding("never_offered", rule.name, test.fact.value, value=word) for word in never)
    groups = {reason.group for reason in policy.reasons}
    for group in (ReasonGroup.DEFECT, ReasonGroup.DELIVERY, ReasonGroup.WARRANTY):
        if group in groups and not any(_is_about(each, group, policy) for each in read):
            yield Finding("group_without_rule", value=group)
    if not policy.reasons:
        yield Finding("no_reasons", is_grave=True)
    elif Law.EU in policy.laws and ReasonGroup.CHANGE_OF_MIND not in groups:
        yield Finding("no_reason_to_withdraw", value=Law.EU, is_grave=True)


def _is_about(each: _Read, group: ReasonGroup, policy: Policy) -> bool:
    """Whether a rule tells reasons apart and can fire for one of this group. Taken for granted where we cannot tell."""
    if not {Fact.RETURN_REASON, Fact.RETURN_REASON_GROUP} & set(facts_of(each.rule.when)):
        return False
    of_group = (Asked(Test(Fact.RETURN_REASON_GROUP, one_of=frozenset({group}))),)
    return each.ways is None or can_both_hold(each.ways, [of_group], policy)
