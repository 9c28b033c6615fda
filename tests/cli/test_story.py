"""The demo's story is told with scans that look like a carrier's, and are young enough to be told to a shopper."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.cli import demo
from shared.cli.step import Step
from shared.cli.story import shift_to_today

NEWEST = datetime(2026, 11, 20, 13, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_the_newest_scan_is_past_and_not_yet_old_news(now: datetime) -> None:
    age = now - (NEWEST + shift_to_today(NEWEST, now))
    assert timedelta() <= age <= timedelta(hours=17)


@given(st.integers(min_value=0, max_value=17 * 60), st.integers(min_value=-400, max_value=400))
def test_scans_keep_their_hour_while_they_are_young_enough(minutes: int, days: int) -> None:
    now = NEWEST + DAY * days + timedelta(minutes=minutes)
    assert shift_to_today(NEWEST, now) == DAY * days


def test_what_would_be_too_old_is_told_as_of_the_afternoon() -> None:
    assert shift_to_today(NEWEST, NEWEST + timedelta(hours=20)) == timedelta(hours=8)


def test_a_step_is_printed_with_what_else_came_back_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    demo.show(Step("a storefront asks", "GET /v1/promise", "by [Fri]", 12.4, ("the cutoff [15:00] passed",)))
    assert capsys.readouterr().out.splitlines() == [
        "✓ a storefront asks",
        "    GET /v1/promise",
        "    by [Fri] (12 ms)",
        "      · the cutoff [15:00] passed",
    ]
