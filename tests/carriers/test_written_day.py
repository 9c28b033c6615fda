"""Days and times as they are written: every form, and the year that nobody wrote."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.reading.written_day import NoDay, read_day, read_time

DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-24",
        "2026/11/24",
        "2026.11.24",
        "20261124",
        "2026年11月24日",
        "２０２６／１１／２４",
        "2026年 11月 24日（火）",
        "2026/11/24(火曜日)",
    ],
)
def test_a_day_with_its_year_needs_nothing_else(written: str) -> None:
    assert read_day(written) == (date(2026, 11, 24), "")


@pytest.mark.parametrize("written", ["11/24", "11-24", "11月24日", "１１／２４", "11/24（火）"])
def test_a_day_without_its_year_is_near_the_ship_date(written: str) -> None:
    assert read_day(written, date(2026, 11, 22)) == (date(2026, 11, 24), "")


@pytest.mark.parametrize(
    ("written", "rest"),
    [
        ("2026-11-24T15:32", "15:32"),
        ("2026/11/24　15:32", "15:32"),
        ("2026年11月24日15時32分", "15時32分"),
        ("20261124 1532", "1532"),
        ("2026/11/24 午前中", "午前中"),
    ],
)
def test_what_is_written_behind_a_day_is_handed_back(written: str, rest: str) -> None:
    assert read_day(written) == (date(2026, 11, 24), rest)


@pytest.mark.parametrize(
    ("written", "ship_date", "year"),
    [
        ("12/31", date(2027, 1, 3), 2026),  # scanned before the shop's ship date, at the turn of the year
        ("1/5", date(2026, 12, 28), 2027),
        ("12/4", date(2027, 1, 3), 2026),  # 30 days before it, the earliest
        ("12/3", date(2027, 1, 3), 2027),  # 31 days before it is taken for eleven months after
        ("2/29", date(2028, 2, 1), 2028),
    ],
)
def test_the_year_is_the_one_at_or_after_a_month_before_the_ship_date(written: str, ship_date: date, year: int) -> None:
    assert read_day(written, ship_date, date(2030, 1, 1))[0].year == year


@pytest.mark.parametrize(
    ("written", "as_of", "year"),
    [
        ("12/31", date(2027, 1, 2), 2026),
        ("11/24", date(2026, 11, 24), 2026),
        ("1/2", date(2026, 12, 30), 2027),  # an estimate lies ahead
        ("6/1", date(2027, 2, 1), 2026),
    ],
)
def test_without_a_ship_date_the_year_is_the_last_one_up_to_a_month_after_the_drop(
    written: str, as_of: date, year: int
) -> None:
    assert read_day(written, None, as_of)[0].year == year


@given(shipped=DAYS, after=st.integers(-30, 330))
def test_any_day_from_a_month_before_to_eleven_after_is_read_back(shipped: date, after: int) -> None:
    day = shipped + timedelta(days=after)
    assert read_day(f"{day.month}/{day.day}", shipped) == (day, "")


@given(looked=DAYS, before=st.integers(-30, 330))
def test_any_day_up_to_eleven_months_before_the_drop_is_read_back(looked: date, before: int) -> None:
    day = looked - timedelta(days=before)
    assert read_day(f"{day.month}月{day.day}日", None, looked) == (day, "")


def test_a_day_without_its_year_is_refused_where_nothing_tells_it() -> None:
    with pytest.raises(NoDay, match="with its year"):
        read_day("11/24")


@pytest.mark.parametrize(
    "written",
    ["", "11", "26/11/24", "24-11-2026", "11/2415:32", "46350", "本日", "2026-13-01", "13/40"],
)
def test_anything_else_is_no_day(written: str) -> None:
    with pytest.raises(NoDay):
        read_day(written, date(2026, 11, 22))


def test_29_february_is_refused_where_no_year_around_has_one() -> None:
    with pytest.raises(NoDay, match="calendar"):
        read_day("2/29", date(2026, 2, 1))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("15:32", "15:32:00"),
        ("9:05", "09:05:00"),
        ("15：32", "15:32:00"),
        ("15:32:10", "15:32:10"),
        ("15:32:10.5", "15:32:10"),
        ("15時32分", "15:32:00"),
        ("15時32分10秒", "15:32:10"),
        ("1532", "15:32:00"),
        ("153210", "15:32:10"),
        ("15:32+09:00", "15:32:00+09:00"),
        ("15:32 Z", "15:32:00Z"),
    ],
)
def test_a_time_is_read(written: str, read: str) -> None:
    assert read_time(written) == read


@pytest.mark.parametrize(
    "written", ["", "15時", "15", "932", "24:00", "15:60", "15:32:60", "3:32 PM", "午前中", "19～21時"]
)
def test_anything_else_is_no_time(written: str) -> None:
    assert read_time(written) is None
