"""What an order of a file was sold for: prices, discounts, taxes, delivery, payment and buyer.

Shops write some amounts for the order as a whole. Its discount is shared out among the positions by what they cost,
its tax among them and the delivery, both by largest remainder (`shared/returns/money/apportion.py`): nothing is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from shared.carriers.scan_files.scan_file import Problem
from shared.promise.currency import CURRENCIES
from shared.returns.money.apportion import apportion
from shared.shops.amounts import MOST, minor_units_by_hand
from shared.shops.order_rows import Findings, Row, Wrong, said_in
from shared.shops.order_words import CHANNELS, FINAL, INCLUDED, ON_TOP, PAID, YES, method_of
from shared.shops.shop import text_of
from shared.tracking.order import OrderLine
from shared.tracking.sale import Buyer, LineSale, Payment, Sale

MAX_TAGS = 20
MAX_TAG = 60
PAYMENT_ID = "import"
"""Of the one payment that an order of a file has."""
AMOUNT = "an amount, not below zero: 1980, 1,980 or 19.80"

_OF_A_SALE = frozenset(
    "line_id price discount tax product_id vendor product_tags final_sale size color".split()  # noqa: SIM905 - a column
)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,99}")
_TAGS = re.compile(r"[,、;]")
_NOT_OF_A_WORD = re.compile(r"[^a-z0-9]+")

SoldLine = tuple[Row, OrderLine]


def positions(read: Sequence[SoldLine]) -> list[SoldLine]:
    """Each position once. A row that says the same goods again, and the same or nothing of a sale, is no other one."""
    kept: dict[tuple[OrderLine, frozenset[tuple[str, str]]], SoldLine] = {}
    goods: set[OrderLine] = set()
    for row, line in read:
        said = frozenset((field, row.values[field]) for field in _OF_A_SALE & row.values.keys())
        if said or line not in goods:
            kept.setdefault((line, said), (row, line))
        goods.add(line)
    return list(kept.values())


def sold(
    rows: Sequence[Row], lines: Sequence[SoldLine], currency: str, found: Findings
) -> tuple[tuple[OrderLine, ...], Sale | None]:
    """The positions with what they were sold for, and the sale; without, where no price stands there.

    `currency`: of orders that name none. What cannot be read is added to `found`.
    """
    unsold = tuple(line for _, line in lines)
    if not any("price" in row.values for row, _ in lines):
        return unsold, None
    line, named = found.read(said_in, rows, "currency") or (rows[0].line, "")
    currency = named.upper() or currency
    if currency not in CURRENCIES:
        reason = "currency must be one of ISO 4217, such as JPY; the order is kept without what it was sold for."
        found.problems.append(Problem(line, "currency", reason))
        return unsold, None
    sale = found.read(_Reader(rows, lines, currency).sale)
    return sale or (unsold, None)


class _Reader:
    """One order that says prices. Raises Wrong for the first value that is none."""

    def __init__(self, rows: Sequence[Row], lines: Sequence[SoldLine], currency: str) -> None:
        self._rows = rows
        self._lines = lines
        self._currency = currency

    def sale(self) -> tuple[tuple[OrderLine, ...], Sale]:
        """The positions, and the sale."""
        lines = self._with_order_discount([self._line(row, line) for row, line in self._lines])
        shipping = self._of_order("shipping") or 0
        included = self._tax_included(lines, shipping)
        lines, shipping_tax = self._with_order_tax(lines, shipping)
        self._check(lines, shipping, shipping_tax, included=included)
        on_top = 0 if included else sum(sale.tax for sale in _sales(lines)) + shipping_tax
        value = sum(sale.paid for sale in _sales(lines)) + shipping + on_top
        return self._named(lines), Sale(
            currency=self._currency,
            tax_included=included,
            shipping=shipping,
            shipping_tax=shipping_tax,
            payments=self._payments(value),
            buyer=self._buyer(),
            channel=_channel(self._said("channel")),
            tags=_tags(self._said("tags")),
            is_gift=self._said("is_gift").lower() in YES,
        )

    def _line(self, row: Row, line: OrderLine) -> OrderLine:
        """The position with its own amounts; as it is, where its row says no price."""
        said = row.values
        unit = self._amount(row, "price")
        if unit is None:
            return line
        price, discount = unit * line.quantity, self._amount(row, "discount") or 0
        if price > MOST:
            raise Wrong(row.line, "price", AMOUNT)
        if discount > price:
            raise Wrong(row.line, "discount", "no more than the price of all pieces")
        options = tuple((name, said[name][:MAX_TAG]) for name in ("size", "color") if name in said)
        sale = LineSale(
            line_id=_id(row, "line_id"),
            price=price,
            discount=discount,
            tax=self._amount(row, "tax") or 0,
            product_id=_id(row, "product_id"),
            vendor=text_of(said.get("vendor", "")),
            tags=_tags(said.get("product_tags", "")),
            final_sale=said.get("final_sale", "").lower() in FINAL,
            options=options,
        )
        return replace(line, sale=sale)

    def _with_order_discount(self, lines: list[OrderLine]) -> list[OrderLine]:
        """Shared out by what each position costs."""
        discount = self._of_order("order_discount") or 0
        paid = [line.sale.paid if line.sale else 0 for line in lines]
        if discount > sum(paid):
            raise Wrong(said_in(self._rows, "order_discount")[0], "order_discount", "no more than the goods cost")
        shares = apportion(discount, paid) if sum(paid) else [0] * len(lines)
        return [
            replace(line, sale=replace(line.sale, discount=line.sale.discount + share)) if line.sale else line
            for line, share in zip(lines, shares, strict=True)
        ]

    def _with_order_tax(self, lines: list[OrderLine], shipping: int) -> tuple[list[OrderLine], int]:
        """The order's tax among positions and delivery, where no position says its own."""
        tax = self._of_order("order_tax") or 0
        weights = [*(line.sale.paid if line.sale else 0 for line in lines), shipping]
        if not tax or any(sale.tax for sale in _sales(lines)) or not sum(weights):
            return lines, 0
        *shares, of_shipping = apportion(tax, weights)
        taxed = [
            replace(line, sale=replace(line.sale, tax=share)) if line.sale else line
            for line, share in zip(lines, shares, strict=True)
        ]
        return taxed, of_shipping

    def _tax_included(self, lines: Sequence[OrderLine], shipping: int) -> bool:
        """As it is said; else by the total, which is with a tax on top or without; else prices hold their tax."""
        line, said = said_in(self._rows, "tax_included")
        if said:
            if said.lower() not in INCLUDED | ON_TOP:
                raise Wrong(line, "tax_included", "yes or no")
            return said.lower() in INCLUDED
        tax = self._of_order("order_tax") or sum(sale.tax for sale in _sales(lines))
        without = sum(sale.paid for sale in _sales(lines)) + shipping
        return not tax or self._of_order("total") != without + tax

    def _check(self, lines: Sequence[OrderLine], shipping: int, shipping_tax: int, *, included: bool) -> None:
        too_much = [sale for sale in _sales(lines) if sale.tax > sale.paid]
        if included and (too_much or shipping_tax > shipping):
            raise Wrong(self._rows[0].line, "tax", "no more than the price that holds it; or say tax_included no")

    def _named(self, lines: Sequence[OrderLine]) -> tuple[OrderLine, ...]:
        """With an id where another position has the SKU: returns name a position by it."""
        count = Counter(line.position for line in lines)
        named = []
        for number, (line, (row, _)) in enumerate(zip(lines, self._lines, strict=True), start=1):
            if line.sale is not None and count[line.position] > 1:
                if line.sale.line_id:
                    raise Wrong(row.line, "line_id", "another than in the order's other positions")
                line = replace(line, sale=replace(line.sale, line_id=f"row-{number}"))
            named.append(line)
        return tuple(named)

    def _payments(self, value: int) -> tuple[Payment, ...]:
        """What was paid: as it is said, else all of it. Orders of the past are paid for where nothing else is said."""
        captured = self._of_order("paid")
        if captured is None:
            status = self._said("payment_status").lower()
            total = self._of_order("total")
            captured = (value if total is None else total) if not status or status in PAID else 0
        return (Payment(PAYMENT_ID, method_of(self._said("payment_method")), captured),) if captured else ()

    def _buyer(self) -> Buyer:
        line, customer_id = said_in(self._rows, "customer_id")
        return Buyer(
            customer_id=_id(Row(line, {"customer_id": customer_id}), "customer_id"),
            tier=text_of(self._said("customer_tier"))[:MAX_TAG],
            tags=_tags(self._said("customer_tags")),
        )

    def _said(self, field: str) -> str:
        return said_in(self._rows, field)[1]

    def _of_order(self, field: str) -> int | None:
        line, written = said_in(self._rows, field)
        return self._amount(Row(line, {field: written} if written else {}), field)

    def _amount(self, row: Row, field: str) -> int | None:
        if field not in row.values:
            return None
        amount = minor_units_by_hand(row.values[field], self._currency)
        if amount is None:
            raise Wrong(row.line, field, AMOUNT)
        return amount


def _sales(lines: Sequence[OrderLine]) -> list[LineSale]:
    return [line.sale for line in lines if line.sale is not None]


def _id(row: Row, field: str) -> str:
    """An id as the API takes it. No mail address: that would be the shopper's."""
    written = row.values.get(field, "")
    if written and not _ID.fullmatch(written):
        raise Wrong(row.line, field, "letters, digits, dot, colon, slash, underscore and hyphen, 100 at most")
    return written


def _tags(written: str) -> frozenset[str]:
    tags: Mapping[str, None] = dict.fromkeys(tag.strip()[:MAX_TAG] for tag in _TAGS.split(written))
    return frozenset([tag for tag in tags if tag][:MAX_TAGS])


def _channel(written: str) -> str:
    """Our word for it, else the shop's in small letters; `online` where none is said, or it has no such letter."""
    known = CHANNELS.get(written.lower())
    word = _NOT_OF_A_WORD.sub("_", written.lower()).strip("_").lstrip("0123456789_")
    return known or word[:40] or "online"
