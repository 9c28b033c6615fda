"""Files of scans that were put into the bucket: imported once S3 tells, or parked with the reason; never lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.import_scan_file.handler import handler
from shared.aws import clients
from tests.functions.conftest import BUCKET, Cloud
from tests.functions.triggers import failed, from_bus, from_queue, from_s3

GOOD = "送り状番号,荷物状況,日付,時刻\n4401-0000-0115,配達中,11/24,08:04\n".encode("cp932")
PATH = "scans/yamato/canary 冬.csv"


def put(content: bytes = GOOD, path: str = PATH) -> dict[str, Any]:
    """What the function is handed after somebody put a file there."""
    clients.s3().put_object(Bucket=BUCKET, Key=path, Body=content)
    return from_s3(path)


def kept() -> dict[str, bytes]:
    """Everything in the bucket."""
    listed = clients.s3().list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return {item["Key"]: clients.s3().get_object(Bucket=BUCKET, Key=item["Key"])["Body"].read() for item in listed}


def test_a_file_is_on_the_bus_and_stays_in_the_bucket(cloud: Cloud) -> None:
    assert failed(handler(put(), None)) == []
    (event,) = cloud.published()
    assert event["detail"]["data"]["carrier"] == "yamato"
    assert json.loads(event["detail"]["data"]["payload"])["scans"][0]["status"] == "配達中"
    assert kept() == {PATH: GOOD}


def test_its_problems_are_told_beside_it_until_it_is_mended() -> None:
    told = "problems/yamato/canary 冬.csv.json"
    handler(put(GOOD + b"x,x,x,x\n"), None)
    assert json.loads(kept()[told])["problem_count"] == 1
    handler(put(), None)
    assert told not in kept()


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("scans/yamato/a.csv", b"canary", "unreadable_scan_file"),
        ("scans/yamato/a.json", b"canary", "malformed_json"),
        ("scans/yamato/a.xlsx", GOOD, "unknown_notation"),
        ("scans/pigeon/a.csv", GOOD, "misplaced_file"),
        ("scans/fedex/a.csv", GOOD, "takes_no_files"),
        ("scans/yamato/a.csv", b"x" * 5_000_001, "file_too_large"),
    ],
)
def test_what_cannot_be_imported_is_parked_with_its_reason(cloud: Cloud, path: str, content: bytes, code: str) -> None:
    event = put(content, path)
    assert failed(handler(event, None)) == []
    ((body, parked_as, reason),) = cloud.parked()
    assert (body, parked_as) == (event["Records"][0]["body"], code)
    assert "canary" not in reason
    assert (cloud.published(), set(kept())) == ([], {path})


def test_a_message_of_another_kind_is_parked(cloud: Cloud) -> None:
    handler(from_bus({"detail-type": "OrderRecorded"}), None), handler(from_queue("{"), None)
    assert [code for _, code, _ in cloud.parked()] == ["unreadable_event", "malformed_json"]


def test_a_bus_that_refuses_makes_the_queue_try_again(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    event = put(GOOD + b"x,x,x,x\n")
    monkeypatch.setattr(clients.events(), "put_events", lambda **_: {"FailedEntryCount": 1, "Entries": []})
    assert failed(handler(event, None)) == ["m0"]
    assert (cloud.parked(), set(kept())) == ([], {PATH})


def test_a_file_that_is_gone_is_asked_for_again(cloud: Cloud) -> None:
    assert failed(handler(from_s3("scans/yamato/gone.csv"), None)) == ["m0"]


def test_a_folder_is_nothing_to_read(cloud: Cloud) -> None:
    assert failed(handler(put(b"", "scans/yamato/"), None)) == []
    assert (cloud.published(), cloud.parked()) == ([], [])


def test_neither_a_files_name_nor_what_it_says_is_in_a_log(logs: Callable[[], str]) -> None:
    handler(put(GOOD + b"canary,x,x,x\n"), None)
    handler(put(b"canary"), None)
    assert "scan file imported" in logs()
    assert "canary" not in logs()
