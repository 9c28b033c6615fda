"""What live estimates need from outside: a store."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.errors import Conflict
from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.sweep import Sweep
from shared.promise.forecast import Forecasts
from shared.promise.network import DeliveryNetwork
from shared.promise.slowdown import Slowdown
from shared.tracking.carrier_update import ParcelId


class StaleEstimate(Conflict):
    """Somebody else saved the estimate since it was read. Read it again and retry."""

    code = "stale_estimate"


class Estimates(Protocol):
    """Live estimates, of parcels and of orders that have none yet."""

    def of_parcel(self, parcel: ParcelId) -> LiveEstimate | None:
        """As last saved, strongly consistent."""

    def of_parcels(self, parcels: Collection[ParcelId]) -> Mapping[ParcelId, LiveEstimate]:
        """Those there are, eventually consistent."""

    def of_order(self, order_id: str) -> LiveEstimate | None:
        """The order's own, from before it had a parcel."""

    def save(self, live: LiveEstimate) -> LiveEstimate:
        """Save as one version on from `live.version`; raises StaleEstimate when that is not what is stored."""

    def due(self, now: datetime, limit: int) -> Iterator[LiveEstimate]:
        """Those whose `look_at` has come, the longest waiting first; eventually consistent."""

    def open_ones(self, place: str, limit: int) -> tuple[Sequence[LiveEstimate], str]:
        """Of all that will be looked at again, the next from `place` on ("" is the beginning), and where to go on.

        At most `limit`; the place is "" at the end. Eventually consistent.
        """

    def swept(self) -> Sweep:
        """How far sweeping after advisories has come; an empty one before the first."""

    def note_sweep(self, sweep: Sweep) -> None:
        """Note how far it has come. One run sweeps at a time."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What estimates are made from besides the parcel's own facts. Whatever is missing makes them coarser."""

    network: DeliveryNetwork | None = None
    forecasts: Forecasts | None = None
    slowdowns: Sequence[Slowdown] = ()
