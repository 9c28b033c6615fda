"""From the bus to a file of facts: one object a batch, poison parked, nothing lost when S3 does not answer."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.keep_history.handler import handler
from shared.aws import clients
from shared.aws.errors import AwsUnavailable
from shared.aws.s3_history import FACTS, S3History
from shared.eventing.envelope import Event
from shared.history.facts_of import Told
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from tests.functions.conftest import BUCKET, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.triggers import failed, from_bus, from_queue
from tests.history.samples import reached, registered, scanned
from tests.samples import MAIL_ADDRESS, PARCEL

ORDER = {
    "placed_at": "2026-11-22T18:00:00+09:00",
    "contact": {"email": MAIL_ADDRESS},
    "destination": {"country": "JP", "postal": "150-0001"},
    "lines": [{"sku": "KB-01", "name": "Rice bowl", "quantity": 2}],
    "promise": {"earliest": "2026-11-24", "latest": "2026-11-25"},
}
SHIPMENT = {
    "shipped_at": "2026-11-23T18:00:00+09:00",
    "parcels": [{"carrier": PARCEL.carrier, "tracking_number": PARCEL.tracking_number}],
    "service": "ヤマト運輸 宅急便",
}


def as_event(told: Told) -> Event:
    metadata, data = told
    return Event.of(data, metadata)


def kept() -> list[dict[str, Any]]:
    found = clients.s3().list_objects_v2(Bucket=BUCKET, Prefix=FACTS).get("Contents", [])
    bodies = [clients.s3().get_object(Bucket=BUCKET, Key=item["Key"])["Body"].read() for item in found]
    return [json.loads(line) for body in bodies for line in gzip.decompress(body).decode().splitlines()]


@pytest.fixture
def recorded(api: HttpApi, merchant: dict[str, str]) -> None:
    """The order and its shipment, as a shop records them."""
    assert api.request("PUT", "/v1/orders/A-1", headers=merchant, body=ORDER).status == 201
    assert api.request("PUT", "/v1/orders/A-1/shipments/S-1", headers=merchant, body=SHIPMENT).status == 201


STORY = (registered(PARCEL), scanned(Detail.AT_DELIVERY_DEPOT, 1), reached(Milestone.DELIVERED, 30))


@pytest.mark.usefixtures("recorded")
def test_a_batch_becomes_one_file_of_facts_with_what_the_order_and_the_configuration_say(cloud: Cloud) -> None:
    assert failed(handler(from_bus(*map(as_event, STORY)), None)) == []
    [item] = clients.s3().list_objects_v2(Bucket=BUCKET, Prefix=FACTS)["Contents"]
    assert item["Key"] == "facts/dt=2026-11-24/m0.jsonl.gz"
    handed_over, at_depot, delivered = kept()
    assert (handed_over["origin_id"], handed_over["items"], handed_over["service"]) == ("tokyo", 2, "ヤマト運輸 宅急便")
    assert (handed_over["destination_postal"], handed_over["promised_date"]) == ("150", "2026-11-25")
    assert (at_depot["fact"], delivered["utc_offset"]) == ("at_delivery_depot", 540)


@pytest.mark.usefixtures("recorded")
def test_nothing_personal_is_kept_or_logged(cloud: Cloud, logs: Callable[[], str]) -> None:
    handler(from_bus(*map(as_event, STORY)), None)
    for personal in (MAIL_ADDRESS, PARCEL.tracking_number, "150-0001", "Rice bowl"):
        assert personal not in json.dumps(kept()) + logs()


@pytest.mark.usefixtures("recorded")
def test_poison_is_parked_and_its_neighbours_are_kept(cloud: Cloud) -> None:
    event = from_queue("not json", from_bus(as_event(STORY[0]))["Records"][0]["body"])
    assert failed(handler(event, None)) == []
    assert [fact["fact"] for fact in kept()] == ["handed_over"]
    assert [code for _, code, _ in cloud.parked()] == ["malformed_json"]


def test_events_that_teach_nothing_make_no_file(cloud: Cloud) -> None:
    assert failed(handler(from_bus(as_event(reached(Milestone.INFO_RECEIVED, 1))), None)) == []
    assert kept() == []


def test_of_an_order_that_was_erased_nothing_is_kept(cloud: Cloud) -> None:
    assert failed(handler(from_bus(as_event(registered(PARCEL))), None)) == []
    assert kept() == []


@pytest.mark.usefixtures("recorded")
def test_a_batch_that_cannot_be_kept_is_delivered_again_and_nothing_is_parked_yet(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> str:
        raise AwsUnavailable("keep history: AWS answered SlowDown.")

    monkeypatch.setattr(S3History, "keep", refuse)
    event = from_queue("not json", from_bus(as_event(STORY[0]))["Records"][0]["body"])
    with pytest.raises(AwsUnavailable):
        handler(event, None)
    assert cloud.parked() == []
