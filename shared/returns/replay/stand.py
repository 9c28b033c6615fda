"""A decision as a replay compares it: what the policy of the day decided, beside what a draft would have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.returns.policy.facts import Ask
from shared.returns.policy.policy import Actions, Bonus, Fee
from shared.returns.policy.terms import BASE, Terms
from shared.returns.replay.past_return import Decided, PastFee, PastReturn
from shared.returns.vocabulary import Keep, Method, Outcome, Review, WholeAt


class Verdict(StrEnum):
    """What the policy alone says. The values are public."""

    APPROVED = "approved"
    REVIEWED = "reviewed"
    """Somebody has to look."""
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is against it, and the rule that says so."""

    code: str
    rule: str = BASE


@dataclass(frozen=True, slots=True)
class Stand:
    """One decision, in what can be compared."""

    verdict: Verdict
    whys: tuple[Cause, ...]
    outcome: Outcome
    method: Method | None
    whole_at: WholeAt
    keep: Keep
    shipping_fee: Fee
    restocking_fee: Fee
    credit_basis_points: int
    bonus: Bonus
    """For the outcome."""
    rules: Mapping[str, str]
    """Slot -> rule; left out: the base."""
    changed: tuple[Cause, ...] = ()
    """What the shopper would have had to choose otherwise."""

    def rule_of(self, slot: str) -> str:
        """The rule that decided a slot."""
        return self.rules.get(slot, BASE)


def as_recorded(past: PastReturn) -> Stand:
    """What was decided in its day."""
    said, asked = past.decided, past.asked
    bonus = Bonus(asked.outcome, said.bonus.fixed, said.bonus.basis_points, said.bonus.at_most)
    return Stand(
        verdict=_recorded_verdict(said),
        whys=tuple(Cause(why.code, why.rule) for why in said.whys),
        outcome=asked.outcome,
        method=asked.method,
        whole_at=said.whole_at,
        keep=said.keep,
        shipping_fee=_fee(said.shipping_fee),
        restocking_fee=_fee(said.restocking_fee),
        credit_basis_points=said.credit_basis_points,
        bonus=bonus,
        rules=said.rules,
    )


def as_decided(terms: Terms, ask: Ask, outcome: Outcome, changed: tuple[Cause, ...]) -> Stand:
    """What terms come to for an ask that wants `outcome`."""
    actions = terms.actions
    return Stand(
        verdict=_verdict(terms),
        whys=tuple(Cause(why.code, why.rule) for why in terms.whys),
        outcome=outcome,
        method=ask.method,
        whole_at=actions.whole_at or WholeAt.INSPECTION,
        keep=actions.keep or Keep.NO,
        shipping_fee=actions.shipping_fee or Fee(),
        restocking_fee=actions.restocking_fee or Fee(),
        credit_basis_points=_credited(actions),
        bonus=bonus_for(actions, outcome),
        rules=dict(terms.rules),
        changed=changed,
    )


def bonus_for(actions: Actions, outcome: Outcome) -> Bonus:
    """What is promised on top for an outcome; a bonus of nothing where nothing is."""
    return next((bonus for bonus in actions.bonuses or () if bonus.outcome is outcome), Bonus(outcome))


def _credited(actions: Actions) -> int:
    return 10_000 if actions.credit_basis_points is None else actions.credit_basis_points


def _verdict(terms: Terms) -> Verdict:
    if terms.whys:
        return Verdict.DECLINED
    return Verdict.REVIEWED if terms.actions.review is Review.MANUAL else Verdict.APPROVED


def _recorded_verdict(said: Decided) -> Verdict:
    if said.whys or said.review is Review.REJECT:
        return Verdict.DECLINED
    return Verdict.REVIEWED if said.review is Review.MANUAL else Verdict.APPROVED


def _fee(said: PastFee) -> Fee:
    return Fee(said.fixed, said.basis_points, said.by_shopper)
