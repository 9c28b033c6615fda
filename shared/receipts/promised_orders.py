"""Orders with the promises that were kept for them, although nobody wrote these into the order.

A promise may be kept before its order is recorded, or after: where the order is read, both are joined. So
`PUT /v1/orders/…` need not say the promise once more, and nothing is written twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.eventing.envelope import Event
from shared.receipts.ports import Receipts, Told
from shared.receipts.receipt import PromiseReceipt
from shared.tracking.carrier_update import ParcelId
from shared.tracking.order import Order, PromiseTold, Shipment
from shared.tracking.ports import Orders


@dataclass(frozen=True, slots=True)
class PromisedOrders:
    """Implements shared.tracking.ports.Orders for those who read. Who changes an order reads it as it is stored."""

    orders: Orders
    receipts: Receipts

    def get(self, order_id: str) -> Order | None:
        order = self.orders.get(order_id)
        return order and with_kept_promises(order, self.receipts)

    def by_link(self, link: str) -> Order | None:
        order = self.orders.by_link(link)
        return order and with_kept_promises(order, self.receipts)

    def by_number(self, number: str) -> Sequence[Order]:
        return [with_kept_promises(order, self.receipts) for order in self.orders.by_number(number)]

    def save(
        self,
        order: Order,
        events: Sequence[Event],
        assign: Shipment | None = None,
        release: Sequence[ParcelId] = (),
        *,
        renamed: bool = False,
    ) -> Order:
        return self.orders.save(order, events, assign, release, renamed=renamed)


def with_kept_promises(order: Order, receipts: Receipts) -> Order:
    """The order with what was told about it, first and last.

    Of an order with a window in the shop's own words, that counts: nobody knows when it was told.
    """
    return with_told(order, told_about(order, receipts))


def told_about(order: Order, receipts: Receipts) -> Told | None:
    """The receipts of an order, first and last; None where there are none, or the shop's own words count."""
    if order.promise is not None and not order.promise.promise_id:
        return None
    return receipts.of_order(order.order_id)


def with_told(order: Order, told: Told | None) -> Order:
    """The order with what its receipts say."""
    if told is None:
        return order
    first, latest = told_by(told.first.receipt), told_by(told.latest.receipt)
    return order.with_promise(first).with_promise(latest)


def told_by(receipt: PromiseReceipt) -> PromiseTold:
    """What a receipt says, as an order has it."""
    return PromiseTold(receipt.earliest, receipt.promised, receipt.id, receipt.made_at)
