"""Which days are open: a warehouse works, a carrier delivers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Open on these weekdays, except on the closed days."""

    weekdays: frozenset[int]
    """0 is Monday, as in `date.weekday()`."""
    closed_days: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse (ValueError) a calendar that never opens: looking for its next open day would not end."""
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise ValueError("a calendar needs at least one weekday between 0 (Monday) and 6 (Sunday)")

    def is_open(self, day: date) -> bool:
        """Whether `day` is an open day."""
        return day.weekday() in self.weekdays and day not in self.closed_days

    def first_open(self, day: date) -> date:
        """`day` itself when open, else the next open day."""
        while not self.is_open(day):
            day += ONE_DAY
        return day
