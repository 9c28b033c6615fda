"""What is in a parcel that comes back, as slips and customs forms say it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from shared.promise.money import said_in
from shared.returns.methods.ports import ParcelContents
from shared.returns.policy.policy import Policy
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.tracking.order import Order, OrderLine


def parcel_contents(
    request: ReturnRequest, item_ids: Collection[str], orders: Mapping[str, Order], policy: Policy
) -> tuple[ParcelContents, ...]:
    """The items with what was paid for them, minor units; their reasons in the words of the return's language."""
    return tuple(
        _contents(item, _line(item, orders), request, policy) for item in request.items if item.item_id in item_ids
    )


def _contents(item: ReturnItem, line: OrderLine | None, request: ReturnRequest, policy: Policy) -> ParcelContents:
    reason = policy.reason(item.reason)
    paid = line.sale.paid if line and line.sale else 0
    return ParcelContents(
        sku=item.sku,
        name=line.name if line else item.sku,
        quantity=item.quantity,
        value=paid * item.quantity // max(1, line.quantity) if line else 0,
        currency=request.currency,
        reason=said_in(request.language, reason.texts) if reason else "",
    )


def _line(item: ReturnItem, orders: Mapping[str, Order]) -> OrderLine | None:
    order = orders.get(item.order_id)
    return next((line for line in order.lines if line.position == item.line), None) if order else None
