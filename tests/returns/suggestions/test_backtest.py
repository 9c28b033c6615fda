from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from shared.returns.suggestions.backtest import Backtest, NothingToMeasure, backtest
from shared.returns.suggestions.backtest_table import table
from shared.returns.suggestions.fit import fit
from shared.returns.suggestions.suggest import Shelf, suggest
from shared.returns.vocabulary import Outcome
from tests.returns.suggestions.made_up_past import FIRST, past
from tests.returns.suggestions.test_suggest import Counted


@cache
def found_in(seed: int, *, effect: bool) -> Backtest:
    return backtest(past(seed, effect=effect))


def test_an_effect_that_is_there_is_found() -> None:
    found = found_in(1, effect=True)
    assert found.whole.stands_out
    assert found.whole.loss < found.whole.constant_loss - 0.2
    assert found.whole.right > found.whole.constant_right
    assert found.whole.kept_loss < found.whole.constant_kept_loss


@pytest.mark.parametrize("seed", range(3))
def test_an_effect_that_is_not_there_is_not_found(seed: int) -> None:
    found = found_in(seed, effect=False)
    assert not found.whole.stands_out
    assert -0.05 < found.whole.gain < 0, "what listening to chance costs is small"


def test_what_is_suggested_is_the_effect_that_was_put_in() -> None:
    rows = past(1, effect=True)
    goods = next(row.goods for row in rows if row.goods.sku == "coat-M")
    (first, *_) = suggest(fit(rows), goods, "size_too_small", frozenset(Outcome), Shelf(Counted()))
    assert first.option == ("size", "L")
    (down, *_) = suggest(fit(rows), goods, "size_too_large", frozenset(Outcome), Shelf(Counted()))
    assert down.option == ("size", "S")


def test_nothing_of_a_month_is_known_before_it() -> None:
    """What a month's shoppers do differently bears on the months behind it only."""
    rows = past(1, effect=True)
    turned = [
        replace(row, outcome=Outcome.GIFT_CARD, wanted_options=(), wanted_sku="") if row.asked_on.month == 8 else row
        for row in rows
    ]
    known, then = found_in(1, effect=True).months, backtest(turned).months
    assert [month for month in known if month.name < "2026-08"] == [month for month in then if month.name < "2026-08"]
    assert then[-1].loss > known[-1].loss + 1


def test_a_short_past_cannot_be_measured() -> None:
    with pytest.raises(NothingToMeasure):
        backtest([row for row in past(1, effect=True) if row.asked_on.month == FIRST.month])


def test_the_table_says_every_month_and_the_verdict() -> None:
    lines = list(table(found_in(1, effect=True)))
    assert lines[0].startswith("month")
    assert any(line.startswith("2026-08") for line in lines)
    assert lines[-1].startswith("It foresees more")
