"""The shop's list of returns: those that wait for somebody, or those of some days, in one state; page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.returns.list_returns import ReturnsPage, list_returns, list_waiting
from shared.returns.means import Means
from shared.returns.return_request import ReturnRequest
from shared.tracking.cursor import seal, unseal

USUAL_DAYS = 30
"""What the list covers when nobody says from when: so many days, today's included."""
WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for. None: whatever it is."""

    first_day: date | None
    """UTC days on which they were created."""
    last_day: date | None
    state: str | None
    """`waiting`: what waits for somebody of the shop's, whatever the days; else what `state_of` says."""
    state_of: Callable[[ReturnRequest], str]

    @property
    def bound_to(self) -> str:
        """What a cursor of this list belongs to."""
        return f"returns:{self.first_day}:{self.last_day}:{self.state}"


def filtered_returns(means: Means, wanted: Filter, limit: int, cursor: str | None, now: datetime) -> ReturnsPage:
    """A page. In one state it may be short, even empty, and go on: each page looks at `limit` returns at most.

    Raises InvalidCursor and ImpossibleReturnDays.
    """
    place = None if cursor is None else unseal(cursor, wanted.bound_to, str)
    after = (place.after if place else None) or ""
    if wanted.state == WAITING:
        page = list_waiting(means, limit, after)
        return ReturnsPage(page.returns, _sealed(page.cursor, None, wanted))
    last = wanted.last_day or now.date()
    first = (place.oldest if place else None) or wanted.first_day or last - timedelta(days=USUAL_DAYS - 1)
    page = list_returns(means, first, last, limit, after)
    fitting = [each for each in page.returns if wanted.state in (None, wanted.state_of(each))]
    return ReturnsPage(fitting, _sealed(page.cursor, first, wanted))


def _sealed(cursor: str, oldest: date | None, wanted: Filter) -> str:
    return seal(cursor, oldest, wanted.bound_to) if cursor else ""
