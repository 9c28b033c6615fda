"""Live estimates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.ports import StaleEstimate
from shared.estimates.sweep import Sweep
from shared.tracking.carrier_update import ParcelId


class InMemoryEstimates:
    def __init__(self) -> None:
        self.lives: dict[tuple[str, ParcelId | None], LiveEstimate] = {}
        self.sweep = Sweep()

    def of_parcel(self, parcel: ParcelId) -> LiveEstimate | None:
        return next((live for live in self.lives.values() if live.parcel == parcel), None)

    def of_parcels(self, parcels: Collection[ParcelId]) -> Mapping[ParcelId, LiveEstimate]:
        return {live.parcel: live for live in self.lives.values() if live.parcel and live.parcel in parcels}

    def of_order(self, order_id: str) -> LiveEstimate | None:
        return self.lives.get((order_id, None))

    def save(self, live: LiveEstimate) -> LiveEstimate:
        stored = self.of_parcel(live.parcel) if live.parcel else self.of_order(live.order_id)
        if live.version != (stored.version if stored else 0):
            raise StaleEstimate("stale")
        saved = self.lives[live.order_id, live.parcel] = replace(live, version=live.version + 1)
        return saved

    def due(self, now: datetime, limit: int) -> Iterator[LiveEstimate]:
        waiting = [(live.look_at, str(live.parcel), live) for live in self.lives.values() if live.look_at]
        for _, _, live in sorted(entry for entry in waiting if entry[0] <= now)[:limit]:
            yield live

    def open_ones(self, place: str, limit: int) -> tuple[Sequence[LiveEstimate], str]:
        waiting = {
            f"{live.look_at}#{live.order_id}#{live.parcel}": live for live in self.lives.values() if live.look_at
        }
        behind = sorted(name for name in waiting if name > place)[:limit]
        return [waiting[name] for name in behind], behind[-1] if len(behind) == limit else ""

    def swept(self) -> Sweep:
        return self.sweep

    def note_sweep(self, sweep: Sweep) -> None:
        self.sweep = sweep
