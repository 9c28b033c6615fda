"""What polling needs to have stored: trackers, by when they are due, and which carrier is left alone for a while."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from shared.carriers.polling.tracker import Tracker
from shared.errors import Conflict


class StaleTracker(Conflict):
    """Another run saved the tracker since it was read: it is theirs now."""

    code = "stale_tracker"


class Trouble(StrEnum):
    """Why a carrier is not asked on."""

    UNAVAILABLE = "unavailable"
    """It does not answer, or asks us to come back later."""
    CREDENTIALS_REFUSED = "credentials_refused"
    """It does not take the merchant's credentials: a person must enter others."""
    CREDENTIALS_INCOMPLETE = "credentials_incomplete"
    """One that the adapter needs is missing: a person must enter it."""


_PAUSES = {
    Trouble.UNAVAILABLE: (timedelta(minutes=15), timedelta(hours=6)),
    Trouble.CREDENTIALS_REFUSED: (timedelta(hours=1), timedelta(days=1)),
    Trouble.CREDENTIALS_INCOMPLETE: (timedelta(hours=1), timedelta(days=1)),
}
"""The first, and the longest. Credentials have long ones, so that an account is not locked by our trying."""
_LONGEST_WANTED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """For how long a carrier is not asked at all: longer each time its trouble turns out not to be over."""

    carrier: str
    trouble: Trouble
    until: datetime
    """Aware, UTC."""
    in_a_row: int = 1

    @classmethod
    def after(
        cls, before: Pause | None, carrier: str, trouble: Trouble, now: datetime, wanted: timedelta | None = None
    ) -> Pause:
        """The pause that follows `before`, twice as long as that one in the same trouble.

        `wanted`: how long the carrier asks to be left alone; it counts up to a day.
        """
        in_a_row = before.in_a_row + 1 if before and before.trouble is trouble else 1
        first, longest = _PAUSES[trouble]
        wait = min(first * 2 ** min(in_a_row - 1, 10), longest)
        if wanted:
            wait = max(wait, min(wanted, _LONGEST_WANTED))
        return cls(carrier, trouble, now + wait, in_a_row)


class Trackers(Protocol):
    """Trackers, each saved on the version that was read; and the pauses of their carriers."""

    def start(self, tracker: Tracker) -> bool:
        """Keep a new tracker, unless its parcel has one (False)."""

    def due(self, carrier: str, now: datetime, limit: int) -> Iterator[Tracker]:
        """Active trackers of the carrier that are due, those that wait longest first, `limit` at most.

        Each is read when it is asked for, as it is stored then. What was saved a moment ago may not be listed yet.
        """

    def save(self, tracker: Tracker) -> Tracker:
        """Save one version on from `tracker.version`; raises StaleTracker. One that has ended is due no more."""

    def pause_of(self, carrier: str) -> Pause | None:
        """The carrier's last pause, also when it is over; None for one without trouble."""

    def pause(self, pause: Pause) -> None:
        """Keep it in the place of the carrier's last one."""

    def resume(self, carrier: str) -> None:
        """Forget the carrier's pause."""
