"""A report as lines of text, and as CSV."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from shared.promise.money import Price
from shared.returns.reports.report import FORMULAS, ONLY_DELIVERY, By, Line, Report
from shared.returns.reports.row_file import as_csv

_COLUMNS = ("sold", "returned", "rate", "declined", "value", "refunded", "kept", "kept %", "cost")
_CSV = (
    "key", "sold", "returned", "rate", "declined", "currency", "value", "refunded", "kept_revenue", "cost",
    "main", "main_share",
)  # fmt: skip


def table(report: Report, most: int | None = None) -> Iterator[str]:
    """Title, lines (at most `most` of them), all together, and by what formulas."""
    yield _title(report)
    yield ""
    shown = report.lines if most is None else report.lines[:most]
    rows = [
        (report.by.value, *_COLUMNS, _mostly(report.by)),
        *(_cells(line, report.currency) for line in (*shown, report.whole)),
    ]
    widths = [max(_width(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        yield _line(row, widths)
    if len(shown) < len(report.lines):
        yield f"… and {len(report.lines) - len(shown)} more: see --csv."
    yield ""
    yield from FORMULAS
    for currency, rows_left in sorted(report.other_currencies.items()):
        yield f"{rows_left} returned positions in {currency or 'no currency'}: counted, but not in the amounts"


def to_csv(report: Report) -> str:
    """Every line, and none for all together. Amounts are minor units; a rate that is not known is empty."""
    return as_csv(_CSV, (_row(line, report.currency) for line in report.lines))


def _title(report: Report) -> str:
    what = "Damaged, lost and wrong on the way" if report.by in ONLY_DELIVERY else "Returns"
    return f"{what}, by {report.by}, of orders placed from {report.first} to {report.last}"


def _mostly(by: By) -> str:
    return "main product" if by is By.REASON else "main reason"


def _cells(line: Line, currency: str) -> tuple[str, ...]:
    main = line.main
    return (
        line.key or "(not known)",
        "–" if line.sold is None else f"{line.sold:,}",
        f"{line.returned:,}",
        _percent(line.rate),
        f"{line.refused:,}",
        _amount(line.value, currency),
        _amount(line.refunded, currency),
        _amount(line.kept, currency),
        _percent(line.kept_share),
        _amount(line.cost, currency),
        f"{main[0]} {main[1]:.0%}" if main else "–",
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _amount(minor: int, currency: str) -> str:
    return f"{Price(minor, currency).decimal} {currency}" if currency else f"{minor:,}"


def _row(line: Line, currency: str) -> dict[str, object]:
    main = line.main
    return {
        "key": line.key,
        "sold": "" if line.sold is None else line.sold,
        "returned": line.returned,
        "rate": "" if line.rate is None else f"{line.rate:.4f}",
        "declined": line.refused,
        "currency": currency,
        "value": line.value,
        "refunded": line.refunded,
        "kept_revenue": line.kept,
        "cost": line.cost,
        "main": main[0] if main else "",
        "main_share": f"{main[1]:.4f}" if main else "",
    }


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    last = len(cells) - 1
    padded = [
        cell + " " * (width - _width(cell)) if place in (0, last) else " " * (width - _width(cell)) + cell
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """In columns of a terminal: Japanese takes two each."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
