"""List the claims of an order."""

from __future__ import annotations

from collections.abc import Sequence

from shared.claims.claim import Claim
from shared.claims.ports import Claims
from shared.tracking.ports import Orders
from shared.tracking.register_shipment import OrderUnknown


def list_claims(claims: Claims, orders: Orders, order_id: str) -> Sequence[Claim]:
    """Every claim, oldest first; raises OrderUnknown."""
    found = claims.of_order(order_id)
    if not found and orders.get(order_id) is None:
        raise OrderUnknown("There is no order with this id.", field="order_id")
    return found
