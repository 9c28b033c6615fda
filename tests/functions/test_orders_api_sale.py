"""What an order was sold for, over HTTP: taken, given back, kept, and refused with the field to blame."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from shared.access.gift_code import is_code
from shared.aws import clients
from shared.aws.dynamodb_orders import DynamoOrders
from tests.functions.conftest import LINK_SECRET, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_orders_api import ORDER, Headers

CODE = "QX7T-29MK-4HZP"
LINE: dict[str, Any] = {
    "sku": "KB-01",
    "name": "Rice bowl",
    "quantity": 2,
    "sale": {
        "line_id": "L-1",
        "price": 4400,
        "discount": 400,
        "tax": 363,
        "product_id": "gid://shopify/Product/9",
        "product_type": "bowl",
        "vendor": "はなれ",
        "tags": ["handmade", "陶器"],
        "traits": ["hygiene"],
        "final_sale": True,
        "options": [{"name": "colour", "value": "藍"}],
    },
}
SALE: dict[str, Any] = {
    "currency": "JPY",
    "tax_included": True,
    "shipping": 550,
    "shipping_tax": 50,
    "payments": [
        {
            "payment_id": "P-1",
            "method": "card",
            "amount": 4550,
            "gateway": "stripe",
            "reference": "pi_3MtwBwLkdIwHu7ix28a3tqPa",
        }
    ],
    "buyer": {
        "customer_id": "C-77",
        "tier": "ゴールド",
        "tags": ["vip"],
        "orders_placed": 3,
        "since": "2024-01-01T00:00:00Z",
    },
    "channel": "store",
    "tags": ["summer"],
    "is_gift": True,
    "shop_currency": "USD",
    "rate": "0.0067",
}
BODY: dict[str, Any] = {**ORDER, "lines": [LINE], "sale": {**SALE, "gift_code": CODE}}


def changed(path: str, value: object) -> dict[str, Any]:
    body = copy.deepcopy(BODY)
    *way, last = path.split(".")
    place: Any = body
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    return body


def put(api: HttpApi, merchant: Headers, body: dict[str, Any]) -> Any:
    return api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=body)


def test_what_was_sold_is_taken_and_given_back_without_the_gift_code(api: HttpApi, merchant: Headers) -> None:
    answer = put(api, merchant, BODY)
    assert answer.status == 201
    read = api.request("GET", "/v1/orders/A-1001", headers=merchant).json()
    assert read == answer.json()
    assert read["sale"] == {**SALE, "has_gift_code": True}
    assert read["lines"][0]["sale"] == LINE["sale"]


def test_of_a_gift_code_only_a_keyed_hash_is_kept(api: HttpApi, merchant: Headers, cloud: Cloud, logs: Any) -> None:
    put(api, merchant, BODY)
    assert CODE not in repr(cloud.items())
    assert CODE not in repr(logs())
    order = DynamoOrders(clients.dynamodb(), cloud.table).get("A-1001")
    assert order is not None
    assert order.sale is not None
    assert is_code("qx7t29mk4hzp", order.sale.gift_code, [LINK_SECRET])


def test_the_same_sale_again_changes_nothing_and_without_it_it_stays(api: HttpApi, merchant: Headers) -> None:
    first = put(api, merchant, BODY).json()
    bare = {**BODY, "lines": [{key: LINE[key] for key in ("sku", "name", "quantity")}]}
    del bare["sale"]
    for body in (BODY, {**BODY, "sale": SALE}, bare):
        assert put(api, merchant, body).json() == first


@pytest.mark.parametrize(
    ("path", "value", "field", "code"),
    [
        ("lines.0.sale.price", -1, "lines.0.sale.price", "invalid_body"),
        ("lines.0.sale.price", 19.8, "lines.0.sale.price", "invalid_body"),
        ("lines.0.sale.price", 10**12, "lines.0.sale.price", "invalid_body"),
        ("lines.0.sale.discount", 4401, "lines.0.sale.discount", "impossible_sale"),
        ("lines.0.sale.tax", 4001, "lines.0.sale.tax", "impossible_sale"),
        ("lines.0.sale.traits", ["Hygiene Product"], "lines.0.sale.traits.0", "invalid_body"),
        ("sale.currency", "yen", "sale.currency", "invalid_body"),
        ("sale.currency", "XYZ", "sale.currency", "impossible_sale"),
        ("sale.shop_currency", "XYZ", "sale.shop_currency", "impossible_sale"),
        ("sale.shop_currency", None, "sale.shop_currency", "impossible_sale"),
        ("sale.rate", "0.000", "sale.rate", "impossible_sale"),
        ("sale.rate", "1,5", "sale.rate", "invalid_body"),
        ("sale.shipping", -1, "sale.shipping", "invalid_body"),
        ("sale.shipping_tax", 551, "sale.shipping_tax", "impossible_sale"),
        ("sale.payments.0.amount", -1, "sale.payments.0.amount", "invalid_body"),
        ("sale.payments", [SALE["payments"][0]] * 2, "sale.payments.0.payment_id", "impossible_sale"),
        ("sale.buyer.customer_id", "aiko@example.com", "sale.buyer.customer_id", "invalid_body"),
        ("sale.gift_code", "---------", "sale.gift_code", "impossible_sale"),
        ("sale.gift_code", "short", "sale.gift_code", "invalid_body"),
        ("sale.is_gift", False, "sale.gift_code", "impossible_sale"),
        ("lines", [LINE, LINE], "lines.0.sale.line_id", "impossible_sale"),
        ("lines", [{**LINE, "sale": None}] * 2, "lines.0.sale", "impossible_sale"),
        ("lines", [LINE, {**LINE, "sku": "L-1", "sale": {"price": 1}}], "lines.0.sale.line_id", "impossible_sale"),
        ("sale", None, "sale", "impossible_sale"),
    ],
)
def test_what_no_sale_can_be_is_refused_with_its_field(
    api: HttpApi, merchant: Headers, path: str, value: object, field: str, code: str
) -> None:
    answer = put(api, merchant, changed(path, value))
    assert (answer.status, answer.json()["field"], answer.json()["code"]) == (422, field, code)
    assert "aiko" not in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("sale.payments", []),
        ("sale.payments.0.amount", 99_999),
        ("sale.payments.0.amount", 0),
        ("lines", [LINE, {**LINE, "sale": {**LINE["sale"], "line_id": "L-2"}}]),
        ("lines.0.sale.tax", 4000),
    ],
)
def test_what_a_sale_may_be_is_taken(api: HttpApi, merchant: Headers, path: str, value: object) -> None:
    """What was captured need not be the total: deposits, tips, cash at the door."""
    assert put(api, merchant, changed(path, value)).status == 201


def test_tax_on_top_may_be_more_than_the_price(api: HttpApi, merchant: Headers) -> None:
    body = changed("lines.0.sale.tax", 4001)
    body["sale"]["tax_included"] = False
    assert put(api, merchant, body).status == 201


def test_lines_of_one_sku_need_no_ids_where_nothing_is_said_of_the_sale(api: HttpApi, merchant: Headers) -> None:
    line = ORDER["lines"][0]
    assert put(api, merchant, {**ORDER, "lines": [line, line]}).status == 201
