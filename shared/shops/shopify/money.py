"""Amounts of a Shopify order, in the minor units of one currency.

Source (2026-11): https://shopify.dev/docs/api/admin-rest/latest/resources/order. Next to `price` stands `price_set`
with the same amount twice: `shop_money`, and `presentment_money`, which the customer was shown and paid.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.promise.currency import CURRENCIES
from shared.shops.amounts import MOST, minor_units


@dataclass(frozen=True, slots=True)
class Tender:
    """In which currency an order is read."""

    currency: str
    is_presentment: bool
    """Whether that is the customer's currency and not the shop's."""

    def amount(self, parent: Node, key: str, path: str) -> int:
        """The amount `key`; raises UnreadablePayload where it is none."""
        amount = self.amount_or_none(parent, key, path)
        if amount is None:
            raise fields.unreadable(path, key, "an amount, as text")
        return amount

    def amount_or_none(self, parent: Node, key: str, path: str) -> int | None:
        """The same; None where it is not said."""
        written = shown(parent, key, path) if self.is_presentment else fields.text_or_empty(parent, key, path)
        if not written:
            return None
        amount = minor_units(written, self.currency)
        if amount is None:
            raise fields.unreadable(path, key, "an amount that is not below zero")
        return amount

    def total(self, parent: Node, items: str, key: str, path: str) -> int:
        """The sum of `key` over a list of objects; 0 without one."""
        amount = sum(self.amount(item, key, place) for place, item in fields.nodes_or_empty(parent, items, path))
        return within(amount, items, path)


def within(amount: int, key: str, path: str) -> int:
    """The same amount; raises UnreadablePayload where no currency needs so much."""
    if amount > MOST:
        raise fields.unreadable(path, key, f"at most {MOST} minor units")
    return amount


def shown(parent: Node, key: str, path: str) -> str:
    """What the customer was shown, as it is written; "" where it is not said."""
    both = fields.node_or_empty(parent, f"{key}_set", path)
    inner = fields.path_of(path, f"{key}_set")
    money = fields.node_or_empty(both, "presentment_money", inner)
    return fields.text_or_empty(money, "amount", fields.path_of(inner, "presentment_money"))


def tender_of(order: Node) -> Tender | None:
    """The customer's currency where every position says its price in it, else the shop's.

    None where not every position says a price, or nobody knows the currency: fewer fields are subscribed to.
    """
    shops = fields.text_or_empty(order, "currency", "")
    customers = fields.text_or_empty(order, "presentment_currency", "") or shops
    lines = fields.nodes_or_empty(order, "line_items", "")
    if customers != shops and customers in CURRENCIES and all(shown(line, "price", path) for path, line in lines):
        return Tender(customers, is_presentment=True)
    if shops in CURRENCIES and all(fields.text_or_empty(line, "price", path) for path, line in lines):
        return Tender(shops, is_presentment=False)
    return None
