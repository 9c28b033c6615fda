"""What to subscribe to at Shopify, and which fields of it are read. No name, no street, and no value of a property."""

from __future__ import annotations

from collections.abc import Mapping

_FULFILMENT_FIELDS = (
    "id",
    "order_id",
    "status",
    "created_at",
    "updated_at",
    "tracking_company",
    "tracking_number",
    "tracking_numbers",
)


def _amount(path: str, name: str) -> tuple[str, str]:
    """An amount as the shop counts it, and as the customer was shown it."""
    return f"{path}{name}", f"{path}{name}_set.presentment_money.amount"


ORDER_FIELDS = (
    "id",
    "name",
    "created_at",
    "processed_at",
    "updated_at",
    "email",
    "contact_email",
    "customer_locale",
    "phone",
    "cancelled_at",
    "currency",
    "presentment_currency",
    "taxes_included",
    "financial_status",
    *_amount("", "total_price"),
    *_amount("", "current_total_price"),
    "total_outstanding",
    "payment_gateway_names",
    "source_name",
    "tags",
    "buyer_accepts_marketing",
    "customer.id",
    "customer.created_at",
    "customer.orders_count",
    "customer.tags",
    "customer.phone",
    "customer.email_marketing_consent.state",
    "customer.email_marketing_consent.consent_updated_at",
    "customer.sms_marketing_consent.state",
    "customer.sms_marketing_consent.consent_updated_at",
    "shipping_address.country_code",
    "shipping_address.zip",
    "line_items.id",
    "line_items.sku",
    "line_items.name",
    "line_items.title",
    "line_items.quantity",
    "line_items.current_quantity",
    *_amount("line_items.", "price"),
    *_amount("line_items.discount_allocations.", "amount"),
    *_amount("line_items.tax_lines.", "price"),
    "line_items.product_id",
    "line_items.vendor",
    "line_items.variant_title",
    "line_items.requires_shipping",
    "line_items.gift_card",
    "line_items.properties.name",
    *_amount("shipping_lines.", "price"),
    *_amount("shipping_lines.discount_allocations.", "amount"),
    *_amount("shipping_lines.tax_lines.", "price"),
    "shipping_lines.is_removed",
    *(f"fulfillments.{field}" for field in _FULFILMENT_FIELDS),
    "fulfillments.line_items.id",
    "fulfillments.line_items.quantity",
)
TOPICS: Mapping[str, tuple[str, ...]] = {
    "orders/create": ORDER_FIELDS,
    "orders/updated": ORDER_FIELDS,
    "orders/cancelled": ORDER_FIELDS,
    "fulfillments/create": _FULFILMENT_FIELDS,
    "fulfillments/update": _FULFILMENT_FIELDS,
}
"""What to subscribe to, and which fields are read: the rest need not even leave Shopify (`include_fields`)."""
REFUND_TOPICS: Mapping[str, tuple[str, ...]] = {"order_transactions/create": ("id", "order_id", "kind", "status")}
"""Sent when a transaction is made and when its status changes, to `success`, `failure` or `error` only (shopify.dev,
webhook topics, 2026-11). `refunds/create` comes once, with what `refundCreate` answered already: it is not needed."""
