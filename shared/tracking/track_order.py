"""Track an order, or one of its shipments: everything the merchant may know of each parcel."""

from __future__ import annotations

from shared.errors import NotFound
from shared.tracking.find_parcel import FoundParcel, registered_parcel
from shared.tracking.order import Order
from shared.tracking.ports import Orders, Parcels
from shared.tracking.register_shipment import OrderUnknown
from shared.tracking.tracked import TrackedOrder, TrackedShipment, tracked_order, tracked_shipment


class ShipmentUnknown(NotFound):
    """The order has no such shipment."""

    code = "shipment_unknown"


def track_order(orders: Orders, parcels: Parcels, order_id: str) -> TrackedOrder[FoundParcel]:
    """The order with all its parcels as they are now. Raises OrderUnknown."""
    return tracked_order(_order(orders, order_id), lambda parcel, of: registered_parcel(parcels, parcel, of))


def track_shipment(orders: Orders, parcels: Parcels, order_id: str, shipment_id: str) -> TrackedShipment[FoundParcel]:
    """The shipment with its parcels as they are now. Raises OrderUnknown, ShipmentUnknown."""
    order = _order(orders, order_id)
    shipment = order.shipments.get(shipment_id)
    if shipment is None:
        raise ShipmentUnknown("The order has no shipment with this id.", field="shipment_id")
    return tracked_shipment(order, shipment, lambda parcel, of: registered_parcel(parcels, parcel, of))


def _order(orders: Orders, order_id: str) -> Order:
    order = orders.get(order_id)
    if order is None:
        raise OrderUnknown("There is no order with this id.", field="order_id")
    return order
