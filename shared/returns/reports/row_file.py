"""Rows as CSV, for tables, other shops' pasts and back. The format is described in docs/returns-insights.md."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from shared.csv_rows import cell, decoded, records
from shared.errors import Invalid
from shared.returns.reports.returned_item import Goods, Options, ReturnedItem, SoldItem, Status
from shared.returns.vocabulary import Outcome, ReasonGroup

GOODS_COLUMNS = (
    "order_id", "ordered_on", "sku", "product", "product_type", "options", "tier", "country", "carrier", "lane",
    "quantity", "currency", "value",
)  # fmt: skip
RETURNED_COLUMNS = (
    "return_id", "item_id", "asked_on", *GOODS_COLUMNS, "status", "reason", "group", "outcome", "wanted_sku",
    "wanted_options", "kept", "refunded", "credited", "exchanged", "bonus", "way_back", "lost",
)  # fmt: skip
W = TypeVar("W", bound=StrEnum)
_SOLD_NEEDED = ("ordered_on", "sku")
_RETURNED_NEEDED = ("asked_on", "sku", "reason", "outcome")
_KEPT = {"yes": True, "no": False, "": None}
_WRITTEN_KEPT = {True: "yes", False: "no", None: ""}


class UnreadableRows(Invalid):
    """The file is none of rows of returns; the line and the column are named, the value is not."""

    code = "unreadable_rows"


def write_sold(rows: Iterable[SoldItem]) -> str:
    """As CSV with a header."""
    return as_csv(GOODS_COLUMNS, (_goods(row.goods) for row in rows))


def write_returned(rows: Iterable[ReturnedItem]) -> str:
    """As CSV with a header."""
    return as_csv(RETURNED_COLUMNS, (_returned(row) for row in rows))


def read_sold(raw: bytes) -> tuple[SoldItem, ...]:
    """Raises UnreadableRows."""
    return tuple(SoldItem(_Cells(line, cells).goods("")) for line, cells in _rows(raw, _SOLD_NEEDED))


def read_returned(raw: bytes) -> tuple[ReturnedItem, ...]:
    """Raises UnreadableRows."""
    return tuple(_Cells(line, cells).returned() for line, cells in _rows(raw, _RETURNED_NEEDED))


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Rows by column; what spreadsheets would take for a formula is written as text."""
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _harmless(value) for name, value in row.items()})
    return written.getvalue()


def _harmless(value: object) -> object:
    """OWASP, "CSV Injection" (2026-11): a cell that begins like a formula is run by whoever opens it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _goods(goods: Goods) -> dict[str, object]:
    return {**{name: getattr(goods, name) for name in GOODS_COLUMNS}, "options": _options(goods.options)}


def _returned(row: ReturnedItem) -> dict[str, object]:
    own = {name: getattr(row, name) for name in RETURNED_COLUMNS if name not in GOODS_COLUMNS}
    return {
        **own,
        **_goods(row.goods),
        "group": row.group or "",
        "wanted_options": _options(row.wanted_options),
        "kept": _WRITTEN_KEPT[row.kept],
    }


def _options(options: Options) -> str:
    """`size=M;color=red`. A separator inside a word becomes a blank."""
    return ";".join(f"{_word(name)}={_word(value)}" for name, value in options)


def _word(written: str) -> str:
    return written.replace(";", " ").replace("=", " ")


def _rows(raw: bytes, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    text = decoded(raw)
    if text is None:
        raise UnreadableRows("The file is neither UTF-8 nor Shift-JIS.")
    names: list[str] | None = None
    for line, record in records(text):
        if record is None:
            raise UnreadableRows(f"Line {line} is no row of a CSV file.")
        if names is None:
            names = [cell(name) for name in record]
            lacking = [name for name in needed if name not in names]
            if lacking:
                raise UnreadableRows(f"The file has no column {', '.join(lacking)}: see docs/returns-insights.md.")
        else:
            yield line, dict(zip(names, map(cell, record), strict=False))


class _Cells:
    """The cells of one row, by column."""

    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        self._line = line
        self._cells = cells

    def returned(self) -> ReturnedItem:
        asked = self._day("asked_on")
        return ReturnedItem(
            goods=self.goods(asked.isoformat()),
            return_id=self._text("return_id") or f"line-{self._line}",
            item_id=self._text("item_id") or "1",
            asked_on=asked,
            reason=self._text("reason"),
            outcome=self._word("outcome", Outcome),
            status=self._word("status", Status) if self._text("status") else Status.ACCEPTED,
            group=self._word("group", ReasonGroup) if self._text("group") else None,
            wanted_sku=self._text("wanted_sku"),
            wanted_options=self._options("wanted_options"),
            kept=self._kept(),
            refunded=self._number("refunded"),
            credited=self._number("credited"),
            exchanged=self._number("exchanged"),
            bonus=self._number("bonus"),
            way_back=self._number("way_back"),
            lost=self._number("lost"),
        )

    def goods(self, else_ordered: str) -> Goods:
        return Goods(
            order_id=self._text("order_id"),
            ordered_on=self._day("ordered_on", else_ordered),
            sku=self._text("sku"),
            product=self._text("product") or self._text("sku"),
            product_type=self._text("product_type"),
            options=self._options("options"),
            tier=self._text("tier"),
            country=self._text("country"),
            carrier=self._text("carrier"),
            lane=self._text("lane"),
            quantity=self._number("quantity", 1),
            currency=self._text("currency"),
            value=self._number("value"),
        )

    def _text(self, name: str) -> str:
        return self._cells.get(name, "")

    def _day(self, name: str, without: str = "") -> date:
        try:
            return date.fromisoformat(self._text(name) or without)
        except ValueError:
            raise self._wrong(name, "a day like 2026-11-24") from None

    def _number(self, name: str, without: int = 0) -> int:
        written = self._text(name)
        if written and not (written.isascii() and written.isdigit() and len(written) <= 15):
            raise self._wrong(name, "a whole number of 0 or more")
        return int(written) if written else without

    def _word(self, name: str, words: type[W]) -> W:
        try:
            return words(self._text(name))
        except ValueError:
            raise self._wrong(name, f"one of {', '.join(word.value for word in words)}") from None

    def _kept(self) -> bool | None:
        if self._text("kept") not in _KEPT:
            raise self._wrong("kept", "yes, no or nothing")
        return _KEPT[self._text("kept")]

    def _options(self, name: str) -> Options:
        pairs = [part.partition("=") for part in self._text(name).split(";") if part.strip()]
        return tuple((option.strip(), value.strip()) for option, _, value in pairs)

    def _wrong(self, name: str, expected: str) -> UnreadableRows:
        return UnreadableRows(f"Line {self._line}, column {name}: expected {expected}.")
