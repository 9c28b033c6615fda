"""List returns for the merchant: by the day they were created, or those that wait for a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shared.errors import Invalid
from shared.returns.means import Means
from shared.returns.return_request import ReturnRequest

USUAL_LIMIT = 50
MOST = 100
MOST_DAYS = 92
"""A quarter: each day is a query."""


class ImpossibleReturnDays(Invalid):
    """The days asked for are no span, or too long a one; or the cursor is none of theirs."""

    code = "impossible_days"


@dataclass(frozen=True, slots=True)
class ReturnsPage:
    """A part of a list."""

    returns: Sequence[ReturnRequest]
    cursor: str
    """Where it goes on, for the same list; "" at its end. Not opaque: whoever hands it out seals it."""


def list_returns(means: Means, first: date, last: date, limit: int = USUAL_LIMIT, cursor: str = "") -> ReturnsPage:
    """Those created from `first` to `last` (UTC days), newest first; drafts among them. Raises ImpossibleReturnDays."""
    if not 0 <= (last - first).days < MOST_DAYS:
        raise ImpossibleReturnDays(f"Expected one to {MOST_DAYS} days.", field="first_day")
    day, within = _place(cursor, first, last)
    found: list[ReturnRequest] = []
    wanted = max(1, min(limit, MOST))
    while day >= first:
        page, within = means.returns.created_on(day, wanted - len(found), within)
        found += page
        if len(found) >= wanted and within:
            return ReturnsPage(found, f"{day}|{within}")
        day, within = day - timedelta(days=1), ""
        if len(found) >= wanted:
            return ReturnsPage(found, f"{day}|" if day >= first else "")
    return ReturnsPage(found, "")


def list_waiting(means: Means, limit: int = USUAL_LIMIT, cursor: str = "") -> ReturnsPage:
    """Those that wait for staff: a decision, a refused payment, goods that nobody approved. The longest first."""
    found, goes_on = means.returns.waiting(max(1, min(limit, MOST)), cursor)
    return ReturnsPage(found, goes_on)


def _place(cursor: str, first: date, last: date) -> tuple[date, str]:
    if not cursor:
        return last, ""
    day, _, within = cursor.partition("|")
    try:
        at = date.fromisoformat(day)
    except ValueError:
        raise ImpossibleReturnDays("This cursor belongs to no list.", field="cursor") from None
    if not first <= at <= last:
        raise ImpossibleReturnDays("This cursor belongs to other days.", field="cursor")
    return at, within
