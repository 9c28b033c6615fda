"""A shop on Shopify, on the local cloud: its pushes become an order, a shipment and a tracking page."""

from __future__ import annotations

import base64
import hmac
import time
from pathlib import Path

import pytest

from shared.cli import administration
from shared.cli.api_client import Answer
from tests.journeys.conftest import Local

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]

SAMPLES = Path(__file__).parents[2] / "events" / "shops" / "shopify"
SECRET = "a-client-secret-of-an-app"
ORDER = "/v1/orders/5880000001001"


def push(local: Local, sample: str, topic: str) -> int:
    body = (SAMPLES / f"{sample}.json").read_bytes()
    signature = base64.b64encode(hmac.digest(SECRET.encode(), body, "sha256")).decode()
    headers = {
        "Content-Type": "application/json",
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-SHA256": signature,
        "X-Shopify-Triggered-At": "2026-11-20T01:00:06.123456789Z",
    }
    return local.api.call("POST", "/v1/shops/shopify/webhook", body=body, headers=headers).status


def until_shipped(local: Local) -> Answer:
    """The order, once its shipment is there; as it is after half a minute."""
    authorised = {"Authorization": f"Bearer {local.keys.merchant}"}
    for _ in range(60):
        answer = local.api.call("GET", ORDER, headers=authorised)
        if answer.status == 200 and answer.json()["shipments"]:
            break
        time.sleep(0.5)
    return answer


def test_a_shop_on_shopify_need_not_call_the_api(local: Local) -> None:
    address = administration.connect_shop(local.deployment, "shopify", SECRET)
    assert address.endswith("/v1/shops/shopify/webhook")
    assert push(local, "orders_create", "orders/create") == 202
    assert push(local, "orders_updated", "orders/updated") == 202
    order = until_shipped(local).json()
    assert order["name"] == "#1001"
    assert [parcel["carrier"] for parcel in order["shipments"][0]["parcels"]] == ["yamato"]
    page = local.api.call("GET", "/t/" + order["tracking_url"].rpartition("/t/")[2])
    assert (page.status, "#1001" in page.body.decode()) == (200, True)
