"""Until when something may come back, counted in days at the destination."""

from __future__ import annotations

from datetime import date

import pytest

from shared.promise.calendar import Calendar
from shared.returns.policy.policy import Extension, Window
from shared.returns.policy.windows import Days, presumed_delivery, span_of
from shared.returns.vocabulary import ClockStart

EVERY_DAY = Calendar(frozenset(range(7)))
MONDAY = date(2026, 11, 2)
CAME = Days(date(2026, 10, 28), date(2026, 10, 30), MONDAY)
SENT = Days(date(2026, 10, 28), date(2026, 10, 30))
PLACED = Days(date(2026, 10, 28))
NEW_YEAR = Extension(date(2026, 10, 1), date(2026, 12, 24), date(2027, 1, 31))


@pytest.mark.parametrize(
    ("window", "days", "until", "clock"),
    [
        (Window(30), CAME, date(2026, 12, 2), "delivered"),
        (Window(30), SENT, date(2026, 12, 6), "shipped+7"),
        (Window(30), PLACED, date(2026, 12, 4), "ordered+7"),
        (Window(30, fallback_plus=0), SENT, date(2026, 11, 29), "shipped"),
        (Window(30, ClockStart.SHIPPED, ClockStart.ORDERED), CAME, date(2026, 11, 29), "shipped"),
        (Window(30, ClockStart.ORDERED), PLACED, date(2026, 11, 27), "ordered"),
        (Window(8, start_counts=True), CAME, date(2026, 11, 9), "delivered"),
        (Window(0), CAME, MONDAY, "delivered"),
        (Window(0, start_counts=True), CAME, MONDAY, "delivered"),
        (Window(None), CAME, None, "delivered"),
    ],
)
def test_the_last_day_is_counted_from_the_clock_that_is_known(
    window: Window, days: Days, until: date | None, clock: str
) -> None:
    span = span_of(window, days, EVERY_DAY)
    assert (span.until, span.clock) == (until, clock)


def test_a_last_day_that_is_closed_moves_to_the_next_open_one() -> None:
    weekdays = Calendar(frozenset(range(5)), frozenset({date(2026, 11, 9)}))
    assert span_of(Window(5, to_business_day=True), CAME, weekdays).until == date(2026, 11, 10)
    assert span_of(Window(5), CAME, weekdays).until == date(2026, 11, 7)


def test_a_season_only_makes_a_window_longer() -> None:
    season = Window(30, extensions=(NEW_YEAR,))
    assert span_of(season, CAME, EVERY_DAY).until == date(2027, 1, 31)
    assert span_of(Window(365, extensions=(NEW_YEAR,)), CAME, EVERY_DAY).until == date(2027, 11, 2)
    assert span_of(season, Days(date(2026, 12, 25), None, MONDAY), EVERY_DAY).until == date(2026, 12, 2)


def test_days_of_grace_come_after_the_last_day() -> None:
    span = span_of(Window(30, grace_days=3), CAME, EVERY_DAY)
    assert (span.until, span.closes) == (date(2026, 12, 2), date(2026, 12, 5))
    assert span.is_open(date(2026, 12, 5))
    assert not span.is_open(date(2026, 12, 6))


def test_a_window_of_a_thousand_years_does_not_run_out_of_dates() -> None:
    assert span_of(Window(365_000), CAME, EVERY_DAY).until == date(2126, 10, 9)


def test_what_no_carrier_delivered_is_taken_to_be_there_some_days_after_it_left() -> None:
    assert presumed_delivery(Window(30), CAME) == MONDAY
    assert presumed_delivery(Window(30), SENT) == date(2026, 11, 6)
    assert presumed_delivery(Window(30, fallback_plus=3), PLACED) == date(2026, 10, 31)
