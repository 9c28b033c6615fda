"""An order and its shipments, with what is known of each parcel: what lists and single answers are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from shared.tracking.carrier_update import ParcelId
from shared.tracking.order import Order, Shipment
from shared.tracking.parcel import Assignment, Parcel
from shared.tracking.risk import Assessed, assess

State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class TrackedShipment(Generic[State]):
    """A shipment, and the state of each of its parcels, in their order."""

    order: Order
    shipment: Shipment
    parcels: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class TrackedOrder(Generic[State]):
    """An order, and its shipments by id."""

    order: Order
    shipments: tuple[TrackedShipment[State], ...]

    @property
    def parcels(self) -> tuple[State, ...]:
        """The states of all its parcels."""
        return tuple(parcel for shipment in self.shipments for parcel in shipment.parcels)


StateOf = Callable[[ParcelId, Assignment], State]
"""What is known of a parcel, given whose it is: the order knows that before the projection does."""


def tracked_shipment(order: Order, shipment: Shipment, state_of: StateOf[State]) -> TrackedShipment[State]:
    """The shipment with the states of its parcels."""
    assignment = Assignment(order.order_id, shipment.shipment_id, shipment.leg)
    return TrackedShipment(order, shipment, tuple(state_of(parcel, assignment) for parcel in shipment.parcel_ids()))


def tracked_order(order: Order, state_of: StateOf[State]) -> TrackedOrder[State]:
    """The order with the states of its parcels."""
    shipments = (shipment for _, shipment in sorted(order.shipments.items()))
    return TrackedOrder(order, tuple(tracked_shipment(order, shipment, state_of) for shipment in shipments))


def projected_state(known: Mapping[ParcelId, Parcel], order: Order, now: datetime) -> StateOf[Assessed]:
    """States of the order's parcels, as far as they were projected."""
    return lambda parcel, assignment: assess(
        replace(known.get(parcel, Parcel(parcel)), assignment=assignment), order, now
    )
