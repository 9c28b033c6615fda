"""Register a shipment of an order, and say whose its parcels are."""

from __future__ import annotations

from datetime import datetime

from shared.errors import Conflict, NotFound
from shared.eventing.envelope import Event, Metadata
from shared.tracking.events import ParcelReference, ShipmentRegistered
from shared.tracking.order import Order, Shipment
from shared.tracking.ports import Orders, ParcelTaken


class OrderUnknown(NotFound):
    """No such order was recorded."""

    code = "order_unknown"


MAX_PARCELS = 200
"""Of one order, over all its shipments: it is one item of the table, and every save writes it whole."""


class TooManyParcels(Conflict):
    """The order has no room for these parcels."""

    code = "too_many_parcels"


def register_shipment(
    orders: Orders, order_id: str, shipment: Shipment, *, merchant_id: str, now: datetime
) -> tuple[Order, bool]:
    """Add `shipment` to its order, or put it in the place of the one with its id; answers the order, and if it is new.

    Sent again, it changes nothing. Parcels that a changed shipment leaves out are nobody's again.

    Raises OrderUnknown, StaleOrder, TooManyParcels, and ParcelTaken when a parcel belongs to another order.
    """
    order = orders.get(order_id)
    if order is None:
        raise OrderUnknown("There is no order with this id: send the order first.", field="order_id")
    stored = order.shipments.get(shipment.shipment_id)
    if stored == shipment:
        return order, False
    registered = _registered(order, shipment, merchant_id, now)
    changed = order.with_shipment(shipment)
    if len(set(changed.parcels())) < len(changed.parcels()):
        raise ParcelTaken("A parcel of this shipment is in another shipment of the order.", field="parcels")
    if len(changed.parcels()) > MAX_PARCELS:
        raise TooManyParcels(f"An order holds {MAX_PARCELS} parcels at most.", field="parcels")
    dropped = [parcel for parcel in order.parcels() if parcel not in changed.parcels()]
    return orders.save(changed, [registered], assign=shipment, release=dropped), stored is None


def _registered(order: Order, shipment: Shipment, merchant_id: str, now: datetime) -> Event:
    data = ShipmentRegistered(
        order_id=order.order_id,
        shipment_id=shipment.shipment_id,
        shipped_at=shipment.shipped_at,
        parcels=[ParcelReference(carrier=p.carrier, tracking_number=p.tracking_number) for p in shipment.parcels],
    )
    metadata = Metadata(
        event_id=f"shipment:{order.order_id}:{shipment.shipment_id}:{order.version + 1}",
        version=data.version,
        occurred_at=now,
        merchant_id=merchant_id,
        correlation_id=order.order_id,
    )
    return Event.of(data, metadata)
