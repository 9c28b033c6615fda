"""Record what a shop update says: the order, and every shipment it has left in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.shoppers.ports import Shoppers
from shared.shops.record_with_consent import record_with_consent
from shared.shops.shop import Shop
from shared.shops.shop_update import ShopUpdate
from shared.tracking.order import Order, Shipment
from shared.tracking.ports import Orders, Parcels
from shared.tracking.register_shipment import register_shipment


def record_shop_update(
    orders: Orders,
    parcels: Parcels,
    shoppers: Shoppers,
    update: ShopUpdate,
    *,
    shop: Shop,
    link: str,
    merchant_id: str,
    now: datetime,
) -> Order | None:
    """Save what is new in the update; answers the order as stored, None when nothing of it goes anywhere.

    The pushes of an order may come in any order and any number of times: what is stored in the end is the same.
    `link` is used for a new order. Raises OrderUnknown for a shipment whose order was not told yet, and what
    `record_with_consent` and `register_shipment` raise: the push is retried as a whole.
    """
    if update.order is not None:
        order = shop.order_of(update.order, link)
        record_with_consent(orders, shoppers, order, update.order.consents, merchant_id=merchant_id, now=now)
    # Those without parcels first: a parcel may be on its way from one that was taken back into another.
    for told in sorted(update.shipments, key=lambda shipment: (bool(shipment.parcels), shipment.shipment_id)):
        stored = orders.get(update.order_id)
        if stored is None and not told.parcels:
            continue  # downloads, vouchers and what is collected: handed over, but never told of as an order
        shipment = _without_known_parcels(told, stored) if stored else told
        register_shipment(orders, parcels, update.order_id, shipment, merchant_id=merchant_id, now=now)
    return orders.get(update.order_id)


def _without_known_parcels(shipment: Shipment, order: Order) -> Shipment:
    """The shipment without parcels of the order's other shipments: shops write one box under two.

    It then bears no revision: when the other lets go of the parcel, the next word about this one counts, however old.
    """
    others = {
        number
        for shipment_id, other in order.shipments.items()
        if shipment_id != shipment.shipment_id
        for number in other.parcels
    }
    if others.isdisjoint(shipment.parcels):
        return shipment
    return replace(shipment, parcels=tuple(n for n in shipment.parcels if n not in others), revision="")
