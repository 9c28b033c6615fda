"""Shopify's pushes: an Order with its fulfilments, a Fulfillment or a Transaction, as the REST Admin API writes them.

Sources (2026-11): https://shopify.dev/docs/api/webhooks for topics and payloads,
https://shopify.dev/docs/apps/build/webhooks/delivery-structure for headers and `include_fields`,
https://shopify.dev/docs/api/admin-rest/latest/resources/order and .../fulfillment for the fields. By Shopify's staff,
`orders/updated` is sent for every change of an order, also where `orders/edited` is; `orders/edited` itself holds
differences only, and is not read.

Assumed: an order's `updated_at` never goes back; two states of one second are told apart by `X-Shopify-Triggered-At`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from shared import strict_json
from shared.carriers.carrier import UnreadablePayload
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.returns.refund_word import RefundWord
from shared.shops.shop import email_of, language_of, phone_of, postal_of, text_of
from shared.shops.shop_push import ShopPush
from shared.shops.shop_update import OrderTold, ShopUpdate
from shared.shops.shopify.carriers import carrier
from shared.shops.shopify.consents import consents_of
from shared.shops.shopify.lines import NOT_ON_ITS_WAY, lines_of
from shared.shops.shopify.money import tender_of
from shared.shops.shopify.sales import sale_of
from shared.shops.shopify.topics import ORDER_FIELDS, REFUND_TOPICS, TOPICS
from shared.shops.shopify.values import id_of, moment, moment_or_none
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.order import Shipment

SLUG = "shopify"
MAX_NUMBERS = 45
"""Parcels of one fulfilment: registering one is a transaction of so many items, and releasing as many."""

_READ = {**TOPICS, **REFUND_TOPICS, "orders/fulfilled": ORDER_FIELDS}
_FAILED = frozenset({"failure", "error"})

_SEPARATORS = re.compile(r"[,;/\n]+")


def take(headers: Mapping[str, str], body: bytes) -> ShopPush | None:
    """See `ShopSystem.take`. What is not about an order, a fulfilment or money that goes back is not kept."""
    document = strict_json.loads(body)
    topic = headers.get("x-shopify-topic", "")
    read_of_it = _READ.get(topic)
    if read_of_it is None or (topic in REFUND_TOPICS and not _is_refund(document)):
        return None
    event_id = headers.get("x-shopify-event-id") or headers.get("x-shopify-webhook-id")
    return ShopPush(
        shop_system=SLUG,
        topic=topic,
        event_id=f"shopify:{event_id or hashlib.sha256(body).hexdigest()[:32]}",
        triggered_at=headers.get("x-shopify-triggered-at", ""),
        payload=_only(document, [field.split(".") for field in read_of_it]),
    )


def read(push: ShopPush) -> ShopUpdate:
    """See `ShopSystem.read`."""
    triggered_at = _triggered_at(push)
    if push.topic.startswith("fulfillments/"):
        order_id = id_of(push.payload, "order_id", "")
        return ShopUpdate(order_id, None, (_shipment(push.payload, "", triggered_at),))
    order_id = id_of(push.payload, "id", "")
    fulfilments = fields.nodes_or_empty(push.payload, "fulfillments", "")
    shipments = tuple(_shipment(fulfilment, path, triggered_at) for path, fulfilment in fulfilments)
    return ShopUpdate(order_id, _order(order_id, push.payload, triggered_at), shipments)


def read_refund(push: ShopPush) -> RefundWord:
    """See `ShopSystem.read_refund`. A transaction does not name its refund: all that wait of the order are meant."""
    failed = str(push.payload.get("status")) in _FAILED
    return RefundWord(order_id=id_of(push.payload, "order_id", ""), says_failed=failed)


def _is_refund(document: object) -> bool:
    return isinstance(document, dict) and document.get("kind") == "refund"


def _triggered_at(push: ShopPush) -> datetime | None:
    """None for anything but a moment: it is a header, which is not signed."""
    try:
        return moment_or_none({"triggered_at": push.triggered_at}, "triggered_at", "")
    except UnreadablePayload:
        return None


def _only(value: object, paths: Iterable[list[str]]) -> dict[str, object]:
    """Those fields of an object, and nothing where something else stands in a field's place."""
    if not isinstance(value, dict):
        return {}
    kept: dict[str, object] = {}
    for first, inner in _grouped(paths).items():
        if first in value:
            kept[first] = _inside(value[first], inner) if inner else _plain(value[first])
    return kept


def _grouped(paths: Iterable[list[str]]) -> dict[str, list[list[str]]]:
    groups: dict[str, list[list[str]]] = {}
    for first, *rest in paths:
        groups.setdefault(first, []).extend([rest] if rest else [])
    return groups


def _inside(value: object, paths: list[list[str]]) -> object:
    if isinstance(value, list):
        return [_only(item, paths) for item in value]
    return None if value is None else _only(value, paths)


def _plain(value: object) -> object:
    """Text, numbers and lists of them."""
    if isinstance(value, list):
        return [item for item in value if not isinstance(item, dict | list)]
    return None if isinstance(value, dict) else value


def _order(order_id: str, order: Node, triggered_at: datetime | None) -> OrderTold | None:
    """None without a country to go to: a download, a voucher, or collected in the shop."""
    address = fields.node_or_empty(order, "shipping_address", "")
    country = fields.country_or_empty(address, "country_code", "shipping_address")
    if not country:
        return None
    created_at = moment(order, "created_at", "")
    placed_at = moment_or_none(order, "processed_at", "") or created_at
    email = fields.text_or_empty(order, "contact_email", "") or fields.text_or_empty(order, "email", "")
    name = fields.text_or_empty(order, "name", "")
    tender = tender_of(order)
    return OrderTold(
        order_id=order_id,
        placed_at=placed_at,
        email=email_of(email),
        language=language_of(fields.text_or_empty(order, "customer_locale", "")),
        country=country,
        postal=postal_of(fields.text_or_empty(address, "zip", "shipping_address")),
        lines=lines_of(order, tender),
        name=text_of(name),
        revision=_revision(moment_or_none(order, "updated_at", "") or created_at, triggered_at),
        phone=_phone(order),
        cancelled_at=moment_or_none(order, "cancelled_at", ""),
        consents=consents_of(order),
        sale=sale_of(order_id, order, tender) if tender else None,
    )


def _phone(order: Node) -> str:
    """The order's own number, else the customer's. (That of the address is for the carrier.)"""
    customer = fields.node_or_empty(order, "customer", "")
    own, known = fields.text_or_empty(order, "phone", ""), fields.text_or_empty(customer, "phone", "customer")
    return phone_of(own) or phone_of(known)


def _shipment(fulfilment: Node, path: str, triggered_at: datetime | None) -> Shipment:
    """A fulfilment with the parcels it has; none when it was cancelled, or has no tracking number (yet)."""
    shipped_at = moment(fulfilment, "created_at", path)
    updated_at = moment_or_none(fulfilment, "updated_at", path) or shipped_at
    is_off = fields.text_or_empty(fulfilment, "status", path) in NOT_ON_ITS_WAY
    return Shipment(
        shipment_id=id_of(fulfilment, "id", path),
        shipped_at=shipped_at,
        parcels=() if is_off else _parcels(fulfilment, path),
        revision=_revision(updated_at, triggered_at),
    )


def _parcels(fulfilment: Node, path: str) -> tuple[ParcelNumber, ...]:
    company = fields.text_or_empty(fulfilment, "tracking_company", path)
    written = [*_numbers(fulfilment, path), fields.text_or_empty(fulfilment, "tracking_number", path)]
    split = [part for text in written for part in _SEPARATORS.split(text)]
    read = dict.fromkeys(number for part in split if (number := fields.tracking_number_or_none(part)))
    numbers = [number for number in read if not number.isalpha()]  # "to follow", and what else people write there
    if len(numbers) > MAX_NUMBERS:
        raise fields.unreadable(path, "tracking_numbers", f"at most {MAX_NUMBERS} numbers")
    return tuple(ParcelNumber(carrier(company, number), number) for number in numbers)


def _numbers(fulfilment: Node, path: str) -> list[str]:
    values = fulfilment.get("tracking_numbers")
    if values is None:
        return []
    if not isinstance(values, list) or len(values) > fields.MAX_ITEMS:
        raise fields.unreadable(path, "tracking_numbers", "a list of texts")
    named = {f"tracking_numbers[{index}]": value for index, value in enumerate(values)}
    return [fields.text_or_empty(named, key, path) for key in named]


def _revision(updated_at: datetime, triggered_at: datetime | None) -> str:
    """Sorts by when the thing changed, and within one second by when Shopify said so."""
    moments = (updated_at, triggered_at or datetime.min.replace(tzinfo=UTC))
    return " ".join(moment.isoformat(timespec="microseconds") for moment in moments)
