"""Gifts: who received one sends it back by the code on its receipt, and learns nothing of who bought it."""

from __future__ import annotations

from collections.abc import Sequence

from shared.access.gift_code import is_code
from shared.errors import Forbidden
from shared.returns.caller import Caller
from shared.tracking.order import Order
from shared.tracking.ports import Orders


class NotThisGift(Forbidden):
    """There is no gift with this order number and this code; which of both is wrong is not said."""

    code = "not_this_gift"


def gift_of(orders: Orders, order_id: str, code: str, secrets: Sequence[str]) -> Order:
    """The order that was a gift under this code, as it was typed. Raises NotThisGift."""
    order = orders.get(order_id)
    kept = order.sale.gift_code if order and order.sale else ""
    if order is None or not is_code(code, kept, secrets):
        raise NotThisGift("There is no gift with this order number and this code.")
    return order


def gift_code_of(orders: Orders, caller: Caller, order_id: str, code: str | None, secrets: Sequence[str]) -> str:
    """The kept hash of the gift's code that a draft is filed under: of who holds the gift, or whom staff file it for.

    "" where it is no gift that comes back. Raises NotThisGift.
    """
    if caller.is_gift:
        sale = caller.orders[order_id].sale
        return sale.gift_code if sale else ""
    if code is None:
        return ""
    sale = gift_of(orders, order_id, code, secrets).sale
    return sale.gift_code if sale else ""
