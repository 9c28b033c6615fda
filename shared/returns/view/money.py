"""What a return comes to, and what was promised and paid, as it is answered. Amounts are minor units."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from shared.returns.money.reckoning import Part, Reckoning
from shared.returns.settlement import Settlement, SettlementKind, SettlementState


class EntryView(BaseModel):
    """One part of it."""

    part: Part
    amount: int = Field(description="Positive: in the shopper's favour.")
    item_id: str | None = Field(description="Null: of the whole return.")
    rule: str | None = Field(description="The rule that set a fee or bonus; null for shoppers.")


class FlowView(BaseModel):
    """Where one amount goes."""

    kind: SettlementKind
    amount: int = Field(description="Without the bonus.")
    bonus: int
    order_id: str
    items: list[str]
    sku: str | None = Field(description="Of goods that are sent.")
    quantity: int | None


class MoneyView(BaseModel):
    """What the return comes to, as it stands: before it is submitted a preview, afterwards what is still to come."""

    currency: str
    balance: int = Field(description="Positive: the shopper gets it. Negative: they pay it.")
    entries: list[EntryView] = Field(description="Every part. Empty for who received a gift.")
    flows: list[FlowView] = Field(description="Where it goes.")
    includes_tax: int = Field(description="Tax inside of it, where prices hold theirs.")
    unpriced: list[str] = Field(description="Items for which nothing is reckoned: the shop did not say the prices.")

    @classmethod
    def of(cls, reckoning: Reckoning, *, for_staff: bool, is_gift: bool) -> Self:
        return cls(
            currency=reckoning.currency,
            balance=reckoning.balance,
            entries=[]
            if is_gift
            else [
                EntryView(
                    part=entry.part,
                    amount=entry.amount,
                    item_id=entry.item_id or None,
                    rule=(entry.rule or None) if for_staff else None,
                )
                for entry in reckoning.entries
            ],
            flows=[
                FlowView(
                    kind=SettlementKind(flow.kind),
                    amount=flow.amount,
                    bonus=flow.bonus,
                    order_id=flow.order_id,
                    items=list(flow.item_ids),
                    sku=flow.sku or None,
                    quantity=flow.quantity or None,
                )
                for flow in reckoning.flows
            ],
            includes_tax=reckoning.includes_tax,
            unpriced=list(reckoning.unpriced),
        )


class SettlementView(BaseModel):
    """One thing that is paid, credited, charged or sent."""

    settlement_id: str
    order_id: str
    kind: SettlementKind
    state: SettlementState
    items: list[str]
    amount: int
    bonus: int
    sku: str | None
    quantity: int | None
    due_at: datetime | None
    settled_at: datetime | None
    payment_id: str | None = Field(description="To which payment; null for shoppers.")
    reference: str | None = Field(description="The payer's; null for shoppers.")
    failure: str | None = Field(description="Why it was refused; null for shoppers.")

    @classmethod
    def of(cls, settlement: Settlement, *, for_staff: bool) -> Self:
        return cls(
            settlement_id=settlement.settlement_id,
            order_id=settlement.order_id,
            kind=settlement.kind,
            state=settlement.state,
            items=list(settlement.item_ids),
            amount=settlement.amount,
            bonus=settlement.bonus,
            sku=settlement.sku or None,
            quantity=settlement.quantity or None,
            due_at=settlement.due_at,
            settled_at=settlement.settled_at,
            payment_id=(settlement.payment_id or None) if for_staff else None,
            reference=(settlement.reference or None) if for_staff else None,
            failure=(settlement.failure or None) if for_staff else None,
        )
