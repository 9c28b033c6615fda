"""A merchant's return policy, compiled: what the engine reads. `shared/merchant/returns.py` makes it from the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shared.promise.calendar import Calendar
from shared.promise.money import Texts
from shared.returns.cancellation import CancellationRules
from shared.returns.policy.when import Fact as Fact
from shared.returns.policy.when import Test as Test
from shared.returns.policy.when import Value as Value
from shared.returns.policy.when import When as When
from shared.returns.vocabulary import (
    Checking,
    ClockStart,
    Disposition,
    Keep,
    Method,
    Outcome,
    ReasonGroup,
    Review,
    ShippingRefund,
    WholeAt,
)


@dataclass(frozen=True, slots=True)
class Extension:
    """Orders placed in a season may come back until a day: bought in November, back until 31 January."""

    placed_from: date
    placed_until: date
    until: date
    """Only ever later than the window itself."""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """How long something may come back. Days are local to the destination, the last one included."""

    days: int | None
    """None: for ever."""
    start: ClockStart = ClockStart.DELIVERED
    fallback: ClockStart = ClockStart.SHIPPED
    """What counts where the start is not known; where that is not known either, the order's day."""
    fallback_plus: int = 7
    """Days added then."""
    to_business_day: bool = False
    """A last day that is closed moves to the next open day."""
    grace_days: int = 0
    """After the last day, not told to shoppers."""
    extensions: tuple[Extension, ...] = ()
    start_counts: bool = False
    """Whether the day of the start is day one (as in Japan's 8 days), not day zero."""


@dataclass(frozen=True, slots=True)
class Accept:
    """Whether it may come back at all."""

    yes: bool
    because: str = ""
    """A code in small letters: `final_sale`, `hygiene`, `perishable` …"""


@dataclass(frozen=True, slots=True)
class Fee:
    """What the shopper bears. Never more than the goods' value."""

    fixed: int = 0
    """Minor units of the policy's currency, for the whole return (shipping) or per piece (restocking)."""
    basis_points: int = 0
    """Of what was paid for the goods: 1,500 is 15 %."""
    by_shopper: bool = False
    """The shopper pays the carrier themselves (元払い); the shop takes nothing for it."""


@dataclass(frozen=True, slots=True)
class Bonus:
    """What is given on top for an outcome."""

    outcome: Outcome
    fixed: int = 0
    """Once per return, however many of its items have this outcome."""
    basis_points: int = 0
    at_most: int | None = None
    """For all items of a return that have this outcome."""


@dataclass(frozen=True, slots=True)
class EvidenceNeeded:
    """What the shopper has to show."""

    photos: int = 0
    video: bool = False
    words: bool = False
    """A description."""
    serial_number: bool = False


@dataclass(frozen=True, slots=True)
class Instant:
    """Being made whole before the goods are back, within limits."""

    per_return: int | None = None
    """Minor units; above it the usual moment holds. None: no limit."""
    open_total: int | None = None
    """Of the customer, over all returns whose goods are still out."""


@dataclass(frozen=True, slots=True)
class Actions:
    """What a rule sets; None or empty: nothing. Of two rules that set the same, the one with priority is heard."""

    window: Window | None = None
    accept: Accept | None = None
    outcomes: tuple[Outcome, ...] | None = None
    """Offered, best first."""
    methods: tuple[Method, ...] | None = None
    shipping_fee: Fee | None = None
    """For the way back. Fee(): the shop pays."""
    restocking_fee: Fee | None = None
    bonuses: tuple[Bonus, ...] | None = None
    evidence: EvidenceNeeded | None = None
    review: Review | None = None
    whole_at: WholeAt | None = None
    instant: Instant | None = None
    keep: Keep | None = None
    checking: Checking | None = None
    destination: str | None = None
    """A warehouse's id."""
    disposition: Disposition | None = None
    """Where it passed inspection."""
    shipping_refund: ShippingRefund | None = None
    credit_basis_points: int | None = None
    """Of the goods' value that is given back: 10,000 is all of it (partial return credit)."""
    send_back_days: int | None = None
    """From approval on."""
    message: Texts | None = None
    """Shown to the shopper before they go on."""
    without_outcomes: frozenset[Outcome] = frozenset()
    """Taken off, by every rule that fires."""
    without_methods: frozenset[Method] = frozenset()
    difference_waived: int | None = None
    """Exchanges: a difference to pay up to this is not charged."""


SLOTS = (
    "window", "accept", "outcomes", "methods", "shipping_fee", "restocking_fee", "bonuses", "evidence", "review",
    "whole_at", "instant", "keep", "checking", "destination", "disposition", "shipping_refund", "credit_basis_points",
    "send_back_days", "message", "difference_waived",
)  # fmt: skip
"""What one rule sets for all others; `without_outcomes` and `without_methods` add up instead."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When this, then that."""

    name: str
    when: When
    then: Actions
    priority: int = 0
    """The greater is heard; of equals the earlier in the file."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that shoppers can choose."""

    code: str
    """Small letters and underscores."""
    group: ReasonGroup
    texts: Texts = ()
    """Else those of the locale for this code."""
    parent: str = ""
    """The code of a wider reason; "" at the top."""
    needs_words: bool = False
    categories: frozenset[str] = frozenset()
    """Only for goods of these categories; empty: for all."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Whom and what rules do not bind. Customers by the shop's ids."""

    allowed_customers: frozenset[str] = frozenset()
    blocked_customers: frozenset[str] = frozenset()
    allowed_orders: frozenset[str] = frozenset()
    blocked_orders: frozenset[str] = frozenset()
    blocked_skus: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Limits:
    """How often."""

    returns_per_order: int | None = None
    """Above it a request waits for review."""
    returns_per_customer: int | None = None
    """In `days`; above it a request waits for review."""
    days: int = 90
    items_per_return: int = 100
    draft_hours: int = 24
    """A draft that nobody submits is gone then."""


_EVERY_DAY = Calendar(frozenset(range(7)))
_NO_CANCELLATION = CancellationRules()


class Law(StrEnum):
    """Law packs."""

    JP = "jp"
    """特定商取引法 15条の3: 返品特約, else eight days."""
    EU = "eu"
    """Directive 2011/83/EU: fourteen days, no reason needed."""


@dataclass(frozen=True, slots=True)
class AbuseRules:
    """How signals add up. See `shared/returns/abuse/`."""

    weights: tuple[tuple[str, int], ...] = ()
    """Signal -> points, where they differ from the built-in ones."""
    watched_from: int = 40
    high_from: int = 70
    """Points of 100."""
    trusted_below: int = 10


@dataclass(frozen=True, slots=True)
class Policy:
    """All of it, as of one version."""

    version: int
    """Of the configuration that was published; 0: a draft."""
    currency: str
    """Of the amounts in it, ISO 4217."""
    base: Actions
    """Every slot is set but `message` and `instant`."""
    rules: tuple[Rule, ...] = ()
    """In the order of the file."""
    reasons: tuple[Reason, ...] = ()
    lists: Lists = Lists()
    limits: Limits = Limits()
    abuse: AbuseRules = AbuseRules()
    calendar: Calendar = _EVERY_DAY
    """Open days, for windows that end on one."""
    laws: tuple[Law, ...] = ()
    stock_kept: int = 0
    """Exchanges leave so many pieces of a variant on the shelf (safety stock)."""
    texts: Texts = ()
    """The merchant's own words beneath the generated ones."""
    names: tuple[tuple[str, Texts], ...] = field(default=())
    """Rule -> its name for shoppers, by language."""
    unsaid: frozenset[str] = frozenset()
    """Slots of `base` that the merchant left to us. Where they say nothing of the window, statutes may (返品特約)."""
    cancellation: CancellationRules = _NO_CANCELLATION
    """Of orders that were not sent yet."""

    def reason(self, code: str) -> Reason | None:
        """The reason with this code."""
        return next((reason for reason in self.reasons if reason.code == code), None)
