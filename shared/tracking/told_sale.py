"""What an order was sold for, where the shop tells the order again and leaves it out: what was told stays."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import replace

from shared.tracking.order import Order, OrderLine
from shared.tracking.sale import LineSale, Sale


def with_known_sale(order: Order, stored: Order) -> Order:
    """`order` with what `stored` says of the sale and it does not.

    A sale that is told anew replaces the known one, but for the gift code: the shop cannot read it back, so that one
    which is left out stays, as long as the order is a gift. A position keeps what it was sold for where it says
    nothing; positions of one SKU are told apart by where they stand. Where its quantity changed, the amounts follow,
    piece by piece, rounded down.
    """
    return replace(order, sale=_sale(order.sale, stored.sale), lines=_lines(order.lines, stored.lines))


def _sale(told: Sale | None, known: Sale | None) -> Sale | None:
    if told is None or known is None:
        return told or known
    return replace(told, gift_code=known.gift_code) if told.is_gift and not told.gift_code else told


def _lines(told: Sequence[OrderLine], known: Sequence[OrderLine]) -> tuple[OrderLine, ...]:
    """Positions with an id find themselves by it; the others are the first, second … of their SKU, told and known."""
    ids = {line.sale.line_id for line in told if line.sale and line.sale.line_id}
    left = defaultdict[str, deque[OrderLine]](deque)
    for line in known:
        if line.sale is None or line.sale.line_id not in ids:
            left[line.sku].append(line)
    return tuple(_line(line, left[line.sku]) for line in told)


def _line(told: OrderLine, left: deque[OrderLine]) -> OrderLine:
    if (told.sale and told.sale.line_id) or not left:
        return told
    known = left.popleft()
    return told if told.sale else replace(told, sale=_for(told.quantity, known))


def _for(quantity: int, known: OrderLine) -> LineSale | None:
    sale, pieces = known.sale, known.quantity
    if sale is None or quantity == pieces or pieces < 1:
        return sale
    price, discount, tax = (amount * quantity // pieces for amount in (sale.price, sale.discount, sale.tax))
    return replace(sale, price=price, discount=discount, tax=tax)
