"""The conditions of rules: what they may ask about, and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Fact(StrEnum):
    """What rules may ask about. The values are the paths in `merchant.yaml`: `when: {customer: {tier: [gold]}}`."""

    CUSTOMER_TIER = "customer.tier"
    CUSTOMER_TAGS = "customer.tags"
    CUSTOMER_ORDERS = "customer.orders_placed"
    CUSTOMER_RETURNS = "customer.returns_placed"
    CUSTOMER_KEPT = "customer.items_kept"
    """Keep-item outcomes so far."""
    CUSTOMER_CREDIT_BONUS = "customer.bonus_credit"
    """Bonus received so far, minor units."""
    CUSTOMER_DISCREPANCIES = "customer.discrepancies"
    """Returns whose parcel was empty, incomplete or held something else."""
    CUSTOMER_FAILED_PAYMENTS = "customer.failed_payments"
    CUSTOMER_RISK = "customer.risk"
    """The abuse tier: `trusted`, `normal`, `watched`, `high`."""
    ORDER_COUNTRY = "order.country"
    ORDER_CHANNEL = "order.channel"
    ORDER_VALUE = "order.value"
    """Goods after discounts, minor units."""
    ORDER_PLACED = "order.placed"
    """The local date at the destination."""
    ORDER_TAGS = "order.tags"
    ORDER_DISCOUNT = "order.discount_percent"
    """Of the goods' list price, whole percent, rounded down."""
    ORDER_GIFT = "order.gift"
    ORDER_RETURNS = "order.returns"
    """Returns of this order so far, not counting drafts, cancelled and declined ones."""
    ORDER_DAYS = "order.days_since_start"
    """Whole days since the window's clock started, by the base window."""
    ORDER_CURRENCY = "order.currency"
    PRODUCT_SKU = "product.sku"
    PRODUCT_ID = "product.id"
    PRODUCT_TAGS = "product.tags"
    PRODUCT_TYPE = "product.type"
    PRODUCT_CATEGORY = "product.category"
    PRODUCT_VENDOR = "product.vendor"
    PRODUCT_TRAITS = "product.traits"
    PRODUCT_PRICE = "product.price"
    """What one piece was paid, minor units, rounded down."""
    PRODUCT_DISCOUNT = "product.discount_percent"
    PRODUCT_FINAL_SALE = "product.final_sale"
    PRODUCT_IN_WARRANTY = "product.in_warranty"
    RETURN_REASON = "return.reason"
    RETURN_REASON_GROUP = "return.reason_group"
    RETURN_CONDITION = "return.condition"
    """As the shopper says."""
    RETURN_OUTCOME = "return.outcome"
    RETURN_METHOD = "return.method"
    RETURN_ITEMS = "return.items"
    """Pieces in the request."""
    RETURN_VALUE = "return.value"
    """What was paid for them, minor units."""
    RETURN_WHOLE_ORDER = "return.whole_order"
    RETURN_CHANNEL = "return.channel"
    """`portal`, `staff`, `api`, `store`."""


Value = str | int | bool | date | frozenset[str]


@dataclass(frozen=True, slots=True)
class Test:
    """One thing asked of one fact: exactly one kind of question is set."""

    __test__ = False  # pytest: this is no test class

    fact: Fact
    one_of: frozenset[str] | None = None
    """Text: it is one of these. A set of texts: it holds one of these."""
    at_least: int | date | None = None
    at_most: int | date | None = None
    is_true: bool | None = None


@dataclass(frozen=True, slots=True)
class When:
    """All of `tests`, at least one of `any_of` where there are any, and none of `none_of`; each of them whole.

    What asks about a fact that is not known is neither true nor false, and so is its opposite (Kleene's logic).
    """

    tests: tuple[Test, ...] = ()
    any_of: tuple[When, ...] = ()
    none_of: tuple[When, ...] = ()
