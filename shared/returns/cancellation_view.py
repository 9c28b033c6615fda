"""A cancellation as shoppers and the merchant read it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from shared.returns.cancellation import (
    CancellationPreview,
    CancellationRequest,
    CancellationState,
    PaidBack,
    WhyNot,
)
from shared.tracking.cancellation_asked import CancelledPieces


class CancellationMoneyView(BaseModel):
    """What it comes to; minor units. `value` = `goods` + `tax` + `shipping` - `shipping_fee`."""

    currency: str
    goods: int = Field(description="What was paid for the goods, discounts taken off.")
    tax: int = Field(description="On them, where prices are without.")
    shipping: int = Field(description="Of what was paid for delivery: where nothing is left to send.")
    shipping_fee: int = Field(description="Due because what is left falls below free shipping.")
    value: int = Field(description="What need not be paid for any more.")
    paid_back: int = Field(description="Of that, what was captured and goes back.")

    @classmethod
    def of(cls, money: PaidBack) -> CancellationMoneyView:
        return cls(
            currency=money.currency,
            goods=money.goods,
            tax=money.tax,
            shipping=money.shipping,
            shipping_fee=money.shipping_fee,
            value=money.value,
            paid_back=money.paid_back,
        )


class CancellationLineView(BaseModel):
    """Pieces of one position."""

    line: str
    sku: str
    quantity: int

    @classmethod
    def of(cls, pieces: CancelledPieces) -> CancellationLineView:
        return cls(line=pieces.line, sku=pieces.sku, quantity=pieces.quantity)


class CancellableLineView(CancellationLineView):
    """What of a position can be cancelled."""

    name: str


class CancellationAskedView(BaseModel):
    """One request, and what became of it."""

    request_id: str
    asked_at: datetime
    asked_by: str
    state: CancellationState
    whole_order: bool
    lines: list[CancellationLineView]
    reason: str | None
    currency: str | None
    value: int | None
    paid_back: int | None

    @classmethod
    def of(cls, request: CancellationRequest) -> CancellationAskedView:
        asked = request.asked
        return cls(
            request_id=asked.request_id,
            asked_at=asked.asked_at,
            asked_by=asked.asked_by,
            state=request.state,
            whole_order=asked.whole_order,
            lines=[CancellationLineView.of(pieces) for pieces in asked.pieces],
            reason=asked.reason or None,
            currency=asked.currency or None,
            value=asked.value if asked.currency else None,
            paid_back=asked.paid_back if asked.currency else None,
        )


class CancellationView(BaseModel):
    """Whether an order can be cancelled, what that comes to, and what was asked already."""

    order_id: str
    is_possible: bool
    why_not: list[WhyNot] = Field(description="Every reason against.")
    until: datetime | None = Field(description="How long the shopper may. Null: until it is sent.")
    left: list[CancellableLineView] = Field(description="What is left to cancel.")
    lines: list[CancellationLineView] = Field(description="What would be cancelled.")
    whole_order: bool
    money: CancellationMoneyView | None = Field(description="Null where the shop did not say the prices.")
    asked: list[CancellationAskedView] = Field(description="Oldest first.")

    @classmethod
    def of(cls, preview: CancellationPreview) -> CancellationView:
        return cls(
            order_id=preview.order_id,
            is_possible=preview.is_possible,
            why_not=list(preview.why_not),
            until=preview.until,
            left=[
                CancellableLineView(line=line.line, sku=line.sku, name=line.name, quantity=line.quantity)
                for line in preview.left
            ],
            lines=[CancellationLineView.of(pieces) for pieces in preview.pieces],
            whole_order=preview.whole_order,
            money=CancellationMoneyView.of(preview.money) if preview.money else None,
            asked=[CancellationAskedView.of(request) for request in preview.requests],
        )
