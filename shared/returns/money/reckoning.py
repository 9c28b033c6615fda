"""What a return comes to: every part by name, and where the money goes. What is previewed and what is paid are one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What an amount is for. The values are public."""

    GOODS = "goods"
    """At list price."""
    DISCOUNT = "discount"
    """The goods' share of what was taken off; negative."""
    TAX = "tax"
    """Only where prices are without it."""
    SHIPPING = "shipping"
    SHIPPING_TAX = "shipping_tax"
    REDUCTION = "reduction"
    """What is not given back of the value: partial credit, inspection, more than was captured; negative."""
    RESTOCKING_FEE = "restocking_fee"
    SHIPPING_FEE = "shipping_fee"
    BONUS = "bonus"
    WANTED = "wanted"
    """What is sent instead; negative."""
    WANTED_TAX = "wanted_tax"
    WAIVED = "waived"
    """A difference that is not charged."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One part. Positive is in the shopper's favour."""

    part: Part
    amount: int
    item_id: str = ""
    """"" : of the whole return."""
    rule: str = ""
    """The rule that set the fee or bonus."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Where one amount goes."""

    kind: str
    """A `SettlementKind`."""
    amount: int
    order_id: str
    item_ids: tuple[str, ...]
    bonus: int = 0
    payment_id: str = ""
    sku: str = ""
    quantity: int = 0
    parts: tuple[tuple[str, int, int], ...] = ()
    """Of each item: its id, its part of `amount`, its part of `bonus`."""
    shipping: int = 0
    """What of `amount` is delivery that is paid back."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """All of it: the sum of `entries` is what the shopper gets less what they pay, goods sent aside."""

    currency: str
    entries: tuple[Entry, ...]
    flows: tuple[Flow, ...]
    """What is still to be promised: what was handed to whoever pays already is not in here."""
    includes_tax: int = 0
    """Tax inside the amounts given back, where prices hold it: for the merchant's books."""
    overpaid: tuple[tuple[str, int], ...] = ()
    """Items as filed, and by how much more than they come to was paid or sent for them already."""
    unpriced: tuple[str, ...] = ()
    """Items of orders that came without prices: nothing is reckoned for them, the merchant knows what they cost."""

    @property
    def balance(self) -> int:
        """Positive: the shopper gets it. Negative: they pay it."""
        return sum(entry.amount for entry in self.entries)
