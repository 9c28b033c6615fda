"""Forecasts are corrected by how earlier ones were kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.learning.calibration import learn_correction
from shared.promise.distribution import SCALE
from shared.promise.model.learned_model import CORRECTION_STEPS

HALF, NINE_TENTHS = CORRECTION_STEPS // 2, CORRECTION_STEPS * 9 // 10
NOTHING = np.array([]), np.array([]), np.array([], dtype=bool), np.array([])


def _kept(chances: np.ndarray, arrived: np.ndarray | None = None) -> list[int]:  # type: ignore[type-arg]
    there = np.ones(len(chances), dtype=bool) if arrived is None else arrived
    return learn_correction(chances, chances, there, np.ones(len(chances)))


def test_without_earlier_forecasts_a_chance_is_left_as_it_is() -> None:
    corrected = learn_correction(*NOTHING)
    assert corrected[HALF] == pytest.approx(SCALE / 2, abs=5)
    assert corrected[NINE_TENTHS] == pytest.approx(SCALE * 0.9, abs=15)


def test_forecasts_that_are_kept_as_often_as_they_say_are_left_as_they_are() -> None:
    corrected = _kept(np.linspace(0, 1, 5_000))
    assert corrected[NINE_TENTHS] == pytest.approx(SCALE * 0.9, abs=30)


def test_where_parcels_come_later_than_was_said_a_chance_is_lowered() -> None:
    assert _kept(np.linspace(0, 1, 5_000) ** 0.5)[HALF] < SCALE * 0.3


def test_parcels_on_the_way_lower_it_too() -> None:
    chances = np.linspace(0, 1, 5_000)
    quick_ones = chances < 0.5
    without_the_rest = _kept(chances[quick_ones])
    with_the_rest = _kept(np.minimum(chances, 0.5), quick_ones)
    assert without_the_rest[HALF] > SCALE * 0.95
    assert with_the_rest[HALF] == pytest.approx(SCALE / 2, abs=150)


def test_a_day_that_takes_all_the_chance_does_not_make_steps() -> None:
    """Where every parcel comes on the one likely day, from 0.2 to 0.9, chances between are no jump."""
    before, until = np.full(2_000, 0.2), np.full(2_000, 0.9)
    corrected = learn_correction(before, until, np.ones(2_000, dtype=bool), np.ones(2_000))
    steps = np.diff([corrected[int(CORRECTION_STEPS * share)] for share in (0.25, 0.4, 0.55, 0.7, 0.85)])
    assert (steps > 0).all()


@given(some.lists(some.tuples(some.floats(0, 1), some.floats(0, 1), some.booleans()), max_size=60))
def test_a_correction_never_falls_and_ends_at_certainty(forecasts: list[tuple[float, float, bool]]) -> None:
    before = np.array([min(one, other) for one, other, _ in forecasts])
    until = np.array([max(one, other) for one, other, _ in forecasts])
    arrived = np.array([there for _, _, there in forecasts], dtype=bool)
    corrected = learn_correction(before, until, arrived, np.ones(len(forecasts)))
    assert len(corrected) == CORRECTION_STEPS + 1
    assert corrected == sorted(corrected)
    assert (corrected[0], corrected[-1]) == (0, SCALE)
