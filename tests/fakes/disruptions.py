"""Advisories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shared.disruptions.advisory import AdvisoryRecord
from shared.disruptions.ports import StaleAdvisory, place_behind, place_of


class InMemoryAdvisories:
    def __init__(self) -> None:
        self.records: dict[str, AdvisoryRecord] = {}

    def get(self, advisory_id: str) -> AdvisoryRecord | None:
        return self.records.get(advisory_id)

    def save(self, before: AdvisoryRecord | None, after: AdvisoryRecord) -> AdvisoryRecord:
        stored = self.records.get(after.advisory_id)
        if (stored.version if stored else 0) != (before.version if before else 0):
            raise StaleAdvisory("stale")
        saved = replace(after, version=(before.version if before else 0) + 1)
        self.records[after.advisory_id] = saved
        return saved

    def in_force(self, now: datetime, *, after: str | None = None, limit: int = 1000) -> Sequence[AdvisoryRecord]:
        behind = max(place_behind(now), after or "")
        places = {place: record for record in self.records.values() if (place := place_of(record))}
        return [places[place] for place in sorted(places) if place > behind][:limit]
