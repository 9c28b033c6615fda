"""What a Shopify order was sold for, to whom, and what is known of how it was paid.

Source (2026-11): https://shopify.dev/docs/api/admin-rest/latest/resources/order. `price` of a position is of one piece;
`discount_allocations` hold its own discounts and its share of the order's, for all pieces; so do `tax_lines`.
`total_price` stays what it was when something is refunded, `current_total_price` grows when something is added.

Webhooks hold no transactions: that and how much was paid follows from `financial_status`, and it counts as one payment,
whichever gateways took part. `customer` has no tags and no number of orders in API versions from 2025-01 on
(https://shopify.dev/changelog/new-customer-s-webhook-and-changes-to-existing-customer-s-webhooks-payload).
Duties and tips belong to no position; they are in what was captured.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.promise.currency import CURRENCIES
from shared.shops.shop import text_of
from shared.shops.shopify.money import Tender, shown, within
from shared.shops.shopify.values import count_of, id_of, moment_or_none
from shared.tracking.sale import Buyer, LineSale, Payment, Sale

PAYMENT_ID = "shopify"
"""Of the one payment that an order has as far as webhooks tell."""
MAX_TAGS = 50
MAX_LINE_TAGS = 20
MAX_TAG = 60
"""Characters of a tag that are kept."""
MAX_CHANNEL = 40
MAX_OPTIONS = 3
"""Of a variant: Shopify has no more."""

_CAPTURED = frozenset({"paid", "partially_refunded", "refunded"})
_METHODS = {
    "gift_card": "gift_card",
    "shopify_store_credit": "store_credit",
    "shopify_payments": "card",
    "bogus": "card",
    "paypal": "wallet",
    "amazon_payments": "wallet",
    "cash on delivery (cod)": "cash_on_delivery",
    "cash on delivery": "cash_on_delivery",
    "bank deposit": "bank_transfer",
    "代金引換": "cash_on_delivery",
    "銀行振込": "bank_transfer",
    "コンビニ決済": "konbini",
}
"""What gateways of one method only are called; a manual method has the name that the merchant gave it."""
_CHANNELS = {"": "online", "web": "online", "pos": "store"}
_NO_VARIANT = "Default Title"
_NOT_OF_A_WORD = re.compile(r"[^a-z0-9]+")


def line_sale(line: Node, path: str, quantity: int, tender: Tender) -> LineSale:
    """What so many pieces of a position were sold for; raises UnreadablePayload."""
    traits = {
        trait
        for trait, is_so in (("gift_card", line.get("gift_card")), ("digital", line.get("requires_shipping") is False))
        if is_so is True
    }
    return LineSale(
        line_id=id_of(line, "id", path),
        price=within(tender.amount(line, "price", path) * max(0, quantity), "price", path),
        discount=tender.total(line, "discount_allocations", "amount", path),
        tax=tender.total(line, "tax_lines", "price", path),
        product_id=id_of(line, "product_id", path) if line.get("product_id") else "",
        vendor=text_of(fields.text_or_empty(line, "vendor", path)),
        tags=_properties(line, path),
        traits=frozenset(traits),
        options=_options(fields.text_or_empty(line, "variant_title", path)),
    )


def sale_of(order_id: str, order: Node, tender: Tender) -> Sale:
    """The order as a sale; raises UnreadablePayload."""
    shops = fields.text_or_empty(order, "currency", "")
    shop_currency = shops if tender.is_presentment and shops in CURRENCIES else ""
    shipping, shipping_tax = _shipping(order, tender)
    return Sale(
        currency=tender.currency,
        tax_included=order.get("taxes_included") is True,
        shipping=shipping,
        shipping_tax=shipping_tax,
        payments=_payments(order_id, order, tender),
        buyer=_buyer(order),
        channel=_channel(fields.text_or_empty(order, "source_name", "")),
        tags=_tags(fields.text_or_empty(order, "tags", "")),
        shop_currency=shop_currency,
        rate=_rate(order) if shop_currency else "",
    )


def _channel(source: str) -> str:
    """`online`, `store`, or what Shopify calls it: an app that sells by itself has a number ("app_580111")."""
    word = _NOT_OF_A_WORD.sub("_", source.lower()).strip("_")
    return _CHANNELS.get(word) or (word if word[0].isalpha() else f"app_{word}")[:MAX_CHANNEL]


def _options(variant: str) -> tuple[tuple[str, str], ...]:
    """ "M / Blue" as Shopify's own numbered options: what each is called is not in the order."""
    values = variant.split(" / ") if variant and variant != _NO_VARIANT else []
    values = values if len(values) <= MAX_OPTIONS else [variant]
    return tuple((f"option{number}", value[:MAX_TAG]) for number, value in enumerate(values, start=1) if value)


def _properties(line: Node, path: str) -> frozenset[str]:
    """Tags like "property:Engraving": what was chosen for the position. Never its value, which may be a name."""
    names = [
        fields.text_or_empty(item, "name", place) for place, item in fields.nodes_or_empty(line, "properties", path)
    ]
    return frozenset([f"property:{name}"[:MAX_TAG] for name in names if name][:MAX_LINE_TAGS])


def _tags(written: str) -> frozenset[str]:
    tags = (tag.strip()[:MAX_TAG] for tag in written.split(","))
    return frozenset([tag for tag in tags if tag][:MAX_TAGS])


def _shipping(order: Node, tender: Tender) -> tuple[int, int]:
    """What was paid for delivery, and the tax on it. Lines that were taken out again count no more."""
    paid = tax = 0
    for path, line in fields.nodes_or_empty(order, "shipping_lines", ""):
        if line.get("is_removed") is True:
            continue
        discount = tender.total(line, "discount_allocations", "amount", path)
        paid += max(0, tender.amount(line, "price", path) - discount)
        tax += tender.total(line, "tax_lines", "price", path)
    return paid, tax


def _payments(order_id: str, order: Node, tender: Tender) -> tuple[Payment, ...]:
    captured = _captured(order, tender)
    if not captured:
        return ()
    names = order.get("payment_gateway_names")
    gateways = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    method = _METHODS.get(gateways[0].lower(), "other") if len(gateways) == 1 else "other"
    return (Payment(PAYMENT_ID, method, captured, gateway="shopify", reference=f"gid://shopify/Order/{order_id}"),)


def _captured(order: Node, tender: Tender) -> int:
    """Money that is only authorised is not captured. A part that was paid is known in the shop's currency only."""
    status = fields.text_or_empty(order, "financial_status", "")
    totals = (tender.amount_or_none(order, key, "") for key in ("total_price", "current_total_price"))
    total = max((amount for amount in totals if amount is not None), default=0)
    if status in _CAPTURED:
        return total
    if status == "partially_paid" and not tender.is_presentment:
        outstanding = tender.amount_or_none(order, "total_outstanding", "")
        return 0 if outstanding is None else max(0, total - outstanding)
    return 0


def _buyer(order: Node) -> Buyer:
    customer = fields.node_or_empty(order, "customer", "")
    placed = count_of(customer, "orders_count", "customer") if customer.get("orders_count") is not None else None
    return Buyer(
        customer_id=id_of(customer, "id", "customer") if customer.get("id") else "",
        tags=_tags(fields.text_or_empty(customer, "tags", "customer")),
        orders_placed=None if placed is None else max(0, placed - 1),
        since=moment_or_none(customer, "created_at", "customer"),
    )


def _rate(order: Node) -> str:
    """So many units of the shop's currency for one of the customer's, by the order's total; "" where it is 0."""
    try:
        shops = Decimal(fields.text_or_empty(order, "total_price", ""))
        customers = Decimal(shown(order, "total_price", ""))
        rate = (shops / customers).quantize(Decimal("1e-10"), ROUND_HALF_UP)
    except (InvalidOperation, ZeroDivisionError):
        return ""
    return f"{rate:f}".rstrip("0").rstrip(".") if rate > 0 else ""
