"""What is published where somebody wants to cancel. Ids and amounts only."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime, BaseModel

from shared.eventing.envelope import EventData
from shared.returns.vocabulary import Actor

SOURCE = "postpurchase.returns"


class CancelledLine(BaseModel):
    """Pieces of one position."""

    line: str
    """The shop's id of the position, else its SKU."""
    sku: str
    quantity: int


class MoneyBack(BaseModel):
    """What it comes to, as the shopper was shown. Minor units."""

    currency: str
    value: int
    """What need not be paid for any more, the new shipping fee taken off."""
    paid_back: int
    """Of that, what was captured: pay it back."""
    shipping_fee: int
    """Due because what is left falls below free shipping; taken off already."""


class CancellationRequested(EventData):
    """Somebody wants an order, or some of it, cancelled before it is sent. Cancel it, and send the order anew."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "CancellationRequested"
    version: ClassVar[int] = 1

    order_id: str
    request_id: str
    """The same however often it is told: what you cancelled under it, cancel no second time."""
    requested_at: AwareDatetime
    requested_by: Actor
    whole_order: bool
    """Nothing is left of the order then."""
    lines: list[CancelledLine]
    reason: str | None = None
    """A code, small letters."""
    money: MoneyBack | None = None
    """Absent where the shop did not say what was sold for how much."""
