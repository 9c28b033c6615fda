"""Hysteresis: which change of an estimate is worth telling, so that a trivial wobble tells nobody.

A date is told anew when it has moved by as many days as matter that far ahead; one day more where it goes back on what
was told last. So whatever stays within the band tells nobody, and dates do not go to and fro.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from shared.estimates.estimate import Estimate
from shared.estimates.revision import Revision

BANDS = ((2, 1), (6, 2))
"""(with so many days left, so many days' change is worth telling)."""
FAR_AHEAD = 3
"""The same beyond the last of these."""


def is_worth_telling(revisions: Sequence[Revision], now: Estimate | None, today: date) -> bool:
    """Whether `now` is told after all that was told before."""
    if not revisions:
        return True
    told = revisions[-1].estimate
    if told is None or now is None:
        return told is not now
    if told.width > 1 >= now.width:
        return True
    moved = movement(told, now)
    needed = days_that_matter((now.likely - today).days) + (1 if _goes_back(revisions, moved) else 0)
    return abs(moved) >= needed


def days_that_matter(days_left: int) -> int:
    """How far a date must move to be told, with so many days left until then."""
    return next((band for until, band in BANDS if days_left <= until), FAR_AHEAD)


def movement(told: Estimate, now: Estimate) -> int:
    """By how many days an estimate moved; later is positive. Of its likely and its latest day, what moved more."""
    return max((now.latest - told.latest).days, (now.likely - told.likely).days, key=abs)


def _goes_back(revisions: Sequence[Revision], moved: int) -> bool:
    """Whether the move goes against the last one that was told."""
    dated = [revision.estimate for revision in revisions if revision.estimate is not None][-2:]
    return len(dated) == 2 and movement(dated[0], dated[1]) * moved < 0
