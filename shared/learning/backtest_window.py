"""Which days of a past are measured where nobody says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from shared.learning.history import NEVER, Past

MONTHS = 10
"""Measured at most."""
DAYS_BEFORE = 60
"""Of past that a month needs before it, to be measured."""
FEWEST_DAYS = 28
"""Days that are worth measuring; where months with enough past have fewer, all days are measured."""
_ALMOST_ALL = 0.99
"""The share of parcels that must have had the time to arrive, lest only the quick ones of the last days count."""
_MORE_ON_THE_WAY = 0.02
"""By how much larger the share of parcels that have not arrived may be in the last days than before."""


@dataclass(frozen=True, slots=True)
class Window:
    """From which day on orders and hand-overs are measured, and until which."""

    first: date
    last: date
    unsettled: int = 0
    """Days at the end of the past that are left out: their slow parcels are still on the way."""


def choose_window(past: Past) -> Window:
    """The last MONTHS months that have DAYS_BEFORE days of past before them; where those are few, all days there are.

    Raises ValueError where nothing was delivered.
    """
    if not (past.delivered < NEVER).any():
        raise ValueError("nothing was delivered")
    begins, ends = int(past.ordered.min()), int(past.ordered.max())
    first, last = date.fromordinal(begins), date.fromordinal(max(_last_settled(past, ends), begins))
    enough = first + timedelta(days=DAYS_BEFORE)
    months = [month for month in _months(first, last) if month >= enough][-MONTHS:]
    worth_it = bool(months) and (last - months[0]).days + 1 >= FEWEST_DAYS
    return Window(months[0] if worth_it else first, last, ends - last.toordinal())


def month_after(month: date) -> date:
    """The first day of the month after that of `month`."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def _last_settled(past: Past, ends: int) -> int:
    """The last day whose parcels have arrived, as far as they ever will."""
    arrived = past.delivered < NEVER
    times = (past.delivered - past.ordered)[arrived]
    last = min(ends, int(past.delivered[arrived].max() - np.quantile(times, _ALMOST_ALL)))
    late = past.ordered > last
    knows_of_others = not arrived.all()  # a file of delivered parcels only does not tell how many are on the way
    if knows_of_others and late.any() and not late.all():
        missing = float((~arrived[late]).mean() - (~arrived[~late]).mean())
        return ends if missing <= _MORE_ON_THE_WAY else last
    return last


def _months(first: date, last: date) -> list[date]:
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = month_after(month)
    return months
