"""Days as the shopper counts them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_of(name: str) -> ZoneInfo:
    """The IANA zone; UTC for a name nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def local_day(moment: datetime, time_zone: str) -> date:
    """The day it is there at an aware moment."""
    return moment.astimezone(zone_of(time_zone)).date()


def end_of(day: date, time_zone: str) -> datetime:
    """The first moment after a local day; aware, UTC."""
    return datetime.combine(day + timedelta(days=1), time(), zone_of(time_zone)).astimezone(UTC)


def is_over(day: date | None, now: datetime, time_zone: str) -> bool:
    """Whether a local day has passed; a day that is not set never does."""
    return day is not None and now >= end_of(day, time_zone)
