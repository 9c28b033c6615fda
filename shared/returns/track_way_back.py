"""Follow the parcel of a way back: it becomes a shipment of its order that the shopper sends."""

from __future__ import annotations

from datetime import datetime

from shared.returns.means import Tracking
from shared.returns.return_request import ReturnRequest, ReturnShipment
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.order import Shipment
from shared.tracking.parcel import Leg
from shared.tracking.register_shipment import register_shipment


def track_way_back(tracking: Tracking, request: ReturnRequest, way: ReturnShipment, now: datetime) -> None:
    """Register the parcel, unless it is; nothing to follow has no carrier or number.

    A parcel is one order's: of a return over several orders, that of the first item in it. Raises OrderUnknown,
    StaleOrder, TooManyParcels, and ParcelTaken where the number is another order's.
    """
    if not way.carrier or not way.tracking_number:
        return
    order_id = next(item.order_id for item in request.items if item.item_id in way.item_ids)
    number = ParcelNumber(way.carrier, way.tracking_number)
    order = tracking.orders.get(order_id)
    known = order.shipments.get(way.shipment_id) if order else None
    if known is not None and known.parcels == (number,):
        return
    shipment = Shipment(way.shipment_id, way.made_at or now, (number,), Leg.RETURN)
    register_shipment(tracking.orders, tracking.parcels, order_id, shipment, merchant_id=tracking.merchant_id, now=now)
