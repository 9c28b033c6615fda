"""The days after a start: their dates, and on which of them the carrier delivers.

Where the lane alone counts, no day is computed but by this: a parcel comes on the first open day after its days on the
way. `estimate_delivery` gives the same with the reasons, which takes long; a property test holds the two together.
"""

from __future__ import annotations

from datetime import date, timedelta

from shared.promise.calendar import Calendar
from shared.promise.confidence import ALMOST_SURE
from shared.promise.delivery_estimate import on_open_days, open_offset
from shared.promise.distribution import SCALE, Distribution
from shared.promise.policy import CONFIDENCES
from shared.promise.transit import LATEST, LIKELY, MARKS, Transit

MARK_CHANCES = tuple(per_cent * (SCALE // 100) for per_cent in MARKS)
AT_LIKELY, AT_ALMOST_SURE, AT_LATEST = (MARKS.index(per_cent) for per_cent in (LIKELY, ALMOST_SURE, LATEST))
"""Where these stand among MARKS."""
MarkDays = tuple[int, ...]
"""For each of MARKS, in days after the start: when so many have come."""


class DaysAhead:
    """The days from `start` on. Day 0 is the start itself."""

    __slots__ = ("_calendar", "_opens", "_texts", "start")

    def __init__(self, start: date, calendar: Calendar) -> None:
        """`calendar`: when the carrier delivers."""
        self.start = start
        self._calendar = None if calendar.never_closes else calendar
        self._texts: list[str] = []
        self._opens: dict[int, int] = {}

    def date_of(self, day: int) -> date:
        """The date of a day."""
        return self.start + timedelta(days=day)

    def texts(self, last: int) -> list[str]:
        """The dates of day 0 and those behind it as JSON, at least to `last`."""
        texts = self._texts
        while len(texts) <= last:
            texts.append(f'"{self.date_of(len(texts)).isoformat()}"')
        return texts

    def open_from(self, day: int) -> int:
        """The first day from `day` on on which the carrier delivers."""
        if self._calendar is None:
            return day
        found = self._opens.get(day)
        if found is None:
            found = self._opens[day] = open_offset(self._calendar, self.start, day)
        return found

    def arrival(self, days: Distribution) -> Distribution:
        """`days` on the way, where what would come on a closed day comes on the next open one."""
        return days if self._calendar is None else on_open_days(days, self._calendar, self.start)

    def marks(self, transit: Transit) -> MarkDays:
        """When so many have come, where the lane alone counts."""
        return tuple([self.open_from(day) for day in transit.days.quantiles(MARK_CHANCES)])

    def earliest(self, transit: Transit, marks: MarkDays) -> int:
        """The day before which none comes; never behind the likely one."""
        return min(self.open_from(transit.fewest), marks[AT_LIKELY])

    def dates(self, marks: MarkDays) -> tuple[tuple[int, date], ...]:
        """(per cent, the date by which so many have come), for each of CONFIDENCES."""
        return tuple((per_cent, self.date_of(day)) for per_cent, day in zip(CONFIDENCES, marks[1:], strict=True))
