"""Ask the shop to cancel an order, or some of it, before anything left: once, however often it is asked for.

Todoku cancels nothing by itself: the merchant's platform hears `CancellationRequested`, cancels, pays back and sends
the order anew with `cancelled`, by which the shopper is told.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from shared.errors import Conflict, Invalid
from shared.eventing.envelope import Event, Metadata
from shared.returns.cancellation import (
    CancellationAsk,
    CancellationPreview,
    CancellationRequest,
    CancellationRules,
    CancellationState,
    WhyNot,
)
from shared.returns.cancellation_events import CancellationRequested, CancelledLine, MoneyBack
from shared.returns.preview_cancellation import Accounts, preview_of, request_of
from shared.returns.vocabulary import Actor
from shared.tracking.cancellation_asked import CancellationAsked
from shared.tracking.order import Order
from shared.tracking.ports import Orders, StaleOrder
from shared.tracking.register_shipment import OrderUnknown

ATTEMPTS = 3
"""How often it is decided anew where somebody else saved the order meanwhile: the shopper need not press again."""


class CancellationRefused(Conflict):
    """It cannot be cancelled. `why_not` holds every reason."""

    code = "cancellation_refused"

    def __init__(self, why_not: tuple[WhyNot, ...]) -> None:
        super().__init__(f"This cannot be cancelled: {', '.join(why_not)}.")
        self.why_not = why_not


class KeyReused(Invalid):
    """The idempotency key came before, with another wish."""

    code = "idempotency_key_reused"


def cancel_order(
    orders: Orders,
    accounts: Accounts,
    order_id: str,
    ask: CancellationAsk,
    *,
    idempotency_key: str,
    rules: CancellationRules,
    actor: Actor,
    merchant_id: str,
    now: datetime,
) -> tuple[CancellationRequest, bool]:
    """Keep the wish with its order and publish it; answers it, and whether it is new. `now`: aware, UTC.

    The order's version fences it: a shipment that is registered meanwhile is seen, and then it is refused. The same key
    means the same wish. Raises OrderUnknown, CancellationRefused, KeyReused, and StaleOrder after `ATTEMPTS`.
    """
    request_id = request_id_of(order_id, idempotency_key)
    for attempt in range(1, ATTEMPTS + 1):
        order = orders.get(order_id)
        if order is None:
            raise OrderUnknown("There is no order with this id.", field="order_id")
        known = next((asked for asked in order.cancellations if asked.request_id == request_id), None)
        if known is not None:
            return request_of(order, _the_same(known, ask)), False
        preview = preview_of(order, accounts.account(order_id), ask, rules=rules, actor=actor, now=now)
        if preview.why_not:
            raise CancellationRefused(preview.why_not)
        asked = _asked(request_id, preview, ask, actor, now)
        try:
            _save(orders, order, asked, merchant_id)
        except StaleOrder:
            if attempt == ATTEMPTS:
                raise
        else:
            return CancellationRequest(asked, CancellationState.ASKED), True
    raise StaleOrder("The order changed in between: try again.")


def request_id_of(order_id: str, idempotency_key: str) -> str:
    """16 hex digits, the same for the same key."""
    return hashlib.sha256(f"todoku-cancellation\x1f{order_id}\x1f{idempotency_key}".encode()).hexdigest()[:16]


def _the_same(known: CancellationAsked, ask: CancellationAsk) -> CancellationAsked:
    pieces = {piece.line: piece.quantity for piece in known.pieces}
    is_same = known.whole_order if ask.pieces is None else dict(ask.pieces) == pieces
    if not is_same or known.reason != ask.reason:
        raise KeyReused("This key came before, with another wish.", field="Idempotency-Key")
    return known


def _asked(
    request_id: str, preview: CancellationPreview, ask: CancellationAsk, actor: Actor, now: datetime
) -> CancellationAsked:
    money = preview.money
    return CancellationAsked(
        request_id=request_id,
        asked_at=now,
        asked_by=actor,
        pieces=preview.pieces,
        whole_order=preview.whole_order,
        reason=ask.reason,
        currency=money.currency if money else "",
        value=money.value if money else 0,
        paid_back=money.paid_back if money else 0,
        shipping_fee=money.shipping_fee if money else 0,
    )


def _save(orders: Orders, order: Order, asked: CancellationAsked, merchant_id: str) -> None:
    data = CancellationRequested(
        order_id=order.order_id,
        request_id=asked.request_id,
        requested_at=asked.asked_at,
        requested_by=Actor(asked.asked_by),
        whole_order=asked.whole_order,
        lines=[CancelledLine(line=each.line, sku=each.sku, quantity=each.quantity) for each in asked.pieces],
        reason=asked.reason or None,
        money=MoneyBack(
            currency=asked.currency,
            value=asked.value,
            paid_back=asked.paid_back,
            shipping_fee=asked.shipping_fee,
        )
        if asked.currency
        else None,
    )
    metadata = Metadata(
        event_id=f"cancellation:{order.order_id}:{asked.request_id}",
        version=data.version,
        occurred_at=asked.asked_at,
        merchant_id=merchant_id,
        correlation_id=order.order_id,
    )
    orders.save(replace(order, cancellations=(*order.cancellations, asked)), [Event.of(data, metadata)])
