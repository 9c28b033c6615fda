"""Whether the model would have foreseen what shoppers chose: month by month, knowing only what was known before.

Against a constant: the shop's own shares of each choice, whatever the product and the reason. What the model gains on
it has to stand out of chance, or the model found nothing and is not put in force.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from shared.errors import Invalid
from shared.returns.reports.returned_item import ReturnedItem, Status
from shared.returns.reports.rows_of import KEPT_AFTER_DAYS
from shared.returns.suggestions.choice import choice_of
from shared.returns.suggestions.fit import Counting, sizes_of, variants_of
from shared.returns.suggestions.model import Level, SuggestionModel, path
from shared.returns.vocabulary import Outcome

LEAST_KNOWN_BEFORE = 200
"""Returns that lie before a month, for it to be asked about."""
STANDS_OUT = 2.0
"""So many standard errors above nothing."""
_ALL = ((Level.ALL,),)


class NothingToMeasure(Invalid):
    """The history is too short: no month has enough before it."""

    code = "nothing_to_measure"


@dataclass(frozen=True, slots=True)
class Asked:
    """One return, as the model and the constant foresaw it."""

    loss: float
    """Minus the natural logarithm of the chance that was given to what was chosen."""
    constant_loss: float
    is_right: bool
    """What seemed likeliest was chosen."""
    constant_is_right: bool
    kept_loss: float | None = None
    """Of its being kept, where that is known; a refund keeps nothing."""
    constant_kept_loss: float | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Of a month, or of all of them. Means; the smaller a loss the better."""

    name: str
    asked: int
    loss: float
    constant_loss: float
    right: float
    """0 to 1."""
    constant_right: float
    gain: float
    """In loss, over the constant."""
    gain_error: float
    """Its standard error. Returns of one order are not independent, so that it is rather too small."""
    kept_asked: int
    kept_loss: float
    constant_kept_loss: float

    @property
    def stands_out(self) -> bool:
        """Whether the model foresaw more than the constant did, beyond chance."""
        return self.gain > STANDS_OUT * self.gain_error


@dataclass(frozen=True, slots=True)
class Backtest:
    """Every month that could be asked about, and all of them together."""

    months: tuple[Score, ...]
    whole: Score


def backtest(rows: Iterable[ReturnedItem]) -> Backtest:
    """Raises NothingToMeasure."""
    accepted = sorted((row for row in rows if row.status is Status.ACCEPTED), key=lambda row: row.asked_on)
    asked = list(_months(accepted))
    if not asked:
        raise NothingToMeasure(f"No month has {LEAST_KNOWN_BEFORE} accepted returns before it.")
    every = [one for _, month in asked for one in month]
    return Backtest(tuple(_score(name, month) for name, month in asked), _score("all", every))


def _months(rows: Sequence[ReturnedItem]) -> Iterator[tuple[str, list[Asked]]]:
    """Models are made anew at the begin of each month: whether something is kept becomes known with time."""
    for name, group in groupby(rows, key=lambda row: f"{row.asked_on:%Y-%m}"):
        month = list(group)
        begin = month[0].asked_on.replace(day=1)
        before = [_as_known(row, begin) for row in rows if row.asked_on < begin]
        if len(before) >= LEAST_KNOWN_BEFORE:
            variants = variants_of(before)
            sizes = {product: sizes_of(variants, product) for product in variants}
            counting = Counting(variants)
            for row in before:
                counting.add(row)
            model = counting.model()
            yield name, [_asked(model, row, sizes.get(row.goods.product, ())) for row in month]


def _as_known(row: ReturnedItem, day: date) -> ReturnedItem:
    return row if row.asked_on + timedelta(days=KEPT_AFTER_DAYS) <= day else replace(row, kept=None)


def _asked(model: SuggestionModel, row: ReturnedItem, sizes: Sequence[str]) -> Asked:
    goods = row.goods
    cells = path(row.reason, goods.product_type, goods.product, goods.tier)
    choice = choice_of(row, sizes).key
    choices = sorted(model.cells[_ALL[0]])
    came = None if row.outcome is Outcome.REFUND else row.kept
    return Asked(
        loss=-math.log(model.taken(cells, choice)),
        constant_loss=-math.log(model.taken(_ALL, choice)),
        is_right=max(choices, key=lambda each: model.taken(cells, each)) == choice,
        constant_is_right=max(choices, key=lambda each: model.taken(_ALL, each)) == choice,
        kept_loss=None if came is None else _of_a_coin(model.kept(cells, choice), came),
        constant_kept_loss=None if came is None else _of_a_coin(model.kept(_ALL, choice), came),
    )


def _of_a_coin(chance: float, came: bool) -> float:
    return -math.log(chance if came else 1 - chance)


def _score(name: str, asked: Sequence[Asked]) -> Score:
    gains = [one.constant_loss - one.loss for one in asked]
    gain = _mean(gains)
    spread = sum((each - gain) ** 2 for each in gains) / max(1, len(gains) - 1)
    kept = [one.kept_loss for one in asked if one.kept_loss is not None]
    return Score(
        name=name,
        asked=len(asked),
        loss=_mean([one.loss for one in asked]),
        constant_loss=_mean([one.constant_loss for one in asked]),
        right=_mean([float(one.is_right) for one in asked]),
        constant_right=_mean([float(one.constant_is_right) for one in asked]),
        gain=gain,
        gain_error=math.sqrt(spread / len(gains)),
        kept_asked=len(kept),
        kept_loss=_mean(kept),
        constant_kept_loss=_mean([one.constant_kept_loss for one in asked if one.constant_kept_loss is not None]),
    )


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0
