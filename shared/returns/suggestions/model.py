"""What was learned of the past: plain counts, from the whole shop down to one product and one tier.

Chances are counts, smoothed towards the wider count they belong to: of n returns in a cell, c of which took a choice,
the chance is (c + STRENGTH × chance in the wider cell) ÷ (n + STRENGTH). So thirty returns weigh as much as all that is
known of the wider cell, and a product that came back once says next to nothing. That choices are kept is a chance of
its own, likewise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shared.errors import Invalid, Unavailable
from shared.returns.reports.returned_item import Options

FORMAT = 1
"""Of the JSON; a model of another format is not read."""
STRENGTH = 30.0
"""Returns that the wider cell weighs as much as."""


class UnreadableModel(Unavailable):
    """The stored model is of another version of this software: fit anew."""

    code = "unreadable_suggestion_model"


class ModelTooLarge(Invalid):
    """The model is larger than can be kept."""

    code = "suggestion_model_too_large"


class Level(StrEnum):
    """How wide a cell is, from all to one. The words stand in stored models."""

    ALL = "all"
    REASON = "reason"
    TYPE = "type"
    PRODUCT = "product"
    TIER = "tier"


Cell = tuple[str, ...]
"""A level and its values: ("type", "too_small", "shirts")."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often a choice was taken; how often it is known what came of it, and how often it was kept."""

    taken: int = 0
    known: int = 0
    kept: int = 0

    def plus(self, kept: bool | None) -> Count:
        """With one more."""
        return Count(self.taken + 1, self.known + (kept is not None), self.kept + bool(kept))


Counts = Mapping[str, Count]
"""By the key of a choice."""


def path(reason: str, product_type: str, product: str, tier: str) -> tuple[Cell, ...]:
    """The cells a return belongs to, the widest first. What is not known is left out."""
    cells: list[Cell] = [(Level.ALL,), (Level.REASON, reason)]
    if product_type:
        cells.append((Level.TYPE, reason, product_type))
    if product:
        cells.append((Level.PRODUCT, reason, product))
        if tier:
            cells.append((Level.TIER, reason, product, tier))
    return tuple(cells)


@dataclass(frozen=True, slots=True)
class SuggestionModel:
    """All of it."""

    rows: int
    """Returned positions it was learned from."""
    first: date | None
    last: date | None
    """When they were asked back."""
    cells: Mapping[Cell, Counts] = field(default_factory=dict)
    variants: Mapping[str, Mapping[str, Options]] = field(default_factory=dict)
    """Product -> SKU -> its choices, as they were seen."""
    companions: Mapping[str, Counts] = field(default_factory=dict)
    """Product -> SKU of another item that was chosen instead."""

    def taken(self, cells: tuple[Cell, ...], choice: str) -> float:
        """The chance that the choice is taken, in the narrowest of `cells` (the widest first).

        A choice that nobody ever took has the chance of one more return beside all there were.
        """
        chance = self._chance_of_all(choice)
        for cell in cells[1:]:
            counts = self.cells.get(cell, {})
            total = sum(count.taken for count in counts.values())
            chance = (counts.get(choice, Count()).taken + STRENGTH * chance) / (total + STRENGTH)
        return chance

    def kept(self, cells: tuple[Cell, ...], choice: str) -> float:
        """The chance that what was taken is kept, likewise; one half where nothing is known."""
        chance = 0.5
        for cell in cells:
            count = self.cells.get(cell, {}).get(choice, Count())
            strength = STRENGTH if cell[0] != Level.ALL else 2.0  # Laplace's: one that kept it, one that did not
            chance = (count.kept + strength * chance) / (count.known + strength)
        return chance

    def sample(self, cell: Cell) -> int:
        """Returns in a cell."""
        return sum(count.taken for count in self.cells.get(cell, {}).values())

    def _chance_of_all(self, choice: str) -> float:
        counts = self.cells.get((Level.ALL,), {})
        total = sum(count.taken for count in counts.values())
        return (counts.get(choice, Count()).taken + 1) / (total + len(counts) + 1)

    def to_json(self) -> str:
        """As it is stored; the same model is the same text."""
        return json.dumps(
            {
                "format": FORMAT,
                "rows": self.rows,
                "first": self.first.isoformat() if self.first else None,
                "last": self.last.isoformat() if self.last else None,
                "cells": [[list(cell), _written(counts)] for cell, counts in sorted(self.cells.items())],
                "variants": {
                    product: {sku: [list(pair) for pair in options] for sku, options in sorted(skus.items())}
                    for product, skus in sorted(self.variants.items())
                },
                "companions": {product: _written(counts) for product, counts in sorted(self.companions.items())},
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, written: str) -> SuggestionModel:
        """The opposite. Raises UnreadableModel."""
        try:
            stored = json.loads(written)
            if stored["format"] != FORMAT:
                raise ValueError
            return cls(
                rows=stored["rows"],
                first=date.fromisoformat(stored["first"]) if stored["first"] else None,
                last=date.fromisoformat(stored["last"]) if stored["last"] else None,
                cells={tuple(cell): _read(counts) for cell, counts in stored["cells"]},
                variants={
                    product: {sku: tuple((name, value) for name, value in options) for sku, options in skus.items()}
                    for product, skus in stored["variants"].items()
                },
                companions={product: _read(counts) for product, counts in stored["companions"].items()},
            )
        except (ValueError, KeyError, TypeError):
            raise UnreadableModel("The suggestion model cannot be read: fit it anew.") from None


def _written(counts: Counts) -> dict[str, list[int]]:
    return {choice: [count.taken, count.known, count.kept] for choice, count in sorted(counts.items())}


def _read(counts: Mapping[str, list[int]]) -> Counts:
    return {choice: Count(*numbers) for choice, numbers in counts.items()}
