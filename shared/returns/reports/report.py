"""What comes back, of what, why, and what it costs: rows counted by one of their sides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shared.returns.reports.returned_item import Goods, ReturnedItem, SoldItem, Status
from shared.returns.reports.size_ladder import is_size
from shared.returns.vocabulary import ReasonGroup


class By(StrEnum):
    """By what the rows are counted."""

    PRODUCT = "product"
    SKU = "sku"
    TYPE = "type"
    REASON = "reason"
    SIZE = "size"
    TIER = "tier"
    COUNTRY = "country"
    CARRIER = "carrier"
    """Only what went wrong on the way (reasons of the group `delivery`)."""
    LANE = "lane"
    """Likewise: carrier, from which warehouse, to which country."""
    MONTH = "month"
    """Of the order."""


ONLY_DELIVERY = frozenset({By.CARRIER, By.LANE})
FORMULAS = (
    "rate = pieces returned ÷ pieces sold, both of orders placed in these days (cohort by order date); accepted"
    " returns only",
    "kept revenue = value of goods sent instead, at most that of what came back (what was paid on top is left out)"
    " + store credit and gift cards without their bonus",
    "cost = labels + bonuses + value of goods that cannot be sold again",
)
"""Printed beneath every report."""


@dataclass(slots=True)
class Line:
    """All rows that are alike. Amounts are minor units of the report's currency."""

    key: str
    """"" : not known."""
    sold: int | None = 0
    """Pieces; None: not known."""
    returned: int = 0
    """Pieces, of accepted requests."""
    refused: int = 0
    """Pieces, of requests that were declined."""
    value: int = 0
    """Of what was returned."""
    refunded: int = 0
    kept: int = 0
    """Revenue."""
    cost: int = 0
    mostly: Counter[str] = field(default_factory=Counter)
    """Reason -> pieces returned; by reason: product -> pieces."""

    @property
    def rate(self) -> float | None:
        """Pieces returned of those sold; None where nothing was sold, or nobody said what."""
        return self.returned / self.sold if self.sold else None

    @property
    def kept_share(self) -> float | None:
        """Of the value that came back, what stayed revenue."""
        return self.kept / self.value if self.value else None

    @property
    def main(self) -> tuple[str, float] | None:
        """The commonest reason (by reason: product), and its share of what was returned."""
        first = min(self.mostly.items(), key=lambda entry: (-entry[1], entry[0]), default=None)
        return (first[0], first[1] / self.returned) if first and self.returned else None


@dataclass(frozen=True, slots=True)
class Report:
    """Lines, the most returned first; months in their order."""

    by: By
    first: date
    last: date
    """Of the orders."""
    currency: str
    lines: tuple[Line, ...]
    whole: Line
    other_currencies: Mapping[str, int]
    """Currency -> rows whose pieces are counted and whose amounts are not."""


def report(
    returned: Iterable[ReturnedItem],
    sold: Iterable[SoldItem] | None,
    by: By,
    first: date,
    last: date,
    currency: str = "",
) -> Report:
    """Of orders placed from `first` to `last`, local to their destinations.

    `sold`: None where it is not known: then there are no rates. `currency`: of the amounts; "" : the commonest.
    """
    rows = [row for row in returned if first <= row.goods.ordered_on <= last and _counts(row, by)]
    goods = None if sold is None else [one.goods for one in sold if first <= one.goods.ordered_on <= last]
    money = currency or _commonest(rows)
    lines: dict[str, Line] = defaultdict(lambda: Line("", 0 if goods is not None else None))
    whole = Line("all", 0 if goods is not None else None)
    others: Counter[str] = Counter()
    for row in rows:
        mostly = row.goods.product if by is By.REASON else row.reason
        for line in (lines[_key_of_row(row, by)], whole):
            _add(line, row, mostly, with_money=row.goods.currency == money)
        if row.goods.currency != money:
            others[row.goods.currency] += 1
    for one in goods or ():
        _sell(one, by, lines, whole)
    if by is By.REASON:
        for line in lines.values():
            line.sold = whole.sold
    named = []
    for key, line in lines.items():
        line.key = key
        named.append(line)
    return Report(by, first, last, money, tuple(_in_order(named, by)), whole, others)


def _counts(row: ReturnedItem, by: By) -> bool:
    accepted = row.status in (Status.ACCEPTED, Status.DECLINED)
    return accepted and (by not in ONLY_DELIVERY or row.group is ReasonGroup.DELIVERY)


def _add(line: Line, row: ReturnedItem, mostly: str, *, with_money: bool) -> None:
    pieces = row.goods.quantity
    if row.status is Status.DECLINED:
        line.refused += pieces
        return
    line.returned += pieces
    line.mostly[mostly] += pieces
    if with_money:
        line.value += row.goods.value
        line.refunded += row.refunded
        line.kept += row.exchanged + row.credited
        line.cost += row.way_back + row.bonus + row.lost


def _sell(goods: Goods, by: By, lines: dict[str, Line], whole: Line) -> None:
    whole.sold = (whole.sold or 0) + goods.quantity
    if by is not By.REASON:
        line = lines[_KEYS[by](goods)]
        line.sold = (line.sold or 0) + goods.quantity


def _key_of_row(row: ReturnedItem, by: By) -> str:
    return row.reason if by is By.REASON else _KEYS[by](row.goods)


def _size(goods: Goods) -> str:
    return next((value for name, value in goods.options if is_size(name)), "")


def _lane(goods: Goods) -> str:
    return f"{goods.carrier} {goods.lane}" if goods.carrier and goods.lane else goods.carrier or goods.lane


_KEYS: Mapping[By, Callable[[Goods], str]] = {
    By.PRODUCT: lambda goods: goods.product,
    By.SKU: lambda goods: goods.sku,
    By.TYPE: lambda goods: goods.product_type,
    By.SIZE: _size,
    By.TIER: lambda goods: goods.tier,
    By.COUNTRY: lambda goods: goods.country,
    By.CARRIER: lambda goods: goods.carrier,
    By.LANE: _lane,
    By.MONTH: lambda goods: f"{goods.ordered_on:%Y-%m}",
}


def _in_order(lines: Sequence[Line], by: By) -> list[Line]:
    if by is By.MONTH:
        return sorted(lines, key=lambda line: line.key)
    return sorted(lines, key=lambda line: (-line.returned, -(line.sold or 0), line.key))


def _commonest(rows: Sequence[ReturnedItem]) -> str:
    found = Counter(row.goods.currency for row in rows if row.goods.currency)
    return min(found.items(), key=lambda entry: (-entry[1], entry[0]), default=("", 0))[0]
