"""Register a shipment of an order, and say whose its parcels are."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.errors import Conflict, NotFound
from shared.eventing.envelope import Event, Metadata
from shared.tracking.carrier_update import ParcelId
from shared.tracking.events import ParcelReference, ShipmentRegistered
from shared.tracking.journeys import REUSED_AFTER
from shared.tracking.order import Order, Shipment, is_outdated
from shared.tracking.ports import Orders, Parcels, ParcelTaken


class OrderUnknown(NotFound):
    """No such order was recorded."""

    code = "order_unknown"


MAX_PARCELS = 200
"""Of one order, over all its shipments: it is one item of the table, and every save writes it whole."""


class TooManyParcels(Conflict):
    """The order has no room for these parcels."""

    code = "too_many_parcels"


def register_shipment(
    orders: Orders, parcels: Parcels, order_id: str, shipment: Shipment, *, merchant_id: str, now: datetime
) -> tuple[Order, bool]:
    """Add `shipment` to its order, or put it in the place of the one with its id; answers the order, and if it is new.

    Sent again, or late by its revision, it changes nothing. Parcels that a changed shipment leaves out are nobody's
    again. Without parcels it is kept all the same, so that what came late cannot bring them back.

    Raises OrderUnknown, StaleOrder, TooManyParcels, and ParcelTaken when a parcel belongs to another order.
    """
    order = orders.get(order_id)
    if order is None:
        raise OrderUnknown("There is no order with this id: send the order first.", field="order_id")
    stored = order.shipments.get(shipment.shipment_id)
    if stored is not None:
        shipment = replace(shipment, revision=shipment.revision or stored.revision)
        if stored == shipment or is_outdated(shipment.revision, stored.revision):
            return order, False
    changed = order.with_shipment(shipment)
    if _says_nothing_new(stored, shipment):
        return orders.save(changed, []), stored is None
    registered = _registered(order, shipment, merchant_id, now)
    if len({parcel.number for parcel in changed.parcels()}) < len(changed.parcels()):
        raise ParcelTaken("A parcel of this shipment is in another shipment of the order.", field="parcels")
    if len(changed.parcels()) > MAX_PARCELS:
        raise TooManyParcels(f"An order holds {MAX_PARCELS} parcels at most.", field="parcels")
    for parcel in shipment.parcel_ids():
        if parcel not in order.parcels():
            _refuse_anothers(parcels, order_id, parcel)
    dropped = [parcel for parcel in order.parcels() if parcel not in changed.parcels()]
    return orders.save(changed, [registered], assign=shipment, release=dropped), stored is None


def _says_nothing_new(stored: Shipment | None, shipment: Shipment) -> bool:
    """Whether all that it changes is the revision, or it begins without parcels: nothing for anybody to hear of."""
    if stored is None:
        return not shipment.parcels
    return replace(stored, revision=shipment.revision) == shipment


def _refuse_anothers(parcels: Parcels, order_id: str, parcel: ParcelId) -> None:
    """A number may come again for another order, but not so soon that it must be the same parcel."""
    for ship_date, assignment in parcels.history(parcel.number).assignments.items():
        if assignment.order_id != order_id and abs(ship_date - parcel.ship_date) < REUSED_AFTER:
            raise ParcelTaken("A parcel of this shipment belongs to another order.", field="parcels")


def _registered(order: Order, shipment: Shipment, merchant_id: str, now: datetime) -> Event:
    data = ShipmentRegistered(
        order_id=order.order_id,
        shipment_id=shipment.shipment_id,
        shipped_at=shipment.shipped_at,
        parcels=[ParcelReference(carrier=p.carrier, tracking_number=p.tracking_number) for p in shipment.parcels],
        leg=shipment.leg,
    )
    metadata = Metadata(
        event_id=f"shipment:{order.order_id}:{shipment.shipment_id}:{order.version + 1}",
        version=data.version,
        occurred_at=now,
        merchant_id=merchant_id,
        correlation_id=order.order_id,
    )
    return Event.of(data, metadata)
