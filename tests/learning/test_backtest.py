"""The past is gone through strictly as of each day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from shared.learning.backtest import LiveAsker, Outcome, backtest, go_through
from shared.learning.history import Past, read_past
from shared.learning.public_holidays import public_holidays
from shared.learning.replay import Replay, TooLittlePast
from shared.promise.model.learned_model import LearnedModel
from tests.learning.histories import Row, Shape, make_past, make_rows

SMALL = Shape(rows=1_200, days=150, regions=4)
FIRST = date(2024, 3, 1)
DAYS = some.integers(72, 140)


def test_every_delivered_parcel_is_asked_about_at_the_order_and_at_the_hand_over() -> None:
    past = make_past(SMALL)
    first, last = FIRST + timedelta(days=100), FIRST + timedelta(days=129)
    found = list(backtest(past, public_holidays, first, last))
    for moment, started in (("order", past.ordered), ("hand_over", past.handed_over)):
        rows = {outcome.row for outcome in found if outcome.moment == moment}
        within = (started >= first.toordinal()) & (started <= last.toordinal()) & (past.delivered < 10**7)
        assert rows == {int(row) for row in within.nonzero()[0]}
    assert all(outcome.day + outcome.taken == past.delivered[outcome.row] for outcome in found)


def test_a_surer_date_is_never_earlier() -> None:
    for outcome in _outcomes(make_past(SMALL), FIRST + timedelta(days=120), 3):
        assert list(outcome.at) == sorted(outcome.at)
        assert outcome.at[0] >= 0


def test_a_past_of_too_few_deliveries_is_refused() -> None:
    with pytest.raises(TooLittlePast):
        backtest(make_past(Shape(rows=150)), public_holidays, FIRST, FIRST)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, some.integers(0, 2**32))
def test_whatever_happens_on_a_day_or_after_it_changes_no_forecast_made_until_then(day: int, seed: int) -> None:
    today = datetime(2024, 3, 1) + timedelta(days=day)
    later = today + timedelta(days=1 + seed % 7)
    rows = make_rows(SMALL)
    before = _said(rows, today)
    assert before
    otherwise = [_otherwise(row, today, seed) for row in rows if datetime.fromisoformat(row["ordered_at"]) < later]
    assert _said(otherwise, today) == before


def test_parcels_on_the_way_are_asked_about_until_the_day_they_come() -> None:
    past = make_past(SMALL)
    replay = Replay(past, public_holidays)
    first = FIRST + timedelta(days=110)
    found = [outcome for _, outcome in go_through(replay, [LiveAsker(past)], first, first + timedelta(days=14))]
    assert {outcome.moment for outcome in found} == {"in_transit", "out_for_delivery"}
    assert {0, 1, 2, 3, 5} <= {outcome.since for outcome in found if outcome.moment == "in_transit"}
    assert all(outcome.taken >= 0 and outcome.at[0] >= 0 for outcome in found)


def test_before_there_is_a_model_nothing_is_said() -> None:
    past = make_past(SMALL)
    assert not list(backtest(past, public_holidays, FIRST, FIRST + timedelta(days=10)))


def _outcomes(past: Past, first: date, days: int) -> Iterator[Outcome]:
    return backtest(past, public_holidays, first, first + timedelta(days=days - 1))


def _said(rows: list[Row], today: datetime) -> list[Any]:
    """What was forecast in the three days up to `today`, by order."""
    past = read_past(rows)
    replay = Replay(past, public_holidays)
    first = today.date() - timedelta(days=2)
    said = []
    for number in range(first.toordinal(), today.toordinal() + 1):
        replay.advance(number)
        model = LearnedModel.load(replay.model())
        for row in (past.ordered == number).nonzero()[0]:
            forecast = model.from_order(past.asked[row])
            assert forecast is not None
            said.append((past.order_ids[row], number, forecast.days, forecast.sample_size))
    return sorted(said, key=lambda one: one[:2])


def _otherwise(row: Row, today: datetime, seed: int) -> Row:
    """The same until `today`, and something else from it on: later, never, or another day."""
    changed = dict(row)
    moved = timedelta(days=crc32(f"{seed} {row['order_id']}".encode()) % 40)
    for name in ("handed_over_at", "out_for_delivery_at", "delivered_at"):
        if row[name] and datetime.fromisoformat(row[name]) >= today:
            later = datetime.fromisoformat(row[name]) + moved
            changed[name] = later.isoformat(sep=" ") if moved else ""
    if not changed["delivered_at"]:
        changed["status"] = "shipped"
    return changed
