"""Record an order that the shop sends: once, however often it is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.eventing.envelope import Event, Metadata
from shared.tracking.events import OrderRecorded
from shared.tracking.order import Order, is_outdated
from shared.tracking.order_changes import changes_of, steps_to
from shared.tracking.ports import Orders
from shared.tracking.told_sale import with_known_sale


def record_order(orders: Orders, order: Order, *, merchant_id: str, now: datetime) -> tuple[Order, bool]:
    """Save `order` unless the same is stored already; answers what is stored, and whether the order is new.

    What the shop's order does not say stays: the stored link and shipments, a promise once told, name, revision, what
    it was sold for, that it was cancelled, and what its shopper asked to cancel. The promise that was told first stays
    beside the one told last.
    `order.link` is used for a new order. An order that came late, by its revision, changes nothing.
    Cancellations and back orders that are new are published with it. Raises StaleOrder.
    """
    stored = orders.get(order.order_id)
    wanted = order if stored is None else _beside(stored, order)
    if stored is not None and (wanted == stored or is_outdated(wanted.revision, stored.revision)):
        return stored, False
    saved = stored
    for step in steps_to(stored, wanted):
        saved = _save(orders, saved, step, merchant_id=merchant_id, now=now)
    return saved or wanted, stored is None


def _beside(stored: Order, order: Order) -> Order:
    """The order, with what is known and it does not say."""
    beside = replace(
        order,
        link=stored.link,
        shipments=stored.shipments,
        version=stored.version,
        promise=stored.promise,
        replaced_promise=stored.replaced_promise,
        name=order.name or stored.name,
        revision=order.revision or stored.revision,
        cancelled_at=order.cancelled_at or stored.cancelled_at,
        cancellations=stored.cancellations,
    ).with_promise(order.promise)
    return with_known_sale(beside, stored)


def _save(orders: Orders, before: Order | None, after: Order, *, merchant_id: str, now: datetime) -> Order:
    if before is not None:
        after = replace(after, version=before.version)
        if replace(after, revision=before.revision) == before:  # nothing but the revision is new
            return orders.save(after, [])
    events = [_recorded(after, merchant_id, now), *changes_of(before, after, merchant_id=merchant_id, now=now)]
    return orders.save(after, events, renamed=before is not None and before.name != after.name)


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
