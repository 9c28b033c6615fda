"""Queued carrier updates: what is new is kept once, what is hopeless is parked with its reason, the rest is retried."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from functions.ingest_carrier_update.handler import handler
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.errors import AwsUnavailable
from shared.aws.sqs_dead_letters import DeadLetters
from shared.carriers.events import CarrierUpdateReceived
from shared.eventing.envelope import Event, Metadata
from tests.functions.conftest import Cloud
from tests.functions.triggers import failed, from_bus, from_queue, on_bus, sample

EASYPOST = Path(__file__).parents[2] / "events" / "carriers" / "easypost"
PAYLOAD = (EASYPOST / "out_for_delivery.json").read_text("utf-8")
SCANS = 6


def update(payload: str = PAYLOAD, carrier: str = "easypost") -> Event:
    at = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
    data = CarrierUpdateReceived(carrier=carrier, received_at=at, payload=payload)
    metadata = Metadata(event_id="u", version=1, occurred_at=at, merchant_id="hanare", correlation_id="u")
    return Event.of(data, metadata)


def checkpoints(cloud: Cloud) -> list[str]:
    return [item["SK"]["S"] for item in cloud.items() if item["SK"]["S"].startswith("CHECKPOINT#")]


def test_the_envelope_aws_sends_is_understood(cloud: Cloud) -> None:
    assert failed(handler(sample("sqs_from_bus"), None)) == []
    assert len(checkpoints(cloud)) == SCANS


def test_a_repeated_update_adds_nothing(cloud: Cloud) -> None:
    assert failed(handler(from_bus(update(), update()), None)) == []
    before = cloud.items()
    assert failed(handler(from_bus(update()), None)) == []
    assert cloud.items() == before
    assert len(checkpoints(cloud)) == SCANS


def test_the_order_of_arrival_does_not_matter(cloud: Cloud) -> None:
    late, early = ((EASYPOST / f"{name}.json").read_text("utf-8") for name in ("duplicate", "late_scan"))
    handler(from_bus(update(late), update(early)), None)
    stored = sorted(checkpoints(cloud))
    handler(from_bus(update(early), update(late)), None)
    assert sorted(checkpoints(cloud)) == stored


def test_an_update_about_no_parcel_is_done_with(cloud: Cloud) -> None:
    payload = (EASYPOST / "not_a_parcel.json").read_text("utf-8")
    assert failed(handler(from_bus(update(payload)), None)) == []
    assert (checkpoints(cloud), cloud.parked()) == ([], [])


def poison() -> dict[str, tuple[str, str]]:
    """Messages that can never succeed, with the code they are parked under."""
    envelope = on_bus(update())
    without_data = {**envelope, "detail": {"metadata": envelope["detail"]["metadata"]}}
    return {
        "no JSON": ("{canary", "malformed_json"),
        "no object": ("[]", "unreadable_event"),
        "another event": (json.dumps({**envelope, "detail-type": "OrderRecorded"}), "unreadable_event"),
        "no detail": (json.dumps({**envelope, "detail": None}), "unreadable_event"),
        "no data": (json.dumps(without_data), "unreadable_event"),
        "half a surrogate pair": ('{"a":"\\ud800"}', "malformed_json"),
        "too deep": ("[" * 100_000, "malformed_json"),
        "unknown carrier": (json.dumps(on_bus(update(carrier="pigeon"))), "unreadable_payload"),
        "payload is no JSON": (json.dumps(on_bus(update("{canary"))), "malformed_json"),
        "payload is no event": (json.dumps(on_bus(update('{"name":"canary"}'))), "unreadable_payload"),
    }


@pytest.mark.parametrize("kind", list(poison()))
def test_poison_is_parked_untouched_with_its_reason(cloud: Cloud, logs: Any, kind: str) -> None:
    body, code = poison()[kind]
    assert failed(handler(from_queue(body), None)) == []
    ((parked, parked_code, reason),) = cloud.parked()
    assert (parked, parked_code) == (body, code)
    assert reason
    assert "canary" not in reason + logs()


def test_poison_does_not_take_its_neighbours_along(cloud: Cloud) -> None:
    event = from_queue("{", json.dumps(on_bus(update())), "[]")
    assert failed(handler(event, None)) == []
    assert len(checkpoints(cloud)) == SCANS
    assert [code for _, code, _ in cloud.parked()] == ["malformed_json", "unreadable_event"]


def test_only_what_failed_is_tried_again(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, other = PAYLOAD, (EASYPOST / "delivered.json").read_text("utf-8")
    number = json.loads(other)["result"]["tracking_code"]
    history = DynamoParcels.history

    def throttled(self: DynamoParcels, parcel: Any) -> Any:
        if parcel.tracking_number == number:
            raise AwsUnavailable("read parcel: AWS answered ThrottlingException.")
        return history(self, parcel)

    monkeypatch.setattr(DynamoParcels, "history", throttled)
    assert failed(handler(from_bus(update(other), update(whole)), None)) == ["m0"]
    assert len(checkpoints(cloud)) == SCANS
    assert cloud.parked() == []


def test_when_all_fail_all_are_left_and_nothing_is_raised(
    cloud: Cloud, logs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("canary-mail@shopper.example")

    monkeypatch.setattr(DynamoParcels, "history", break_down)
    assert failed(handler(from_bus(update(), update()), None)) == ["m0", "m1"]
    assert "ZeroDivisionError" in logs()
    assert "canary" not in logs()


def test_a_message_that_cannot_be_parked_is_not_lost(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object) -> None:
        raise AwsUnavailable("park message: AWS answered InternalError.")

    monkeypatch.setattr(DeadLetters, "park", down)
    assert failed(handler(from_queue("{"), None)) == ["m0"]


def test_an_unknown_code_is_kept_as_unknown_and_logged(cloud: Cloud, logs: Any) -> None:
    payload = (EASYPOST / "unknown_code.json").read_text("utf-8")
    handler(from_bus(update(payload)), None)
    unknown = [i for i in cloud.items() if "body" in i and '"detail":"unknown"' in i["body"]["S"]]
    assert unknown
    assert "unknown_codes" in logs()
