"""Lanes as bytes answer what lanes as objects answered, whatever the lanes and the question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.promise.lane import Lane
from shared.promise.lane_table import LaneTable

PREFIXES = st.text("019AZ", max_size=4)
LANES = st.lists(
    st.builds(
        lambda country, prefix, fewest, more: Lane(country, prefix, fewest, fewest + more),
        st.sampled_from(["JP", "US"]),
        PREFIXES,
        st.integers(0, 9),
        st.integers(0, 400),
    ),
    max_size=30,
    unique_by=lambda lane: lane.key,
)


def by_reading_all(lanes: list[Lane], country: str, postal: str) -> Lane | None:
    """The rule, as plainly as it can be written."""
    fitting = [lane for lane in lanes if lane.country == country and postal.startswith(lane.postal_prefix)]
    if not fitting:
        return None
    chosen = max(fitting, key=lambda lane: len(lane.postal_prefix))
    finer = [lane for lane in lanes if lane.country == country and lane.postal_prefix.startswith(postal)]
    if not finer or finer == [chosen]:
        return chosen
    meant = [chosen, *finer]
    return Lane(country, postal, min(lane.min_days for lane in meant), max(lane.max_days for lane in meant), spans=True)


@given(LANES, st.sampled_from(["JP", "US", "DE"]), st.text("019AZ", max_size=6))
def test_the_lane_is_the_one_that_reading_all_of_them_finds(lanes: list[Lane], country: str, postal: str) -> None:
    assert LaneTable.of(lanes).lane_to(country, postal) == by_reading_all(lanes, country, postal)


@given(LANES, st.randoms())
def test_whatever_the_order_the_table_is_the_same_and_says_what_it_was_given(lanes: list[Lane], chance: object) -> None:
    table = LaneTable.of(lanes)
    assert list(table) == sorted(lanes, key=lambda lane: lane.key)
    assert len(table) == len(lanes)
    chance.shuffle(lanes)  # type: ignore[attr-defined]
    assert LaneTable.of(lanes) == table


@given(LANES)
def test_a_table_is_read_as_it_was_written(lanes: list[Lane]) -> None:
    table = LaneTable.of(lanes)
    again = LaneTable.from_bytes(table.to_bytes(), table.name)
    assert (again.to_bytes(), again.name, list(again)) == (table.to_bytes(), table.name, list(table))


def test_of_two_lanes_to_one_prefix_the_first_counts() -> None:
    table = LaneTable.of([Lane("JP", "15", 1, 2), Lane("JP", "15", 8, 9)])
    assert list(table) == [Lane("JP", "15", 1, 2)]


@pytest.mark.parametrize("prefix", ["15a", "150-0001", "１５０", "1" * 11, "_1", " "])
def test_a_prefix_that_no_question_can_have_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="a postal prefix has at most 10 of A-Z and 0-9"):
        LaneTable.of([Lane("JP", prefix, 1, 2)])


def test_what_is_no_table_or_is_cut_off_is_refused() -> None:
    written = LaneTable.of([Lane("JP", "15", 1, 2)]).to_bytes()
    for damaged in (b"", b"{}", written[:-1], written + b"\0", written[:11]):
        with pytest.raises(ValueError, match=r"table|Expecting|column"):
            LaneTable.from_bytes(damaged)


def test_a_table_that_is_not_here_leads_nowhere_and_keeps_its_name() -> None:
    absent = LaneTable.absent("a-name")
    assert (absent.lane_to("JP", "15"), list(absent), len(absent), absent.name) == (None, [], 0, "a-name")
    assert absent.is_absent
    assert not LaneTable.of([]).is_absent


def test_lanes_are_loaded_without_an_object_for_each() -> None:
    table = LaneTable.of(Lane("JP", f"{number:04d}", 1, 2) for number in range(10_000))
    again = LaneTable.from_bytes(table.to_bytes())
    assert isinstance(again._keys, memoryview)
    assert isinstance(again._days, memoryview)
