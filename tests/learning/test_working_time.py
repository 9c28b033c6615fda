"""What a day counts is learned from what happened on days like it."""

from __future__ import annotations

from datetime import date

import numpy as np

from shared.learning.working_time import STANDSTILL, learn_working_time

MONDAY = date(2024, 4, 1).toordinal()


def _weeks(per_weekday: list[int], weeks: int = 50) -> np.ndarray:  # type: ignore[type-arg]
    return np.repeat(np.arange(MONDAY, MONDAY + 7 * weeks), per_weekday * weeks)


def test_a_day_on_which_nothing_happens_hardly_counts() -> None:
    counted = learn_working_time(_weeks([20, 20, 20, 20, 20, 10, 0]), goes_on=0.0)
    assert counted.weekdays[:5] == (1.0,) * 5
    assert 0.4 < counted.weekdays[5] < 0.6
    assert counted.weekdays[6] == counted.holiday == STANDSTILL


def test_carriers_that_deliver_every_day_have_days_of_one_kind() -> None:
    counted = learn_working_time(_weeks([20] * 7), goes_on=0.25)
    assert set(counted.weekdays) == {1.0}
    assert counted.holiday == 1.0


def test_parcels_travel_on_days_on_which_they_do_not_arrive() -> None:
    assert learn_working_time(_weeks([20] * 5 + [0, 0]), goes_on=0.25).weekdays[6] > STANDSTILL


def test_little_is_made_of_few_happenings() -> None:
    counted = learn_working_time(_weeks([1] * 5 + [0, 0], weeks=2), goes_on=0.0)
    assert counted.weekdays[6] > 0.9


def test_nothing_is_made_of_none() -> None:
    assert set(learn_working_time(np.array([], dtype=np.int64), goes_on=0.0).weekdays) == {1.0}


def test_a_holiday_counts_as_a_sunday_unless_it_is_one_of_the_weekend() -> None:
    counted = learn_working_time(_weeks([20] * 5 + [10, 0]), goes_on=0.0)
    saturday = MONDAY + 5
    days = counted.of(np.arange(MONDAY, MONDAY + 7), frozenset({MONDAY, saturday}))
    assert days[0] == counted.holiday
    assert days[1] == 1.0
    assert days[5] == counted.weekdays[5]
