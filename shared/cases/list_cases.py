"""List the cases of an order."""

from __future__ import annotations

from collections.abc import Sequence

from shared.cases.case import Case
from shared.cases.ports import Cases
from shared.tracking.ports import Orders
from shared.tracking.register_shipment import OrderUnknown


def list_cases(cases: Cases, orders: Orders, order_id: str) -> Sequence[Case]:
    """Every case, that of which something was heard last first; raises OrderUnknown."""
    found = cases.of_order(order_id)
    if not found and orders.get(order_id) is None:
        raise OrderUnknown("There is no order with this id.", field="order_id")
    return sorted(found, key=lambda case: (max(told.at for told in case.news.values()), case.case_id), reverse=True)
