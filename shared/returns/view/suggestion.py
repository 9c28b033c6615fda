"""Suggestions and slots, as they are answered beside what the policy offers."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, Field

from shared.promise.money import said_in
from shared.returns.suggestions.explanation import explanation
from shared.returns.suggestions.slots import ChosenSlot
from shared.returns.suggestions.suggest import Suggestion
from shared.returns.view.words import OutcomeWord


class SuggestionView(BaseModel):
    """What kept others. It stands beside the outcomes, and takes the place of none."""

    outcome: OutcomeWord
    option: dict[str, str] | None = Field(description='Exchanges: the option to choose, as {"size": "L"}.')
    sku: str | None = Field(description="What to ask for as `wanted`, where it is known.")
    probability: float = Field(description="That it is taken and kept, from 0 to 1.")
    sample: int = Field(description="How many past returns were counted.")
    explanation: str = Field(description="The same in a sentence with its figures, in Japanese or English.")

    @classmethod
    def of(cls, suggestion: Suggestion, reason: str, language: str) -> Self:
        """`reason`: as shoppers read it."""
        return cls(
            outcome=suggestion.outcome,
            option=dict([suggestion.option]) if suggestion.option else None,
            sku=suggestion.sku or None,
            probability=round(suggestion.probability, 3),
            sample=suggestion.sample,
            explanation=explanation(suggestion, reason, language),
        )


class SlotView(BaseModel):
    """A recommendation or promotion of the merchant's, to be marked as such."""

    name: str
    kind: Literal["recommendation", "promotion"]
    title: str
    text: str
    url: str
    image_url: str | None
    reasons: list[str] = Field(description="Beside these reasons only.")

    @classmethod
    def of(cls, chosen: ChosenSlot, language: str) -> Self:
        slot = chosen.slot
        return cls(
            name=slot.name,
            kind="promotion" if slot.kind == "promotion" else "recommendation",
            title=said_in(language, tuple(slot.title.items())),
            text=said_in(language, tuple(slot.text.items())),
            url=slot.url,
            image_url=slot.image_url or None,
            reasons=list(chosen.reasons),
        )
