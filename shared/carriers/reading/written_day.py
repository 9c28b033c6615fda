"""Days and times as Japanese pages, spreadsheets and warehouse systems write them.

Days: 2026-11-24, 2026/11/24, 2026.11.24, 20261124, 2026年11月24日, and without a year 11/24, 11月24日; a weekday in
brackets may follow, "11/24(火)". Times: 15:32, 15:32:10, 15時32分, 1532, 153210, each with an offset or without.
Full and half width count as the same. Two digits are no year: nobody knows which of the three numbers they are.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

_WEEKDAY = r"(?:\s*\([日月火水木金土](?:曜日?)?\))?"
_REST = r"(?:(?:T|\s+|(?<=[日)]))(?P<rest>\S.*))?"
_DAY = re.compile(
    rf"(?:(?P<year>[0-9]{{4}})\s*[-/.年]\s*)?(?P<month>[0-9]{{1,2}})\s*[-/.月]\s*(?P<day>[0-9]{{1,2}})日?{_WEEKDAY}{_REST}"
)
_DIGITS = re.compile(rf"(?P<year>[0-9]{{4}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}}){_REST}")
_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})\s*[:時]\s*(?P<minute>[0-9]{2})(?:[:分]\s*(?P<second>[0-9]{2})(?:\.[0-9]{1,9}|秒)?|分)?"
    r"\s*(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_TIME_DIGITS = re.compile(r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?(?P<offset>)")

_MONTH = timedelta(days=30)


class NoDay(ValueError):
    """What stands there is no day. `expected` completes the sentence "the field must be …"."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


@lru_cache(maxsize=2048)
def read_day(written: str, ship_date: date | None = None, as_of: date | None = None) -> tuple[date, str]:
    """The day, and what is written behind it (a time, or a part of the day); raises NoDay.

    A day without a year is in the year that puts it nearest at or after 30 days before `ship_date`: nothing is scanned
    long before it is shipped. Without that, in the year that puts it nearest at or before 30 days after `as_of`:
    nothing is scanned long after somebody looked. Never by the clock: the same words must give the same day whenever
    they are read.
    """
    text = unicodedata.normalize("NFKC", written).strip()
    found = _DAY.fullmatch(text) or _DIGITS.fullmatch(text)
    if found is None:
        raise NoDay("a day like 2026-11-24, 2026/11/24, 2026年11月24日 or 11/24")
    month, day = int(found["month"]), int(found["day"])
    if found["year"]:
        read = _day(int(found["year"]), month, day)
    elif ship_date:
        read = min(filter(lambda day: day >= ship_date - _MONTH, _days_around(ship_date, month, day)), default=None)
    elif as_of:
        read = max(filter(lambda day: day <= as_of + _MONTH, _days_around(as_of, month, day)), default=None)
    else:
        raise NoDay("a day with its year, or have a ship_date or the drop's as_of beside it")
    if read is None or not 2000 <= read.year < 2100:
        raise NoDay("a day of the calendar, from 2000 to 2099")
    return read, found["rest"] or ""


@lru_cache(maxsize=4096)
def read_time(written: str) -> str | None:
    """A time of day as ISO 8601, "15:32:10" or "15:32:10+09:00"; None when it is none.

    An hour alone is none: "15時" is how pages write "about three".
    """
    text = unicodedata.normalize("NFKC", written).strip()
    found = _TIME.fullmatch(text) or _TIME_DIGITS.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02}:{minute:02}:{second:02}{found['offset'] or ''}"


def _days_around(anchor: date, month: int, day: int) -> list[date]:
    """That day in the year of the anchor, before it and after it, where there is one: 29 February is not every year."""
    found = [_day(year, month, day) for year in (anchor.year - 1, anchor.year, anchor.year + 1)]
    return [day for day in found if day is not None]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
