"""Fit a model and put it in force: as fine as can be kept."""

from __future__ import annotations

from collections.abc import Sequence

from shared.returns.reports.returned_item import ReturnedItem
from shared.returns.suggestions.fit import SMALLEST_CELL, fit
from shared.returns.suggestions.model import ModelTooLarge, SuggestionModel
from shared.returns.suggestions.ports import Suggestions

COARSEST = 10_000
"""Returns of the smallest cell, beyond which nothing would be left to leave out."""


def put_in_force(suggestions: Suggestions, rows: Sequence[ReturnedItem]) -> tuple[SuggestionModel, int]:
    """The model, and the returns of its smallest cell. Raises ModelTooLarge where no coarser one helps."""
    smallest = SMALLEST_CELL
    while True:
        model = fit(rows, smallest=smallest)
        try:
            suggestions.put(model)
        except ModelTooLarge:
            if smallest >= COARSEST:
                raise
            smallest *= 2
        else:
            return model, smallest
