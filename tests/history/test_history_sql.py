"""Facts become rows: one per parcel, whatever their order and however often each was kept, on either engine."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlglot

from shared.history.fact import Fact
from shared.history.past_orders import COLUMNS
from shared.history.rows_query import rows_query
from shared.learning.history import NEVER, STAGES, read_past
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.order import Destination
from shared.tracking.parcel import Leg
from tests.history.duck import rows
from tests.history.samples import facts, promised, reached, registered, scanned, shipped_from
from tests.samples import NOW, OTHER_PARCEL, PARCEL, SHIPPED, order, shipment

STORY = (
    registered(PARCEL),
    reached(Milestone.IN_TRANSIT, -20),
    scanned(Detail.AT_DELIVERY_DEPOT, 1),
    reached(Milestone.OUT_FOR_DELIVERY, 16),
    reached(Milestone.ATTEMPT_FAILED, 18),
    reached(Milestone.OUT_FOR_DELIVERY, 40),
    reached(Milestone.DELIVERED, 42),
)


def test_a_parcels_facts_become_one_row_in_local_time(tmp_path: Path) -> None:
    [row] = rows(tmp_path, facts(*STORY, of=shipped_from("tokyo", "宅急便")))
    assert row | {"parcel": "p"} == {
        "order_id": "A-1",
        "parcel": "p",
        "status": "delivered",
        "ordered_at": "2026-11-22 18:00:00",
        "handed_over_at": "2026-11-23 18:00:00",
        "delivered_at": "2026-11-26 12:00:00",
        "promised_date": "2026-11-25",
        "origin_id": "tokyo",
        "origin_country": "JP",
        "origin_region": "Tokyo",
        "origin_postal": "100",
        "destination_country": "JP",
        "destination_postal": "150",
        "carrier": "usps",
        "service": "宅急便",
        "items": 1,
        "in_transit_at": "2026-11-23 22:00:00",
        "customs_started_at": None,
        "at_delivery_depot_at": "2026-11-24 19:00:00",
        "out_for_delivery_at": "2026-11-25 10:00:00",
        "attempt_failed_at": "2026-11-25 12:00:00",
        "held_at": None,
        "available_for_pickup_at": None,
    }


@pytest.mark.parametrize("seed", range(5))
def test_order_repeats_and_files_do_not_matter(tmp_path: Path, seed: int) -> None:
    kept = facts(*STORY)
    (tmp_path / "straight").mkdir(), (tmp_path / "shuffled").mkdir()
    straight = rows(tmp_path / "straight", kept)
    chance = random.Random(seed)
    batches: list[list[Fact]] = [chance.sample(kept, len(kept)), chance.sample(kept, 3), chance.sample(kept, 2)]
    assert rows(tmp_path / "shuffled", *batches) == straight


def test_a_parcel_on_its_way_is_a_row_too(tmp_path: Path) -> None:
    [row] = rows(tmp_path, facts(registered(PARCEL), reached(Milestone.OUT_FOR_DELIVERY, 16)))
    assert (row["status"], row["delivered_at"]) == ("shipped", None)


def test_a_parcel_that_came_back_was_not_delivered(tmp_path: Path) -> None:
    [row] = rows(tmp_path, facts(registered(PARCEL), reached(Milestone.DELIVERED, 200, leg=Leg.RETURN)))
    assert (row["status"], row["delivered_at"]) == ("returned", None)


def test_of_two_deliveries_the_last_counts(tmp_path: Path) -> None:
    [row] = rows(tmp_path, facts(*STORY, reached(Milestone.DELIVERED, 90)))
    assert row["delivered_at"] == "2026-11-28 12:00:00"


def test_what_the_shop_said_last_about_a_shipment_stands(tmp_path: Path) -> None:
    later = NOW + timedelta(hours=1)
    found = rows(tmp_path, facts(registered(PARCEL), registered(OTHER_PARCEL, at=later)))
    assert [row["parcel"] for row in found] == [facts(registered(OTHER_PARCEL))[0].parcel]


def test_parcels_that_were_taken_back_are_gone(tmp_path: Path) -> None:
    assert rows(tmp_path, facts(registered(PARCEL), registered(at=NOW + timedelta(hours=1)))) == []


def test_a_number_that_comes_again_a_year_later_is_another_parcel(tmp_path: Path) -> None:
    again = SHIPPED + timedelta(days=365)
    second = order(order_id="A-2").with_shipment(shipment())
    first_year = [*facts(*STORY)]
    event = registered(PARCEL, at=again, shipped_at=again)
    second_year = facts((event[0], event[1].model_copy(update={"order_id": "A-2"})), of=second)
    found = rows(tmp_path, first_year, second_year)
    assert [(row["order_id"], row["status"], row["in_transit_at"]) for row in found] == [
        ("A-1", "delivered", "2026-11-23 22:00:00"),
        ("A-2", "shipped", None),
    ]


def test_order_and_hand_over_are_told_by_the_warehouses_clock_and_arrival_by_the_destinations(tmp_path: Path) -> None:
    abroad = order(destination=Destination("US", "10001", "America/New_York")).with_shipment(shipment())
    [row] = rows(tmp_path, facts(*STORY, of=abroad))
    assert (row["handed_over_at"], row["delivered_at"], row["in_transit_at"]) == (
        "2026-11-23 18:00:00",
        "2026-11-25 22:00:00",
        "2026-11-23 08:00:00",
    )


def test_nobodys_parcel_is_no_row(tmp_path: Path) -> None:
    assert (
        rows(tmp_path, facts(registered(OTHER_PARCEL), reached(Milestone.DELIVERED, 1, order_id=None)))[0]["status"]
        == "shipped"
    )


@pytest.mark.parametrize("dialect", ["trino", "athena", "duckdb"])
def test_the_query_is_written_in_what_both_engines_speak(dialect: str) -> None:
    [parsed] = sqlglot.parse(rows_query(), dialect=dialect)
    assert parsed is not None
    assert not list(parsed.find_all(sqlglot.exp.Anonymous)), "a function that the dialect does not know"


def test_neither_engine_would_be_asked_in_other_words() -> None:
    as_trino, as_duckdb = (sqlglot.parse_one(rows_query(), dialect=dialect) for dialect in ("trino", "duckdb"))
    assert as_trino.sql(dialect="duckdb") == as_duckdb.sql(dialect="duckdb")


def test_what_the_shop_does_not_say_the_promise_does(tmp_path: Path) -> None:
    kept = facts(promised("宅急便", day=date(2026, 11, 24)), *STORY, origins=())
    [row] = rows(tmp_path, kept)
    assert (row["service"], row["origin_id"], row["promised_date"]) == ("宅急便", "tokyo", "2026-11-24")


def test_the_last_promise_says_how_it_goes_and_the_first_until_when(tmp_path: Path) -> None:
    first, last = promised("slow", day=date(2026, 11, 24)), promised("quick", hours=-40, day=date(2026, 11, 23))
    [row] = rows(tmp_path, facts(last, *STORY, first))
    assert (row["service"], row["promised_date"]) == ("quick", "2026-11-24")


def test_the_promised_service_is_not_another_carriers(tmp_path: Path) -> None:
    [row] = rows(tmp_path, facts(promised("宅急便", carrier="yamato"), *STORY))
    assert row["service"] == ""


def test_the_shops_own_word_about_a_service_comes_before_the_promise(tmp_path: Path) -> None:
    [row] = rows(tmp_path, facts(promised("slow"), *STORY, of=shipped_from("tokyo", "quick")))
    assert row["service"] == "quick"


def test_items_that_go_by_different_services_teach_no_service(tmp_path: Path) -> None:
    [row] = rows(tmp_path, facts(promised("slow", "quick"), *STORY))
    assert row["service"] == ""


def test_the_rows_are_what_the_fit_reads(tmp_path: Path) -> None:
    [row] = rows(tmp_path, facts(*STORY))
    past = read_past([{name: "" if value is None else str(value) for name, value in row.items()}])
    assert (len(past), past.refused) == (1, {})
    assert set(past.stages) == {"in_transit", "at_delivery_depot", "out_for_delivery", "attempt_failed"}
    assert (past.delivered[0] - past.handed_over[0], past.asked[0].origin, past.asked[0].postal) == (3, "tokyo", "150")
    assert past.promised[0] != NEVER


def test_every_stage_that_the_fit_knows_has_its_column() -> None:
    assert {f"{stage}_at" for stage in STAGES} <= set(COLUMNS)
