"""More parcels than usual on the way make all of them later."""

from __future__ import annotations

import numpy as np
import pytest

from shared.learning.congestion import ELASTICITY, Congestion, learn_congestion, surges

FIRST, LAST = 1_000, 1_200


def _orders(busy_day: int | None = None) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Twenty orders a day, each there after five days; on the busy day two hundred more."""
    days = np.repeat(np.arange(FIRST, LAST), 20)
    if busy_day is not None:
        days = np.sort(np.concatenate((days, np.full(200, busy_day))))
    return days, days + 5


def test_the_usual_number_of_parcels_is_no_surge() -> None:
    assert surges(*_orders(), FIRST, LAST, 30)[60:].max() == pytest.approx(0, abs=1e-9)


def test_a_busy_day_is_a_surge_from_the_next_day_until_its_parcels_arrived() -> None:
    found = surges(*_orders(busy_day=1_100), FIRST, LAST, 30)
    assert found[100] == 0
    assert found[101:105].min() > 0.5
    assert found[110:120].max() < 0.1


def test_a_growing_shop_has_few_surges() -> None:
    days = np.repeat(np.arange(FIRST, LAST), np.linspace(20, 60, LAST - FIRST).astype(int))
    assert surges(days, days + 5, FIRST, LAST, 30)[60:].max() < 0.15


def test_before_it_was_seen_an_elasticity_is_believed() -> None:
    nothing = np.array([], dtype=np.int64)
    assert learn_congestion(FIRST, nothing, nothing, np.array([]), np.array([])).elasticity == ELASTICITY


@pytest.mark.parametrize(("elasticity", "learned"), [(0.0, 0.0), (0.9, 0.9)])
def test_how_much_a_surge_slows_is_learned(elasticity: float, learned: float) -> None:
    chance = np.random.default_rng(1)
    started = np.repeat(np.arange(FIRST, FIRST + 350), 100)
    surge = np.where((started // 10) % 2 == 0, 1.0, 0.0)
    ended = started + np.round(19 * np.exp(elasticity * surge) + chance.normal(0, 1, len(started))).astype(int)
    forecast = np.full(len(started), np.log(20.0))
    found = learn_congestion(FIRST + 400, started, ended, forecast, surge).elasticity
    assert found == pytest.approx(learned, abs=0.2)


def test_a_surge_makes_it_later_and_less_sure() -> None:
    assert Congestion().shift(0.5) > Congestion().shift(0) == 0
    assert Congestion().widening(0.5) > Congestion().widening(0) == 1
