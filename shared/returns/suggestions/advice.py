"""Suggestions for every position of an order and every reason that can be chosen for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from shared.returns.policy.terms import Eligibility
from shared.returns.reports.rows_of import goods_of
from shared.returns.suggestions.model import SuggestionModel
from shared.returns.suggestions.slots import ChosenSlot
from shared.returns.suggestions.suggest import Shelf, Suggestion, suggest
from shared.tracking.order import Order

Advice = Mapping[tuple[str, str], tuple[Suggestion, ...]]
"""Position and reason -> suggestions; those without any are left out."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the policy's offers, and changes none of them."""

    advice: Advice = field(default_factory=dict)
    slots: tuple[ChosenSlot, ...] = ()


NOTHING = Beside()


def advise(
    model: SuggestionModel | None, order: Order, found: Sequence[Eligibility], shelf: Shelf, *, by_tier: bool = True
) -> Advice:
    """Only of outcomes that are offered for just this position and reason. Without a model: nothing.

    What `found` offers is read and never changed. `by_tier`: not for those who were given it, for the tier is the
    buyer's.
    """
    if model is None:
        return {}
    goods = {line.position: goods_of(order, line, 0, 1) for line in order.lines}
    if not by_tier:
        goods = {position: replace(each, tier="") for position, each in goods.items()}
    advice = {
        (each.line, offer.reason): suggest(
            model,
            goods[each.line],
            offer.reason,
            {outcome.outcome for outcome in offer.outcomes},
            shelf,
        )
        for each in found
        if each.line in goods
        for offer in each.reasons
    }
    return {place: suggestions for place, suggestions in advice.items() if suggestions}
