"""How much of what was captured for an order can still be paid back: in all, and to each payment.

Counted is what is promised, due, paid or failed as refund, credit, gift card or goods, without bonuses; of goods only
what the returned ones pay of them. Goods that came back by a later return count no more: the shopper has them no
longer. A charge makes no room, because goods count only as far as returned ones pay for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.returns.money.delivery_paid_back import delivery_paid, value_of_line
from shared.returns.settlement import Settlement, SettlementKind
from shared.tracking.order import Order
from shared.tracking.sale import Payment


def payments_of(order: Order) -> tuple[Payment, ...]:
    """What was captured. Where the shop names no payment, all the order came to stands as one without an id."""
    if order.sale is None:
        return ()
    if order.sale.payments:
        return order.sale.payments
    came_to = sum(value_of_line(line, order.sale) for line in order.lines) + delivery_paid(order.sale)
    return (Payment("", "", came_to),)


def counted(settlements: Sequence[Settlement], instead_of: str = "") -> tuple[Settlement, ...]:
    """Those that weigh against what was captured. `instead_of`: a return whose goods are just coming back."""
    came_back = {each.instead_of for each in settlements if each.counts} | {instead_of}
    came_back.discard("")
    return tuple(
        each
        for each in settlements
        if each.counts and not (each.kind is SettlementKind.GOODS and each.return_id in came_back)
    )


def left_of(order: Order, weighing: Sequence[Settlement]) -> int:
    """What can be given back beside `weighing`, in minor units; below 0 where that is too much already."""
    return sum(payment.amount for payment in payments_of(order)) - sum(each.amount for each in weighing)


def refunded_to(payment: Payment, weighing: Sequence[Settlement]) -> int:
    """What goes back to one payment."""
    return sum(
        each.amount for each in weighing if each.kind is SettlementKind.REFUND and each.payment_id == payment.payment_id
    )
