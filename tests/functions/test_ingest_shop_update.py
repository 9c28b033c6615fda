"""Queued pushes of a shop system become orders and shipments; what cannot be read is parked, what is early waits."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.ingest_shop_update import handler as ingest_shop_update
from shared.aws import clients
from shared.aws.dynamodb_orders import DynamoOrders
from shared.tracking.order import Order
from tests.functions.conftest import Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_receive_shop_webhook import SAMPLES, push
from tests.functions.triggers import failed, from_queue

ID = "5880000001001"


def ingest(*bodies: str) -> list[str]:
    return failed(ingest_shop_update.handler(from_queue(*bodies), None))


def told(api: HttpApi, cloud: Cloud, sample: str, topic: str, **changes: object) -> str:
    """A sample as it lies in the queue behind the door."""
    content = {**json.loads((SAMPLES / f"{sample}.json").read_text("utf-8")), **changes}
    assert push(api, json.dumps(content).encode(), topic=topic).status == 202
    (body,) = cloud.pushed()
    return body


def stored(cloud: Cloud) -> Order | None:
    return DynamoOrders(clients.dynamodb(), cloud.table).get(ID)


def test_an_order_and_its_shipment_are_there_for_merchant_and_shopper(
    api: HttpApi, cloud: Cloud, merchant: dict[str, str]
) -> None:
    assert ingest(told(api, cloud, "orders_create", "orders/create")) == []
    assert ingest(told(api, cloud, "fulfillments_update", "fulfillments/update")) == []
    answer = api.request("GET", f"/v1/orders/{ID}", headers=merchant).json()
    assert (answer["name"], answer["contact"]) == (
        "#1001",
        {"email": "aoi.sample@shopper.example", "language": "ja-JP", "phone": None, "line_user_id": None},
    )
    assert answer["destination"] == {"country": "JP", "postal": "150-0001"}
    assert answer["shipments"] == [
        {
            "shipment_id": "5210000000001",
            "shipped_at": "2026-11-20T08:30:00Z",
            "parcels": [{"carrier": "yamato", "tracking_number": "440100000115"}],
            "leg": "outbound",
            "warehouse": None,
            "service": None,
        }
    ]
    token = answer["tracking_url"].rpartition("/")[2]
    shown = api.request("GET", f"/v1/track/{token}").json()
    assert (shown["order_id"], shown["order_name"]) == (ID, "#1001")
    assert "#1001" in api.request("GET", f"/t/{token}").text


def test_a_push_that_comes_again_changes_nothing(api: HttpApi, cloud: Cloud) -> None:
    body = told(api, cloud, "orders_updated", "orders/updated")
    ingest(body)
    before = cloud.items()
    assert ingest(body, body) == []
    assert cloud.items() == before


def test_an_older_word_does_not_overwrite_a_newer_one(api: HttpApi, cloud: Cloud) -> None:
    older = told(api, cloud, "orders_create", "orders/create", name="#old")
    ingest(told(api, cloud, "orders_updated", "orders/updated"), older)
    order = stored(cloud)
    assert order is not None
    assert order.name == "#1001"


def test_a_shipment_that_overtook_its_order_is_left_for_another_try(api: HttpApi, cloud: Cloud) -> None:
    early = told(api, cloud, "fulfillments_update", "fulfillments/update")
    order = told(api, cloud, "orders_create", "orders/create")
    assert ingest(early, order) == ["m0"]
    assert ingest(early) == []
    assert cloud.parked() == []


def test_an_order_without_an_address_to_write_to_is_kept_and_readable(
    api: HttpApi, cloud: Cloud, merchant: dict[str, str]
) -> None:
    ingest(told(api, cloud, "orders_create", "orders/create", email="", contact_email=None, phone="+81300000000"))
    answer = api.request("GET", f"/v1/orders/{ID}", headers=merchant)
    assert (answer.status, answer.json()["contact"]["email"]) == (200, None)


def test_what_was_taken_back_is_not_shown_as_a_shipment(api: HttpApi, cloud: Cloud, merchant: dict[str, str]) -> None:
    ingest(told(api, cloud, "orders_updated", "orders/updated", line_items=[]))
    off = told(
        api,
        cloud,
        "fulfillments_update",
        "fulfillments/update",
        status="cancelled",
        updated_at="2026-11-20T19:00:00+09:00",
    )
    ingest(off)
    answer = api.request("GET", f"/v1/orders/{ID}", headers=merchant)
    assert (answer.status, answer.json()["shipments"], answer.json()["lines"]) == (200, [], [])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("no json", "malformed_json"),
        ("{}", "unreadable_push"),
        (
            '{"shop_system":"shopify","topic":"orders/create","event_id":"e","triggered_at":"","payload":[]}',
            "unreadable_push",
        ),
        (
            '{"shop_system":"abacus","topic":"orders/create","event_id":"e","triggered_at":"","payload":{}}',
            "unreadable_push",
        ),
        (
            '{"shop_system":"shopify","topic":"orders/create","event_id":"e","triggered_at":"","payload":{}}',
            "unreadable_payload",
        ),
    ],
)
def test_what_can_never_be_read_is_parked_with_its_reason(cloud: Cloud, body: str, code: str) -> None:
    assert ingest(body) == []
    assert [(parked, why) for parked, why, _ in cloud.parked()] == [(body, code)]


def test_nothing_personal_is_logged(api: HttpApi, cloud: Cloud, logs: Any) -> None:
    ingest(told(api, cloud, "orders_updated", "orders/updated"))
    ingest(told(api, cloud, "orders_create", "orders/create", created_at="canary-time", processed_at=None))
    assert "shop update recorded" in logs()
    assert not [word for word in ("shopper.example", "canary", "150-0001", "湯のみ") if word in logs()]
