"""The projection follows the stream: whatever the order and repetition, it is the join of what is stored."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.project_shipment.handler import handler
from shared.aws import clients
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.ports import StaleParcel
from tests.functions.conftest import Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_orders_api import ORDER, SHIPMENT
from tests.functions.triggers import failed, from_stream, sample

PARCEL = ParcelNumber("usps", "9400136208231234500027")
OTHER = ParcelNumber("usps", "9400136208231234500099")
MORNING = datetime(2026, 11, 20, 8, tzinfo=UTC)


def scan(cloud: Cloud, hours: int, milestone: Milestone, parcel: ParcelNumber = PARCEL) -> None:
    checkpoint = Checkpoint(MORNING + timedelta(hours=hours), Detail(milestone), milestone.value)
    DynamoParcels(clients.dynamodb(), cloud.table).add(parcel, checkpoint, "usps")


def projection(cloud: Cloud, parcel: ParcelNumber = PARCEL) -> dict[str, Any]:
    [stored] = DynamoParcels(clients.dynamodb(), cloud.table).history(parcel).projections.values()
    return {"reached": list(stored.parcel.reached), "version": stored.version, "of": stored.parcel.assignment}


def test_the_envelope_aws_sends_is_understood(cloud: Cloud) -> None:
    event = sample("stream")
    clients.dynamodb().put_item(TableName=cloud.table, Item=event["Records"][0]["dynamodb"]["NewImage"])
    assert failed(handler(event, None)) == []
    assert projection(cloud)["reached"] == [Milestone.OUT_FOR_DELIVERY]


def test_a_parcel_is_projected_from_all_its_checkpoints(cloud: Cloud) -> None:
    scan(cloud, 2, Milestone.OUT_FOR_DELIVERY)
    scan(cloud, 0, Milestone.INFO_RECEIVED)
    assert failed(handler(from_stream(cloud.changes("CHECKPOINT#")), None)) == []
    assert projection(cloud)["reached"] == [Milestone.INFO_RECEIVED, Milestone.OUT_FOR_DELIVERY]


def test_a_repeated_batch_writes_nothing(cloud: Cloud) -> None:
    scan(cloud, 0, Milestone.IN_TRANSIT)
    event = from_stream(cloud.changes("CHECKPOINT#"))
    handler(event, None)
    before = cloud.items()
    handler(event, None)
    assert cloud.items() == before
    assert projection(cloud)["version"] == 1


def test_the_order_of_an_assignment_and_its_scans_does_not_matter(
    cloud: Cloud, api: HttpApi, merchant: dict[str, str]
) -> None:
    scan(cloud, 0, Milestone.IN_TRANSIT)
    handler(from_stream(cloud.changes("CHECKPOINT#")), None)
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    api.request("PUT", "/v1/orders/A-1001/shipments/S-1", headers=merchant, body=SHIPMENT)
    assert failed(handler(from_stream(cloud.changes("ASSIGNMENT")), None)) == []
    assert projection(cloud)["of"].order_id == "A-1001"


def test_the_batch_stops_at_the_first_failure(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    scan(cloud, 0, Milestone.IN_TRANSIT, OTHER)
    scan(cloud, 0, Milestone.IN_TRANSIT)
    scan(cloud, 1, Milestone.DELIVERED, OTHER)
    changes = cloud.changes("CHECKPOINT#")
    save = DynamoParcels.save

    def lose(self: DynamoParcels, parcel: Any, seen_version: int) -> None:
        if parcel.id.number == PARCEL:
            raise StaleParcel("The parcel changed in between: try again.")
        save(self, parcel, seen_version)

    monkeypatch.setattr(DynamoParcels, "save", lose)
    assert failed(handler(from_stream(changes), None)) == [changes[1]["dynamodb"]["SequenceNumber"]]
    assert projection(cloud, OTHER)["version"] == 1


def test_when_all_fail_the_first_is_named_and_nothing_is_raised(
    cloud: Cloud, logs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("canary")

    scan(cloud, 0, Milestone.IN_TRANSIT)
    scan(cloud, 1, Milestone.DELIVERED)
    changes = cloud.changes("CHECKPOINT#")
    monkeypatch.setattr(DynamoParcels, "history", break_down)
    assert failed(handler(from_stream(changes), None)) == [changes[0]["dynamodb"]["SequenceNumber"]]
    assert "canary" not in logs()


def test_a_record_nobody_can_read_is_parked_with_its_place_and_its_reason(cloud: Cloud) -> None:
    event = sample("stream")
    event["Records"][0]["dynamodb"]["Keys"]["PK"] = {"S": "PARCEL"}
    assert failed(handler(event, None)) == []
    [(note, code, _)] = cloud.parked()
    assert json.loads(note)["sequence_number"] == event["Records"][0]["dynamodb"]["SequenceNumber"]
    assert code == "unreadable_record"


def test_a_retry_after_a_lost_race_joins_what_the_winner_stored(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    scan(cloud, 0, Milestone.IN_TRANSIT)
    event = from_stream(cloud.changes("CHECKPOINT#"))
    history = DynamoParcels.history
    raced: list[bool] = []

    def overtaken(self: DynamoParcels, parcel: ParcelNumber) -> Any:
        seen = history(self, parcel)
        if not raced:
            raced.append(True)
            scan(cloud, 1, Milestone.DELIVERED)
            handler(event, None)
        return seen

    monkeypatch.setattr(DynamoParcels, "history", overtaken)
    left = failed(handler(event, None))
    assert left == [event["Records"][0]["dynamodb"]["SequenceNumber"]]
    assert failed(handler(event, None)) == []
    assert projection(cloud)["reached"] == [Milestone.IN_TRANSIT, Milestone.DELIVERED]
    assert json.dumps(projection(cloud)["version"]) == "1"
