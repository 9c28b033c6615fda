"""Which days are open: a warehouse works, a carrier delivers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
A_WEEK = 7
_LEAP_YEAR = 2028
"""Any leap year: a season may begin on 29 February."""

MonthDay = tuple[int, int]
"""Month 1-12, day of the month 1-31: the same every year."""


@dataclass(frozen=True, slots=True)
class Season:
    """The same days every year, both ends included: お盆 from 13 to 16 August. It may run over the turn of the year."""

    first: MonthDay
    last: MonthDay
    name: str = ""

    def holds(self, day: date) -> bool:
        """Whether `day` is one of them."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, slots=True)
class Calendar:
    """Open on these weekdays and on the special open days, except on the closed days and in the closed seasons."""

    weekdays: frozenset[int]
    """0 is Monday, as in `date.weekday()`."""
    closed_days: frozenset[date] = frozenset()
    """They win over everything else."""
    open_days: frozenset[date] = frozenset()
    """Special days: open whatever the weekday and the season say."""
    seasons: tuple[Season, ...] = ()
    """Closed every year."""
    names: tuple[tuple[date, str], ...] = ()
    """What closed days are called, where they have a name."""

    def __post_init__(self) -> None:
        """Refuse (ValueError) a calendar that never opens: looking for its next open day would not end."""
        if not self.weekdays or not self.weekdays <= frozenset(range(A_WEEK)):
            raise ValueError("a calendar needs at least one weekday between 0 (Monday) and 6 (Sunday)")
        if self.seasons and not _leaves_a_week(self.seasons):
            raise ValueError("closed seasons need to leave at least one week of the year open")

    def is_open(self, day: date) -> bool:
        """Whether `day` is an open day."""
        if day in self.closed_days:
            return False
        if day in self.open_days:
            return True
        if day.weekday() not in self.weekdays:
            return False
        return not self.seasons or not any(season.holds(day) for season in self.seasons)

    @property
    def never_closes(self) -> bool:
        """Whether every day is an open day."""
        return not self.closed_days and not self.seasons and len(self.weekdays) == A_WEEK

    def first_open(self, day: date) -> date:
        """`day` itself when open, else the next open day."""
        while not self.is_open(day):
            day += ONE_DAY
        return day

    def name_of(self, day: date) -> str:
        """What the closed `day` is called; "" where it has no name: an ordinary Sunday."""
        if day in self.closed_days:
            return next((name for named, name in self.names if named == day), "")
        return next((season.name for season in self.seasons if season.holds(day)), "")

    def closed_runs(self, first: date, reopens: date) -> Iterator[tuple[date, int, str]]:
        """The closed days from `first` until it reopens, as (first day, days, name).

        They are cut where the name changes: a weekend is not the holiday behind it.
        """
        day = first
        while day < reopens:
            name = self.name_of(day)
            until = day + ONE_DAY
            while until < reopens and self.name_of(until) == name:
                until += ONE_DAY
            yield day, (until - day).days, name
            day = until


def _leaves_a_week(seasons: tuple[Season, ...]) -> bool:
    day, run = date(_LEAP_YEAR, 1, 1), 0
    while day.year == _LEAP_YEAR:
        run = 0 if any(season.holds(day) for season in seasons) else run + 1
        if run == A_WEEK:
            return True
        day += ONE_DAY
    return False
