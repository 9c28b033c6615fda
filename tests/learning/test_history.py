"""Rows of history as shops export them: what cannot be is left out, or not believed."""

from __future__ import annotations

from typing import Any

import pytest

from shared.learning.history import NEVER, Past, read_past

ROW = {
    "order_id": "A-1",
    "ordered_at": "2024-03-01 10:20:00",
    "handed_over_at": "2024-03-02 09:00:00",
    "delivered_at": "2024-03-04 12:00:00",
    "promised_date": "2024-03-05",
    "out_for_delivery_at": "2024-03-04 07:00:00",
    "destination_country": "jp",
    "destination_postal": "〒150-0001",
}


def read(**changes: Any) -> Past:
    """The past of one parcel."""
    return read_past([{**ROW, **changes}])


def test_a_row_is_read_by_the_clocks_of_its_places() -> None:
    past = read(ordered_at="2024-03-01T23:59:00+09:00")
    (asked,) = past.asked
    assert (asked.start.isoformat(), asked.hour, past.ordered_minute) == ("2024-03-01", 23, (59,))
    assert (asked.country, asked.postal) == ("JP", "1500001")
    assert past.delivered[0] - past.ordered[0] == 3


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ordered_at": ""}, "no ordered_at"),
        ({"ordered_at": "31/12/2024"}, "ordered_at is no date or time"),
        ({"ordered_at": "1970-01-01", "delivered_at": ""}, "ordered_at not between 2000 and 2099"),
        ({"delivered_at": "2019-01-01"}, "delivered_at before ordered_at"),
        ({"delivered_at": "9999-12-31"}, "delivered_at years after ordered_at"),
        ({"destination_country": " "}, "no destination_country"),
        (
            {"destination_lat": "nan", "destination_lng": "139.7"},
            "destination_lat or destination_lng is nowhere on earth",
        ),
        ({"origin_lat": "35.6", "origin_lng": "1397"}, "origin_lat or origin_lng is nowhere on earth"),
    ],
)
def test_a_row_that_cannot_be_is_left_out_and_counted(changes: dict[str, str], why: str) -> None:
    past = read(**changes)
    assert (len(past), past.refused) == (0, {why: 1})


@pytest.mark.parametrize("stands_for_none", ["1900-01-01", "9999-12-31"])
def test_dates_that_stand_for_none_are_not_believed(stands_for_none: str) -> None:
    past = read(promised_date=stands_for_none, out_for_delivery_at=stands_for_none)
    assert (past.promised[0], dict(past.stages)) == (NEVER, {})
    assert read(handed_over_at="9999-12-31", delivered_at="").handed_over[0] == NEVER


def test_a_hand_over_after_the_delivery_is_not_believed_and_one_before_the_order_is_made_on_its_day() -> None:
    assert read(handed_over_at="2024-03-06").handed_over[0] == NEVER
    past = read(handed_over_at="2024-02-20")
    assert past.handed_over[0] == past.ordered[0]
