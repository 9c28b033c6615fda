"""Read everything that tracking shows about an order, by the reference its shopper's link holds."""

from __future__ import annotations

from dataclasses import dataclass

from shared.errors import Forbidden
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.order import Order
from shared.tracking.parcel import Parcel, join, timeline
from shared.tracking.ports import Orders, Parcels


@dataclass(frozen=True, slots=True)
class Tracking:
    """An order, and each of its parcels with its timeline."""

    order: Order
    parcels: tuple[tuple[Parcel, tuple[Checkpoint, ...]], ...]


def read_tracking(orders: Orders, parcels: Parcels, link: str) -> Tracking:
    """Read by link reference; Forbidden when no order has it, like any other link that is not valid.

    A page never waits for the projection: the join is made from the checkpoints that are there now.
    """
    order = orders.by_link(link)
    if order is None:
        raise Forbidden("This link is not valid.")
    histories = [(parcel_id, parcels.history(parcel_id)) for parcel_id in order.parcels()]
    return Tracking(
        order,
        tuple(
            (join(pid, known.assignment, known.checkpoints), timeline(known.checkpoints)) for pid, known in histories
        ),
    )
