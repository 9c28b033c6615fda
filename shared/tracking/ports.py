"""What tracking needs from outside: two stores."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from shared.errors import Conflict
from shared.eventing.envelope import Event
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.journeys import Journey, journeys, parcels_of
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

    def by_number(self, number: str) -> Sequence[Order]:
        """The orders that shoppers know by this number, or whose id it is; `order_number.canonical` writes it so.

        Mostly one; some shops give a number twice.
        """

    def save(
        self,
        order: Order,
        events: Sequence[Event],
        assign: Shipment | None = None,
        release: Sequence[ParcelId] = (),
        *,
        renamed: bool = False,
    ) -> Order:
        """Save `order` as one version on from `order.version`, with its events, all or nothing.

        The parcels of `assign` become this order's, those of `release` nobody's. `renamed`: shoppers know it by
        another name than before; a new order always is.

        Raises StaleOrder when the stored version differs, ParcelTaken when a parcel belongs to another order.
        """


@dataclass(frozen=True, slots=True)
class Projected:
    """A parcel's stored join."""

    parcel: Parcel
    version: int
    """The fence of its next save."""


@dataclass(frozen=True, slots=True)
class ParcelHistory:
    """Everything stored under a tracking number: of one parcel or, where the carrier used it again, of several."""

    number: ParcelNumber
    assignments: Mapping[date, Assignment] = field(default_factory=dict)
    """By ship date."""
    checkpoints: tuple[Checkpoint, ...] = ()
    """Those reported under this number."""
    also: tuple[ParcelNumber, ...] = ()
    """Other numbers of the same parcel."""
    linked: tuple[Checkpoint, ...] = ()
    """The checkpoints reported under the numbers in `also`, each with who made it (`moved_by`)."""
    projections: Mapping[date, Projected] = field(default_factory=dict)
    """By ship date. They may lag behind the checkpoints, see `parcels`."""

    def journeys(self) -> tuple[Journey, ...]:
        """The scans of every parcel that went under the number, by ship date."""
        return journeys(self.assignments, (*self.checkpoints, *self.linked))

    def parcels(self) -> tuple[Parcel, ...]:
        """Every parcel that went under the number, joined from what is stored now, by ship date."""
        return parcels_of(self.number, self.assignments, (*self.checkpoints, *self.linked))


class Parcels(Protocol):
    """Checkpoints, kept for good, and the projections joined from them."""

    def history(self, number: ParcelNumber) -> ParcelHistory:
        """All that is stored under the number and its other numbers, strongly consistent; empty when nothing is."""

    def add(self, number: ParcelNumber, checkpoint: Checkpoint, reported_by: str) -> bool:
        """Keep a checkpoint unless it is kept already. True: it was new. Costs one write unit either way.

        `reported_by`: slug of the adapter that read it.
        """

    def replace(self, number: ParcelNumber, known: Checkpoint, better: Checkpoint, reported_by: str) -> bool:
        """Put `better` in the place of `known`, the same scan, unless somebody else changed it since (False)."""

    def link(self, number: ParcelNumber, other: ParcelNumber) -> None:
        """Note, at both, that two numbers are one parcel's. Again changes nothing."""

    def save(self, parcel: Parcel, seen_version: int) -> None:
        """Replace the parcel's projection; raises StaleParcel when it is no longer at `seen_version` (0: none)."""

    def forget(self, projected: Projected) -> None:
        """Remove the projection of a parcel that turned out to be none; StaleParcel when it changed since."""


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order's entry in the list of its day."""

    placed_at: datetime
    """Aware, UTC."""
    order_id: str


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """A parcel's entry in the list of open incidents."""

    opened_at: datetime
    """Aware, UTC."""
    parcel: ParcelId


class Registry(Protocol):
    """What the merchant registered, in lists, and in the state that was last projected: eventually consistent.

    A list is read in pages: at most `limit` entries behind `after`; fewer mean that it ends there.
    """

    def shipped_on(self, day: date, after: ParcelId | None, limit: int) -> Sequence[ParcelId]:
        """The registered parcels of a ship date, in an order that stays."""

    def placed_on(self, day: date, after: PlacedOrder | None, limit: int) -> Sequence[PlacedOrder]:
        """The orders that were placed on a (UTC) day, newest first."""

    def with_incident(self, after: OpenIncident | None, limit: int) -> Sequence[OpenIncident]:
        """The parcels with an open incident, newest incident first; also parcels that nobody registered."""

    def parcels(self, wanted: Collection[ParcelId]) -> Mapping[ParcelId, Parcel]:
        """Of these parcels, those that are registered."""

    def orders(self, wanted: Collection[str]) -> Mapping[str, Order]:
        """Of the orders with these ids, those there are."""
