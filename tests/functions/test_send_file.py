"""Files of scans over HTTP: what can be read of them is on the bus, the rest is told, and nothing is quoted."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.carriers_api.handler import MAX_FILE_BYTES
from shared.aws import clients
from tests.functions.conftest import Cloud
from tests.functions.http_api import HttpApi, Reply

Send = Callable[..., Reply]
CSV = "送り状番号,荷物状況,日付,時刻\n4401-0000-0115,配達中,11/24,08:04\ncanary!,配達中,11/24,08:04\n"


@pytest.fixture
def send(api: HttpApi, merchant: dict[str, str]) -> Send:
    """`send(body)` as the merchant's server."""

    def post(body: bytes | str = CSV, kind: str = "text/csv", slug: str = "yamato", query: str = "") -> Reply:
        headers = {**merchant, "content-type": kind}
        return api.request("POST", f"/v1/carriers/{slug}/file{query}", headers=headers, body=body)

    return post


def payloads(cloud: Cloud) -> list[Any]:
    return [json.loads(event["detail"]["data"]["payload"]) for event in cloud.published()]


def test_a_files_good_rows_are_on_the_bus_and_its_bad_ones_are_told(send: Send, cloud: Cloud) -> None:
    answer = send()
    assert answer.status == 202
    body = answer.json()
    assert (body["accepted_rows"], body["updates"], body["problem_count"]) == (1, 1, 1)
    assert [(problem["line"], problem["field"]) for problem in body["problems"]] == [(3, "tracking_number")]
    (event,) = cloud.published()
    assert (event["detail-type"], event["detail"]["data"]["carrier"]) == ("CarrierUpdateReceived", "yamato")
    assert event["detail"]["metadata"]["merchant_id"] == "hanare"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (CSV.encode(), "text/csv"),
        (CSV.encode("utf-8-sig"), "text/csv; charset=utf-8"),
        (CSV.encode("cp932"), "text/csv"),
        (CSV.encode("cp932"), "application/csv"),
        (CSV.replace("\n", "\r\n").encode("cp932"), "TEXT/CSV; charset=Shift_JIS"),
    ],
)
def test_a_file_is_the_same_in_every_encoding_and_however_it_travels(
    send: Send, cloud: Cloud, body: bytes, kind: str
) -> None:
    assert send(body, kind).json()["accepted_rows"] == 1
    (payload,) = payloads(cloud)
    assert payload["scans"][0]["status"] == "配達中"


def test_a_drop_is_taken_as_a_file_too(send: Send, cloud: Cloud) -> None:
    scan = {"tracking_number": "440100000115", "status": "配達中", "date": "11/24", "time": "08:04"}
    body = json.dumps({"as_of": "2025-11-25", "scans": [scan, {}]}, ensure_ascii=False)
    answer = send(body, "application/json", "sagawa")
    assert (answer.status, answer.json()["accepted_rows"]) == (202, 1)
    assert [problem["line"] for problem in answer.json()["problems"]] == [2]
    assert payloads(cloud) == [{"as_of": "2025-11-25", "scans": [scan]}]


def test_a_file_is_of_today_in_tokyo_unless_the_sender_says(
    send: Send, cloud: Cloud, at: Callable[[datetime], None]
) -> None:
    at(datetime(2026, 11, 24, 15, 30, tzinfo=UTC))
    send(), send(query="?as_of=2026-12-01")
    assert [payload["as_of"] for payload in payloads(cloud)] == ["2026-11-25", "2026-12-01"]


def test_the_same_file_twice_is_the_same_events(send: Send, cloud: Cloud) -> None:
    send(), send()
    one, other = cloud.published()
    assert one["detail"]["metadata"]["event_id"] == other["detail"]["metadata"]["event_id"]


def test_no_more_than_a_hundred_problems_are_listed_and_all_are_counted(send: Send) -> None:
    answer = send(CSV + "x,,,\n" * 150).json()
    assert (len(answer["problems"]), answer["problem_count"]) == (100, 151)


def test_a_file_may_be_as_large_as_said_and_no_larger(send: Send, cloud: Cloud) -> None:
    rows = "4401-0000-0115,配達中,11/24,08:04,{}\n"
    some = CSV.replace("時刻", "時刻,memo") + rows.format("備" * 1000) * 1300
    body = some + rows.format("x" * (MAX_FILE_BYTES - len((some + rows.format("")).encode())))
    assert len(body.encode()) == MAX_FILE_BYTES
    assert send(body).status == 202
    assert send(body + "\n").code == "body_too_large"
    assert send(body.encode() + b"\n", "application/csv").code == "body_too_large"


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"slug": "pigeon"}, 404, "unknown_carrier"),
        ({"slug": "fedex"}, 422, "takes_no_files"),
        ({"body": "a,b\n"}, 422, "unreadable_scan_file"),
        ({"body": b""}, 422, "unreadable_scan_file"),
        ({"body": b"\x81\x00\xff"}, 422, "unreadable_scan_file"),
        ({"body": b"[]", "kind": "application/json"}, 422, "unreadable_scan_file"),
        ({"body": b"{", "kind": "application/json"}, 400, "malformed_json"),
        ({"kind": "application/vnd.ms-excel"}, 422, "unknown_notation"),
        ({"kind": ""}, 422, "unknown_notation"),
        ({"query": "?as_of=today"}, 422, "invalid_day"),
        ({"query": "?asof=2026-11-25"}, 400, "bad_request"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_code(
    send: Send, cloud: Cloud, sent: dict[str, Any], status: int, code: str
) -> None:
    answer = send(**sent)
    assert (answer.status, answer.code) == (status, code)
    assert cloud.published() == []


def test_only_the_merchant_may_send_files(api: HttpApi, storefront_key: str) -> None:
    target = "/v1/carriers/yamato/file"
    assert api.request("POST", target, body=CSV).status == 401
    assert api.request("POST", f"{target}?key={storefront_key}", body=CSV).status == 401
    assert api.request("POST", target, headers={"authorization": f"Bearer {storefront_key}"}, body=CSV).status == 403


def test_a_bus_that_refuses_makes_the_sender_try_again(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients.events(), "put_events", lambda **_: {"FailedEntryCount": 1, "Entries": []})
    answer = send()
    assert (answer.status, answer.code) == (503, "aws_unavailable")


def test_what_a_file_says_is_in_no_log_and_in_no_answer(send: Send, logs: Callable[[], str]) -> None:
    answers = [send(), send("canary,b\n"), send('{"canary":1}', "application/json"), send(query="?canary=1")]
    assert "scan file received" in logs()
    assert "canary" not in logs()
    assert not any("canary" in answer.text for answer in answers[:3])
