"""Figures of outcomes that are made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.learning.backtest import Outcome
from shared.learning.backtest_report import (
    FARTHEST,
    figures_of,
    find_hindsight,
    report_live,
    report_moment,
)
from shared.learning.backtest_window import Window, choose_window
from shared.learning.history import Past, read_past
from shared.promise.policy import CONFIDENCES
from tests.learning.histories import Shape, make_past

DAY = date(2024, 3, 30).toordinal()
AT = (3, 4, 4, 5, 6, 8, 9, 12)
SAID = (6_000, 8_000, 8_000, 9_000, 9_500, 9_800, 9_900, 10_000)


def outcome(taken: int, at: tuple[int, ...] = AT, row: int = 0, **more: object) -> Outcome:
    """A parcel that took so many days."""
    plain = Outcome(row, "order", DAY, taken, None, at, SAID, 50, "lane")
    return replace(plain, **more)  # type: ignore[arg-type]


def test_a_promise_is_kept_on_its_day_and_before_it_and_accurate_on_its_day() -> None:
    figures = figures_of([outcome(2), outcome(6), outcome(7), outcome(3)])
    at_50, at_90 = CONFIDENCES.index(50), CONFIDENCES.index(90)
    assert (figures.kept[at_50], figures.exact[at_50]) == (0.5, 0.25)
    assert (figures.kept[at_90], figures.exact[at_90]) == (0.75, 0.25)
    assert figures.days == AT
    assert figures.said == tuple(chance / 10_000 for chance in SAID)
    assert (figures.taken, figures.mae, figures.bias) == (4.5, 2.0, -1.5)


def test_in_hindsight_dates_move_by_as_few_whole_days_as_keep_the_share() -> None:
    found = [outcome(taken) for taken in (4, 5, 5, 5, 5, 5, 5, 6, 7, 9)]
    assert (find_hindsight(found, 90, 0.90).shift, find_hindsight(found, 90, 0.90).days) == (1, 7.0)
    assert find_hindsight(found, 90, 0.95).shift == 3
    assert find_hindsight(found[:4], 90, 0.90).shift == -1


def test_in_hindsight_too_no_date_lies_before_the_day_it_is_told_on() -> None:
    quick = [outcome(0, at=(1,) * 8), outcome(0, at=(5,) * 8)]
    assert find_hindsight(quick, 90, 0.90).days == 2.0


@given(some.lists(some.tuples(some.integers(0, 40), some.integers(0, 40)), min_size=1, max_size=60))
def test_one_day_less_in_hindsight_would_not_keep_the_share(parcels: list[tuple[int, int]]) -> None:
    found = [outcome(taken, at=(promised,) * 8) for taken, promised in parcels]
    for target in (0.90, 0.95):
        shift = find_hindsight(found, 90, target).shift
        kept = [sum(taken <= promised + moved for taken, promised in parcels) for moved in (shift, shift - 1)]
        assert kept[0] >= target * len(parcels) - 1e-9
        assert kept[1] < target * len(parcels) - 1e-9


def test_what_shoppers_were_told_is_measured_where_it_is_known() -> None:
    told = report_moment(_past(), [outcome(4, told=6), outcome(9, told=6), outcome(1)], 90).told
    assert told is not None
    assert (told.parcels, told.mae, told.kept, told.days) == (2, 2.5, 0.5, 6.0)
    assert report_moment(_past(), [outcome(1)], 90).told is None


def test_groups_are_by_month_lane_size_service_and_region() -> None:
    found = [outcome(3, day=DAY + 5), outcome(4, sample=0, row=1), outcome(5, sample=10_000, row=2), outcome(5, row=2)]
    report = report_moment(_past(), found, 90)
    assert [(group.name, group.figures.parcels) for group in report.months] == [("2024-03", 3), ("2024-04", 1)]
    assert [(group.name, group.figures.parcels) for group in report.lane_sizes] == [
        ("0", 1),
        ("30–99", 2),
        ("1000+", 1),
    ]
    assert [(group.name, group.figures.parcels) for group in report.services] == [("yamato home", 3), ("not named", 1)]
    assert [(group.name, group.figures.parcels) for group in report.regions] == [("JP 東京都", 3), ("JP 06", 1)]
    assert [group.name for group in report.lanes] == ["anywhere → JP 東京都", "anywhere → JP 06"]


def test_every_error_is_counted_and_far_ones_at_the_end() -> None:
    errors = dict(report_moment(_past(), [outcome(2), outcome(100), outcome(4)], 90).errors)
    assert sum(errors.values()) == 3
    assert (errors[1], errors[-1], errors[-FARTHEST]) == (1, 1, 1)


def test_parcels_on_the_way_are_grouped_by_the_days_since_and_the_days_left() -> None:
    found = [outcome(1, moment="in_transit", since=since, at=(left,) * 8) for since, left in ((0, 3), (0, 1), (15, 40))]
    (live,) = report_live(found)
    assert [(group.name, group.figures.parcels) for group in live.since] == [("0", 2), ("15", 1)]
    assert [group.name for group in live.left] == ["1", "2–3", "15+"]


def test_the_last_ten_months_with_enough_past_are_measured() -> None:
    past = make_past(Shape(rows=2_000, days=500))
    window = choose_window(past)
    assert window == Window(date(2024, 10, 1), date.fromordinal(int(past.ordered.max())), 0)


def test_of_a_short_past_all_of_it_is_measured() -> None:
    assert choose_window(make_past(Shape(rows=500, days=70))).first == date(2024, 3, 1)


def test_the_days_whose_slow_parcels_are_still_on_the_way_are_not_measured() -> None:
    window = choose_window(make_past(Shape(rows=2_000, days=200, cut_off=True)))
    assert 5 < window.unsettled < 25
    assert (date(2024, 9, 16) - window.last).days == window.unsettled


def test_a_past_without_a_delivery_has_no_days_to_measure() -> None:
    with pytest.raises(ValueError, match="nothing was delivered"):
        choose_window(read_past([]))


def _past() -> Past:
    named = {"carrier": "yamato", "service": "home", "destination_region": "東京都", "destination_postal": "150"}
    rows = [named, {"destination_postal": "060"}, named]
    return read_past(
        {"order_id": str(number), "ordered_at": "2024-03-30 10:00:00", "destination_country": "JP", **row}
        for number, row in enumerate(rows)
    )
