"""Import an order of the past: what is not known yet is recorded, and what is known stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from shared.errors import Conflict
from shared.shops.order_file import PastOrder
from shared.shops.shop import Shop
from shared.tracking.ports import Orders, Parcels
from shared.tracking.record_order import record_order
from shared.tracking.register_shipment import register_shipment


@dataclass(frozen=True, slots=True)
class Imported:
    """What one order brought."""

    is_new: bool
    new_shipments: int
    refused: tuple[Conflict, ...] = ()
    """Why some of its shipments were not registered."""


def import_order(
    orders: Orders, parcels: Parcels, past: PastOrder, *, shop: Shop, link: str, merchant_id: str, now: datetime
) -> Imported:
    """Record the order and its shipments, each unless it is known. Safe to repeat, and to break off in between.

    A known order is left alone: since the file was written, the shop may have told something newer of it. Raises
    UnknownCountry.
    """
    told = replace(shop.order_of(past.told, link), promise=past.promise)
    stored = orders.get(told.order_id)
    is_new = stored is None
    if stored is None:
        stored, _ = record_order(orders, told, merchant_id=merchant_id, now=now)
    known = {parcel.number for parcel in stored.parcels()}
    new = [
        shipment
        for shipment in past.shipments
        if shipment.shipment_id not in stored.shipments and known.isdisjoint(shipment.parcels)
    ]
    refused: list[Conflict] = []
    for shipment in new:
        try:
            register_shipment(orders, parcels, told.order_id, shipment, merchant_id=merchant_id, now=now)
        except Conflict as conflict:
            refused.append(conflict)
    return Imported(is_new, len(new) - len(refused), tuple(refused))
