"""What the pieces of one item are worth: at list price, less discounts and reductions, before fees of the whole return.

Whatever lessens what the shopper gets is rounded down: reductions, fees. By the rule of the pieces, so that splitting
an item or returning it in several parts changes no sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.returns.axes import Inspection, Money
from shared.returns.books import in_shopper_currency
from shared.returns.money.apportion import BASIS, of_pieces, up_to
from shared.returns.money.roots import within
from shared.returns.policy.policy import Actions, Fee
from shared.returns.policy.terms import BASE
from shared.returns.request.positions import PositionUnknown
from shared.returns.request.states import ENDED
from shared.returns.return_request import ReturnItem
from shared.returns.vocabulary import Outcome
from shared.tracking.order import Order, OrderLine
from shared.tracking.sale import LineSale, Sale

SENT_ANEW = frozenset({Outcome.REPLACEMENT, Outcome.REPAIR, Outcome.SPARE_PART})
"""Goods for goods: no money moves but fees."""
SWAPPED = frozenset({Outcome.EXCHANGE, Outcome.OTHER_ITEM})
"""Goods for other goods, whose prices may differ."""


@dataclass(frozen=True, slots=True)
class Worth:
    """One item in figures, all 0 or more. Minor units of the sale's currency."""

    item: ReturnItem
    is_priced: bool = True
    goods: int = 0
    """At list price."""
    discount: int = 0
    tax: int = 0
    """On top; 0 where prices hold it."""
    tax_inside: int = 0
    """Of `accepted`, where prices hold it; rounded down."""
    reduction: int = 0
    restocking: int = 0
    way_back: int = 0
    """Its part of the fee for the way back."""
    shipping: int = 0
    """Its part of the delivery that is paid back, tax and all."""
    cut: int = 0
    """What cannot be paid back, because no more is left of what was captured."""
    bonus: int = 0

    @property
    def value(self) -> int:
        """What the shopper paid for the pieces, tax and all."""
        return self.goods - self.discount + self.tax

    @property
    def accepted(self) -> int:
        """What of it is given back, before fees."""
        return self.value - self.reduction

    @property
    def before_way_back(self) -> int:
        return self.accepted - self.restocking

    @property
    def net(self) -> int:
        """What it brings the shopper, in money, credit or towards other goods."""
        return self.before_way_back - self.way_back + self.shipping - self.cut

    @property
    def actions(self) -> Actions:
        """Its terms; none before anything was decided."""
        return _actions_of(self.item)

    def rule_of(self, slot: str) -> str:
        """The rule that decided a slot of its terms."""
        return self.item.terms.rule_of(slot) if self.item.terms else BASE


def is_live(item: ReturnItem) -> bool:
    """Whether anything is given for it: not where it was declined, taken back, withheld, or failed inspection."""
    return item.approval not in ENDED and item.money is not Money.WITHHELD and item.inspection is not Inspection.FAILED


def with_restocking_fee(worths: Sequence[Worth]) -> tuple[Worth, ...]:
    """The items, none with more of that fee than is given back for it as filed."""
    ids = [worth.item.item_id for worth in worths]
    fees = within([worth.restocking for worth in worths], ids, [worth.accepted for worth in worths])
    return tuple(replace(worth, restocking=fee) for worth, fee in zip(worths, fees, strict=True))


def worth_of(item: ReturnItem, order: Order) -> Worth:
    """The item's figures by its order; unpriced where the order came without prices. Raises PositionUnknown.

    The restocking fee is as the terms say: `with_restocking_fee` bounds it.
    """
    line = line_of(order, item)
    if order.sale is None or line.sale is None:
        return Worth(item, is_priced=False)
    return _Pieces(item, line, line.sale, order.sale).worth()


def line_of(order: Order, item: ReturnItem) -> OrderLine:
    """The position: by the shop's id of it, else by SKU."""
    by_id = (line for line in order.lines if line.sale is not None and line.sale.line_id == item.line)
    found = next(by_id, None) or next((line for line in order.lines if line.sku == item.line), None)
    if found is None:
        raise PositionUnknown("The order has no such position.", field="line")
    return found


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Some pieces of a position that was sold."""

    item: ReturnItem
    line: OrderLine
    sold: LineSale
    sale: Sale

    def worth(self) -> Worth:
        """What was paid by the pieces' rule, and the list price, which rounding never puts below it; the discount is
        what lies between.
        """
        paid = self._share(self.sold.paid)
        goods = max(paid, self._share(self.sold.price))
        tax = 0 if self.sale.tax_included else self._share(self.sold.tax)
        value, reduction = paid + tax, self._reduction()
        inside = self._share(self.sold.tax) if self.sale.tax_included else 0
        return Worth(
            item=self.item,
            goods=goods,
            discount=goods - paid,
            tax=tax,
            tax_inside=inside * (value - reduction) // value if value else 0,
            reduction=reduction,
            restocking=self._restocking(),
        )

    def _share(self, total: int) -> int:
        return of_pieces(total, self.item.first_piece, self.item.quantity, self.line.quantity)

    def _reduction(self) -> int:
        """Partial credit, times what inspection accepts of it."""
        credited = self._actions.credit_basis_points
        accepted = self.item.reduced_to
        kept = (BASIS if credited is None else credited) * (BASIS if accepted is None else accepted)
        return self._part(BASIS * BASIS - min(kept, BASIS * BASIS), BASIS * BASIS)

    def _restocking(self) -> int:
        fee = self._actions.restocking_fee or Fee()
        return in_shopper_currency(fee.fixed, self.sale) * self.item.quantity + self._part(fee.basis_points, BASIS)

    def _part(self, many: int, of: int) -> int:
        """`many` `of` what was paid for the pieces, tax and all; by the pieces' rule, each bound rounded down."""
        first = self.item.first_piece
        return self._value_up_to(first + self.item.quantity) * many // of - self._value_up_to(first) * many // of

    def _value_up_to(self, count: int) -> int:
        on_top = 0 if self.sale.tax_included else up_to(self.sold.tax, count, self.line.quantity)
        return up_to(self.sold.paid, count, self.line.quantity) + on_top

    @property
    def _actions(self) -> Actions:
        return _actions_of(self.item)


def _actions_of(item: ReturnItem) -> Actions:
    return item.terms.actions if item.terms else Actions()
