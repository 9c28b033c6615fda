"""Whether some groups of customers are denied or slowed down more often than all are.

What the score does not look at, where a customer lives and how long they have been one, is looked at here: a signal
that hits one group harder shows as a rate that lies outside of what chance explains. Counts below ten are not told, so
that nobody's own decision can be read out of them; and where one only is hidden, the next smallest is as well, for one
alone could be worked out from the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from shared.returns.abuse.assessment import BY_SCORE, tier_of
from shared.returns.axes import Action, Approval
from shared.returns.policy.terms import LIMITS
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Review
from shared.tracking.order import Order

SMALLEST = 10
"""Returns in a cell that is told."""
Z = 1.96
"""Of the 95 % interval."""
UNKNOWN = "unknown"
_TENURES = ((30, "under 30 days"), (365, "30 days to a year"), (3 * 365, "1 to 3 years"))
_OLDEST = "over 3 years"


@dataclass(frozen=True, slots=True)
class DecidedReturn:
    """A return that was submitted, as the report looks at it. Whose it is does not matter."""

    risk: str
    """The tier of the score."""
    tier: str
    """In the loyalty programme; "" where there is none."""
    region: str
    """The country it was delivered to, ISO 3166-1 alpha-2; `unknown`."""
    tenure: str
    """How long they had been a customer when they ordered."""
    is_denied: bool
    """At least one item was declined, and still is."""
    is_slowed: bool
    """By its score or a limit: shown evidence, waited for a person, or was paid later than the policy says."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share, with what chance explains: the Wilson score interval at 95 % (E. B. Wilson, 1927)."""

    count: int
    of: int

    @property
    def share(self) -> float:
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """From, to; 0 to 1 where nothing is known."""
        if not self.of:
            return 0.0, 1.0
        square = Z * Z
        middle = (self.share + square / (2 * self.of)) / (1 + square / self.of)
        spread = Z * sqrt(self.share * (1 - self.share) / self.of + square / (4 * self.of**2)) / (1 + square / self.of)
        return max(0.0, middle - spread), min(1.0, middle + spread)


@dataclass(frozen=True, slots=True)
class Cell:
    """One group."""

    group: str
    of: int | None
    """Returns in it; None: too few to be told."""
    denied: Rate | None = None
    slowed: Rate | None = None
    denied_more: float = 0.0
    """The denial rate less that of all, as a share: 0.05 is five points more."""
    slowed_more: float = 0.0
    stands_out: bool = False
    """The rate of all lies outside of the interval of one of the two."""


@dataclass(frozen=True, slots=True)
class Fairness:
    """The report."""

    denied: Rate
    slowed: Rate
    by: Mapping[str, tuple[Cell, ...]]
    """`tier`, `region`, `tenure`, `risk` -> its groups, the largest first. By `risk` rates differ by design."""


_BY: Mapping[str, Callable[[DecidedReturn], str]] = {
    "tier": lambda one: one.tier or UNKNOWN,
    "region": lambda one: one.region,
    "tenure": lambda one: one.tenure,
    "risk": lambda one: one.risk,
}


def fairness(decided: Iterable[DecidedReturn]) -> Fairness:
    """Rates over all, and by group."""
    every = tuple(decided)
    denied, slowed = _denied(every), _slowed(every)
    return Fairness(denied, slowed, {name: _cells(every, group, denied, slowed) for name, group in _BY.items()})


def decided_of(request: ReturnRequest, orders: Mapping[str, Order]) -> DecidedReturn | None:
    """A return as the report looks at it; None for a draft, which nobody decided on."""
    submitted = next((entry.at for entry in request.log if entry.action is Action.SUBMIT), None)
    if submitted is None:
        return None
    order = next((orders[order_id] for order_id in request.order_ids if order_id in orders), None)
    return DecidedReturn(
        risk=tier_of(request),
        tier=request.customer_tier,
        region=order.destination.country if order else UNKNOWN,
        tenure=UNKNOWN if request.is_gift else _tenure(order, submitted),
        is_denied=any(item.approval is Approval.DECLINED for item in request.items),
        is_slowed=any(_is_slowed(item) for item in request.items),
    )


def _tenure(order: Order | None, now: datetime) -> str:
    since = order.sale.buyer.since if order and order.sale else None
    if since is None:
        return UNKNOWN
    days = (now - since).days
    return next((name for below, name in _TENURES if days < below), _OLDEST)


def _is_slowed(item: ReturnItem) -> bool:
    if item.terms is None:
        return False
    waits_for_limits = item.terms.rule_of("review") == LIMITS and item.terms.actions.review is Review.MANUAL
    return waits_for_limits or any(rule.startswith(BY_SCORE) for _, rule in item.terms.rules)


def _cells(
    every: tuple[DecidedReturn, ...], group: Callable[[DecidedReturn], str], denied: Rate, slowed: Rate
) -> tuple[Cell, ...]:
    groups: dict[str, list[DecidedReturn]] = {}
    for one in every:
        groups.setdefault(group(one), []).append(one)
    ordered = sorted(groups.items(), key=lambda named: (-len(named[1]), named[0]))
    hidden = {name for name, members in ordered if len(members) < SMALLEST}
    if len(hidden) == 1 and len(ordered) > 1:
        hidden.add(next(name for name, _ in reversed(ordered) if name not in hidden))
    return tuple(
        Cell(name, None) if name in hidden else _cell(name, members, denied, slowed) for name, members in ordered
    )


def _cell(name: str, members: Iterable[DecidedReturn], denied: Rate, slowed: Rate) -> Cell:
    theirs = tuple(members)
    own_denied, own_slowed = _denied(theirs), _slowed(theirs)
    return Cell(
        group=name,
        of=len(theirs),
        denied=own_denied,
        slowed=own_slowed,
        denied_more=own_denied.share - denied.share,
        slowed_more=own_slowed.share - slowed.share,
        stands_out=_is_outside(own_denied, denied) or _is_outside(own_slowed, slowed),
    )


def _is_outside(own: Rate, of_all: Rate) -> bool:
    low, high = own.interval
    return not low <= of_all.share <= high


def _denied(every: Iterable[DecidedReturn]) -> Rate:
    found = [one.is_denied for one in every]
    return Rate(sum(found), len(found))


def _slowed(every: Iterable[DecidedReturn]) -> Rate:
    found = [one.is_slowed for one in every]
    return Rate(sum(found), len(found))
