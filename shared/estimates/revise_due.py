"""Revise what is due though nothing was heard of it: a promised day that passes is found by the clock.

So is an advisory that comes in force, or is over (`sweep_advisories.py`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.errors import Conflict, TodokuError
from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.revise_estimate import Means, look_again
from shared.estimates.sweep_advisories import sweep_advisories
from shared.tracking.carrier_update import ParcelId

RUN_EVERY = timedelta(minutes=15)
"""How often the clock calls; `infra/estimates.py` holds the same."""
RUN_LASTS = timedelta(minutes=8)
"""After so long a run takes nothing new. What is left is due at the next."""
_PAGE = 100

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did."""

    looked_at: int = 0
    failed: int = 0


def revise_due(means: Means, clock: Callable[[], datetime]) -> Run:
    """Look again at all that is due, the longest waiting first, and then at what advisories touch that are new or over.

    Until nothing is left or the time is over. What fails is counted, and its turn comes again; it must not cost the
    others theirs. What somebody else moved in between is no failure.
    """
    began, looks = clock(), _Looks(means, clock)
    while looks.has_time(began):
        # What was looked at is not due any more; what failed still is, and stands before the others.
        page = means.estimates.due(began, _PAGE + len(looks.failed))
        due = [live for live in page if _name(live) not in looks.failed]
        if not due:
            break
        for live in due:
            looks.look(live)
    sweep_advisories(means, looks.look, began, lambda: looks.has_time(began))
    return Run(looks.looked_at, len(looks.failed))


class _Looks:
    """The looks of one run, counted."""

    def __init__(self, means: Means, clock: Callable[[], datetime]) -> None:
        self._means = means
        self._clock = clock
        self.looked_at = 0
        self.failed: set[tuple[str, ParcelId | None]] = set()

    def has_time(self, began: datetime) -> bool:
        return self._clock() - began < RUN_LASTS

    def look(self, live: LiveEstimate) -> bool:
        self.looked_at += 1
        went_well = _is_looked_at(self._means, live, self._clock())
        if not went_well:
            self.failed.add(_name(live))
        return went_well


def _name(live: LiveEstimate) -> tuple[str, ParcelId | None]:
    return live.order_id, live.parcel


def _is_looked_at(means: Means, live: LiveEstimate, now: datetime) -> bool:
    try:
        look_again(means, live, now)
    except Conflict:
        return True
    except Exception as error:  # the edge of the run: it stays due, and the others have their turn
        reason = f"{error.code}: {error.detail}" if isinstance(error, TodokuError) else type(error).__name__
        logger.warning("estimate left for the next run: %s", reason)
        return False
    return True
