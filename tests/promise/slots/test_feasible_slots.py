"""Which slots a parcel can make on the day it arrives, cell by cell as Japan Post publishes it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared.promise.slots.arrival import Arrival, HalfDay
from shared.promise.slots.feasible import is_possible, possible_slots
from shared.promise.slots.table import slot_table

DAY = date(2026, 11, 26)
TABLE = slot_table("japan_post", DAY)
assert TABLE is not None
SLOTS = TABLE.slots


@pytest.mark.parametrize(
    ("arrives", "cells"),
    [
        (HalfDay.MORNING, "○○○○○○"),
        (HalfDay.AFTERNOON, "××○○○○"),
        (HalfDay.EVENING, "××××○○"),
    ],
)
def test_the_matrix_is_japan_posts(arrives: HalfDay, cells: str) -> None:
    assert "".join("○" if is_possible(slot, arrives) else "×" for slot in SLOTS) == cells


def test_on_later_days_every_slot_is_possible_and_on_earlier_ones_none() -> None:
    arrival = Arrival(DAY, HalfDay.EVENING)
    assert possible_slots(SLOTS, arrival, DAY + timedelta(days=1)) == SLOTS
    assert possible_slots(SLOTS, arrival, DAY - timedelta(days=1)) == ()


def test_an_arrival_without_an_hour_is_taken_for_the_end_of_the_day() -> None:
    assert [slot.code for slot in possible_slots(SLOTS, Arrival(DAY), DAY)] == ["1820", "1921"]
