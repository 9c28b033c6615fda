"""Read everything that tracking shows about an order."""

from __future__ import annotations

from dataclasses import dataclass

from shared.errors import Forbidden
from shared.tracking.carrier_update import ParcelId
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.order import Order
from shared.tracking.parcel import Parcel, of_timeline
from shared.tracking.ports import Orders, Parcels


@dataclass(frozen=True, slots=True)
class Tracking:
    """An order, and each of its parcels with its timeline."""

    order: Order
    parcels: tuple[tuple[Parcel, tuple[Checkpoint, ...]], ...]


def read_tracking(orders: Orders, parcels: Parcels, link: str) -> Tracking:
    """Read by the reference in a shopper's link; Forbidden when no order has it, like any link that is not valid.

    A page never waits for the projection: the join is made from the checkpoints that are there now.
    """
    order = orders.by_link(link)
    if order is None:
        raise Forbidden("This link is not valid.")
    return tracking_of(order, parcels)


def tracking_of(order: Order, parcels: Parcels) -> Tracking:
    """The tracking of an order that was read already."""
    return Tracking(order, tuple(read_parcel(parcels, parcel_id) for parcel_id in order.parcels()))


def read_parcel(parcels: Parcels, parcel_id: ParcelId) -> tuple[Parcel, tuple[Checkpoint, ...]]:
    """A parcel as it is now, and its timeline; without scans when nothing is known of it."""
    history = parcels.history(parcel_id.number)
    for journey in history.journeys():
        if journey.ship_date == parcel_id.ship_date:
            return of_timeline(parcel_id, journey.assignment, journey.checkpoints), journey.checkpoints
    return Parcel(parcel_id), ()
