"""What is kept of a parcel for years, and that no person is in it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from shared.history.coarse_postal import coarse_postal
from shared.history.fact import Kind, digest_of
from shared.history.facts_of import STAGES, orders_in
from shared.history.origin import Origin
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact, Destination
from shared.tracking.parcel import Leg
from tests.history.samples import ORDER, TOKYO, facts, reached, registered, scanned, shipped_from
from tests.samples import MAIL_ADDRESS, NOW, OTHER_PARCEL, PARCEL, order, shipment


def test_a_hand_over_is_one_fact_per_parcel_with_what_the_order_says() -> None:
    first, second = facts(registered(PARCEL, OTHER_PARCEL))
    assert (first.fact, first.parcel, second.parcel) == (Kind.HANDED_OVER, digest_of(PARCEL), digest_of(OTHER_PARCEL))
    assert (first.order_id, first.items, first.destination_country, first.destination_postal) == ("A-1", 1, "JP", "150")
    assert ORDER.promise
    assert (first.promised_date, first.ordered_at) == (ORDER.promise.latest, ORDER.placed_at)
    assert first.fact_id != second.fact_id


def test_nobody_can_be_told_from_a_fact() -> None:
    events = [registered(PARCEL), reached(Milestone.DELIVERED, 30), scanned(Detail.HELD, 1)]
    kept = " ".join(fact.line() for fact in facts(*events))
    for personal in (MAIL_ADDRESS, PARCEL.tracking_number, "1500001", "150-0001", ORDER.lines[0].name, ORDER.link):
        assert personal not in kept


def test_the_same_event_again_is_the_same_fact() -> None:
    events = [registered(PARCEL), reached(Milestone.DELIVERED, 30), scanned(Detail.AT_DELIVERY_DEPOT, 20)]
    assert facts(*events) == facts(*events)


def test_the_only_warehouse_is_where_a_shipment_left_from_that_names_none() -> None:
    [fact] = facts(registered(PARCEL))
    assert (fact.origin_id, fact.origin_country, fact.origin_postal) == ("tokyo", "JP", "100")
    assert (fact.origin_utc_offset, fact.utc_offset) == (540, 540)


def test_of_several_warehouses_the_one_that_the_shop_named_counts() -> None:
    berlin = Origin("berlin", "Europe/Berlin", "DE", "BE", "10115")
    [named] = facts(registered(PARCEL), of=shipped_from("berlin", "DHL Paket"), origins=(TOKYO, berlin))
    assert (named.origin_id, named.origin_utc_offset, named.service) == ("berlin", 60, "DHL Paket")
    [unnamed] = facts(registered(PARCEL), origins=(TOKYO, berlin))
    assert (unnamed.origin_id, unnamed.origin_utc_offset) == ("", 540)
    [unknown] = facts(registered(PARCEL), of=shipped_from("closed-since"), origins=(TOKYO, berlin))
    assert unknown.origin_id == ""


def test_a_shipment_that_was_taken_back_is_a_fact_without_a_parcel() -> None:
    [fact] = facts(registered())
    assert (fact.parcel, fact.shipment_id) == (None, "S-1")


@pytest.mark.parametrize(
    "event",
    [
        registered(PARCEL, leg=Leg.RETURN),
        reached(Milestone.INFO_RECEIVED, 1),
        reached(Milestone.OUT_FOR_DELIVERY, 1, leg=Leg.RETURN),
        reached(Milestone.DELIVERED, 1, ship_date=None),
        scanned(Detail.DEPARTED, 1),
    ],
)
def test_what_teaches_nothing_is_not_kept(event: object) -> None:
    assert facts(event) == []  # type: ignore[arg-type]


def test_delivered_on_the_way_back_means_returned() -> None:
    [fact] = facts(reached(Milestone.DELIVERED, 90, leg=Leg.RETURN))
    assert fact.fact is Kind.RETURNED


def test_an_erased_order_is_not_handed_over_any_more() -> None:
    assert facts(registered(PARCEL), of=order(order_id="another")) == []


def test_a_parcel_that_nobody_registered_is_kept_without_an_order_and_its_clock() -> None:
    [fact] = facts(reached(Milestone.DELIVERED, 30, order_id=None))
    assert (fact.order_id, fact.utc_offset) == (None, None)


def test_the_clock_is_the_destinations_at_that_moment() -> None:
    new_york = order(destination=Destination("US", "10001-2345", "America/New_York")).with_shipment(shipment())
    summer, winter = facts(
        reached(Milestone.DELIVERED, -24 * 60), reached(Milestone.DELIVERED, 0), of=new_york, origins=(TOKYO,)
    )
    assert (summer.utc_offset, winter.utc_offset) == (-240, -300)


def test_the_orders_to_look_up_are_those_that_the_events_name() -> None:
    assert orders_in([registered(PARCEL), scanned(Detail.HELD, 1), reached(Milestone.DELIVERED, 1)]) == {"A-1"}


def test_every_line_has_every_field_and_moments_as_sql_writes_them() -> None:
    lines = [json.loads(fact.line()) for fact in facts(registered(PARCEL), scanned(Detail.CUSTOMS_STARTED, 5.5))]
    assert lines[0].keys() == lines[1].keys()
    assert lines[1]["happened_at"] == f"{NOW + timedelta(hours=5.5):%Y-%m-%d %H:%M:%S}"
    assert (lines[1]["fact"], lines[0]["ship_date"]) == ("customs_started", "2026-11-23")


def test_every_stage_is_named_by_a_detail_of_tracking() -> None:
    assert {kind.value for kind in STAGES.values()} == {"customs_started", "at_delivery_depot", "held"}


@pytest.mark.parametrize(
    ("country", "written", "kept"),
    [
        ("JP", "150-0001", "150"),
        ("US", "10001-2345", "10001"),
        ("GB", "sw1a 1aa", "SW1A"),
        ("GB", "m1 1ae", "M1"),
        ("GB", "SW1A", "SW1A"),
        ("BR", "01310-100", "01310"),
        ("NL", "1012 AB", "1012"),
        ("DE", "10115", "10115"),
        ("CA", "K1A 0B1", "K1A"),
        ("HK", "", ""),
    ],
)
def test_a_postal_code_is_cut_to_an_area(country: str, written: str, kept: str) -> None:
    assert coarse_postal(country, written) == kept


def test_the_contact_of_an_order_is_never_read() -> None:
    strange = order(contact=Contact("x" * 300, "zz")).with_shipment(shipment())
    assert facts(registered(PARCEL), of=strange) == facts(registered(PARCEL))
