"""Record an order that the shop sends: once, however often it is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.eventing.envelope import Event, Metadata
from shared.tracking.events import OrderRecorded
from shared.tracking.order import Order, is_outdated
from shared.tracking.ports import Orders


def record_order(orders: Orders, order: Order, *, merchant_id: str, now: datetime) -> tuple[Order, bool]:
    """Save `order` unless the same is stored already; answers what is stored, and whether the order is new.

    What the shop's order does not say stays: the stored link and shipments, a promise once told, name and revision. The
    promise that was told first stays beside the one told last.
    `order.link` is used for a new order. An order that came late, by its revision, changes nothing.
    """
    stored = orders.get(order.order_id)
    if stored is None:
        return orders.save(order, [_recorded(order, merchant_id, now)]), True
    changed = replace(
        order,
        link=stored.link,
        shipments=stored.shipments,
        version=stored.version,
        promise=stored.promise,
        replaced_promise=stored.replaced_promise,
        name=order.name or stored.name,
        revision=order.revision or stored.revision,
    ).with_promise(order.promise)
    if changed == stored or is_outdated(changed.revision, stored.revision):
        return stored, False
    says_nothing_new = replace(changed, revision=stored.revision) == stored
    return orders.save(changed, [] if says_nothing_new else [_recorded(changed, merchant_id, now)]), False


def _recorded(order: Order, merchant_id: str, now: datetime) -> Event:
    version = order.version + 1
    data = OrderRecorded(
        order_id=order.order_id,
        order_version=version,
        placed_at=order.placed_at,
        country=order.destination.country,
    )
    metadata = Metadata(
        event_id=f"order:{order.order_id}:{version}",
        version=data.version,
        occurred_at=now,
        merchant_id=merchant_id,
        correlation_id=order.order_id,
    )
    return Event.of(data, metadata)
