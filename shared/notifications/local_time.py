"""Moments at the destination: what "the evening before" and "in the morning" mean to a shopper."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

MORNING = time(10, 0)
"""When reminders and invitations are told: nobody is woken, and there is a day left to act."""


def local_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That local time on that day, in UTC. The later one where clocks are set back and the time comes twice."""
    local = datetime.combine(day, at, zone)
    return max(local.astimezone(UTC), local.replace(fold=1).astimezone(UTC))


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day it is there at that moment."""
    return moment.astimezone(zone).date()
