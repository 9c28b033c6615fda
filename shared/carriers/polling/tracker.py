"""A tracker: our standing watch on a parcel at a carrier that does not push, and when it is asked after next.

The rules, all pure: a parcel with news is asked after every `every` (`Polling.every`). After three answers without
news the time between two questions doubles, up to a day, and news brings it back. A question without an answer is
asked again soon, then ever later. A tracker ends when the parcel is over, or when there is nothing to wait for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from shared.tracking.carrier_update import ParcelId
from shared.tracking.parcel import Parcel

PATIENCE = 3
"""From this answer without news in a row on, the time between two questions doubles."""
SLOWEST = timedelta(hours=24)
"""The longest time between two questions, but for the spread."""
SPREAD = 0.1
"""By how much of it, at most, a time is stretched, so that parcels of one moment do not stay together."""
FIRST_RETRY = timedelta(minutes=15)
SLOWEST_RETRY = timedelta(hours=6)
SILENCE = timedelta(days=30)
"""After so long without news, a tracker is given up."""
LIFE = timedelta(days=90)
"""After the ship date: so long a carrier may take."""


class TrackerState(StrEnum):
    """What became of a tracker."""

    ACTIVE = "active"
    COMPLETED = "completed"
    """The parcel is over."""
    EXPIRED = "expired"
    """Given up: too old, too long without news, or no order's parcel any more."""


@dataclass(frozen=True, slots=True)
class Tracker:
    """Our watch on one parcel."""

    parcel: ParcelId
    due_at: datetime
    """When to ask next; whole seconds, UTC."""
    last_new_at: datetime
    """When the carrier last said something new; at first, when the tracker was started."""
    state: TrackerState = TrackerState.ACTIVE
    heard: str = ""
    """Digest of what the last answer said about the parcel; "" while the carrier does not know it."""
    asked: int = 0
    """Questions so far."""
    unchanged_in_a_row: int = 0
    """Answers without news since the last news."""
    failed_in_a_row: int = 0
    """Questions without an answer since the last answer."""
    version: int = 0
    """Counts saves: the fence against another run."""


def started(parcel: ParcelId, now: datetime, every: timedelta) -> Tracker:
    """A new tracker, due within `every`: where in it, the number decides."""
    first = Tracker(parcel, due_at=now, last_new_at=now)
    return replace(first, due_at=_whole(now + every * _chance(first)))


def without_news(tracker: Tracker, now: datetime, every: timedelta) -> Tracker:
    """The tracker after an answer that says what the last one said. Also its claim: see `poll_carrier`."""
    unchanged = tracker.unchanged_in_a_row + 1
    doublings = max(0, unchanged - PATIENCE + 1)
    asked = replace(tracker, asked=tracker.asked + 1, unchanged_in_a_row=unchanged, failed_in_a_row=0)
    return _due_in(asked, now, _doubled(every, doublings, max(every, SLOWEST)))


def with_news(tracker: Tracker, heard: str, now: datetime, every: timedelta) -> Tracker:
    """The tracker after an answer that says something new."""
    told = replace(
        tracker, asked=tracker.asked + 1, heard=heard, last_new_at=now, unchanged_in_a_row=0, failed_in_a_row=0
    )
    return _due_in(told, now, every)


def without_answer(tracker: Tracker, now: datetime) -> Tracker:
    """The tracker after a question that nobody answered: what it knows stays, and it is asked again."""
    failed = tracker.failed_in_a_row + 1
    asked = replace(tracker, asked=tracker.asked + 1, failed_in_a_row=failed)
    return _due_in(asked, now, _doubled(FIRST_RETRY, failed - 1, SLOWEST_RETRY))


def ended(tracker: Tracker, parcel: Parcel | None, now: datetime) -> TrackerState | None:
    """How the tracker has ended, as the parcel stands; None while there is something to ask for.

    `parcel`: None, or without an assignment, where the shop no longer knows it under this number and ship date.
    Silence counts only where the carrier answers: during an outage a tracker is not lost.
    """
    if parcel is not None and parcel.is_over:
        return TrackerState.COMPLETED
    is_nobodys = parcel is None or parcel.assignment is None
    is_silent = now - tracker.last_new_at >= SILENCE and tracker.unchanged_in_a_row > 0 and not tracker.failed_in_a_row
    if is_nobodys or is_silent or is_too_old(tracker.parcel, now):
        return TrackerState.EXPIRED
    return None


def is_too_old(parcel: ParcelId, now: datetime) -> bool:
    """Whether the parcel left so long ago that nobody waits for it any more."""
    return now - datetime.combine(parcel.ship_date, time.min, UTC) >= LIFE


def _doubled(base: timedelta, times: int, most: timedelta) -> timedelta:
    """`base`, doubled so many times, `most` at most."""
    while times > 0 and base < most:
        base, times = base * 2, times - 1
    return min(base, most)


def _due_in(tracker: Tracker, now: datetime, wait: timedelta) -> Tracker:
    return replace(tracker, due_at=_whole(now + wait * (1 + SPREAD * _chance(tracker))))


def _chance(tracker: Tracker) -> float:
    """From 0 to 1, by number and question: the same each time it is asked, so that a repetition changes nothing."""
    number = tracker.parcel.number
    digest = hashlib.sha256(f"{number.carrier}#{number.tracking_number}#{tracker.asked}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def _whole(moment: datetime) -> datetime:
    """The next whole second: never earlier than `moment`, so that no wait is cut short."""
    return moment.replace(microsecond=0) + timedelta(seconds=1 if moment.microsecond else 0)
