"""Learn from the past: count what was chosen, and what was kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from shared.returns.reports.returned_item import Options, ReturnedItem, Status
from shared.returns.reports.size_ladder import is_size
from shared.returns.suggestions.choice import choice_of
from shared.returns.suggestions.model import Cell, Count, Level, SuggestionModel, path
from shared.returns.vocabulary import Outcome

SMALLEST_CELL = 10
"""Cells of fewer returns are left out: they say little, and would tell of single shoppers."""
MOST_VARIANTS = 100
MOST_COMPANIONS = 5

Variants = dict[str, dict[str, Options]]
"""Product -> SKU -> its choices."""


def fit(rows: Iterable[ReturnedItem], *, smallest: int = SMALLEST_CELL) -> SuggestionModel:
    """From what was accepted; requests that came to nothing teach nothing of what keeps a shopper."""
    learned = [row for row in rows if row.status is Status.ACCEPTED]
    counting = Counting(variants_of(learned))
    for row in learned:
        counting.add(row)
    return counting.model(smallest)


def variants_of(rows: Iterable[ReturnedItem]) -> Variants:
    """The variants of each product that anybody sent back or chose."""
    found: Variants = defaultdict(dict)
    for row in rows:
        goods = row.goods
        if goods.options:
            found[goods.product][goods.sku] = goods.options
        if row.outcome is Outcome.EXCHANGE and row.wanted_sku and row.wanted_options:
            found[goods.product][row.wanted_sku] = row.wanted_options
    return found


def sizes_of(variants: Variants, product: str) -> tuple[str, ...]:
    """The sizes a product was seen in."""
    options = variants.get(product, {}).values()
    return tuple(dict.fromkeys(value for each in options for name, value in each if is_size(name)))


class Counting:
    """Counts as they grow: a backtest goes on where it stood a month before."""

    def __init__(self, variants: Variants) -> None:
        self._variants = variants
        self._sizes = {product: sizes_of(variants, product) for product in variants}
        self._cells: dict[Cell, dict[str, Count]] = defaultdict(dict)
        self._companions: dict[str, dict[str, Count]] = defaultdict(dict)
        self._seen: list[ReturnedItem] = []

    def add(self, row: ReturnedItem) -> None:
        """One more. What its `kept` does not say is counted as taken only."""
        goods = row.goods
        choice = choice_of(row, self._sizes.get(goods.product, ())).key
        for cell in path(row.reason, goods.product_type, goods.product, goods.tier):
            counts = self._cells[cell]
            counts[choice] = counts.get(choice, Count()).plus(row.kept)
        if row.outcome is Outcome.OTHER_ITEM and row.wanted_sku:
            others = self._companions[goods.product]
            others[row.wanted_sku] = others.get(row.wanted_sku, Count()).plus(row.kept)
        self._seen.append(row)

    def model(self, smallest: int = SMALLEST_CELL) -> SuggestionModel:
        """As of now, without cells that are smaller than that."""
        days = [row.asked_on for row in self._seen]
        whole = SuggestionModel(len(days), min(days, default=None), max(days, default=None), dict(self._cells))
        large = {
            cell: dict(counts)
            for cell, counts in self._cells.items()
            if cell[0] == Level.ALL or whole.sample(cell) >= smallest
        }
        of_products = Counter(row.goods.product for row in self._seen)
        products = {product for product, many in of_products.items() if many >= smallest}
        return replace(
            whole,
            cells=large,
            variants={
                product: dict(sorted(skus.items())[:MOST_VARIANTS])
                for product, skus in self._variants.items()
                if product in products
            },
            companions={product: _most(counts) for product, counts in self._companions.items() if product in products},
        )


def _most(counts: dict[str, Count]) -> dict[str, Count]:
    order = sorted(counts.items(), key=lambda entry: (-entry[1].taken, entry[0]))
    return dict(order[:MOST_COMPANIONS])
