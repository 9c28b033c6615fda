"""Shopify: its signature, what is kept of a push, and what it says in our words."""

from __future__ import annotations

import contextlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.errors import Invalid
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shops.consent import Consent
from shared.shops.shop_push import ShopPush
from shared.shops.shop_update import OrderTold, ShopUpdate
from shared.shops.shopify import SHOP_SYSTEM
from shared.shops.shopify.payload import MAX_NUMBERS
from shared.strict_json import MalformedJson
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.order import OrderLine, Shipment
from shared.tracking.sale import Buyer, LineSale, Payment, Sale

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "shops" / "shopify"
PERSONAL = (
    "Sam Sample",
    "Musterweg",
    "見本 葵",
    "見本町",
    "ハイツ",
    "渋谷区",
    "03-0000-0000",
    "192.0.2.7",
    "authenticate?key",
)
HEADERS = {
    "x-shopify-event-id": "98880550-7158-44d4-b7cd-2c97c8a091b5",
    "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
    "x-shopify-triggered-at": "2026-11-20T01:00:06.123456789Z",
}
SHIPMENT = Shipment(
    "5210000000001",
    datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
    (ParcelNumber("yamato", "440100000115"),),
    revision="2026-11-20T09:05:00.000000+00:00 2026-11-20T01:00:06.123456+00:00",
)
CUP = OrderLine(
    "CUP-01",
    "湯のみ - 藍",
    2,
    sale=LineSale(
        line_id="14880000000001",
        price=4400,
        tax=400,
        product_id="14880000001001",
        vendor="はなれ",
        options=(("option1", "藍"),),
    ),
)
WRAPPING = OrderLine(
    "14880000000002",
    "包装",
    1,
    sale=LineSale(line_id="14880000000002", price=3000, tax=273, product_id="14880000001002", vendor="はなれ"),
)
SALE = Sale(
    currency="JPY",
    tax_included=True,
    shipping=600,
    shipping_tax=55,
    payments=(Payment("shopify", "card", 8000, "shopify", "gid://shopify/Order/5880000001001"),),
    buyer=Buyer("7110000000001", since=datetime(2025, 4, 2, 3, 0, tzinfo=UTC)),
)


def sample(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    return content


def take(topic: str, content: object, **headers: str) -> ShopPush | None:
    return SHOP_SYSTEM.take({**HEADERS, **headers, "x-shopify-topic": topic}, json.dumps(content).encode())


def read(topic: str, content: object, **headers: str) -> ShopUpdate:
    push = take(topic, content, **headers)
    assert push is not None
    return SHOP_SYSTEM.read(ShopPush.from_json(push.to_json()))


def order_with(**changes: object) -> OrderTold:
    told = read("orders/create", {**sample("orders_create"), **changes}).order
    assert told is not None
    return told


def shipment_with(**changes: object) -> Shipment:
    (shipment,) = read("fulfillments/update", {**sample("fulfillments_update"), **changes}).shipments
    return shipment


def test_the_signature_is_the_one_openssl_computes() -> None:
    # printf '{"id":1}' | openssl dgst -sha256 -hmac hush -binary | base64
    headers = {"x-shopify-hmac-sha256": "VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY="}
    SHOP_SYSTEM.verify(headers, b'{"id":1}', ["another", "hush"], NOW)


@pytest.mark.parametrize(
    ("claimed", "body", "secrets"),
    [
        ("VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=", b'{"id":2}', ["hush"]),
        ("VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=", b'{"id":1}', ["loud"]),
        ("VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=", b'{"id":1}', []),
        ("VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=", b'{"id":1}', [""]),
        ("5672948d9b0bb8de626568e7e449ed70154217d90c378dcb825cc2135fc649e6", b'{"id":1}', ["hush"]),
        ("", b'{"id":1}', ["hush"]),
        ("署名", b'{"id":1}', ["hush"]),
    ],
)
def test_what_is_not_signed_by_the_secret_is_refused(claimed: str, body: bytes, secrets: list[str]) -> None:
    with pytest.raises(SignatureRefused):
        SHOP_SYSTEM.verify({"x-shopify-hmac-sha256": claimed}, body, secrets, NOW)


def test_an_order_is_read_in_our_words() -> None:
    assert read("orders/create", sample("orders_create")) == ShopUpdate(
        "5880000001001",
        OrderTold(
            order_id="5880000001001",
            placed_at=datetime(2026, 11, 20, 1, 0, 3, tzinfo=UTC),
            email="aoi.sample@shopper.example",
            language="ja-JP",
            country="JP",
            postal="150-0001",
            lines=(CUP, WRAPPING),
            name="#1001",
            revision="2026-11-20T01:00:06.000000+00:00 2026-11-20T01:00:06.123456+00:00",
            sale=SALE,
        ),
        (),
    )


def test_an_order_tells_of_its_shipments_and_of_what_is_left_in_it() -> None:
    update = read("orders/updated", sample("orders_updated"))
    assert update.shipments == (SHIPMENT,)
    assert update.order is not None
    assert update.order.lines == (CUP, replace(WRAPPING, cancelled=1))


def test_a_fulfilment_is_a_shipment_of_its_order() -> None:
    update = read("fulfillments/update", sample("fulfillments_update"))
    assert (update.order_id, update.order, update.shipments) == ("5880000001001", None, (SHIPMENT,))


def test_a_fulfilment_without_a_number_has_no_parcels_yet() -> None:
    (shipment,) = read("fulfillments/create", sample("fulfillments_create")).shipments
    assert (shipment.shipment_id, shipment.parcels) == ("5210000000001", ())


@pytest.mark.parametrize("status", ["cancelled", "error", "failure"])
def test_a_fulfilment_that_was_called_off_has_no_parcels(status: str) -> None:
    assert shipment_with(status=status).parcels == ()


def test_several_numbers_are_several_parcels_however_they_are_written() -> None:
    numbers = ["1Z 999 AA1 01 2345 6784, 1Z999AA10123456785", "1z999aa10123456784", "to follow", "", "-"]
    shipment = shipment_with(tracking_company="UPS", tracking_numbers=numbers, tracking_number="1Z999AA10123456784")
    assert shipment.parcels == (ParcelNumber("ups", "1Z999AA10123456784"), ParcelNumber("ups", "1Z999AA10123456785"))


def test_what_goes_nowhere_is_no_order() -> None:
    assert read("orders/create", sample("orders_create_download")) == ShopUpdate("5880000001002", None, ())


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"contact_email": None}, "email", "aoi.sample@shopper.example"),
        ({"contact_email": None, "email": ""}, "email", ""),
        ({"contact_email": "someone at home"}, "email", ""),
        ({"customer_locale": None}, "language", ""),
        ({"customer_locale": "en"}, "language", "en"),
        ({"customer_locale": "zh-Hant-TW"}, "language", "zh-TW"),
        ({"customer_locale": "pt_br"}, "language", "pt-BR"),
        ({"customer_locale": "klingon"}, "language", ""),
        ({"shipping_address": {"country_code": "JP", "zip": "〒１５０－０００１"}}, "postal", "150-0001"),
        ({"shipping_address": {"country_code": "GB", "zip": "sw1a 1aa"}}, "postal", "SW1A 1AA"),
        ({"shipping_address": {"country_code": "JP", "zip": "ask me first"}}, "postal", "ASK ME FIRST"),
        ({"shipping_address": {"country_code": "JP", "zip": "わからない"}}, "postal", ""),
        ({"processed_at": None}, "placed_at", datetime(2026, 11, 20, 1, 0, 5, tzinfo=UTC)),
        ({"name": ""}, "name", ""),
        ({"phone": "+819012345678"}, "phone", "+819012345678"),
        ({"phone": "+81 90-1234-5678"}, "phone", "+819012345678"),
        ({"phone": "090-1234-5678"}, "phone", ""),
        ({"phone": None, "customer": {"phone": "+819012345678"}}, "phone", "+819012345678"),
        ({"cancelled_at": "2026-11-20T11:00:00+09:00"}, "cancelled_at", datetime(2026, 11, 20, 2, 0, tzinfo=UTC)),
    ],
)
def test_what_shoppers_and_shops_write_is_put_into_our_words(
    changes: dict[str, object], field: str, expected: object
) -> None:
    assert getattr(order_with(**changes), field) == expected


def test_an_order_of_a_thousand_units_and_hundreds_of_positions_is_kept() -> None:
    line = {"id": 1, "sku": "S", "name": "x" * 255, "quantity": 12_000_000}
    lines = order_with(line_items=[{**line, "id": number} for number in range(500)]).lines
    assert len(lines) == 200
    assert (lines[0].quantity, len(lines[0].name)) == (999_999, 200)


def test_a_cancelled_order_says_since_when() -> None:
    told = read("orders/cancelled", sample("orders_cancelled")).order
    assert told is not None
    assert told.cancelled_at == datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("current", "sent", "status", "cancelled"),
    [
        (3, 0, "success", 0),
        (2, 0, "success", 1),
        (0, 0, "success", 3),
        (2, 3, "success", 0),  # it came back
        (2, 1, "success", 0),  # one is on its way: nobody says whether that one came back
        (1, 1, "success", 1),
        (0, 1, "success", 2),
        (2, 3, "cancelled", 1),
        (None, 0, "success", 0),
    ],
)
def test_what_was_removed_is_cancelled_as_far_as_it_cannot_have_been_sent(
    current: int | None, sent: int, status: str, cancelled: int
) -> None:
    fulfilment = {**sample("fulfillments_update"), "status": status, "line_items": [{"id": 1, "quantity": sent}]}
    line = {"id": 1, "sku": "S", "name": "Cup", "quantity": 3, "current_quantity": current}
    (read_line,) = order_with(line_items=[line], fulfillments=[fulfilment]).lines
    assert (read_line.quantity, read_line.cancelled) == (3, cancelled)


AT = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"buyer_accepts_marketing": True}, (Consent({(Channel.EMAIL, Kind.PROMOTION): True}),)),
        ({"buyer_accepts_marketing": "yes"}, ()),
        (
            {
                "buyer_accepts_marketing": True,
                "customer": {
                    "email_marketing_consent": {"state": "unsubscribed", "consent_updated_at": AT.isoformat()},
                    "sms_marketing_consent": {"state": "SUBSCRIBED", "consent_updated_at": AT.isoformat()},
                },
            },
            (
                Consent({(Channel.EMAIL, Kind.PROMOTION): False}, AT),
                Consent({(Channel.SMS, Kind.PROMOTION): True}, AT),
            ),
        ),
        (
            {
                "customer": {
                    "email_marketing_consent": {"state": "not_subscribed", "consent_updated_at": AT.isoformat()},
                    "sms_marketing_consent": {"state": "pending", "consent_updated_at": None},
                }
            },
            (),
        ),
        ({"customer": {"sms_marketing_consent": None}}, ()),
    ],
)
def test_only_who_said_yes_or_no_to_promotion_is_told_of(
    changes: dict[str, object], expected: tuple[Consent, ...]
) -> None:
    assert order_with(**changes).consents == expected


@pytest.mark.parametrize("topic", ["orders/edited", "orders/paid", "products/update", "", "???"])
def test_a_topic_that_is_not_read_is_not_kept(topic: str) -> None:
    assert take(topic, sample("orders_cancelled")) is None


def test_the_topics_to_subscribe_to_are_read() -> None:
    assert all(take(topic, sample("orders_create")) for topic in SHOP_SYSTEM.topics)


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("orders_create", "orders/create"),
        ("orders_create_abroad", "orders/create"),
        ("orders_updated", "orders/updated"),
        ("orders_updated", "orders/fulfilled"),
        ("orders_cancelled", "orders/cancelled"),
        ("fulfillments_create", "fulfillments/create"),
        ("fulfillments_update", "fulfillments/update"),
    ],
)
def test_no_name_and_no_street_is_kept_of_a_push(name: str, topic: str) -> None:
    push = take(topic, sample(name))
    assert push is not None
    assert not [word for word in PERSONAL if word in push.to_json()]
    assert "name" not in push.payload.get("shipping_address", {})  # type: ignore[operator]


def test_a_push_of_the_listed_fields_alone_says_the_same() -> None:
    whole = read("orders/updated", sample("orders_updated"))
    reduced = take("orders/updated", sample("orders_updated"))
    assert reduced is not None
    assert read("orders/updated", reduced.payload) == whole


def test_a_person_in_a_fields_place_is_not_kept() -> None:
    content = {
        **sample("orders_create"),
        "shipping_address": "見本 葵",
        "name": {"full": "見本 葵"},
        "line_items": ["見本 葵"],
    }
    push = take("orders/create", content)
    assert push is not None
    assert "見本 葵" not in push.to_json()


def test_the_same_happening_has_the_same_id_and_without_headers_the_same_bytes_have() -> None:
    first, again = take("orders/create", sample("orders_create")), take("orders/create", sample("orders_create"))
    assert first is not None
    assert again is not None
    assert first.event_id == again.event_id == "shopify:98880550-7158-44d4-b7cd-2c97c8a091b5"
    bare = SHOP_SYSTEM.take({"x-shopify-topic": "orders/create"}, b"{}")
    assert bare is not None
    assert (bare.event_id, bare.triggered_at) == ("shopify:44136fa355b3678a1146ad16f7e8649e", "")


def test_a_header_that_is_no_time_orders_nothing() -> None:
    update = read("orders/create", sample("orders_create"), **{"x-shopify-triggered-at": "yesterday"})
    assert update.order is not None
    assert update.order.revision == "2026-11-20T01:00:06.000000+00:00 0001-01-01T00:00:00.000000+00:00"


@pytest.mark.parametrize(
    ("topic", "changes", "field"),
    [
        ("orders/create", {"id": None}, "id"),
        ("orders/create", {"id": 1.5}, "id"),
        ("orders/create", {"id": True}, "id"),
        ("orders/create", {"id": "../1"}, "id"),
        ("orders/create", {"created_at": "2026-11-20T10:00:05"}, "created_at"),
        ("orders/create", {"created_at": "soon"}, "created_at"),
        ("orders/create", {"line_items": "many"}, "line_items"),
        ("orders/create", {"line_items": [{"id": 1, "name": "Cup", "quantity": "2"}]}, "line_items[0].quantity"),
        ("orders/create", {"line_items": [{"name": "Cup", "quantity": 2}]}, "line_items[0].id"),
        ("orders/create", {"fulfillments": [{"id": 1}]}, "fulfillments[0].created_at"),
        ("fulfillments/create", {"order_id": None}, "order_id"),
        ("fulfillments/create", {"tracking_numbers": "1"}, "tracking_numbers"),
        ("fulfillments/create", {"tracking_numbers": [7]}, "tracking_numbers[0]"),
        (
            "fulfillments/create",
            {"tracking_numbers": [f"4401{number:08}" for number in range(MAX_NUMBERS + 1)]},
            "tracking_numbers",
        ),
    ],
)
def test_what_shopify_does_not_document_is_refused_with_its_path(
    topic: str, changes: dict[str, object], field: str
) -> None:
    content = sample("orders_create" if topic.startswith("orders") else "fulfillments_update")
    with pytest.raises(UnreadablePayload) as refused:
        read(topic, {**content, **changes})
    assert refused.value.field == field
    assert "見本" not in refused.value.detail


def test_what_is_not_json_is_refused_at_the_door() -> None:
    with pytest.raises(MalformedJson):
        SHOP_SYSTEM.take({"x-shopify-topic": "orders/create"}, b"order")


_keys = st.sampled_from(
    ["id", "order_id", "created_at", "shipping_address", "country_code", "zip", "line_items", "fulfillments", "name"]
)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=4),
    max_leaves=12,
)


@given(topic=st.sampled_from(sorted(SHOP_SYSTEM.topics)), content=_json)
def test_whatever_comes_is_read_or_refused(topic: str, content: object) -> None:
    with contextlib.suppress(Invalid):
        assert read(topic, content).order_id


@given(changes=st.dictionaries(st.sampled_from(sorted(sample("orders_create"))), _json, max_size=3))
def test_whatever_stands_in_an_order_it_is_read_or_refused(changes: Mapping[str, object]) -> None:
    with contextlib.suppress(Invalid):
        assert read("orders/create", {**sample("orders_create"), **changes}).order_id


def test_the_documentation_lists_the_fields_that_are_read() -> None:
    text = (Path(__file__).parents[2] / "docs" / "shopify.md").read_text("utf-8")
    written = tomllib.loads(text.partition("```toml")[2].partition("```")[0])["webhooks"]["subscriptions"]
    listed = {topic: tuple(told["include_fields"]) for told in written for topic in told["topics"]}
    assert listed == {**SHOP_SYSTEM.topics, **SHOP_SYSTEM.refund_topics}
