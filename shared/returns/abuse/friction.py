"""What follows from a tier where the policy itself says nothing about it. Nobody is turned away by a score alone.

| tier | unless a rule about `customer.risk` says otherwise |
| --- | --- |
| trusted, normal | nothing |
| watched | one photo at least; nothing is paid before the goods are here |
| high | that, and a person decides, and nothing is paid before the goods were looked at, in full |

Where nothing comes back, a person decides for both: there is nothing to wait for. Where a consumer withdraws from the
purchase, nothing has to be shown (Directive 2011/83/EU, Article 9), and no more is waited for than that the goods are
on their way: that evidence of sending is enough (Article 13(3), from memory).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from shared.returns.abuse.assessment import RiskTier, rule_of
from shared.returns.policy.choosing import is_shown
from shared.returns.policy.conditions import facts_of
from shared.returns.policy.facts import Ask, Position, Purchase
from shared.returns.policy.laws import withdrawal_until
from shared.returns.policy.policy import Accept, Actions, EvidenceNeeded, Fact, Policy, Window
from shared.returns.policy.terms import Terms, Why
from shared.returns.policy.windows import Days
from shared.returns.vocabulary import Checking, Method, ReasonGroup, Review, WholeAt

EVIDENCE_MISSING = "evidence_missing"
_SLOWED = frozenset({RiskTier.WATCHED, RiskTier.HIGH})
_CHOICES = frozenset({"outcome_not_offered", "method_not_offered"})
"""Not offered is not turned away: something else can be chosen."""
_ORDER = tuple(WholeAt)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose terms they are, and by what right."""

    tier: str
    is_withdrawal: bool = False
    """The consumer withdraws from the purchase."""


def standing(
    policy: Policy, purchase: Purchase, position: Position, ask: Ask, group: ReasonGroup | None, tier: str
) -> Standing:
    """How one position is asked for."""
    window = policy.base.window or Window(30)
    days = Days(purchase.placed_on, position.shipped_on, position.delivered_on)
    until = withdrawal_until(policy, window, days, purchase.facts, position.facts, ask.condition)
    is_right = group is ReasonGroup.CHANGE_OF_MIND and until is not None and purchase.today <= until
    return Standing(tier, is_right)


def slowed(policy: Policy, terms: Terms, ask: Ask, stands: Standing) -> Terms:
    """The terms once the tier is heard, with `abuse:<tier>` as the rule of each slot that it set.

    What a rule of the merchant's about `customer.risk` decided stays, but for a denial: that goes to a person.
    """
    terms = _not_denied(policy, terms, stands)
    if stands.tier not in _SLOWED or not terms.eligible:
        return terms
    terms = _with(terms, stands, dict(_changes(policy, terms, ask, stands)))
    return _asked_for(terms, ask, stands)


def asks_risk(policy: Policy, name: str) -> bool:
    """Whether the rule of this name asks about the score."""
    rule = next((rule for rule in policy.rules if rule.name == name), None)
    return rule is not None and Fact.CUSTOMER_RISK in facts_of(rule.when)


def _not_denied(policy: Policy, terms: Terms, stands: Standing) -> Terms:
    """Without what is against it because of the score alone; then a person decides."""
    by_score = [why for why in terms.whys if why.code not in _CHOICES and asks_risk(policy, why.rule)]
    if not by_score:
        return terms
    whys = tuple(why for why in terms.whys if why not in by_score)
    accept = terms.actions.accept
    changes: dict[str, Any] = {"review": Review.MANUAL}
    if accept is not None and not accept.yes and asks_risk(policy, terms.rule_of("accept")):
        changes["accept"] = Accept(yes=True)
    return replace(_with(terms, stands, changes), whys=whys)


def _changes(policy: Policy, terms: Terms, ask: Ask, stands: Standing) -> Iterator[tuple[str, Any]]:
    for slot, value in _wanted(terms.actions, ask, stands):
        if value != getattr(terms.actions, slot) and not asks_risk(policy, terms.rule_of(slot)):
            yield slot, value


def _wanted(actions: Actions, ask: Ask, stands: Standing) -> Iterator[tuple[str, Any]]:
    """Slot -> what it is at least; never less than the policy has it."""
    is_high = stands.tier == RiskTier.HIGH
    nothing_comes = actions.methods == (Method.NONE,)
    if is_high or nothing_comes:
        yield "review", Review.MANUAL
    if not stands.is_withdrawal and ask.method is not Method.STORE:
        needed = actions.evidence or EvidenceNeeded()
        yield "evidence", replace(needed, photos=max(1, needed.photos))
    if nothing_comes:
        return
    yield "whole_at", max(actions.whole_at or WholeAt.INSPECTION, _least(stands), key=_ORDER.index)
    if is_high:
        yield "checking", Checking.FULL


def _least(stands: Standing) -> WholeAt:
    if stands.is_withdrawal:
        return WholeAt.FIRST_SCAN
    return WholeAt.INSPECTION if stands.tier == RiskTier.HIGH else WholeAt.RECEIPT


def _with(terms: Terms, stands: Standing, changes: dict[str, Any]) -> Terms:
    if not changes:
        return terms
    named = rule_of(stands.tier)
    rules = tuple((slot, named if slot in changes else rule) for slot, rule in terms.rules)
    added = tuple((slot, named) for slot in changes if slot not in dict(terms.rules))
    return replace(terms, actions=replace(terms.actions, **changes), rules=(*rules, *added))


def _asked_for(terms: Terms, ask: Ask, stands: Standing) -> Terms:
    """A word against it where what is to be shown is not, once everything has to be there."""
    needed = terms.actions.evidence
    if not ask.is_final or needed is None or is_shown(ask, needed):
        return terms
    return replace(terms, whys=(*terms.whys, Why(EVIDENCE_MISSING, terms.rule_of("evidence"))))
