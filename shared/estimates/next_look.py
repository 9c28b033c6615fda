"""When a parcel must be looked at again though nothing is heard of it: days that pass are news too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from shared.estimates.case import Case
from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.stage import WILL_NOT_COME

GIVEN_UP_AFTER = timedelta(days=60)
"""So long after it was placed or shipped, an order that never arrived is looked at no more."""
_OVERDUE_SHARE = 3
"""What is overdue is looked at after a further third of the days it has been."""


def next_look(live: LiveEstimate, case: Case) -> datetime | None:
    """The beginning, at the destination, of the next day on which something changes by itself (UTC); None: none will.

    That is the day after the promised one, the day after the likely one, the day from which it is stalled; and while it
    waits to be handed over, the day on which waiting has used up what was left until the promised day.
    """
    day = _next_day(live, case)
    return None if day is None else datetime.combine(day, time.min, case.zone).astimezone(UTC)


def _next_day(live: LiveEstimate, case: Case) -> date | None:
    today, promise_over = case.today, live.promised + timedelta(days=1) if live.promised else None
    promise_open = live.outcome is None and promise_over is not None and promise_over > today
    if live.arrived_on is not None or case.progress.stage in WILL_NOT_COME:
        return promise_over if promise_open and live.arrived_on is None else None
    began = case.ship_date or case.local(case.placed_at).date()
    if today - began > GIVEN_UP_AFTER:
        return promise_over if promise_open else None
    told = live.latest
    likely_over = told.likely + timedelta(days=1) if told else None
    changes = (promise_over, likely_over, case.stalls_on, _slack_over(live, case))
    ahead = [day for day in changes if day is not None and day > today]
    return min(ahead, default=today + timedelta(days=_patience(likely_over, today)))


def _slack_over(live: LiveEstimate, case: Case) -> date | None:
    """Every day that goes by before the hand-over is a day on which it comes later."""
    told, promised = live.latest, live.promised
    if case.is_handed_over or told is None or promised is None or live.at_risk or promised < case.today:
        return None
    return case.today + timedelta(days=max(1, (promised - told.latest).days))


def _patience(likely_over: date | None, today: date) -> int:
    return max(1, (today - likely_over).days // _OVERDUE_SHARE) if likely_over else 1
