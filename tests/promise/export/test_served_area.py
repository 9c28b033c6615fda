"""Areas that do not overlap say the same as lanes that do."""

from __future__ import annotations

from datetime import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared.promise.calendar import Calendar
from shared.promise.export.served_area import ServedArea, longest_closure, served_areas
from shared.promise.network import CarrierService, DefaultLane, DeliveryNetwork, Lane, Leg, RemoteArea, Warehouse

EVERY_DAY = Calendar(frozenset(range(7)))
WORKING_DAYS = Calendar(frozenset(range(5)))
TOKYO = Warehouse("tokyo", "Asia/Tokyo", time(15), WORKING_DAYS)


def service(*lanes: Lane, legs: tuple[Leg, ...] = (), customs: tuple[int, int] = (0, 0)) -> CarrierService:
    return CarrierService("Home", "home", "yamato", "tokyo", EVERY_DAY, lanes, legs=legs, customs_days=customs)


def areas(
    *services: CarrierService, remote: tuple[RemoteArea, ...] = (), default: DefaultLane | None = None
) -> tuple[ServedArea, ...]:
    network = DeliveryNetwork((TOKYO,), services, default, remote_areas=remote)
    return tuple(area for each in services for area in served_areas(network, each))


def test_one_lane_for_the_whole_country_is_one_area() -> None:
    assert areas(service(Lane("JP", "", 1, 2))) == (ServedArea("JP", (), 1, 2),)


def test_a_finer_lane_is_cut_out_of_the_country() -> None:
    rest, okinawa = areas(service(Lane("JP", "", 1, 2), Lane("JP", "90", 3, 5)))
    assert rest.prefixes == (*"012345678", *(f"9{digit}" for digit in range(1, 10)))
    assert okinawa == ServedArea("JP", ("90",), 3, 5)


def test_prefixes_alone_leave_the_rest_of_the_country_out() -> None:
    assert areas(service(Lane("JP", "1", 1, 1), Lane("JP", "2", 1, 1))) == (ServedArea("JP", ("1", "2"), 1, 1),)


def test_letters_count_where_postal_codes_have_them() -> None:
    rest, belfast = areas(service(Lane("GB", "", 1, 2), Lane("GB", "BT", 3, 4)))
    assert belfast.prefixes == ("BT",)
    assert len(rest.prefixes) == 35 + 35


def test_a_remote_area_takes_longer() -> None:
    islands = RemoteArea("JP", "1002", 4)
    by_days = {
        (area.min_days, area.max_days): area.prefixes
        for area in areas(service(Lane("JP", "1", 1, 2)), remote=(islands,))
    }
    assert by_days[5, 6] == ("1002",)
    assert "1001" in by_days[1, 2]


def test_a_remote_area_where_nothing_is_delivered_opens_nothing() -> None:
    assert areas(service(Lane("JP", "1", 1, 2)), remote=(RemoteArea("JP", "9", 4),)) == (
        ServedArea("JP", ("1",), 1, 2),
    )


def test_legs_and_customs_are_part_of_the_way_and_a_leg_may_wait_for_its_carrier() -> None:
    abroad = service(Lane("US", "", 2, 4), legs=(Leg("ana", 1, 2, WORKING_DAYS),), customs=(1, 3))
    assert areas(abroad) == (ServedArea("US", (), 4, 4 + 2 + 2 + 3),)


def test_the_default_lane_serves_named_countries_that_no_lane_leads_to() -> None:
    default = DefaultLane("Home", frozenset({"TW", "JP"}), 5, 14)
    assert areas(service(Lane("JP", "", 1, 2)), default=default) == (
        ServedArea("JP", (), 1, 2),
        ServedArea("TW", (), 5, 14),
    )


def test_the_longest_closure_may_run_over_the_weekend() -> None:
    assert longest_closure(frozenset(range(7))) == 0
    assert longest_closure(frozenset(range(5))) == 2
    assert longest_closure(frozenset({1, 2, 3, 4})) == 3
    assert longest_closure(frozenset({3})) == 6


spans = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted)
tables = st.dictionaries(st.text("0129", max_size=4), spans, min_size=1, max_size=8)
remote_areas = st.lists(
    st.builds(RemoteArea, st.just("JP"), st.text("0129", min_size=1, max_size=4), st.integers(1, 5)), max_size=4
)


@given(tables, remote_areas, st.text("0123456789", min_size=5, max_size=5))
def test_every_postal_code_lies_in_at_most_one_area_and_takes_as_long_as_its_lane(
    table: dict[str, list[int]], remote: list[RemoteArea], postal: str
) -> None:
    one = service(*(Lane("JP", prefix, *span) for prefix, span in table.items()))
    network = DeliveryNetwork((TOKYO,), (one,), remote_areas=tuple(remote))
    holding = [a for a in served_areas(network, one) if not a.prefixes or postal.startswith(a.prefixes)]
    lane = one.lane_to("JP", postal)
    if lane is None:
        assert holding == []
        return
    area = network.remote_area("JP", postal, "yamato")
    more = area.days if area else 0
    assert [(a.min_days, a.max_days) for a in holding] == [(lane.min_days + more, lane.max_days + more)]


@given(tables, remote_areas)
def test_no_prefix_is_the_start_of_another(table: dict[str, list[int]], remote: list[RemoteArea]) -> None:
    one = service(*(Lane("JP", prefix, *span) for prefix, span in table.items()))
    network = DeliveryNetwork((TOKYO,), (one,), remote_areas=tuple(remote))
    prefixes = sorted(prefix for area in served_areas(network, one) for prefix in area.prefixes)
    assert not any(later.startswith(earlier) for earlier, later in pairwise(prefixes))
