"""An order that was sold, sent and delivered, for tests of returns over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from shared.aws import clients
from shared.aws.dynamodb_orders import DynamoOrders
from tests.functions.conftest import Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.test_orders_api import ORDER

Headers = dict[str, str]
GIFT_CODE = "QX7T-29MK-4HZP"
LINES: list[dict[str, Any]] = [
    {
        "sku": "KB-01",
        "name": "飯碗",
        "quantity": 2,
        "sale": {"line_id": "L-1", "price": 6600, "discount": 600, "tax": 545},
    },
    {"sku": "TG-02", "name": "土鍋", "quantity": 1, "sale": {"line_id": "L-2", "price": 11000, "tax": 1000}},
]
SALE: dict[str, Any] = {
    "currency": "JPY",
    "tax_included": True,
    "shipping": 550,
    "payments": [{"payment_id": "P-1", "method": "card", "amount": 17550}],
    "buyer": {"customer_id": "C-77"},
    "is_gift": True,
    "gift_code": GIFT_CODE,
}
SHIPMENT = {
    "shipped_at": "2026-11-11T15:00:00+09:00",
    "parcels": [{"carrier": "usps", "tracking_number": "9400136208231234500027"}],
}


def sell(api: HttpApi, merchant: Headers, order_id: str = "A-1001", **changes: Any) -> None:
    """Two bowls and a pot, sent thirteen days before the tests' now."""
    body = {
        **ORDER,
        "placed_at": "2026-11-10T10:00:00+09:00",
        "lines": LINES,
        "sale": {**SALE, **changes.pop("sale", {})},
        **changes,
    }
    told = api.request("PUT", f"/v1/orders/{order_id}", headers=merchant, body=body)
    assert told.status == 201, told.text
    number = f"94001362082312345{sum(map(ord, order_id)):05d}"
    shipment = {**SHIPMENT, "parcels": [{"carrier": "usps", "tracking_number": number}]}
    reply = api.request("PUT", f"/v1/orders/{order_id}/shipments/S-1", headers=merchant, body=shipment)
    assert reply.status == 201


def shopper_of(api: HttpApi, merchant: Headers, *order_ids: str) -> Headers:
    """Headers with which the shopper of these orders comes."""
    tokens = [
        api.request("GET", f"/v1/orders/{order_id}/returnable", headers=merchant).json()["shopper_token"]
        for order_id in order_ids or ("A-1001",)
    ]
    return {"authorization": f"Bearer {'~'.join(tokens)}", "content-type": "application/json"}


def bowl(**changes: Any) -> dict[str, Any]:
    """One bowl that is not wanted any more."""
    return {"order_id": "A-1001", "line": "L-1", "quantity": 1, "reason": "unwanted", **changes}


def draft(api: HttpApi, who: Headers, *items: dict[str, Any], key: str = "k-1", **more: Any) -> Reply:
    """Put a return together."""
    body = {"items": list(items) or [bowl()], **more}
    return api.request("POST", "/v1/returns", headers={**who, "idempotency-key": key}, body=body)


def act(api: HttpApi, who: Headers, return_id: str, place: str, body: object = b"") -> Reply:
    """Do something with a return."""
    return api.request("POST", f"/v1/returns/{return_id}/{place}", headers=who, body=body)


def submitted(api: HttpApi, who: Headers, *items: dict[str, Any], key: str = "k-1", **more: Any) -> dict[str, Any]:
    """A return that was asked for, as it was answered."""
    drafted = draft(api, who, *items, key=key, **more)
    assert drafted.status == 201, drafted.text
    reply = act(api, who, drafted.json()["return_id"], "submit")
    assert reply.status == 200, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


def actions(answer: dict[str, Any]) -> set[str]:
    """What whoever asked can do next."""
    return {link["action"] for link in answer["links"]}


def draw_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Labels and slips take seconds to draw, and have tests of their own."""
    for module in ("shared.returns.methods.built_in_labels", "shared.returns.methods.drawing.pdf"):
        monkeypatch.setattr(f"{module}.as_pdf", lambda _: b"%PDF")
    monkeypatch.setattr("shared.returns.methods.built_in_labels.as_png", lambda _: b"\x89PNG")


def stored(cloud: Cloud, order_id: str) -> Any:
    """The order as it is kept."""
    return DynamoOrders(clients.dynamodb(), cloud.table).get(order_id)
