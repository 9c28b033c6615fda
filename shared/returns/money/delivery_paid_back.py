"""What the shopper paid for delivery, paid back as the policy says: by share, whole, or not; and never twice.

Only with money or credit: who gets goods instead has them delivered again. A share is the position's part of all goods
by value (largest remainder), then the pieces' part of the position.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.returns.axes import Approval
from shared.returns.money.apportion import apportion, of_pieces
from shared.returns.money.roots import by_root
from shared.returns.money.worth import SENT_ANEW, SWAPPED, Worth, line_of
from shared.returns.order_account import OrderAccount
from shared.returns.return_request import ReturnRequest
from shared.returns.vocabulary import ShippingRefund
from shared.tracking.order import Order, OrderLine
from shared.tracking.sale import Sale

_NOT_TAKEN = frozenset({Approval.DRAFT, Approval.DECLINED, Approval.CANCELLED, Approval.EXPIRED})


def give_delivery_back(
    worths: Sequence[Worth], request: ReturnRequest, order: Order, sale: Sale, account: OrderAccount
) -> tuple[Worth, ...]:
    """The items of one order, each with its part of the delivery that is paid back."""
    wants = [_wish(worth) for worth in worths]
    left = delivery_paid(sale) - _paid_back(account, request.return_id)
    if left <= 0:
        return tuple(worths)
    came_back = _Everything(request, order, account, worths).came_back
    whole = [w is ShippingRefund.ALWAYS or (w is ShippingRefund.WHOLE_ORDER and came_back) for w in wants]
    if any(whole):
        weights = [worth.value if is_whole else 0 for worth, is_whole in zip(worths, whole, strict=True)]
        weights = (
            weights if sum(weights) else [w.item.quantity * is_whole for w, is_whole in zip(worths, whole, strict=True)]
        )
        return _with_shares(worths, by_root(left, [worth.item.item_id for worth in worths], weights))
    shares = [
        _share(worth, order, sale) if wish is ShippingRefund.SHARE else 0
        for worth, wish in zip(worths, wants, strict=True)
    ]
    return _with_shares(worths, shares if sum(shares) <= left else apportion(left, shares))


def delivery_paid(sale: Sale) -> int:
    """What the shopper paid for delivery, tax and all."""
    return sale.shipping + (0 if sale.tax_included else sale.shipping_tax)


def delivery_tax(amount: int, sale: Sale) -> int:
    """The tax in such a part of the delivery, rounded down."""
    whole = delivery_paid(sale)
    return amount * sale.shipping_tax // whole if whole else 0


def value_of_line(line: OrderLine, sale: Sale) -> int:
    """What the shopper paid for a position, tax and all; 0 where its price is not known."""
    return 0 if line.sale is None else line.sale.paid + (0 if sale.tax_included else line.sale.tax)


def _wish(worth: Worth) -> ShippingRefund:
    if worth.item.outcome in SENT_ANEW | SWAPPED or not worth.is_priced:
        return ShippingRefund.NEVER
    return worth.actions.shipping_refund or ShippingRefund.NEVER


def _share(worth: Worth, order: Order, sale: Sale) -> int:
    line = line_of(order, worth.item)
    shares = apportion(delivery_paid(sale), [value_of_line(each, sale) for each in order.lines])
    of_line = shares[order.lines.index(line)]
    return of_pieces(of_line, worth.item.first_piece, worth.item.quantity, line.quantity)


def _paid_back(account: OrderAccount, return_id: str) -> int:
    """By other returns."""
    return sum(each.shipping for each in account.settlements if each.counts and each.return_id != return_id)


def _with_shares(worths: Sequence[Worth], shares: Sequence[int]) -> tuple[Worth, ...]:
    return tuple(replace(worth, shipping=share) for worth, share in zip(worths, shares, strict=True))


@dataclass(frozen=True, slots=True)
class _Everything:
    """Whether, with this return, every piece of an order came back that was not cancelled."""

    request: ReturnRequest
    order: Order
    account: OrderAccount
    worths: Sequence[Worth]

    @property
    def came_back(self) -> bool:
        return all(self._back(line) >= line.still_ordered for line in self.order.lines)

    def _back(self, line: OrderLine) -> int:
        names = {line.sku, line.sale.line_id} if line.sale and line.sale.line_id else {line.sku}
        taken = sum(self.account.taken.get(name, 0) for name in names)
        ours = sum(w.item.quantity for w in self.worths if line_of(self.order, w.item) is line)
        return taken - self._counted_in(line) + ours

    def _counted_in(self, line: OrderLine) -> int:
        """Pieces of this return that the account holds already."""
        if self.request.return_id not in self.account.return_ids:
            return 0
        return sum(
            item.quantity
            for item in self.request.items
            if item.order_id == self.order.order_id
            and item.approval not in _NOT_TAKEN
            and line_of(self.order, item) is line
        )
