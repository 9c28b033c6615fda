"""From the calendars a merchant wrote to those that days are counted by."""

from __future__ import annotations

from collections.abc import Iterable

from shared.merchant.values import Weekday
from shared.merchant.warehouses import CalendarConfiguration, SeasonConfiguration
from shared.promise.calendar import Calendar, MonthDay, Season


def compile_calendar(open_on: Iterable[Weekday], written: CalendarConfiguration) -> Calendar:
    """Special open days win over holidays, which are nobody's own word; they contradict `closed_days`."""
    open_days = frozenset(written.open_days)
    holidays = written.holidays.days if written.holidays else []
    closed = [*written.closed_days, *(holiday for holiday in holidays if holiday.day not in open_days)]
    return Calendar(
        weekdays=weekdays(open_on),
        closed_days=frozenset(each.day for each in closed),
        open_days=open_days,
        seasons=tuple(named_season(period, period.name) for period in written.closed_periods),
        names=tuple((each.day, each.name) for each in closed if each.name),
    )


def weekdays(written: Iterable[Weekday]) -> frozenset[int]:
    """0 is Monday, as in `date.weekday()`."""
    return frozenset(day.number for day in written)


def month_day(written: str) -> MonthDay:
    """From "08-13"."""
    month, day = written.split("-")
    return int(month), int(day)


def named_season(written: SeasonConfiguration, name: str) -> Season:
    """A season as it is counted by."""
    return Season(month_day(written.from_), month_day(written.to), name)
