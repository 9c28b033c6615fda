"""How many days are left at each stage, and how long it is usually silent, where no history says better.

Assumptions of ours, written down so that they can be argued with; own history takes their place as soon as there is
enough of it (`Forecasts.remaining`).
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.estimates.spread import peaked
from shared.estimates.stage import Stage
from shared.promise.distribution import SCALE, Distribution


@dataclass(frozen=True, slots=True)
class DaysLeft:
    """Days from the day the stage was reached until the parcel comes."""

    least: int
    likely: int
    most: int

    def distribution(self) -> Distribution:
        """With its peak at `likely`."""
        return peaked(self.least, self.likely, self.most)


DAYS_LEFT = {
    Stage.NOT_SHIPPED: DaysLeft(1, 3, 8),
    Stage.PENDING: DaysLeft(1, 3, 7),
    Stage.INFO_RECEIVED: DaysLeft(1, 3, 7),
    Stage.IN_TRANSIT: DaysLeft(1, 2, 6),
    Stage.CUSTOMS: DaysLeft(1, 4, 12),
    Stage.AT_DELIVERY_DEPOT: DaysLeft(0, 1, 2),
    Stage.OUT_FOR_DELIVERY: DaysLeft(0, 0, 2),
    Stage.ATTEMPT_FAILED: DaysLeft(1, 1, 4),
    Stage.HELD: DaysLeft(1, 3, 10),
}
"""Stages that are missing here have no days left, or no delivery."""

OVERDUE = DaysLeft(0, 1, 5)
"""From today, for a parcel that is later than everything that was held possible."""

REPORTED_DELAY = DaysLeft(0, 1, 3)
"""What a delay that the carrier reports adds."""

STALLED = DaysLeft(0, 1, 4)
"""What being silent for longer than usual adds."""

QUIET_DAYS = {
    Stage.INFO_RECEIVED: 2,
    Stage.IN_TRANSIT: 2,
    Stage.CUSTOMS: 4,
    Stage.AT_DELIVERY_DEPOT: 1,
    Stage.OUT_FOR_DELIVERY: 1,
    Stage.ATTEMPT_FAILED: 2,
    Stage.HELD: 3,
}
"""After so many whole delivery days without a scan, a parcel is stalled."""

EVENING = 21
"""Local hour from which nothing is delivered any more."""

SAME_DAY_BY_HOUR = ((12, 9_500), (18, 9_200), (20, 8_000), (EVENING, 4_000))
"""(until this local hour, chance per 10,000 that what is out for delivery still comes today)."""

CLOSE_BY = 9_800
"""The same where the driver is about to ring."""

CARRIER_DATE_KEPT = {-1: 900, 0: 8_100, 1: 600, 2: 200, 3: 200}
"""Days from the carrier's own date to the delivery, with the chance of each per 10,000."""


def chance_today(hour: int, *, is_close: bool) -> int:
    """The chance per 10,000 that what is out for delivery comes today, at this local hour."""
    by_hour = next((chance for until, chance in SAME_DAY_BY_HOUR if hour < until), 0)
    return CLOSE_BY if is_close and by_hour else by_hour


def round_of(today: int) -> Distribution:
    """Out for delivery, with this chance of today; what is not, mostly comes the next day."""
    left = SCALE - today
    return Distribution(0, (today, today + left * 7 // 10, SCALE))
