"""What events about returns have in common."""

from __future__ import annotations

from pydantic import BaseModel, Field

from shared.returns.settlement import SettlementKind
from shared.returns.vocabulary import Actor, Outcome


class ReturnedItem(BaseModel):
    """Some pieces of one position."""

    item_id: str
    order_id: str
    line: str
    """The shop's id of the position, or its SKU; "" : nothing that was ordered."""
    sku: str
    quantity: int
    outcome: Outcome


class OfReturn(BaseModel):
    """What every event of a return says."""

    return_id: str
    number: str
    order_ids: list[str]
    items: list[ReturnedItem]
    """What this is about."""
    actor: Actor
    rules: list[str] = Field(default=[])
    """What decided it: rules of the policy by name; `staff`, `carrier` and the like for other decisions."""
    code: str | None = None
    """Why, in small letters and underscores."""


class OfMoney(OfReturn):
    """What is paid, credited, charged or sent."""

    settlement_id: str
    """The idempotency key: asked twice under it, it is done once."""
    order_id: str
    kind: SettlementKind
    amount: int
    """Minor units of `currency`, without the bonus."""
    currency: str
    bonus: int = 0
    payment_id: str | None = None
    """Refunds: the shop's id of the payment it goes back to."""
    sku: str | None = None
    """Goods: what is sent."""
    quantity: int | None = None
