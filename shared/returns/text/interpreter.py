"""The rules of a policy, read one by one as a person would: slow, obvious, and apart from the engine on purpose.

Markup and test cases are made with it, and a test holds the engine against it. What a rule asks for and is not known
is neither so nor not so: then the rule says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shared.returns.policy.defaults import DEFAULTS, set_slots
from shared.returns.policy.facts import Facts
from shared.returns.policy.policy import Actions, Policy, Rule, Test, When
from shared.returns.policy.terms import BASE
from shared.returns.vocabulary import Method, Outcome

Answer = bool | None
"""None: not known."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules that hold come to, before lists, limits and laws."""

    actions: Actions
    rules: Mapping[str, str]
    """Slot -> the rule that set it, or `base`."""
    firing: tuple[str, ...]
    """Every rule that holds, the most important first."""

    def rule_of(self, slot: str) -> str:
        """Who set a slot."""
        return self.rules.get(slot, BASE)


def read(policy: Policy, facts: Facts) -> Reading:
    """Which rules hold for these facts, and what they set."""
    holding = [rule for rule in _ranked(policy.rules) if holds(rule.when, facts) is True]
    slots: dict[str, Any] = {}
    rules: dict[str, str] = {}
    for rule in holding:
        for slot, value in set_slots(rule.then).items():
            if slot not in slots:
                slots[slot] = value
                rules[slot] = rule.name
    base = whole(policy.base)
    without_outcomes, without_methods = policy.base.without_outcomes, policy.base.without_methods
    for rule in holding:
        without_outcomes |= rule.then.without_outcomes
        without_methods |= rule.then.without_methods
    actions = replace(base, **slots, without_outcomes=without_outcomes, without_methods=without_methods)
    return Reading(_taken_off(actions), rules, tuple(rule.name for rule in holding))


def whole(base: Actions) -> Actions:
    """A policy's base with the defaults beneath it."""
    said: dict[str, Any] = set_slots(base)
    return replace(DEFAULTS, **said)


def holds(when: When, facts: Facts) -> Answer:
    """Whether a condition is so."""
    parts = [_answer(test, facts) for test in when.tests]
    if when.any_of:
        parts.append(_any(holds(option, facts) for option in when.any_of))
    parts += [_not(holds(exception, facts)) for exception in when.none_of]
    return _all(parts)


def _answer(test: Test, facts: Facts) -> Answer:
    if test.fact not in facts:
        return None
    value: Any = facts[test.fact]
    if test.one_of is not None:
        return bool(test.one_of & value) if isinstance(value, frozenset) else value in test.one_of
    if test.is_true is not None:
        return bool(value is test.is_true)
    if isinstance(value, bool) or not isinstance(value, int | date):
        return None
    bounds: tuple[Any, Any] = (test.at_least, test.at_most)
    least, most = bounds
    return (least is None or value >= least) and (most is None or value <= most)


def _all(answers: Iterable[Answer]) -> Answer:
    known = set(answers)
    if False in known:
        return False
    return None if None in known else True


def _any(answers: Iterable[Answer]) -> Answer:
    known = set(answers)
    if True in known:
        return True
    return None if None in known else False


def _not(answer: Answer) -> Answer:
    return None if answer is None else not answer


def _ranked(rules: Iterable[Rule]) -> list[Rule]:
    """The greater priority first; of equals the earlier in the file, as sorting keeps it."""
    return sorted(rules, key=lambda rule: rule.priority, reverse=True)


def _taken_off(actions: Actions) -> Actions:
    outcomes: tuple[Outcome, ...] = actions.outcomes or ()
    methods: tuple[Method, ...] = actions.methods or ()
    return replace(
        actions,
        outcomes=tuple(outcome for outcome in outcomes if outcome not in actions.without_outcomes),
        methods=tuple(method for method in methods if method not in actions.without_methods),
    )
