"""Queued advisories: recorded once, what is hopeless is parked with its reason, the rest is retried."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.ingest_advisory.handler import handler
from shared.aws import clients
from shared.aws.dynamodb_advisories import DynamoAdvisories
from shared.aws.errors import AwsUnavailable
from tests.functions.conftest import NOW, Cloud
from tests.functions.triggers import failed, from_bus, from_queue, on_bus

FILES = Path(__file__).parents[2] / "events" / "advisories"
THEN = NOW.replace(month=1, day=20)
SNOW = json.loads((FILES / "snow_hokkaido.json").read_text("utf-8"))


def reported(data: object) -> dict[str, Any]:
    metadata = {
        "event_id": "w-1",
        "version": 1,
        "occurred_at": THEN.isoformat(),
        "merchant_id": "hanare",
        "correlation_id": "w-1",
    }
    return on_bus(
        {
            "detail-type": "AdvisoryReported",
            "source": "postpurchase.disruptions",
            "detail": {"metadata": metadata, "data": data},
        }
    )


def cap(name: str) -> dict[str, Any]:
    return reported({"cap": (FILES / f"{name}.xml").read_text("utf-8")})


def in_force(cloud: Cloud) -> list[str]:
    store = DynamoAdvisories(clients.dynamodb(), cloud.table)
    return [record.advisory_id for record in store.in_force(THEN + timedelta(hours=1))]


def test_both_forms_are_recorded(cloud: Cloud) -> None:
    assert failed(handler(from_bus(reported(SNOW), cap("winter_storm")), None)) == []
    assert len(in_force(cloud)) == 2
    assert "hokkaido-snow-1" in in_force(cloud)


def test_repeats_and_disorder_change_nothing(cloud: Cloud) -> None:
    names = ("winter_storm_cancel", "winter_storm", "winter_storm_update", "winter_storm")
    assert failed(handler(from_bus(*map(cap, names)), None)) == []
    before = cloud.items()
    assert failed(handler(from_bus(*map(cap, names)), None)) == []
    assert cloud.items() == before
    assert in_force(cloud) == []


def test_a_plain_advisory_without_its_own_time_was_sent_when_the_event_occurred(cloud: Cloud) -> None:
    event = reported({"carriers": ["ups"]})
    handler(from_bus(event), None)
    before = cloud.items()
    handler(from_bus(event), None)
    assert cloud.items() == before


def test_a_test_alert_is_done_with_and_said_so(cloud: Cloud, logs: Any) -> None:
    event = reported({"cap": (FILES / "winter_storm.xml").read_text("utf-8").replace("Actual", "Test")})
    assert failed(handler(from_bus(event), None)) == []
    assert (in_force(cloud), cloud.parked()) == ([], [])
    assert "status is not Actual" in logs()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{canary", "malformed_json"),
        (json.dumps(reported(None)), "unreadable_event"),
        (json.dumps(reported({"kind": "canary"})), "unreadable_event"),
        (json.dumps(reported({})), "invalid_advisory"),
        (json.dumps(reported({"cap": "<canary"})), "malformed_xml"),
        (json.dumps(reported({"cap": "<canary/>"})), "unreadable_alert"),
    ],
)
def test_poison_is_parked_untouched_with_its_reason(cloud: Cloud, logs: Any, body: str, code: str) -> None:
    assert failed(handler(from_queue(body), None)) == []
    ((parked, parked_code, reason),) = cloud.parked()
    assert (parked, parked_code) == (body, code)
    assert reason
    assert "canary" not in reason + logs()


def test_what_may_succeed_later_is_left_for_another_try(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object) -> None:
        raise AwsUnavailable("save advisory: AWS answered InternalError.")

    monkeypatch.setattr(DynamoAdvisories, "save", down)
    assert failed(handler(from_bus(reported(SNOW)), None)) == ["m0"]
    assert cloud.parked() == []
