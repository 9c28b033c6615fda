"""Files of scans as events."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from shared.carriers.registry import SLUGS, UnknownCarrier, carrier
from shared.carriers.scan_files.receive_file import (
    InvalidDay,
    ReceivedFile,
    TakesNoFiles,
    UnknownNotation,
    file_day,
    receive_file,
)
from shared.carriers.scan_files.scan_file import UnreadableScanFile
from shared.errors import Invalid

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
"""In Tokyo half past midnight, on the 25th."""
CSV = "送り状番号,荷物状況,日時\n4401-0000-0115,配達中,11/24 08:04\n4401-0000-0126,,11/24 08:04\n".encode("cp932")
JSON = b'{"scans":[{"tracking_number":"440100000115","status":"x","date":"2026-11-24","time":"08:04"}]}'
TAKE_FILES = [slug for slug in SLUGS if carrier(slug).drops]


def receive(raw: bytes = CSV, slug: str = "yamato", notation: str = "csv", as_of: date | None = None) -> ReceivedFile:
    return receive_file(slug, raw, notation=notation, merchant_id="hanare", now=NOW, as_of=as_of)


def ids(received: ReceivedFile) -> list[str]:
    return [event.metadata.event_id for event in received.events]


def test_a_file_becomes_events_that_the_carriers_adapter_reads() -> None:
    received = receive()
    (event,) = received.events
    assert (event.detail_type, event.metadata.merchant_id) == ("CarrierUpdateReceived", "hanare")
    (update,) = carrier(event.data["carrier"]).parse(event.data["payload"].encode())
    assert (update.parcel.carrier, update.parcel.tracking_number) == ("yamato", "440100000115")


def test_its_bad_rows_are_told_and_the_others_counted() -> None:
    assert receive().summary() == {
        "accepted_rows": 1,
        "updates": 1,
        "problem_count": 1,
        "problems": [{"line": 3, "field": "status", "reason": "status must be text, and not empty."}],
    }


def test_a_summary_may_list_fewer_problems_than_it_counts() -> None:
    many = receive("伝票番号,状態,日付\n".encode() + b"x,,\n" * 7).summary(at_most=3)
    assert (many["problem_count"], len(list(many["problems"]))) == (7, 3)  # type: ignore[call-overload]


def test_the_same_file_of_the_same_day_is_the_same_events() -> None:
    assert ids(receive()) == ids(receive(as_of=date(2026, 11, 25)))
    assert ids(receive()) != ids(receive(as_of=date(2026, 11, 26)))
    assert ids(receive()) != ids(receive(slug="sagawa"))
    assert ids(receive()) == ids(receive(CSV.decode("cp932").encode()))


def test_a_file_is_of_today_in_tokyo_where_nobody_says() -> None:
    assert json.loads(receive().events[0].data["payload"])["as_of"] == "2026-11-25"


def test_a_drop_may_be_a_file_too() -> None:
    assert receive(JSON, notation="json").rows == 1


def test_carriers_that_push_take_no_files() -> None:
    with pytest.raises(TakesNoFiles):
        receive(slug="fedex")
    with pytest.raises(UnknownCarrier):
        receive(slug="pigeon")


@pytest.mark.parametrize("notation", ["", "xlsx", "CSV"])
def test_what_is_said_to_be_neither_csv_nor_json_is_not_guessed_at(notation: str) -> None:
    with pytest.raises(UnknownNotation):
        receive(notation=notation)


def test_what_is_said_to_be_another_notation_is_unreadable() -> None:
    with pytest.raises(UnreadableScanFile):
        receive(JSON)


@pytest.mark.parametrize("written", ["", "2026-1-1", "20261125", "2026-W48-3", "2026-02-29", "1999-12-31", "11/25"])
def test_a_files_day_is_written_in_one_way(written: str) -> None:
    with pytest.raises(InvalidDay):
        file_day(written)
    assert file_day("2026-11-25") == date(2026, 11, 25)


def test_there_are_carriers_that_take_files() -> None:
    assert TAKE_FILES == ["fukuyama", "japan_post", "sagawa", "seino", "yamato"]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_carrier_takes_files_exactly_when_it_reads_drops(slug: str) -> None:
    try:
        reads_drops = bool(carrier(slug).parse(JSON))
    except Invalid:
        reads_drops = False
    assert carrier(slug).drops is reads_drops
