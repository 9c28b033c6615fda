"""The packing slip: what is in the parcel and why, with the return's number as a QR code for whoever opens it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.returns.methods.drawing.address_lines import address_lines
from shared.returns.methods.drawing.measure import wrapped
from shared.returns.methods.drawing.qr import qr
from shared.returns.methods.drawing.sheet import Element, Line, Matrix, Sheet, Text, in_whole_dots
from shared.returns.methods.drawing.words import Words, words
from shared.returns.methods.ports import Address, ParcelContents

_A5 = (148.0, 210.0)
_HALF_LETTER = (139.7, 215.9)
_IN_INCHES = frozenset({"US", "CA", "MX"})
_MARGIN = 10.0
_TABLE = 62.0
_ROW = 10.0
_BELOW = 58.0
"""Left for instructions at the foot of every page."""
_QR_SIDE = 30.0
_SHORTEN = 400
"""Characters of the merchant's own text."""


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """What stands on a slip."""

    return_number: str
    contents: tuple[ParcelContents, ...]
    language: str
    country: str
    """Where it is printed: A5, or half a letter in North America."""
    shop: str = ""
    text: str = ""
    """The merchant's own words."""
    send_to: Address | None = None
    """Where it goes, for shoppers who write the carrier's label themselves."""


def slip_sheets(facts: SlipFacts) -> tuple[Sheet, ...]:
    """The slip, as many pages as its contents need."""
    width, height = _HALF_LETTER if facts.country in _IN_INCHES else _A5
    said = words(facts.language)
    a_page = int((height - _TABLE - _BELOW) // _ROW)
    pages = [facts.contents[at : at + a_page] for at in range(0, len(facts.contents), a_page)] or [()]
    return tuple(
        Sheet(
            width,
            height,
            f"{said.slip} {facts.return_number}",
            facts.language,
            (
                *_head(facts, said, width, f"{said.page} {number} / {len(pages)}" if len(pages) > 1 else ""),
                *_table(rows, said, width),
                *_foot(facts, said, width, height),
            ),
        )
        for number, rows in enumerate(pages, start=1)
    )


def _head(facts: SlipFacts, said: Words, width: float, page: str) -> Iterator[Element]:
    inside = width - 2 * _MARGIN
    rows = qr(facts.return_number)
    dot = in_whole_dots(_QR_SIDE / len(rows))
    side = dot * len(rows)
    beside = inside - side - 6
    yield Text(_MARGIN, 10, 9, facts.shop, beside)
    yield Text(_MARGIN, 15, 20, said.slip, beside)
    yield Text(_MARGIN, 27, 9, said.number, beside)
    yield Text(_MARGIN, 31, 18, facts.return_number, beside)
    yield Text(_MARGIN, 42, 9, f"{said.total}: {sum(content.quantity for content in facts.contents)}", beside)
    yield Text(_MARGIN + beside / 2, 42, 9, page, beside / 2, to_the_right=True)
    yield Matrix(width - _MARGIN - side, 12, dot, rows)


def _table(rows: Sequence[ParcelContents], said: Words, width: float) -> Iterator[Element]:
    inside = width - 2 * _MARGIN
    at_quantity, at_reason = _MARGIN + inside * 0.56, _MARGIN + inside * 0.68
    wide, narrow, rest = inside * 0.54, inside * 0.1, inside * 0.32
    top = _TABLE - 8
    yield Text(_MARGIN, top, 8, f"{said.item} / {said.sku}", wide)
    yield Text(at_quantity, top, 8, said.quantity, narrow, to_the_right=True)
    yield Text(at_reason, top, 8, said.reason, rest)
    yield Line(_MARGIN, _TABLE - 3, inside, 0.4)
    for place, content in enumerate(rows):
        top = _TABLE + place * _ROW
        yield Text(_MARGIN, top - 1.5, 9.5, content.name or content.sku, wide)
        yield Text(_MARGIN, top + 2.6, 8, content.sku, wide)
        yield Text(at_quantity, top, 12, str(content.quantity), narrow, to_the_right=True)
        yield Text(at_reason, top, 9, content.reason, rest)
        yield Line(_MARGIN, top + _ROW - 3, inside, 0.125)


def _foot(facts: SlipFacts, said: Words, width: float, height: float) -> Iterator[Element]:
    inside, top = width - 2 * _MARGIN, height - _BELOW + 4
    lines: list[str] = []
    for number, step in enumerate(said.how, start=1):
        lines += wrapped(f"{number}. {step}", 9, inside)
    lines += wrapped(facts.text[:_SHORTEN], 9, inside)
    if facts.send_to is not None:
        to = [*address_lines(facts.send_to), facts.send_to.name, facts.send_to.phone]
        lines += ["", *wrapped(f"{said.to}: {'  '.join(filter(None, to))}", 9, inside)]
    for place, line in enumerate(lines):
        yield Text(_MARGIN, top + place * 4.4, 9, line, inside)
