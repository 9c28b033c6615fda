"""The signals: what is counted, how many points it makes at most, and from how much on.

Every signal is about what a customer did with orders and returns of this shop. None is about who they are: the law
forbids most of that (GDPR Articles 9 and 22; EU Charter, Article 21), and a shop that decides by country, name or
language cannot explain itself to the shopper. That a coupon was used or that sizes were compared is no abuse either; it
weighs little, and counts only beside other things.

Points and steps are our own judgement, not measured: a merchant sets the weights to what their returns are like.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared.returns.abuse import observations as seen
from shared.returns.abuse.records import Rated
from shared.returns.policy.facts import CustomerHistory

Observe = Callable[[Rated, CustomerHistory], int]


@dataclass(frozen=True, slots=True)
class Signal:
    """One of them."""

    name: str
    """Public: stands in `merchant.yaml` (`abuse.weights`), in answers to staff and in logs of returns."""
    weight: int
    """Points at most, of 100."""
    steps: tuple[tuple[int, int], ...]
    """From so much on, so many percent of the weight; both only ever rise."""
    observe: Observe
    unit: str
    """What is counted: `percent`, `count`, `days`."""

    def points(self, amount: int, weight: int) -> int:
        """What `amount` contributes where the signal weighs `weight` points; rounded down, never less for more."""
        return weight * max((percent for from_, percent in self.steps if amount >= from_), default=0) // 100


def _of(observe: Callable[[Rated], int]) -> Observe:
    return lambda rated, _: observe(rated)


SIGNALS: tuple[Signal, ...] = (
    Signal("discrepancies", 30, ((1, 50), (2, 100)), lambda _, history: history.discrepancies, "count"),
    Signal("claims_though_delivered", 25, ((1, 40), (2, 100)), _of(seen.claims_though_delivered), "count"),
    Signal("light_parcels", 25, ((50, 60), (75, 100)), _of(seen.light_parcels), "percent"),
    Signal("claims", 20, ((2, 40), (3, 70), (5, 100)), _of(seen.claims), "count"),
    Signal("unscanned", 20, ((1, 40), (2, 100)), _of(seen.unscanned), "count"),
    Signal("wrong_gift_codes", 20, ((3, 40), (10, 100)), _of(seen.wrong_gift_codes), "count"),
    Signal("recent_returns", 15, ((4, 30), (7, 60), (12, 100)), lambda _, history: history.recent_returns, "count"),
    Signal("return_share", 15, ((50, 40), (70, 70), (90, 100)), _of(seen.return_share), "percent"),
    Signal("open_instant", 15, ((1, 20), (2, 60), (4, 100)), _of(seen.open_instant), "count"),
    Signal("failed_payments", 15, ((1, 40), (3, 100)), lambda _, history: history.failed_payments, "count"),
    Signal("value_share", 10, ((80, 50), (95, 100)), _of(seen.value_share), "percent"),
    Signal("costly_reasons", 10, ((60, 50), (85, 100)), _of(seen.costly_reasons), "percent"),
    Signal("items_kept", 10, ((3, 40), (6, 100)), lambda _, history: history.items_kept, "count"),
    Signal("shared_contact", 10, ((1, 30), (3, 100)), _of(seen.shared_contact), "count"),
    Signal("young_account", 10, ((1, 40), (23, 100)), _of(seen.young_account), "days"),
    Signal("unusual_value", 10, ((300, 50), (600, 100)), _of(seen.unusual_value), "percent"),
    Signal("same_reason", 8, ((4, 50), (7, 100)), _of(seen.same_reason), "count"),
    Signal("window_edge", 8, ((3, 50), (5, 100)), _of(seen.window_edge), "count"),
    Signal("bracketing", 5, ((3, 40), (6, 100)), _of(seen.bracketing), "count"),
    Signal("discounts", 5, ((50, 60), (80, 100)), _of(seen.discounts), "percent"),
)
"""All of them, the weightiest first."""

NAMES = frozenset(signal.name for signal in SIGNALS)
