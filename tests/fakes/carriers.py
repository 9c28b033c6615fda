"""Carriers' files, and trackers of carriers that are polled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from shared.carriers.polling.tracker import Tracker, TrackerState
from shared.carriers.polling.trackers import Pause, StaleTracker
from shared.carriers.ports import FileTooLarge, StoredFile
from shared.tracking.carrier_update import ParcelId


class InMemoryFiles:
    def __init__(self, stored_at: datetime) -> None:
        self.stored_at = stored_at
        self.files: dict[str, bytes] = {}

    def read(self, path: str, at_most: int) -> StoredFile:
        if len(self.files[path]) > at_most:
            raise FileTooLarge("too large")
        return StoredFile(self.files[path], self.stored_at)

    def write(self, path: str, content: bytes) -> None:
        self.files[path] = content

    def remove(self, path: str) -> None:
        self.files.pop(path, None)


class InMemoryTrackers:
    def __init__(self) -> None:
        self.trackers: dict[ParcelId, Tracker] = {}
        self.pauses: dict[str, Pause] = {}

    def start(self, tracker: Tracker) -> bool:
        if tracker.parcel in self.trackers:
            return False
        self.trackers[tracker.parcel] = replace(tracker, version=1)
        return True

    def due(self, carrier: str, now: datetime, limit: int) -> Iterator[Tracker]:
        mine = [t for t in self.trackers.values() if t.parcel.number.carrier == carrier and self._is_due(t, now)]
        for listed in sorted(mine, key=lambda t: (t.due_at, t.parcel.number.tracking_number))[:limit]:
            tracker = self.trackers[listed.parcel]
            if self._is_due(tracker, now):
                yield tracker

    def save(self, tracker: Tracker) -> Tracker:
        stored = self.trackers.get(tracker.parcel)
        if tracker.version != (stored.version if stored else 0):
            raise StaleTracker("stale")
        saved = self.trackers[tracker.parcel] = replace(tracker, version=tracker.version + 1)
        return saved

    def pause_of(self, carrier: str) -> Pause | None:
        return self.pauses.get(carrier)

    def pause(self, pause: Pause) -> None:
        self.pauses[pause.carrier] = pause

    def resume(self, carrier: str) -> None:
        self.pauses.pop(carrier, None)

    @staticmethod
    def _is_due(tracker: Tracker, now: datetime) -> bool:
        return tracker.state is TrackerState.ACTIVE and tracker.due_at <= now
