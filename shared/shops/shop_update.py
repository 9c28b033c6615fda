"""A shop update: what one push says about one order, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.shops.consent import Consent
from shared.tracking.order import OrderLine, Shipment
from shared.tracking.sale import Sale


@dataclass(frozen=True, slots=True)
class OrderTold:
    """An order as a shop system or a file tells it. What it leaves unsaid is the shop's: see `Shop.order_of`."""

    order_id: str
    placed_at: datetime
    """Aware, UTC."""
    email: str
    """"" where there is none."""
    language: str
    """BCP 47; "" where it is not said."""
    country: str
    """ISO 3166-1 alpha-2."""
    postal: str
    """As `postal_of` writes it."""
    lines: tuple[OrderLine, ...]
    name: str = ""
    revision: str = ""
    """See `Order.revision`."""
    phone: str = ""
    """As `phone_of` writes it."""
    cancelled_at: datetime | None = None
    """Aware, UTC; of the whole order."""
    consents: tuple[Consent, ...] = ()
    """What the shopper chose while placing it."""
    sale: Sale | None = None
    """What was sold, to whom and how it was paid, where the shop says."""


@dataclass(frozen=True, slots=True)
class ShopUpdate:
    """One order's state, as far as the push tells it."""

    order_id: str
    order: OrderTold | None
    """None: the push is about shipments only, or nothing of the order goes anywhere."""
    shipments: tuple[Shipment, ...]
