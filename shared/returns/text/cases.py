"""Test cases made of a policy: each edge of its windows, each reason, each rule just holding and just not.

What is expected is read off the policy (`verdict.py`), so that the engine, the text and the file can be held against it
whenever one of them changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from shared.returns.policy.facts import CustomerHistory, Facts
from shared.returns.policy.laws import EEA
from shared.returns.policy.policy import Fact, Law, Policy, Rule, Window
from shared.returns.text.case import ONE_DAY, Case
from shared.returns.text.interpreter import holds, read
from shared.returns.text.last_days import withdrawal_day
from shared.returns.text.situations import CHOSEN, PLACED, off_edges, plain, with_rule
from shared.returns.text.verdict import Verdict, verdict
from shared.returns.vocabulary import Condition, Method, Outcome, ReasonGroup

_CHOSEN_WRONGLY: Final = frozenset({"method_not_offered", "outcome_not_offered"})
_HOME: Final = {Law.JP: "JP", Law.EU: "NL"}


@dataclass(frozen=True, slots=True)
class DecidedCase:
    """A case with what is expected."""

    case: Case
    verdict: Verdict


def generated_cases(policy: Policy) -> tuple[DecidedCase, ...]:
    """All of them, in a fixed order; each has a name of its own."""
    cases = (*_windows(policy), *_reasons(policy), *_rules(policy), *_seasons(policy), *_limits(policy))
    named: dict[str, Case] = {}
    for case in cases:
        named.setdefault(case.name, case)
    return tuple(DecidedCase(case, verdict(policy, case)) for case in named.values())


def case_of(name: str, facts: Facts, policy: Policy) -> Case:
    """A case in which these facts are so; outcome and method are the best that are offered, where none is chosen."""
    placed = facts.get(Fact.ORDER_PLACED, PLACED)
    placed_on = placed if not isinstance(placed, str | int | frozenset) else PLACED
    condition, outcome, method = (
        facts.get(fact) for fact in (Fact.RETURN_CONDITION, Fact.RETURN_OUTCOME, Fact.RETURN_METHOD)
    )
    reason = facts.get(Fact.RETURN_REASON)
    case = Case(
        name=name,
        facts={fact: value for fact, value in facts.items() if fact not in CHOSEN},
        reason=str(reason) if reason is not None else None,
        placed_on=placed_on,
        shipped_on=placed_on + ONE_DAY,
        delivered_on=placed_on + 3 * ONE_DAY,
        condition=Condition(str(condition)) if condition else None,
        outcome=Outcome(str(outcome)) if outcome else None,
        method=Method(str(method)) if method else None,
        warranty_until=placed_on + timedelta(days=365) if facts.get(Fact.PRODUCT_IN_WARRANTY) is True else None,
    )
    days = facts.get(Fact.ORDER_DAYS, 3)
    start = case.started(policy.base.window or Window(30))
    return _chosen(replace(case, today=start + timedelta(days=days if isinstance(days, int) else 3)), policy)


def _chosen(case: Case, policy: Policy) -> Case:
    """With the best outcome that is still offered once it is chosen, and the best way back for it."""
    outcomes = (case.outcome,) if case.outcome else verdict(policy, case).actions.outcomes
    for outcome in outcomes or (None,):
        chosen = replace(case, outcome=outcome)
        methods = (case.method,) if case.method else verdict(policy, chosen).actions.methods
        for method in methods or (None,):
            final = replace(chosen, method=method)
            if not verdict(policy, final).whys & _CHOSEN_WRONGLY:
                return final
    return case


def home(policy: Policy) -> str | None:
    """A country whose law the policy takes up; None where it takes up none."""
    return next((_HOME[law] for law in policy.laws), None)


def _windows(policy: Policy) -> Iterator[Case]:
    facts = plain(policy, country=home(policy))
    everyday = case_of("an everyday return", facts, policy)
    yield everyday
    yield from _edges("base window", everyday, policy)
    lost = replace(everyday, delivered_on=None)
    yield from _edges("delivery not known", lost, policy)
    yield from _edges("neither shipped nor delivered", replace(lost, shipped_on=None), policy)
    if Law.EU in policy.laws:
        yield from _withdrawal(everyday, policy)


def _withdrawal(case: Case, policy: Policy) -> Iterator[Case]:
    last = withdrawal_day(policy, case)
    if last is not None:
        yield _on(replace(case, name="withdrawal: last day"), last - case.today, policy)
        yield _on(replace(case, name="withdrawal: day after"), last - case.today + ONE_DAY, policy)
        yield replace(case, name="withdrawal: bought in the store", facts={**case.facts, Fact.ORDER_CHANNEL: "store"})
        outside = next(code for code in ("US", "CH", "SG") if code not in EEA)
        yield replace(case, name="withdrawal: not from the EU", facts={**case.facts, Fact.ORDER_COUNTRY: outside})


def _edges(name: str, case: Case, policy: Policy) -> Iterator[Case]:
    """The last day of what is told, the last day that is taken, and the days after them."""
    found = verdict(policy, case)
    if found.until is None or found.closes is None:
        return
    yield _on(replace(case, name=f"{name}: last day"), found.until - case.today, policy)
    yield _on(replace(case, name=f"{name}: day after"), found.until - case.today + ONE_DAY, policy)
    if found.closes != found.until:
        yield _on(replace(case, name=f"{name}: last day of grace"), found.closes - case.today, policy)
        yield _on(replace(case, name=f"{name}: after grace"), found.closes - case.today + ONE_DAY, policy)


def _on(case: Case, later: timedelta, policy: Policy) -> Case:
    """The same on another day; what the day changes about outcomes and ways back is chosen anew."""
    moved = replace(case, today=case.today + later)
    again = _chosen(replace(moved, outcome=None, method=None), policy)
    return again if verdict(policy, again).eligible else moved


def _reasons(policy: Policy) -> Iterator[Case]:
    for reason in policy.reasons:
        facts = plain(policy, reason.group, home(policy)) | {
            Fact.RETURN_REASON: reason.code,
            Fact.RETURN_REASON_GROUP: reason.group.value,
        }
        if reason.categories:
            facts[Fact.PRODUCT_CATEGORY] = min(reason.categories)
        yield case_of(f"reason {reason.code}", facts, policy)


def _rules(policy: Policy) -> Iterator[Case]:
    for rule in policy.rules:
        facts = witness(policy, rule)
        if facts is None:
            continue
        case = case_of(f"{rule.name}: holds", facts, policy)
        yield case
        if rule.then.window is not None:
            yield from _edges(rule.name, case, policy)
        yield from _missed(rule, facts, policy)


def witness(policy: Policy, rule: Rule, slot: str = "") -> Facts | None:
    """Facts for which a rule holds, and with `slot` is the one that is heard on it; None where there are none."""
    for group in ReasonGroup:
        for facts in with_rule(policy, rule.when, plain(policy, group, home(policy))):
            reading = read(policy, facts)
            if not slot or reading.rule_of(slot) == rule.name:
                return facts
    return None


def _missed(rule: Rule, facts: Facts, policy: Policy) -> Iterator[Case]:
    """The same with one thing just not so, for each thing that the rule asks for."""
    for test in rule.when.tests:
        for value in off_edges(test, policy):
            changed = {**facts, **value}
            if holds(rule.when, changed) is False:
                yield case_of(f"{rule.name}: not {test.fact}", changed, policy)
                break


def _seasons(policy: Policy) -> Iterator[Case]:
    window = policy.base.window
    for season in window.extensions if window is not None else ():
        name = season.name or season.until.isoformat()
        for label, placed in (
            ("first day", season.placed_from),
            ("last day", season.placed_until),
            ("ordered a day too early", season.placed_from - ONE_DAY),
            ("ordered a day too late", season.placed_until + ONE_DAY),
        ):
            facts = plain(policy, country=home(policy)) | {Fact.ORDER_PLACED: placed}
            case = case_of(f"{name}, {label}", facts, policy)
            yield from _edges(f"{name}, {label}", case, policy)


def _limits(policy: Policy) -> Iterator[Case]:
    case = case_of("limits", plain(policy, country=home(policy)), policy)
    limits, lists = policy.limits, policy.lists
    if limits.returns_per_order is not None:
        for returns in (limits.returns_per_order - 1, limits.returns_per_order):
            facts = {**case.facts, Fact.ORDER_RETURNS: returns}
            yield replace(case, name=f"{returns} returns of the order before", facts=facts)
    if limits.returns_per_customer is not None:
        for returns in (limits.returns_per_customer - 1, limits.returns_per_customer):
            history = CustomerHistory(recent_returns=returns)
            yield replace(case, name=f"{returns} returns of the customer lately", history=history)
    for name in sorted(lists.blocked_customers)[:1]:
        yield replace(case, name="a blocked customer", customer_id=name)
    for name in sorted(lists.allowed_customers)[:1]:
        yield replace(case, name="an allowed customer", customer_id=name)
    for name in sorted(lists.blocked_skus)[:1]:
        yield replace(case, name="a blocked product", facts={**case.facts, Fact.PRODUCT_SKU: name})
    yield replace(case, name="more than was bought", quantity=case.ordered + 1)
    yield replace(case, name="nothing left", taken=case.ordered)
