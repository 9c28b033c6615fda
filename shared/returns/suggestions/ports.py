"""Where the suggestion model lies."""

from __future__ import annotations

from typing import Protocol

from shared.returns.suggestions.model import SuggestionModel


class Suggestions(Protocol):
    """The one model in force."""

    def current(self) -> SuggestionModel | None:
        """None where none was ever fitted. Raises UnreadableModel."""

    def put(self, model: SuggestionModel) -> None:
        """Suggest by this from now on. Raises ModelTooLarge."""
