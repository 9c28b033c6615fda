"""What of an order can come back, as it is answered: each position with its reasons, and what follows from each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from shared.promise.money import said_in
from shared.returns.policy.policy import EvidenceNeeded, Policy
from shared.returns.policy.terms import Eligibility, MethodOffer, OutcomeOffer, ReasonOffer
from shared.returns.suggestions.advice import NOTHING, Beside
from shared.returns.view.links import LinkView
from shared.returns.view.suggestion import SlotView, SuggestionView
from shared.returns.view.terms import EvidenceNeededView, FeeView, WhyView
from shared.returns.view.words import OutcomeWord
from shared.returns.vocabulary import Keep, Method, ReasonGroup, Review, WholeAt
from shared.returns.wanted_items import FOR_GIFTS
from shared.tracking.order import Order


class ReasonView(BaseModel):
    """A reason to choose."""

    code: str
    text: str = Field(description="As shoppers read it, in the language that was asked for.")
    group: ReasonGroup
    parent: str | None
    suggestions: list[SuggestionView] = Field(
        default=[], description="What kept others, likeliest first. Show it beside the outcomes, never in their place."
    )


class MethodView(BaseModel):
    """A way back that is offered."""

    method: Method
    shipping_fee: FeeView
    whole_at: WholeAt

    @classmethod
    def of(cls, offer: MethodOffer) -> Self:
        return cls(method=offer.method, shipping_fee=FeeView.of(offer.shipping_fee), whole_at=offer.whole_at)


class BonusView(BaseModel):
    """What is given on top."""

    fixed: int = Field(description="Minor units, once per return.")
    basis_points: int
    at_most: int | None


class OutcomeView(BaseModel):
    """One thing the shopper may get."""

    outcome: OutcomeWord
    until: date | None = Field(description="The last day for it; null: for ever.")
    restocking_fee: FeeView
    bonus: BonusView | None
    whole_at: WholeAt
    keep: Keep = Field(description="Whether the goods come back at all.")
    is_automatic: bool = Field(description="Whether it is decided at once, and not by people.")
    methods: list[MethodView]

    @classmethod
    def of(cls, offer: OutcomeOffer) -> Self:
        has_bonus = bool(offer.bonus_fixed or offer.bonus_basis_points)
        return cls(
            outcome=offer.outcome,
            until=offer.until,
            restocking_fee=FeeView.of(offer.restocking_fee),
            bonus=BonusView(fixed=offer.bonus_fixed, basis_points=offer.bonus_basis_points, at_most=offer.bonus_at_most)
            if has_bonus
            else None,
            whole_at=offer.whole_at,
            keep=offer.keep,
            is_automatic=offer.review is Review.AUTOMATIC,
            methods=[MethodView.of(each) for each in offer.by_method],
        )


class ChoiceView(BaseModel):
    """Reasons from which the same follows, and what that is."""

    reasons: list[ReasonView]
    eligible: bool
    whys: list[WhyView] = Field(description="Every reason against; empty where it is eligible.")
    until: date | None = Field(description="The last day; null: for ever.")
    evidence: EvidenceNeededView
    message: str | None = Field(description="To be shown before the shopper goes on.")
    outcomes: list[OutcomeView] = Field(description="Best first.")


class ReturnableItemView(BaseModel):
    """One position of the order."""

    line: str
    sku: str
    name: str
    quantity: int = Field(description="Pieces that can still be asked for.")
    eligible: bool = Field(description="For at least one reason.")
    whys: list[WhyView] = Field(description="Where it is not: every reason against.")
    until: date | None = Field(description="The latest last day; null with `eligible`: for ever.")
    choices: list[ChoiceView]


class ReturnableView(BaseModel):
    """What of an order can come back."""

    order_id: str
    currency: str
    language: str
    items: list[ReturnableItemView]
    policy_version: int | None = Field(description="By which it is decided; null for shoppers.")
    shopper_token: str | None = Field(
        description="With which the order's shopper may ask, as a bearer token; null for shoppers."
    )
    slots: list[SlotView] = Field(
        default=[], description="Recommendations and promotions, for shoppers who said yes to such."
    )
    links: list[LinkView]

    @classmethod
    def of(
        cls,
        order: Order,
        found: Sequence[Eligibility],
        policy: Policy,
        *,
        language: str,
        for_staff: bool,
        is_gift: bool,
        shopper_token: str | None,
        beside: Beside = NOTHING,
    ) -> Self:
        says = _Says(policy, language, for_staff, is_gift, beside)
        any_eligible = any(each.eligible for each in found)
        return cls(
            order_id=order.order_id,
            currency=order.sale.currency if order.sale else policy.currency,
            language=language,
            items=[says.item(order, each) for each in found],
            policy_version=policy.version if for_staff else None,
            shopper_token=shopper_token,
            slots=[SlotView.of(chosen, language) for chosen in beside.slots],
            links=[LinkView.to_draft()] if any_eligible else [],
        )


class _Says:
    """Says it to one sort of reader."""

    def __init__(self, policy: Policy, language: str, for_staff: bool, is_gift: bool, beside: Beside) -> None:
        self._policy, self._language = policy, language
        self._for_staff, self._is_gift = for_staff, is_gift
        self._beside = beside

    def item(self, order: Order, found: Eligibility) -> ReturnableItemView:
        line = next(line for line in order.lines if line.position == found.line)
        return ReturnableItemView(
            line=found.line,
            sku=found.sku,
            name=line.name,
            quantity=found.open_quantity,
            eligible=found.eligible,
            whys=[WhyView.of(why, for_staff=self._for_staff) for why in found.whys],
            until=found.until,
            choices=self._choices(found.line, found.reasons),
        )

    def _choices(self, line: str, offers: Sequence[ReasonOffer]) -> list[ChoiceView]:
        """Reasons that are alike stand together, in the order of the first of them."""
        alike: list[tuple[ReasonOffer, list[ReasonOffer]]] = []
        for offer in offers:
            same = next((members for first, members in alike if _same(first, offer)), None)
            if same is None:
                alike.append((offer, [offer]))
            else:
                same.append(offer)
        return [self._choice(line, first, members) for first, members in alike]

    def _choice(self, line: str, offer: ReasonOffer, members: list[ReasonOffer]) -> ChoiceView:
        terms = offer.terms
        outcomes = [each for each in offer.outcomes if not self._is_gift or each.outcome in FOR_GIFTS]
        return ChoiceView(
            reasons=[reason for each in members for reason in self._reason(line, each.reason)],
            eligible=bool(outcomes),
            whys=[WhyView.of(why, for_staff=self._for_staff) for why in terms.whys],
            until=terms.until,
            evidence=EvidenceNeededView.of(terms.actions.evidence or EvidenceNeeded()),
            message=said_in(self._language, offer.message) or None,
            outcomes=[OutcomeView.of(each) for each in outcomes],
        )

    def _reason(self, line: str, code: str) -> list[ReasonView]:
        reason = self._policy.reason(code)
        if reason is None:
            return []
        text = said_in(self._language, reason.texts) or code
        suggested = [
            SuggestionView.of(each, text, self._language)
            for each in self._beside.advice.get((line, code), ())
            if not self._is_gift or each.outcome in FOR_GIFTS
        ]
        parent = reason.parent or None
        return [ReasonView(code=code, text=text, group=reason.group, parent=parent, suggestions=suggested)]


def _same(one: ReasonOffer, other: ReasonOffer) -> bool:
    return (one.terms, one.outcomes, one.message) == (other.terms, other.outcomes, other.message)
