"""A policy's rules, compiled: which fire is a number of one bit per rule, the first heard the lowest.

Conditions are asked as soon as what they ask about is known, and once: of the order once per order, of the product once
per position. What asks about nothing but the reason, the outcome or the method is asked when the policy is compiled,
for each value there is. So going through reasons, outcomes and methods costs three bitwise ands each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from shared.returns.policy.conditions import Asked, conjuncts, facts_of
from shared.returns.policy.defaults import DEFAULTS, set_slots
from shared.returns.policy.facts import Facts
from shared.returns.policy.policy import Actions, Fact, Policy, Reason, Rule
from shared.returns.policy.terms import BASE
from shared.returns.vocabulary import Method, Outcome, WholeAt

REASON = frozenset({Fact.RETURN_REASON, Fact.RETURN_REASON_GROUP})
OUTCOME = frozenset({Fact.RETURN_OUTCOME})
METHOD = frozenset({Fact.RETURN_METHOD})
CHOICES = REASON | OUTCOME | METHOD
ORDER = frozenset(f for f in Fact if f.startswith(("order.", "customer."))) - {Fact.ORDER_DAYS}
PRODUCT = frozenset(f for f in Fact if f.startswith("product.")) | {Fact.ORDER_DAYS}
"""The window's clock may start on another day for each position."""

_STAGES = ("order", "product", "request", "reason", "outcome", "method", "mixed")
_CACHED = 4096
"""Different sets of rules that fired, kept merged. Real policies see some dozens."""

_GATES = frozenset({"window", "accept", "outcomes", "methods", "review", "keep"})
"""Slots that decide whether a choice is offered."""

Choice = TypeVar("Choice", Outcome, Method)
Stage = tuple[tuple[int, tuple[Asked, ...]], ...]
"""Bit of a rule -> what is asked for it at this stage; only rules that ask something."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the rules that fired come to."""

    slots: Mapping[str, Any]
    """Slot -> what it is set to."""
    rules: Mapping[str, str]
    """Slot -> rule, or `base`."""
    took: tuple[tuple[str, str], ...]
    """`without_outcomes` or `without_methods` -> rule that took something off."""
    without_outcomes: frozenset[Outcome]
    without_methods: frozenset[Method]
    base_whole_at: WholeAt
    """When the base makes the shopper whole."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Reasons that no rule, by the reason alone, tells from one another."""

    first: Reason
    members: tuple[tuple[int, Reason], ...]
    """With their places in the policy."""
    mask: int
    """Rules that they leave standing."""


class Rulebook:
    """The rules of one policy."""

    def __init__(self, policy: Policy) -> None:
        base: dict[str, Any] = {**set_slots(DEFAULTS), **set_slots(policy.base)}
        self._base = Heard(base, dict.fromkeys(base, BASE), (), frozenset(), frozenset(), base["whole_at"])
        self._base_off = (policy.base.without_outcomes, policy.base.without_methods)
        ranked = sorted(enumerate(policy.rules), key=lambda each: (-each[1].priority, each[0]))
        self._rules = tuple(rule for _, rule in ranked)
        self._said = tuple(_said(rule) for rule in self._rules)
        self.every = (1 << len(self._rules)) - 1
        parts = tuple(_Conjuncts.of(rule) for rule in self._rules)
        self._order = _stage(part.order for part in parts)
        self._product = _stage(part.product for part in parts)
        self._request = _stage(part.request for part in parts)
        self._mixed = _stage(part.mixed for part in parts)
        self.asks_several = sum(bit for bit, _ in self._mixed)
        """Rules with one question about a choice together with something else."""
        self.sets_instant = _bits(rule.then.instant is not None for rule in self._rules)
        asked = [part.reason for part in parts]
        self._by_reason: dict[str | None, int] = {None: _mask({}, asked)}
        self._by_reason |= {reason.code: _mask(facts_of_reason(reason), asked) for reason in policy.reasons}
        self.reasons = tuple(_alike(policy.reasons, self._by_reason))
        self._by_outcome = _by_choice(Fact.RETURN_OUTCOME, Outcome, [part.outcome for part in parts])
        self._by_method = _by_choice(Fact.RETURN_METHOD, Method, [part.method for part in parts])
        gates = _bits(_is_gate(rule.then) for rule in self._rules)
        self.method_gates = gates & _bits(part.asks_method for part in parts)
        """Rules that ask about the method and can let it in or keep it out; others only change what it costs."""
        self.outcome_gates = gates & _bits(part.asks_outcome for part in parts)
        self._heard: dict[int, Heard] = {}

    def of_order(self, facts: Facts) -> int:
        """Rules that these facts of an order and its customer leave standing."""
        return _standing(self._order, self.every, facts)

    def of_position(self, alive: int, facts: Facts) -> int:
        """Of the rules `alive`, those that the facts of order and product leave standing."""
        return _standing(self._product, alive, facts)

    def of_request(self, alive: int, facts: Facts) -> int:
        """Of the rules `alive`, those that all facts but reason, outcome and method leave standing."""
        return _standing(self._request, alive, facts)

    def with_reason(self, alive: int, reason: Reason | None) -> int:
        """Of the rules `alive`, those that this reason leaves standing; None: it is not chosen, or unknown."""
        return alive & self._by_reason[None if reason is None else reason.code]

    def firing(
        self, alive: int, reason: Reason | None, outcome: Outcome | None, method: Method | None, f: Facts
    ) -> int:
        """The rules that fire, of those `with_reason` left. `f`: all facts but reason, outcome and method."""
        alive &= self._by_outcome[outcome] & self._by_method[method]
        if not alive & self.asks_several:
            return alive
        return _standing(self._mixed, alive, {**f, **_chosen(reason, outcome, method)})

    def heard(self, fired: int) -> Heard:
        """What these rules come to."""
        known = self._heard.get(fired)
        if known is None:
            if len(self._heard) >= _CACHED:
                self._heard.clear()
            known = self._heard[fired] = self._merged(fired)
        return known

    def _merged(self, fired: int) -> Heard:
        slots, rules = dict(self._base.slots), dict(self._base.rules)
        decided: set[str] = set()
        took: list[tuple[str, str]] = []
        outcomes, methods = self._base_off
        for rule, said in zip(self._rules, self._said, strict=True):
            if fired & 1:
                for slot in said.keys() - decided:
                    slots[slot], rules[slot] = said[slot], rule.name
                decided |= said.keys()
                outcomes, methods = outcomes | rule.then.without_outcomes, methods | rule.then.without_methods
                took += _took(rule.name, rule.then)
            fired >>= 1
        return Heard(slots, rules, tuple(took), outcomes, methods, self._base.base_whole_at)


def _alike(reasons: tuple[Reason, ...], masks: Mapping[str | None, int]) -> Iterator[Reasons]:
    found: dict[object, list[tuple[int, Reason]]] = {}
    for number, reason in enumerate(reasons):
        key = (masks[reason.code], reason.group, reason.needs_words, reason.categories)
        found.setdefault(key, []).append((number, reason))
    for members in found.values():
        yield Reasons(members[0][1], tuple(members), masks[members[0][1].code])


@dataclass(frozen=True, slots=True)
class _Conjuncts:
    """What has to be true for a rule, by when it can be asked."""

    order: tuple[Asked, ...]
    product: tuple[Asked, ...]
    request: tuple[Asked, ...]
    reason: tuple[Asked, ...]
    outcome: tuple[Asked, ...]
    method: tuple[Asked, ...]
    mixed: tuple[Asked, ...]
    asks_outcome: bool
    asks_method: bool

    @classmethod
    def of(cls, rule: Rule) -> _Conjuncts:
        stages: dict[str, list[Asked]] = {}
        asked_about: set[Fact] = set()
        for facts, asked in conjuncts(rule.when):
            stages.setdefault(_stage_of(facts), []).append(asked)
            asked_about |= facts
        return cls(
            **{name: tuple(stages.get(name, ())) for name in _STAGES},
            asks_outcome=bool(asked_about & OUTCOME),
            asks_method=bool(asked_about & METHOD),
        )


def _stage_of(facts: frozenset[Fact]) -> str:
    if facts <= ORDER:
        return "order"
    if facts <= ORDER | PRODUCT:
        return "product"
    if not facts & CHOICES:
        return "request"
    alone = (name for name, group in (("reason", REASON), ("outcome", OUTCOME), ("method", METHOD)) if facts <= group)
    return next(alone, "mixed")


def _stage(asked: Iterable[tuple[Asked, ...]]) -> Stage:
    return tuple((1 << index, each) for index, each in enumerate(asked) if each)


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << index for index, flag in enumerate(flags) if flag)


def _standing(stage: Stage, alive: int, facts: Facts) -> int:
    for bit, asked in stage:
        if alive & bit:
            for ask in asked:
                if not ask(facts):
                    alive ^= bit
                    break
    return alive


def _mask(facts: Facts, asked: Iterable[tuple[Asked, ...]]) -> int:
    return _bits(all(ask(facts) for ask in each) for each in asked)


def _said(rule: Rule) -> dict[str, object]:
    """What a rule sets. Whether the goods stay decides on the method, and so the method cannot decide on it."""
    said = set_slots(rule.then)
    if Fact.RETURN_METHOD in facts_of(rule.when):
        said.pop("keep", None)
    return said


def _is_gate(then: Actions) -> bool:
    return bool(then.without_outcomes or then.without_methods) or not _GATES.isdisjoint(set_slots(then))


def _by_choice(fact: Fact, choices: Iterable[Choice], asked: list[tuple[Asked, ...]]) -> dict[Choice | None, int]:
    """Each choice, and None for one that is open, with the rules that it leaves standing."""
    found: dict[Choice | None, int] = {choice: _mask({fact: choice}, asked) for choice in choices}
    return found | {None: _mask({}, asked)}


def facts_of_reason(reason: Reason) -> dict[Fact, Any]:
    """What rules see of a reason."""
    return {Fact.RETURN_REASON: reason.code, Fact.RETURN_REASON_GROUP: reason.group}


def _chosen(reason: Reason | None, outcome: Outcome | None, method: Method | None) -> dict[Fact, Any]:
    facts = {} if reason is None else facts_of_reason(reason)
    if outcome is not None:
        facts[Fact.RETURN_OUTCOME] = outcome
    if method is not None:
        facts[Fact.RETURN_METHOD] = method
    return facts


def _took(name: str, actions: Actions) -> list[tuple[str, str]]:
    found = [("without_outcomes", name)] if actions.without_outcomes else []
    return found + ([("without_methods", name)] if actions.without_methods else [])
