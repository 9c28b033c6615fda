"""What is paid back where some of an order is cancelled before it is sent.

The rule: what the shopper owes for what is left (goods by the pieces' rule of `money/apportion.py`, delivery, and the
delivery that is due anew below free shipping) is taken from what they owed for all of it, and from that what earlier
cancellations brought. So several small cancellations come to the same as one, and never to more than was captured.
Cancelled pieces are the last ones of their position; returns take the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.returns.cancellation import CancellationRules, PaidBack
from shared.returns.money.apportion import up_to
from shared.returns.order_account import OrderAccount
from shared.tracking.order import Order, OrderLine
from shared.tracking.sale import Sale

Gone = Mapping[str, int]
"""Position -> pieces that are cancelled."""


def paid_back(
    order: Order, before: Gone, after: Gone, rules: CancellationRules, account: OrderAccount
) -> PaidBack | None:
    """What going from `before` to `after` brings the shopper; None where the shop does not say what was sold for."""
    sale = order.sale
    if sale is None or not _is_priced(order):
        return None
    owed = _Owed(order, sale, rules)
    earlier = sum(asked.value for asked in order.cancellations)
    had = max(earlier, owed.at({}) - owed.at(before), 0)
    goods = owed.goods(before) - owed.goods(after)
    tax = owed.tax(before) - owed.tax(after)
    value = max(0, owed.at({}) - owed.at(after) - had)
    delivery = value - goods - tax
    back = sum(asked.paid_back for asked in order.cancellations) + had - earlier
    returned = sum(settlement.amount for settlement in account.settlements if settlement.counts)
    return PaidBack(
        currency=sale.currency,
        goods=goods,
        tax=tax,
        shipping=max(0, delivery),
        shipping_fee=max(0, -delivery),
        value=value,
        paid_back=max(0, min(value, sale.captured - back - returned)),
    )


def _is_priced(order: Order) -> bool:
    positions = {line.position for line in order.lines}
    return len(positions) == len(order.lines) and all(line.sale for line in order.lines)


@dataclass(frozen=True, slots=True)
class _Owed:
    """What the shopper owes for an order of which some is gone."""

    order: Order
    sale: Sale
    rules: CancellationRules

    def at(self, gone: Gone) -> int:
        return self.goods(gone) + self.tax(gone) + self._delivery(gone)

    def goods(self, gone: Gone) -> int:
        return sum(self._left(line, line.sale.paid, gone) for line in self.order.lines if line.sale)

    def tax(self, gone: Gone) -> int:
        if self.sale.tax_included:
            return 0
        return sum(self._left(line, line.sale.tax, gone) for line in self.order.lines if line.sale)

    def _left(self, line: OrderLine, total: int, gone: Gone) -> int:
        return up_to(total, line.quantity - gone.get(line.position, 0), line.quantity)

    def _delivery(self, gone: Gone) -> int:
        if all(gone.get(line.position, 0) >= line.quantity for line in self.order.lines):
            return 0
        paid = self.sale.shipping + (0 if self.sale.tax_included else self.sale.shipping_tax)
        return max(paid, self.rules.shipping_fee) if self._loses_free_shipping(gone) else paid

    def _loses_free_shipping(self, gone: Gone) -> bool:
        threshold = self.rules.free_shipping_from
        if threshold is None or self.rules.currency != self.sale.currency:
            return False
        return self.goods({}) >= threshold > self.goods(gone)
