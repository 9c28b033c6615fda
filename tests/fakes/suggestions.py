"""The suggestion model in force."""

from __future__ import annotations

from shared.returns.suggestions.model import SuggestionModel


class InMemorySuggestions:
    def __init__(self) -> None:
        self.model: SuggestionModel | None = None

    def current(self) -> SuggestionModel | None:
        return self.model

    def put(self, model: SuggestionModel) -> None:
        self.model = model
