"""Drops: the shape that five carriers share, read here as Yamato's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.carriers.adapters.yamato import CARRIER
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.carriers.registry import carrier
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place
from tests.carriers.dropped import drop, only_scan

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DROPPING = ("fukuyama", "japan_post", "sagawa", "seino", "yamato")


def scan(**values: Any) -> Checkpoint:
    return only_scan("yamato", drop(values))


def test_scans_of_many_parcels_become_an_update_each() -> None:
    one, other = CARRIER.parse(
        drop(
            {"status": "荷物受付"},
            {"tracking_number": "440100000126"},
            {"status": "配達中", "tracking_number": "440100000115"},
        )
    )
    assert one.parcel == ParcelNumber("yamato", "440100000115")
    assert [len(update.checkpoints) for update in (one, other)] == [2, 1]


def test_a_drop_may_be_empty() -> None:
    assert CARRIER.parse(b'{"scans":[]}') == ()


@pytest.mark.parametrize(
    "written", ["440100000115", "4401-0000-0115", " 4401 0000 0115 ", "４４０１－００００－０１１５", "4401‐0000‐0115"]
)
def test_a_tracking_number_is_written_in_one_way(written: str) -> None:
    (update,) = CARRIER.parse(drop({"tracking_number": written}))
    assert update.parcel.tracking_number == "440100000115"


def test_a_time_without_an_offset_is_tokyos_and_says_so() -> None:
    checkpoint = scan()
    assert checkpoint.occurred_at == datetime(2026, 11, 24, 6, 32, tzinfo=UTC)
    assert checkpoint.time_inferred


@pytest.mark.parametrize(
    "values",
    [
        {"time": "15:32+09:00"},
        {"time": "06:32Z"},
        {"date": "2026-11-24T15:32:00+0900", "time": None},
    ],
)
def test_a_written_offset_is_believed(values: dict[str, Any]) -> None:
    checkpoint = scan(**values)
    assert (checkpoint.occurred_at, checkpoint.time_inferred) == (datetime(2026, 11, 24, 6, 32, tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("2026/11/24 15:32", None),
        ("2026/11/24 15:32", "--:--"),
        ("2026/11/24 0:00", "15:32"),
        ("11月24日 15時32分", ""),
        ("11/24(火)", "1532"),
    ],
)
def test_a_day_may_hold_the_time_and_one_of_its_own_counts_before_it(day: str, time: str | None) -> None:
    checkpoint = scan(date=day, time=time, ship_date="2026-11-22")
    assert checkpoint.occurred_at == datetime(2026, 11, 24, 6, 32, tzinfo=UTC)


def test_the_year_comes_from_the_scans_own_ship_date_before_the_drops_day() -> None:
    body = drop({"date": "12/31", "ship_date": "2027-01-03"}, {"date": "12/31"}, as_of="2026-12-31")
    (update,) = CARRIER.parse(body)
    assert {checkpoint.occurred_at.date() for checkpoint in update.checkpoints} == {date(2026, 12, 31)}
    assert CARRIER.parse(drop({"date": "12/31"}, as_of="2026-12-20"))[0].checkpoints[0].occurred_at.year == 2026
    assert CARRIER.parse(drop({"date": "12/31"}, as_of="2027-06-01"))[0].checkpoints[0].occurred_at.year == 2026


def test_a_neighbours_ship_date_does_not_tell_the_year() -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(drop({"ship_date": "2026-11-22"}, {"date": "11/24"}))
    assert refused.value.field == "scans[1].date"


def test_a_place_is_an_office_in_japan() -> None:
    assert scan(office="渋谷センター", region="東京都").place == Place("渋谷センター", "東京都", "", "JP")
    assert scan().place == Place(country="JP")
    assert scan(region="TOKYO").place.country == "JP"


def test_a_place_is_abroad_where_the_drop_says_so() -> None:
    assert scan(region="UNITED STATES OF AMERICA").place.country == ""
    assert scan(region="CA", country="us").place == Place(region="CA", country="US")
    assert scan(region="CA", country="us").occurred_at == datetime(2026, 11, 24, 23, 32, tzinfo=UTC)


def test_a_message_is_the_status_and_what_stands_behind_it_on_one_line() -> None:
    assert scan(status="⇒輸送中", message="遅れる\n 見込みです　。").message == "輸送中 遅れる 見込みです 。"


def test_the_estimate_is_the_newest_scans() -> None:
    (update,) = CARRIER.parse(
        drop(
            {"estimated_delivery": "2026-11-26"},
            {"time": "09:00", "estimated_delivery": "11/25 19～21時", "ship_date": "2026-11-22"},
            {"time": "20:00", "estimated_delivery": "-"},
        )
    )
    assert update.carrier_estimate == date(2026, 11, 26)
    assert [checkpoint.carrier_estimate for checkpoint in update.checkpoints] == [
        date(2026, 11, 26),
        date(2026, 11, 25),
        None,
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b"{}", "scans"),
        (b'{"scans":{}}', "scans"),
        (b'{"scans":["scan"]}', "scans[0]"),
        (drop(*[{}] * 1001), "scans"),
        (drop({}, as_of="11/24"), "as_of"),
        (drop({}, as_of=20261124), "as_of"),
        (drop({"tracking_number": None}), "scans[0].tracking_number"),
        (drop({"tracking_number": 440100000115}), "scans[0].tracking_number"),
        (drop({"tracking_number": "4.401E+11"}), "scans[0].tracking_number"),
        (drop({"tracking_number": "四四〇一"}), "scans[0].tracking_number"),
        (drop({"status": None}), "scans[0].status"),
        (drop({"status": ["輸送中"]}), "scans[0].status"),
        (drop({"date": None}), "scans[0].date"),
        (drop({"date": "11/24"}), "scans[0].date"),
        (drop({"date": "26/11/24"}), "scans[0].date"),
        (drop({"date": "2026-02-29"}), "scans[0].date"),
        (drop({"date": "1999-11-24"}), "scans[0].date"),
        (drop({"date": "昨日"}), "scans[0].date"),
        (drop({"time": None}), "scans[0].time"),
        (drop({"time": "15時"}), "scans[0].time"),
        (drop({"time": "24:00"}), "scans[0].time"),
        (drop({"time": 1532}), "scans[0].time"),
        (drop({"office": {}}), "scans[0].office"),
        (drop({"region": 13}), "scans[0].region"),
        (drop({"country": 81}), "scans[0].country"),
        (drop({"ship_date": "11/22"}), "scans[0].ship_date"),
        (drop({"estimated_delivery": "本日中"}), "scans[0].estimated_delivery"),
        (drop({"message": "x" * 1001}), "scans[0].message"),
    ],
)
def test_an_unreadable_drop_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field


def test_a_refusal_does_not_quote_what_was_sent() -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(drop({"date": "見本太郎様"}))
    assert "見本" not in refused.value.detail


@pytest.mark.parametrize("slug", DROPPING)
def test_a_known_vector_is_accepted_of_each(slug: str) -> None:
    # printf 'msg_1.1795338000.{"scans":[]}' | openssl dgst -sha256 -hmac sample-secret -binary | base64
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1795338000",
        "webhook-signature": "v1,UPgHIPFlorVzDVpjlbPvnSqgRS8PCLF0ItDsBWM+FYk=",
    }
    carrier(slug).verify(headers, b'{"scans":[]}', ["old", "sample-secret"], NOW)
    with pytest.raises(SignatureRefused):
        carrier(slug).verify(headers, b'{"scans":[{}]}', ["sample-secret"], NOW)
