"""Quiet hours at the destination: nothing rings in a pocket at night, unless it cannot wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.notifications.checks.question import PASSED, Answer, Question
from shared.notifications.local_time import local_moment
from shared.notifications.rules import QuietHours
from shared.shoppers.kind import Kind


def quiet_hours(asked: Question) -> Answer:
    """Whether it waits for the morning; else the channels that may be used now.

    A message whose first channel is a quiet one goes there now, and nowhere else tonight. One whose first channel rings
    waits, for that is where the shopper looks; required ones go by mail meanwhile, where that is possible.
    """
    trigger, quiet = asked.occasion.trigger, asked.rules.quiet
    if quiet is None or trigger.urgent or not any(channel.is_loud for channel in asked.channels):
        return PASSED
    until = quiet_until(asked.now, quiet, asked.situation.order.destination.zone)
    if until is None:
        return PASSED
    silent = tuple(channel for channel in asked.channels if not channel.is_loud)
    if silent and (trigger.kind is Kind.REQUIRED or not asked.channels[0].is_loud):
        return Answer(True, f"until {until.isoformat()}", silent)
    return Answer(False, f"until {until.isoformat()}", until=until)


def quiet_until(now: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours end that it is in now (UTC); None outside them."""
    local = now.astimezone(zone)
    at, begins, ends = local.time(), quiet.begins, quiet.ends
    over_midnight = begins > ends
    is_quiet = at >= begins or at < ends if over_midnight else begins <= at < ends
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1) if over_midnight and at >= begins else local.date()
    return max(local_moment(day, ends, zone), now + timedelta(minutes=1))
