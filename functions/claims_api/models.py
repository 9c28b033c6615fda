"""A claim as the merchant reads it."""

from __future__ import annotations

from typing import Self

from pydantic import AwareDatetime, BaseModel, Field

from shared.cases.case import Case
from shared.cases.reported import CaseLineBody
from shared.cases.view import CaseView
from shared.claims.claim import Claim
from shared.claims.problem import Problem, Wish
from shared.evidence.evidence import Evidence
from shared.evidence.evidence_files import id_of


class SaidView(BaseModel):
    """Words of the shopper, who may name people in them."""

    at: AwareDatetime
    words: str


class ClaimEvidenceView(BaseModel):
    """Something the shopper showed."""

    evidence_id: str
    kind: str = Field(description="`photo`, `video`, `document`.")
    added_at: AwareDatetime
    href: str = Field(description="Leads to the file, for a minute.")

    @classmethod
    def of(cls, claim: Claim, evidence: Evidence) -> Self:
        evidence_id = id_of(evidence)
        return cls(
            evidence_id=evidence_id,
            kind=evidence.kind,
            added_at=evidence.added_at,
            href=f"/v1/orders/{claim.order_id}/claims/{claim.claim_id}/evidence/{evidence_id}",
        )


class ClaimView(BaseModel):
    """What a shopper reported of one problem of one shipment, with the case that tells what became of it."""

    order_id: str
    claim_id: str = Field(description="Answer it at `PUT /v1/orders/{order_id}/cases/{claim_id}`.")
    problem: Problem
    shipment_id: str | None = Field(description="Null: nobody says which.")
    lines: list[CaseLineBody] = Field(description="The articles; none where the problem is the parcel's.")
    wish: Wish = Field(description="What the shopper would like. It binds nobody.")
    reported_at: AwareDatetime = Field(description="When it was first reported.")
    changed_at: AwareDatetime = Field(description="When something was last told or shown of it.")
    words: list[SaidView] = Field(description="Oldest first.")
    evidence: list[ClaimEvidenceView] = Field(description="Oldest first.")
    case: CaseView | None = Field(description="Null for a moment, while it is opened.")

    @classmethod
    def of(cls, claim: Claim, case: Case | None) -> Self:
        return cls(
            order_id=claim.order_id,
            claim_id=claim.claim_id,
            problem=claim.problem,
            shipment_id=claim.shipment_id or None,
            lines=[CaseLineBody(sku=line.sku, quantity=line.quantity) for line in claim.lines],
            wish=claim.wish,
            reported_at=claim.reported_at,
            changed_at=claim.changed_at,
            words=[SaidView(at=said.at, words=said.words) for said in claim.said],
            evidence=[ClaimEvidenceView.of(claim, evidence) for evidence in claim.evidence],
            case=CaseView.of(case) if case else None,
        )


class ClaimsAnswer(BaseModel):
    """The claims of an order."""

    claims: list[ClaimView]
