"""Suggest what kept others: beside everything the policy offers, and never in place of any of it.

A suggestion is one more line on the page. What may be chosen, in which order it stands and how it is worded is the
policy's; a refund is never suggested, and never hidden, moved or made harder by a suggestion either: to steer people
away from what they are entitled to is a dark pattern (Digital Services Act, (EU) 2022/2065, article 25).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from shared.returns.money.ports import Stock
from shared.returns.reports.returned_item import Goods, Options
from shared.returns.reports.size_ladder import is_size, neighbour
from shared.returns.suggestions.choice import Choice
from shared.returns.suggestions.model import Cell, Count, Level, SuggestionModel, path
from shared.returns.vocabulary import Outcome

LEAST_SAMPLE = 30
"""Returns that are alike, at least; with fewer nothing is suggested, and the policy's own order stands."""
LEAST_TAKEN = 5
"""Of those, so many took it."""
LEAST_CHANCE = 0.1
"""That it is taken and kept."""
MOST = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What kept others who sent back the same for the same reason, with the figures it rests on."""

    outcome: Outcome
    probability: float
    """That it is taken and kept: smoothed, 0 to 1."""
    level: Level
    """How alike those were that were counted: `tier`, `product`, `type`, `reason`."""
    sample: int
    """How many were counted."""
    taken: int
    """Of those, how many chose it."""
    known: int
    """Of those, of how many it is known whether they kept it."""
    kept: int
    choice: Choice
    option: tuple[str, str] | None = None
    """Exchanges: what to choose, as ("size", "L")."""
    sku: str = ""
    """What to send, where it is known."""


def _always(sku: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Shelf:
    """What can be sent."""

    stock: Stock
    kept_back: int = 0
    """Pieces of each article that exchanges leave (`Policy.stock_kept`)."""
    is_priced: Callable[[str], bool] = _always
    """Whether it is known what an article costs: without that, nobody can ask for another one by themselves."""

    def has(self, sku: str, quantity: int) -> bool:
        """Whether so many can be sent; what nobody counts can."""
        there = self.stock.available(sku)
        return there is None or there - self.kept_back >= quantity


def suggest(
    model: SuggestionModel, goods: Goods, reason: str, offered: Collection[Outcome], shelf: Shelf
) -> tuple[Suggestion, ...]:
    """At most two, the likeliest first, of what is `offered` and on the shelf. None without a sufficient sample."""
    cells = path(reason, goods.product_type, goods.product, goods.tier)
    counted = _narrowest(model, cells)
    if counted is None:
        return ()
    found = [
        suggestion
        for key, count in model.cells[counted].items()
        if count.taken >= LEAST_TAKEN
        for suggestion in _of(model, goods, cells, counted, Choice.parse(key), count, shelf)
        if suggestion.outcome in offered and suggestion.probability >= LEAST_CHANCE
    ]
    found.sort(key=lambda suggestion: (-suggestion.probability, suggestion.choice.key))
    return tuple(found[:MOST])


def _narrowest(model: SuggestionModel, cells: tuple[Cell, ...]) -> Cell | None:
    """The narrowest that says enough. Of all reasons together nothing follows for one."""
    enough = (cell for cell in reversed(cells) if model.sample(cell) >= LEAST_SAMPLE)
    found = next(enough, None)
    return None if found is None or found[0] == Level.ALL else found


def _of(
    model: SuggestionModel,
    goods: Goods,
    cells: tuple[Cell, ...],
    counted: Cell,
    choice: Choice,
    count: Count,
    shelf: Shelf,
) -> Iterator[Suggestion]:
    if choice.outcome is Outcome.REFUND:
        return
    wanted = _wanted(model, goods, choice, shelf)
    if wanted is None:
        return
    option, sku = wanted
    yield Suggestion(
        outcome=choice.outcome,
        probability=model.taken(cells, choice.key) * model.kept(cells, choice.key),
        level=Level(counted[0]),
        sample=model.sample(counted),
        taken=count.taken,
        known=count.known,
        kept=count.kept,
        choice=choice,
        option=option,
        sku=sku,
    )


_Wanted = tuple[tuple[str, str] | None, str]
"""The option to choose, and the SKU."""


def _wanted(model: SuggestionModel, goods: Goods, choice: Choice, shelf: Shelf) -> _Wanted | None:
    """What exactly; None where there is no such thing, or none of it left."""
    if choice.outcome is Outcome.OTHER_ITEM:
        sku = _companion(model, goods, shelf)
        return (None, sku) if sku else None
    if choice.outcome is Outcome.REPLACEMENT:
        return (None, goods.sku) if shelf.has(goods.sku, goods.quantity) else None
    if choice.outcome is not Outcome.EXCHANGE or not choice.option:
        return None, ""
    return _other_size(model, goods, choice, shelf) if choice.steps else _other_option(model, goods, choice, shelf)


def _other_size(model: SuggestionModel, goods: Goods, choice: Choice, shelf: Shelf) -> _Wanted | None:
    own = next(((name, value) for name, value in goods.options if is_size(name)), None)
    if own is None:
        return None
    name, size = own
    variants = model.variants.get(goods.product, {})
    sizes = tuple(dict.fromkeys(value for options in variants.values() for each, value in options if each == name))
    wanted = neighbour(size, choice.steps, sizes)
    if wanted is None:
        return None
    sku = _variant(variants, _with(goods.options, name, wanted))
    return None if sku and not shelf.has(sku, goods.quantity) else ((name, wanted), sku)


def _other_option(model: SuggestionModel, goods: Goods, choice: Choice, shelf: Shelf) -> _Wanted | None:
    """Another colour, say: which one is the shopper's to choose. There has to be another that can be sent."""
    own = dict(goods.options)
    for sku, options in model.variants.get(goods.product, {}).items():
        differs = [name for name, value in options if own.get(name) != value]
        if len(differs) == 1 and differs[0].strip().casefold() == choice.option and shelf.has(sku, goods.quantity):
            return None, ""
    return None


def _companion(model: SuggestionModel, goods: Goods, shelf: Shelf) -> str:
    """The other item that most took for this one, of those that can be sent."""
    counts = model.companions.get(goods.product, {})
    order = sorted(counts.items(), key=lambda entry: (-entry[1].taken, entry[0]))
    liked = (sku for sku, count in order if count.taken >= LEAST_TAKEN)
    return next((sku for sku in liked if shelf.has(sku, goods.quantity) and shelf.is_priced(sku)), "")


def _with(options: Options, name: str, value: str) -> frozenset[tuple[str, str]]:
    return frozenset({**dict(options), name: value}.items())


def _variant(variants: Mapping[str, Options], wanted: frozenset[tuple[str, str]]) -> str:
    return next((sku for sku, options in variants.items() if frozenset(options) == wanted), "")
