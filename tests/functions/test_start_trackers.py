"""Registered shipments: parcels of carriers that are asked, and for which there are credentials, are watched, once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.start_trackers.handler import handler
from shared.aws.carrier_credentials import CarrierCredentials
from shared.aws.dynamodb_trackers import DynamoTrackers
from shared.aws.errors import AwsUnavailable
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_orders_api import ORDER
from tests.functions.triggers import failed, from_bus, from_queue, on_bus

NUMBER = "8N00234567890"


def registered(*carriers: str) -> dict[str, Any]:
    """The event as it comes off the bus."""
    parcels = [{"carrier": slug, "tracking_number": NUMBER} for slug in carriers]
    metadata = {
        "event_id": "shipment:A-1:S-1:2",
        "version": 1,
        "occurred_at": NOW.isoformat(),
        "merchant_id": "hanare",
        "correlation_id": "A-1",
    }
    data = {"order_id": "A-1", "shipment_id": "S-1", "shipped_at": NOW.isoformat(), "parcels": parcels}
    return {
        "detail-type": "ShipmentRegistered",
        "source": "postpurchase.tracking",
        "detail": {"metadata": metadata, "data": data},
    }


def trackers(cloud: Cloud) -> list[str]:
    return sorted(i["PK"]["S"] for i in cloud.items() if i["SK"]["S"].startswith("TRACKER#"))


def test_a_parcel_at_a_connected_carrier_is_watched_once_however_often_it_is_told(cloud: Cloud) -> None:
    event = from_bus(registered("laposte", "gls", "usps"), registered("laposte"))
    assert failed(handler(event, None)) == []
    before = cloud.items()
    assert failed(handler(event, None)) == []
    assert trackers(cloud) == [f"PARCEL#laposte#{NUMBER}"]
    assert cloud.items() == before


def test_what_a_shop_registers_is_what_is_watched(api: HttpApi, merchant: dict[str, str], cloud: Cloud) -> None:
    body = {"shipped_at": NOW.isoformat(), "parcels": [{"carrier": "laposte", "tracking_number": "8N-00234567890"}]}
    for path, content in (("/v1/orders/A-1", ORDER), ("/v1/orders/A-1/shipments/S-1", body)):
        assert api.request("PUT", path, headers=merchant, body=json.dumps(content).encode()).status == 201
    (item,) = [i for i in cloud.items() if i["SK"]["S"].startswith("EVENT#") and "Shipment" in i["body"]["S"]]
    event = json.loads(item["body"]["S"])
    detail = {"metadata": event["metadata"], "data": event["data"]}
    handler(from_bus({"detail-type": event["detail_type"], "source": event["source"], "detail": detail}), None)
    assert trackers(cloud) == [f"PARCEL#laposte#{NUMBER}"]


def test_the_log_holds_ids_and_counts(cloud: Cloud, logs: Any) -> None:
    handler(from_bus(registered("laposte", "gls")), None)
    assert "'started': 1" in logs()
    assert NUMBER not in logs()


def test_an_event_that_cannot_be_read_is_parked(cloud: Cloud) -> None:
    body = json.dumps(on_bus({"detail-type": "OrderRecorded"}))
    assert failed(handler(from_queue(body), None)) == []
    assert [code for _, code, _ in cloud.parked()] == ["unreadable_event"]


@pytest.mark.parametrize("broken", [DynamoTrackers, CarrierCredentials])
def test_what_aws_did_not_take_is_tried_again(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, broken: type) -> None:
    def down(*_: object) -> None:
        raise AwsUnavailable("AWS answered InternalError.")

    monkeypatch.setattr(broken, "start" if broken is DynamoTrackers else "read", down)
    assert failed(handler(from_bus(registered("laposte")), None)) == ["m0"]
    assert trackers(cloud) == []
