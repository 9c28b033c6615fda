"""Decisions as they are answered: what holds, what stands against it, and for the shop which rule said so.

Shoppers are not told the names of rules: some of them say what a shop thinks of a shopper.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from shared.returns.policy.policy import EvidenceNeeded, Fee
from shared.returns.policy.terms import Terms, Why
from shared.returns.view.words import OutcomeWord
from shared.returns.vocabulary import Checking, Disposition, Keep, Method, Review, WholeAt


class WhyView(BaseModel):
    """One reason against."""

    code: str
    day: date | None = Field(description="The day it turned on: the window's last.")
    rule: str | None = Field(description="The rule that said so; null for shoppers.")

    @classmethod
    def of(cls, why: Why, *, for_staff: bool) -> Self:
        return cls(code=why.code, day=why.day, rule=why.rule if for_staff else None)


class FeeView(BaseModel):
    """What the shopper bears."""

    fixed: int = Field(description="Minor units of the policy's currency.")
    basis_points: int = Field(description="Of what was paid for the goods: 1,000 is 10 %.")
    by_shopper: bool = Field(description="The shopper pays the carrier; the shop takes nothing for it.")

    @classmethod
    def of(cls, fee: Fee) -> Self:
        return cls(fixed=fee.fixed, basis_points=fee.basis_points, by_shopper=fee.by_shopper)


class EvidenceNeededView(BaseModel):
    """What has to be shown."""

    photos: int
    video: bool
    words: bool
    serial_number: bool

    @classmethod
    def of(cls, needed: EvidenceNeeded) -> Self:
        return cls(photos=needed.photos, video=needed.video, words=needed.words, serial_number=needed.serial_number)


class TermsView(BaseModel):
    """What was decided for an item."""

    until: date | None = Field(description="The last day; null: for ever.")
    clock: str = Field(description="What the days counted from: `delivered`, `shipped`, `ordered`.")
    outcomes: list[OutcomeWord]
    methods: list[Method]
    shipping_fee: FeeView
    restocking_fee: FeeView
    evidence: EvidenceNeededView
    review: Review | None = Field(description="Who decides; null for shoppers.")
    whole_at: WholeAt = Field(description="When the shopper is made whole.")
    keep: Keep
    checking: Checking | None = Field(description="How closely it is looked at when it is back; null for shoppers.")
    destination: str | None = Field(description="The warehouse it comes back to; null for shoppers.")
    disposition: Disposition | None = Field(description="What becomes of it once it passed; null for shoppers.")
    whys: list[WhyView] = Field(description="Every reason against; empty: there is none.")
    rules: dict[str, str] | None = Field(description="What was decided -> the rule that decided it; null for shoppers.")

    @classmethod
    def of(cls, terms: Terms, *, for_staff: bool) -> Self:
        actions = terms.actions
        return cls(
            until=terms.until,
            clock=terms.clock,
            outcomes=list(actions.outcomes or ()),
            methods=list(actions.methods or ()),
            shipping_fee=FeeView.of(actions.shipping_fee or Fee()),
            restocking_fee=FeeView.of(actions.restocking_fee or Fee()),
            evidence=EvidenceNeededView.of(actions.evidence or EvidenceNeeded()),
            review=actions.review if for_staff else None,
            whole_at=actions.whole_at or WholeAt.INSPECTION,
            keep=actions.keep or Keep.NO,
            checking=actions.checking if for_staff else None,
            destination=(actions.destination or None) if for_staff else None,
            disposition=actions.disposition if for_staff else None,
            whys=[WhyView.of(why, for_staff=for_staff) for why in terms.whys],
            rules=dict(terms.rules) if for_staff else None,
        )
