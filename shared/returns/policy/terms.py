"""What the policy says about one position, with the rule behind each word of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.promise.money import Texts
from shared.returns.policy.policy import Actions, Fee
from shared.returns.vocabulary import Keep, Method, Outcome, Review, WholeAt

BASE = "base"
"""Where no rule but the policy's own defaults decided."""
LISTS = "lists"
"""Where the allow and block lists decided."""
LIMITS = "limits"
"""Where the limits on how often decided."""


@dataclass(frozen=True, slots=True)
class Why:
    """One reason against a return. All of them are told, not only the first."""

    code: str
    """`blocked`, the code of `Accept.because` (`final_sale` …) or `not_accepted`, `not_delivered`, `window_closed`,
    `nothing_left`, `too_many`, `too_few`, `reason_unknown`, `reason_not_for_this`, `rejected`, `outcome_not_offered`,
    `method_not_offered`, `nothing_offered`, `no_method`; and once it is final `reason_missing`, `outcome_missing`,
    `quantity_missing`, `evidence_missing`."""
    rule: str = BASE
    day: date | None = None
    """The day it turned on: the window's last."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Each slot of `Actions` as decided, and who decided it."""

    actions: Actions
    """Every slot of the base is set."""
    rules: tuple[tuple[str, str], ...]
    """Slot -> rule (or `base`): every decision names its rules. `without_…` slots name each rule that took off."""
    until: date | None
    """The last day, with grace it may be later; None: for ever."""
    closes: date | None
    """The last day on which it is still taken, grace included; None: for ever."""
    clock: str
    """What the window counted from: `delivered`, `shipped`, `ordered`, with `+n` where a fallback stood in."""
    whys: tuple[Why, ...] = ()
    """Reasons against; empty: eligible."""

    @property
    def eligible(self) -> bool:
        return not self.whys

    def rule_of(self, slot: str) -> str:
        """The rule that decided a slot."""
        return dict(self.rules).get(slot, BASE)


@dataclass(frozen=True, slots=True)
class MethodOffer:
    """What one way back costs, and when the shopper is made whole by it."""

    method: Method
    shipping_fee: Fee
    whole_at: WholeAt
    review: Review


@dataclass(frozen=True, slots=True)
class OutcomeOffer:
    """One thing the shopper may get, side by side with the others."""

    outcome: Outcome
    methods: tuple[Method, ...]
    shipping_fee: Fee
    restocking_fee: Fee
    bonus_fixed: int
    bonus_basis_points: int
    bonus_at_most: int | None
    whole_at: WholeAt
    keep: Keep
    review: Review
    until: date | None = None
    """The last day for this outcome; None: for ever."""
    by_method: tuple[MethodOffer, ...] = ()
    """One for each of `methods`: rules may ask about them."""


@dataclass(frozen=True, slots=True)
class ReasonOffer:
    """What follows from choosing a reason."""

    reason: str
    terms: Terms
    outcomes: tuple[OutcomeOffer, ...]
    message: Texts = ()


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer for one position."""

    order_id: str
    line: str
    sku: str
    open_quantity: int
    eligible: bool
    """For at least one reason."""
    whys: tuple[Why, ...]
    """Where it is not: every reason against, over all reasons to choose from."""
    until: date | None
    """The latest last day over the reasons for which it is eligible; for ever: None, with `eligible`."""
    reasons: tuple[ReasonOffer, ...]
