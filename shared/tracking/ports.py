"""What tracking needs from outside: two stores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.errors import Conflict
from shared.eventing.envelope import Event
from shared.tracking.carrier_update import ParcelId
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.order import Order, Shipment
from shared.tracking.parcel import Assignment, Parcel


class StaleOrder(Conflict):
    """Somebody else saved the order since it was read. Read it again and retry."""

    code = "stale_order"


class StaleParcel(Conflict):
    """Somebody else saved the parcel's projection since it was read. Read it again and retry."""

    code = "stale_parcel"


class ParcelTaken(Conflict):
    """The parcel belongs to another order already."""

    code = "parcel_taken"


class Orders(Protocol):
    """Orders, each saved together with the events that its change publishes."""

    def get(self, order_id: str) -> Order | None:
        """The order as last saved, strongly consistent."""

    def by_link(self, link: str) -> Order | None:
        """The order whose shopper's link holds this reference."""

    def save(
        self, order: Order, events: Sequence[Event], assign: Shipment | None = None, release: Sequence[ParcelId] = ()
    ) -> Order:
        """Save `order` as one version on from `order.version`, with its events, all or nothing.

        The parcels of `assign` become this order's, those of `release` nobody's.

        Raises StaleOrder when the stored version differs, ParcelTaken when a parcel belongs to another order.
        """


@dataclass(frozen=True, slots=True)
class ParcelHistory:
    """Everything stored about a parcel."""

    assignment: Assignment | None = None
    checkpoints: tuple[Checkpoint, ...] = ()
    projection: Parcel | None = None
    version: int = 0
    """Version of the projection: the fence of its next save."""


class Parcels(Protocol):
    """Checkpoints, kept for good, and the projection joined from them."""

    def history(self, parcel_id: ParcelId) -> ParcelHistory:
        """All that is stored about the parcel, strongly consistent; empty when nothing is."""

    def add(self, parcel_id: ParcelId, checkpoint: Checkpoint) -> bool:
        """Keep a checkpoint unless it is kept already. True: it was new. Costs one write unit either way."""

    def save(self, parcel: Parcel, seen_version: int) -> None:
        """Replace the projection; raises StaleParcel when it is no longer at `seen_version`."""
