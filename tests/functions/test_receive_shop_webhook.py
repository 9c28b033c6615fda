"""A shop system's pushes at the door: proven, reduced, queued and answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shared.shops.receive_push import MAX_PUSH_BYTES
from tests.functions.conftest import Cloud, shopify_signature
from tests.functions.http_api import HttpApi, Reply
from tests.functions.test_http_guard import HOSTILE

SAMPLES = Path(__file__).parents[2] / "events" / "shops" / "shopify"
ORDER = (SAMPLES / "orders_create.json").read_bytes()
SIGNED_BY_OPENSSL = "0gfKciyc+xjHDNvfB9jZhKaQy83YvEkzCuz8T/d50iE="
"""openssl dgst -sha256 -hmac a-shopify-client-secret -binary events/shops/shopify/orders_create.json | base64"""


def push(
    api: HttpApi, body: bytes = ORDER, *, topic: str = "orders/create", signature: str = "", to: str = "shopify"
) -> Reply:
    headers = {
        "content-type": "application/json",
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-SHA256": signature or shopify_signature(body),
        "X-Shopify-Event-Id": "98880550-7158-44d4-b7cd-2c97c8a091b5",
        "X-Shopify-Triggered-At": "2026-11-20T01:00:06.123456789Z",
    }
    return api.request("POST", f"/v1/shops/{to}/webhook", headers=headers, body=body)


def test_a_push_that_shopify_signed_is_queued_without_names_and_streets(api: HttpApi, cloud: Cloud) -> None:
    answer = push(api, signature=SIGNED_BY_OPENSSL)
    assert (answer.status, answer.json()) == (202, {"status": "accepted"})
    (queued,) = cloud.pushed()
    told = json.loads(queued)
    assert (told["shop_system"], told["topic"], told["triggered_at"]) == (
        "shopify",
        "orders/create",
        "2026-11-20T01:00:06.123456789Z",
    )
    assert told["event_id"] == "shopify:98880550-7158-44d4-b7cd-2c97c8a091b5"
    assert told["payload"]["shipping_address"] == {"country_code": "JP", "zip": "150-0001"}
    assert "見本" not in queued


def test_nothing_of_a_push_reaches_the_bus_or_the_logs(api: HttpApi, cloud: Cloud, logs: Any) -> None:
    push(api)
    assert cloud.published() == []
    assert "shop push received" in logs()
    assert "shopper.example" not in logs()
    assert "見本" not in logs()


def test_the_secret_before_is_good_for_a_while(api: HttpApi, cloud: Cloud) -> None:
    assert push(api, signature=shopify_signature(ORDER, "the-secret-before")).status == 202
    assert len(cloud.pushed()) == 1


@pytest.mark.parametrize(
    "signature", ["x", shopify_signature(ORDER, "another"), shopify_signature(ORDER + b" "), "署名"]
)
def test_a_push_that_is_not_shopifys_is_refused(api: HttpApi, cloud: Cloud, signature: str) -> None:
    answer = push(api, signature=signature)
    assert (answer.status, answer.code) == (401, "signature_refused")
    assert cloud.pushed() == []


@pytest.mark.parametrize("topic", ["orders/edited", "customers/data_request", "app/uninstalled", ""])
def test_a_topic_that_is_not_read_is_answered_and_ignored(api: HttpApi, cloud: Cloud, topic: str) -> None:
    answer = push(api, (SAMPLES / "orders_cancelled.json").read_bytes(), topic=topic)
    assert (answer.status, answer.json()) == (202, {"status": "ignored"})
    assert cloud.pushed() == []


def test_a_shop_system_that_nobody_knows_is_named(api: HttpApi) -> None:
    answer = push(api, to="abacus")
    assert (answer.status, answer.code) == (404, "unknown_shop_system")


def test_a_large_order_is_taken_and_a_flood_is_not(api: HttpApi, cloud: Cloud) -> None:
    order = json.loads(ORDER)
    order["line_items"] = [{**order["line_items"][0], "id": number} for number in range(500)]
    large = json.dumps(order, ensure_ascii=False).encode()
    assert len(large) > 250_000
    assert push(api, large).status == 202
    (queued,) = cloud.pushed()
    assert len(queued.encode()) < 256 * 1024
    assert push(api, b'"' + b"x" * MAX_PUSH_BYTES + b'"').code == "body_too_large"


@pytest.mark.parametrize("hostile", sorted(set(HOSTILE) - {"larger than 120 KiB"}))
def test_a_hostile_push_is_a_problem_of_the_sender(api: HttpApi, cloud: Cloud, logs: Any, hostile: str) -> None:
    body, status, code = HOSTILE[hostile]
    answer = push(api, body)
    assert (answer.status, answer.code) == (status, code)
    assert "unforeseen" not in logs()
    assert cloud.pushed() == []
