"""Whose order it is."""

from __future__ import annotations

from shared.errors import Conflict
from shared.shoppers.shopper import shopper_id
from shared.tracking.order import Order


class NoContact(Conflict):
    """Nobody can be told anything about the order, so there is nothing to choose."""

    code = "no_contact"


def shopper_of_order(order: Order) -> str:
    """The id of its shopper; raises NoContact where the shop knows neither mail, telephone nor LINE."""
    found = shopper_id(order.contact)
    if not found:
        raise NoContact("This order has no contact.", field="order_id")
    return found
