"""What was saved is published: every event, in the stream's order, and whatever could not go out is tried again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.project_shipment.handler import handler as project
from functions.publish_events.handler import handler
from shared.aws import clients
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from tests.functions.conftest import Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_orders_api import ORDER, SHIPMENT, changed
from tests.functions.triggers import failed, from_stream, sample

PARCEL = ParcelNumber("usps", "9400136208231234500027")
MORNING = datetime(2026, 11, 20, 8, tzinfo=UTC)


def scans(cloud: Cloud, count: int) -> list[dict[str, Any]]:
    """The stream after `count` scans."""
    parcels = DynamoParcels(clients.dynamodb(), cloud.table)
    for minute in range(count):
        scan = Checkpoint(MORNING + timedelta(minutes=minute), Detail.IN_TRANSIT, f"S{minute:02d}")
        parcels.add(PARCEL, scan, "usps")
    return cloud.changes("CHECKPOINT#")


def codes(cloud: Cloud) -> list[str]:
    return [event["detail"]["data"]["carrier_code"] for event in cloud.published()]


def test_the_envelope_aws_sends_is_understood(cloud: Cloud) -> None:
    assert failed(handler(sample("stream"), None)) == []
    (event,) = cloud.published()
    assert (event["source"], event["detail-type"]) == ("postpurchase.tracking", "CheckpointRecorded")
    assert event["detail"]["metadata"]["merchant_id"] == "hanare"


def test_an_order_and_its_shipment_are_announced_without_their_shopper(
    cloud: Cloud, api: HttpApi, merchant: dict[str, str]
) -> None:
    order = changed("contact.email", "canary-mail@shopper.example")
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=order)
    api.request("PUT", "/v1/orders/A-1001/shipments/S-1", headers=merchant, body=SHIPMENT)
    assert failed(handler(from_stream(cloud.changes()), None)) == []
    events = cloud.published()
    told = [event["detail-type"] for event in events if event["source"] == "postpurchase.tracking"]
    assert told == ["OrderRecorded", "ShipmentRegistered"]
    assert "canary" not in str(events)
    assert "150-0001" not in str(events)


def test_a_milestone_is_announced_once_and_again_when_its_order_becomes_known(
    cloud: Cloud, api: HttpApi, merchant: dict[str, str]
) -> None:
    scans(cloud, 2)
    project(from_stream(cloud.changes("CHECKPOINT#")), None)
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    api.request("PUT", "/v1/orders/A-1001/shipments/S-1", headers=merchant, body=SHIPMENT)
    project(from_stream(cloud.changes("ASSIGNMENT")), None)
    handler(from_stream(cloud.changes("PROJECTION")), None)
    reached = [(e["detail"]["data"]["milestone"], e["detail"]["data"].get("order_id")) for e in cloud.published()]
    assert reached == [("in_transit", None), ("in_transit", "A-1001")]


def test_more_events_than_one_call_takes_all_go_out_in_order(cloud: Cloud) -> None:
    assert failed(handler(from_stream(scans(cloud, 23)), None)) == []
    assert codes(cloud) == [f"S{n:02d}" for n in range(23)]


def test_a_repeated_record_carries_the_same_event_id(cloud: Cloud) -> None:
    event = from_stream(scans(cloud, 1))
    handler(event, None), handler(event, None)
    assert len({event["detail"]["metadata"]["event_id"] for event in cloud.published()}) == 1


def test_what_publishes_nothing_is_finished(cloud: Cloud, api: HttpApi, merchant: dict[str, str]) -> None:
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    assert failed(handler(from_stream(cloud.changes("ORDER", "LINK", "CONFIGURATION")), None)) == []
    assert cloud.published() == []


@pytest.mark.parametrize("refused_call", [0, 1, 2])
def test_after_a_refused_call_the_stream_is_retried_from_there(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, refused_call: int
) -> None:
    changes = scans(cloud, 25)
    put_events, calls = clients.events().put_events, []

    def refuse(**entries: Any) -> Any:
        calls.append(entries)
        if len(calls) == refused_call + 1:
            return {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException"}]}
        return put_events(**entries)

    monkeypatch.setattr(clients.events(), "put_events", refuse)
    left = failed(handler(from_stream(changes), None))
    assert left == [changes[10 * refused_call]["dynamodb"]["SequenceNumber"]]
    assert codes(cloud) == [f"S{n:02d}" for n in range(10 * refused_call)]
    assert failed(handler(from_stream(changes[10 * refused_call :]), None)) == []
    assert codes(cloud) == [f"S{n:02d}" for n in range(10 * refused_call, 25)]


def test_a_record_nobody_can_read_is_parked_and_the_others_go_out(cloud: Cloud, logs: Any) -> None:
    event = from_stream(scans(cloud, 3))
    event["Records"][1]["dynamodb"]["NewImage"]["body"]["S"] = '{"canary-mail@shopper.example"'
    assert failed(handler(event, None)) == []
    assert codes(cloud) == ["S00", "S02"]
    [(note, code, reason)] = cloud.parked()
    assert (json.loads(note)["keys"]["PK"]["S"], code) == ("PARCEL#usps#9400136208231234500027", "unreadable_record")
    assert "canary" not in logs() + note + reason


def test_when_all_fail_the_first_is_named_and_nothing_is_raised(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(**_: object) -> None:
        raise ZeroDivisionError

    changes = scans(cloud, 3)
    monkeypatch.setattr(clients.events(), "put_events", break_down)
    assert failed(handler(from_stream(changes), None)) == [changes[0]["dynamodb"]["SequenceNumber"]]
