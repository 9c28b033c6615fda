"""What working on returns needs from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from shared.returns.abuse.assessment import Assess, rate_nobody
from shared.returns.money.ports import Stock
from shared.returns.policy.engines import Engines
from shared.returns.policy.purchase_of import Deliveries
from shared.returns.ports import Policies, Returns
from shared.tracking.order import Order
from shared.tracking.ports import Orders, Parcels


class UnknownStock:
    """Where nobody counts what is on the shelf. Implements shared.returns.money.ports.Stock."""

    def available(self, sku: str) -> int | None:
        return None


_NOT_COUNTED = UnknownStock()


def price_unknown(sku: str, currency: str) -> int | None:
    """Where nobody says what other items cost: then only staff, who say the price, can give one for another."""
    return None


@dataclass(frozen=True, slots=True)
class Means:
    """Stores, and what is known elsewhere."""

    returns: Returns
    orders: Orders
    policies: Policies
    deliveries: Callable[[Order], Deliveries]
    stock: Stock = _NOT_COUNTED
    assess: Assess = rate_nobody
    engines: Engines = field(default_factory=Engines)
    price_of: Callable[[str, str], int | None] = price_unknown
    """SKU and currency -> what one piece costs now, minor units, as prices of sales are; None: not known."""


@dataclass(frozen=True, slots=True)
class Tracking:
    """What it takes to follow a parcel that comes back."""

    orders: Orders
    parcels: Parcels
    merchant_id: str
