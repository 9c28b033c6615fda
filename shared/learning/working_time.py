"""How much each day counts: what happens on a Sunday or a holiday, as a share of what happens on a weekday."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.learning.history import Days

STANDSTILL = 0.1
"""No day counts less: parcels do arrive on Sundays."""
_WORKING_DAYS = 5
"""The busiest days of the week are the usual ones, whichever they are."""
_BELIEF = 200
"""Happenings until the shares of weekdays are believed by half."""


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The share of a usual weekday that each weekday counts, and a holiday that falls on a weekday."""

    weekdays: tuple[float, ...]
    """Seven, from Monday."""
    holiday: float

    def of(self, days: Days, holidays: frozenset[int]) -> NDArray[np.float64]:
        """What each of these days counts."""
        weekday = (days - 1) % 7  # day 1 was a Monday
        counts = np.array(self.weekdays)[weekday]
        is_holiday = np.isin(days, np.fromiter(holidays, dtype=np.int64)) & (weekday < 5)
        return np.where(is_holiday, self.holiday, counts)


def learn_working_time(happened: Days, *, goes_on: float) -> WorkingTime:
    """Weekdays by how much happened on them (deliveries, or hand-overs). Nothing is known: every day counts the same.

    `goes_on` is the share of a day's progress that does not depend on doors being opened: parcels travel on Sundays
    too. A holiday counts as a Sunday does.
    """
    counts = np.bincount((happened - 1) % 7, minlength=7).astype(float) if len(happened) else np.zeros(7)
    usual = np.sort(counts)[-_WORKING_DAYS:].mean()
    if usual == 0:
        return WorkingTime((1.0,) * 7, 1.0)
    belief = counts.sum() / (counts.sum() + _BELIEF)
    shares = 1 + belief * (np.minimum(counts / usual, 1.0) - 1)
    progress = np.maximum(goes_on + (1 - goes_on) * shares, STANDSTILL)
    return WorkingTime(tuple(float(share) for share in progress), float(progress[6]))
