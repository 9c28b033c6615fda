"""What was sold: to whom, through which channel, for how much, and how it was paid. Returns are decided and paid by it.

All amounts are integer minor units of the sale's one currency, the one the shopper paid in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LineSale:
    """What one position was sold for. Amounts are for all of its pieces together, as ordered."""

    line_id: str = ""
    """The shop's id of the position, where the same SKU may stand twice; "" : the SKU."""
    price: int = 0
    """List price, before discounts; with the tax where the sale's `tax_included`."""
    discount: int = 0
    """What was taken off: the position's own discounts, and its share of the order's."""
    tax: int = 0
    """Tax on price less discount: contained in it where the sale's `tax_included`, else on top."""
    product_id: str = ""
    product_type: str = ""
    vendor: str = ""
    tags: frozenset[str] = frozenset()
    """The shop's words for the product."""
    traits: frozenset[str] = frozenset()
    """What the law or the shelf makes of it: `hygiene`, `perishable`, `made_to_order`, `digital`, `sealed_media`,
    `hazardous`, `bulky`, `unsellable` (it cannot be sold again) …"""
    final_sale: bool = False
    options: tuple[tuple[str, str], ...] = ()
    """The variant's choices: ("size", "M")."""

    @property
    def paid(self) -> int:
        """What the shopper paid for all pieces, without tax on top."""
        return self.price - self.discount


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that was captured for the order."""

    payment_id: str
    """The shop's id of it."""
    method: str
    """`card`, `gift_card`, `store_credit`, `cash_on_delivery`, `konbini`, `bank_transfer`, `wallet`, or another."""
    amount: int
    """Captured."""
    gateway: str = ""
    """Who refunds it: `stripe`, `shopify`; "" : the merchant's own platform."""
    reference: str = ""
    """The gateway's id of the payment, for example a Stripe PaymentIntent."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who bought, as far as the shop says. No name and no address."""

    customer_id: str = ""
    """The shop's id; "" for a guest."""
    tier: str = ""
    """In the loyalty programme, in the merchant's words."""
    tags: frozenset[str] = frozenset()
    orders_placed: int | None = None
    """Before this one; None: not known."""
    since: datetime | None = None
    """Aware, UTC; the first order or the account."""


@dataclass(frozen=True, slots=True)
class Sale:
    """The order as a sale."""

    currency: str
    """ISO 4217, the one the shopper paid in."""
    tax_included: bool = True
    """Whether prices hold their tax (Japan, EU), or it comes on top (USA)."""
    shipping: int = 0
    """What the shopper paid for delivery, after discounts; with its tax where `tax_included`."""
    shipping_tax: int = 0
    payments: tuple[Payment, ...] = ()
    buyer: Buyer = Buyer()
    channel: str = "online"
    """`online`, `store`, `phone`, a marketplace's name."""
    tags: frozenset[str] = frozenset()
    is_gift: bool = False
    gift_code: str = ""
    """A keyed hash of the code on the gift receipt, never the code; "" : there is none."""
    shop_currency: str = ""
    """ISO 4217, the shop's books; "" : the same."""
    rate: str = ""
    """So many units of the shop's currency for one of the shopper's, as a decimal, as of the sale; "" : 1."""

    @property
    def captured(self) -> int:
        """All that was captured. Nothing paid back may exceed it."""
        return sum(payment.amount for payment in self.payments)
