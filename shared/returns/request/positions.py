"""Positions of an order, as returns name them (`OrderLine.position`): by the shop's id, else by SKU."""

from __future__ import annotations

from shared.errors import NotFound
from shared.returns.being_cancelled import being_cancelled
from shared.tracking.order import Order, OrderLine


class PositionUnknown(NotFound):
    """The order has no such position."""

    code = "position_unknown"


def position_of(order: Order, name: str) -> OrderLine:
    """The first position of that name, by the shop's id or by SKU; raises PositionUnknown."""
    named = (line for line in order.lines if line.position == name)
    found = next(named, None) or next((line for line in order.lines if line.sku == name), None)
    if found is None:
        raise PositionUnknown("The order has no such position.", field="line")
    return found


def pieces_of(order: Order, name: str) -> int:
    """How many pieces of it are still ordered, and not about to be cancelled; where several positions have the name, of
    all together.
    """
    ordered = sum(line.still_ordered for line in order.lines if line.position == name)
    return max(0, ordered - being_cancelled(order).get(name, 0))
