"""An item of a return as it is answered: what was asked, what was decided, and where it stands on its four axes."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, Field

from shared.evidence.evidence_files import id_of
from shared.returns.axes import Approval, Inspection, Logistics, Money
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.view.links import address_of
from shared.returns.view.terms import TermsView
from shared.returns.view.words import OutcomeWord
from shared.returns.vocabulary import Condition, Disposition, ReasonGroup


class WantedView(BaseModel):
    """What is sent instead."""

    sku: str
    quantity: int
    unit_price: int
    name: str | None


class EvidenceView(BaseModel):
    """Something the shopper showed."""

    evidence_id: str
    kind: str
    href: str = Field(description="Leads to the file, for a minute.")


class ItemView(BaseModel):
    """Some pieces of one position, which move as one."""

    item_id: str
    order_id: str
    line: str | None = Field(description="The position; null for what is none of the order's.")
    sku: str
    quantity: int
    reason: str
    reason_group: ReasonGroup | None
    words: str | None = Field(description="The shopper's own.")
    condition: Condition | None = Field(description="As the shopper says.")
    outcome: OutcomeWord
    wanted: WantedView | None
    evidence: list[EvidenceView]
    serial_number: str | None
    approval: Approval
    logistics: Logistics
    inspection: Inspection
    money: Money
    declined_because: str | None
    may_appeal: bool
    found: Condition | None = Field(description="By the warehouse.")
    reduced_to: int | None = Field(description="Basis points of its value that were accepted.")
    disposition: Disposition | None = Field(description="What becomes of it; null for shoppers.")
    terms: TermsView | None

    @classmethod
    def of(cls, request: ReturnRequest, item: ReturnItem, *, for_staff: bool) -> Self:
        wanted = item.wanted
        return cls(
            item_id=item.item_id,
            order_id=item.order_id,
            line=item.line or None,
            sku=item.sku,
            quantity=item.quantity,
            reason=item.reason,
            reason_group=item.reason_group,
            words=item.words or None,
            condition=item.condition,
            outcome=item.outcome,
            wanted=None
            if wanted is None
            else WantedView(
                sku=wanted.sku, quantity=wanted.quantity, unit_price=wanted.unit_price, name=wanted.name or None
            ),
            evidence=[
                EvidenceView(
                    evidence_id=id_of(each),
                    kind=each.kind,
                    href=f"{address_of(request.return_id)}/evidence/{id_of(each)}",
                )
                for each in item.evidence
            ],
            serial_number=item.serial_number or None,
            approval=item.approval,
            logistics=item.logistics,
            inspection=item.inspection,
            money=item.money,
            declined_because=item.declined_because or None,
            may_appeal=item.may_appeal,
            found=item.found,
            reduced_to=item.reduced_to,
            disposition=item.disposition if for_staff else None,
            terms=TermsView.of(item.terms, for_staff=for_staff) if item.terms else None,
        )
