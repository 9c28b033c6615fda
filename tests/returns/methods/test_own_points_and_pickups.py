"""The merchant's own points and courier: the nearest first, no slot fuller than it may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.returns.methods.own_pickups import OwnPickups
from shared.returns.methods.own_points import OwnPoints
from shared.returns.methods.pickup_slots import open_slots
from shared.returns.methods.ports import PickupSlot, WayBackRefused
from tests.fakes.ways_back import InMemoryPickupCapacity
from tests.returns.methods.samples import AMERICAN, GERMAN, NOW, POINTS, SHOPPER, TABLE

MONDAY, WEDNESDAY = date(2026, 11, 30), date(2026, 12, 2)
AFTERNOON = PickupSlot(MONDAY, "14-16")


def ids(*near: object) -> list[str]:
    return [point.point_id for point in near]  # type: ignore[attr-defined]


def test_points_are_ordered_by_how_far_postal_codes_agree() -> None:
    assert ids(*OwnPoints(POINTS).near("jp", "150-0001", 9)) == ["harajuku", "shibuya", "osaka"]
    assert ids(*OwnPoints(POINTS).near("JP", "5300002", 1)) == ["osaka"]


def test_where_the_shopper_says_where_they_are_distance_counts() -> None:
    near = OwnPoints(POINTS).near("JP", "150-0001", 9, (34.7, 135.5))
    assert ids(*near) == ["osaka", "shibuya", "harajuku"]
    assert near[0].distance_m == pytest.approx(509, abs=5)
    assert near[2].distance_m is None


def test_there_are_no_points_abroad() -> None:
    assert OwnPoints(POINTS).near("US", "150-0001", 9) == []


def test_slots_are_those_of_the_weekday_late_enough_and_not_on_closed_days() -> None:
    slots = OwnPickups(TABLE, InMemoryPickupCapacity()).slots(SHOPPER, NOW)
    assert slots == [
        PickupSlot(MONDAY, "am"),
        AFTERNOON,
        PickupSlot(WEDNESDAY, "am"),
        PickupSlot(WEDNESDAY, "14-16"),
    ]
    late = OwnPickups(TABLE, InMemoryPickupCapacity()).slots(SHOPPER, NOW + timedelta(hours=1))
    assert late[0] == AFTERNOON, "morning begins in less than 20 hours"


def test_nobody_comes_where_the_courier_does_not() -> None:
    for elsewhere in (AMERICAN, GERMAN, replace(SHOPPER, postal="530-0001")):
        assert OwnPickups(TABLE, InMemoryPickupCapacity()).slots(elsewhere, NOW) == []
        with pytest.raises(WayBackRefused) as refused:
            OwnPickups(TABLE, InMemoryPickupCapacity()).book("R-1", elsewhere, AFTERNOON, NOW)
        assert refused.value.field == "postal"


def test_a_full_slot_is_not_offered_and_not_booked_until_a_place_is_given_back() -> None:
    pickups = OwnPickups(TABLE, InMemoryPickupCapacity())
    first = pickups.book("R-1", SHOPPER, AFTERNOON, NOW)
    assert pickups.book("R-1", SHOPPER, AFTERNOON, NOW) == first, "once per shipment"
    with pytest.raises(WayBackRefused) as refused:
        pickups.book("R-2", SHOPPER, AFTERNOON, NOW)
    assert refused.value.field == "slot"
    assert AFTERNOON not in pickups.slots(SHOPPER, NOW)
    assert pickups.cancel(first)
    assert not pickups.cancel(first)
    assert pickups.book("R-2", SHOPPER, AFTERNOON, NOW) == "2026-11-30#14-16#R-2"


def test_a_slot_that_is_not_in_the_table_cannot_be_booked() -> None:
    for slot in (PickupSlot(MONDAY, "night"), PickupSlot(date(2026, 12, 1), "am"), PickupSlot(NOW.date(), "14-16")):
        with pytest.raises(WayBackRefused):
            OwnPickups(TABLE, InMemoryPickupCapacity()).book("R-1", SHOPPER, slot, NOW)


@pytest.mark.parametrize("reference", ["", "x", "#", "2026-11-30#14-16#", "2026-11-30#14-16#R-9"])
def test_what_was_not_booked_is_not_cancelled(reference: str) -> None:
    assert not OwnPickups(TABLE, InMemoryPickupCapacity()).cancel(reference)


@given(st.datetimes(datetime(2026, 3, 1), datetime(2026, 12, 31)), st.sampled_from(["Europe/Berlin", "Asia/Tokyo"]))
def test_every_open_slot_begins_after_the_lead_time_and_ends_after_it_begins(at: datetime, zone: str) -> None:
    table = replace(TABLE, areas=(replace(TABLE.areas[0], time_zone=zone),))
    now = at.replace(tzinfo=UTC)
    for slot in open_slots(table, table.slots, SHOPPER, now):
        assert now + timedelta(hours=20) <= slot.begins_at < slot.ends_at
        assert slot.day.weekday() in slot.rule.weekdays
