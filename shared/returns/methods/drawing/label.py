"""The return label: A6, or 4 × 6 inches as label printers in North America have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.returns.methods.drawing.address_lines import address_lines
from shared.returns.methods.drawing.code128 import QUIET_MODULES, code128
from shared.returns.methods.drawing.measure import wrapped
from shared.returns.methods.drawing.qr import qr
from shared.returns.methods.drawing.sheet import POINT, Bars, Element, Line, Matrix, Sheet, Text, in_whole_dots
from shared.returns.methods.drawing.words import words
from shared.returns.methods.ports import Address, LabelWanted
from shared.returns.methods.rules import LabelFormat

_MARGIN = 5.0
_RULE = 0.5
_SIZES = {LabelFormat.A6: (105.0, 148.0), LabelFormat.FOUR_BY_SIX: (101.6, 152.4)}
_FOUR_BY_SIX_IN = frozenset({"US", "CA", "MX"})
_NAME_LAST = frozenset({"JP"})
_BARCODE_HEIGHT = 22.0
_QR_SIDE = 24.0


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """What stands on a label."""

    wanted: LabelWanted
    number: str
    """The tracking number: barcode and QR code say it."""
    valid_until: date
    shop: str = ""


def label_size(chosen: LabelFormat, country: str) -> tuple[float, float]:
    """Width and height in millimetres. `country`: where it is printed."""
    if chosen is LabelFormat.AUTO:
        chosen = LabelFormat.FOUR_BY_SIX if country in _FOUR_BY_SIX_IN else LabelFormat.A6
    return _SIZES[chosen]


def label_sheet(facts: LabelFacts, size: tuple[float, float]) -> Sheet:
    """The label as one page."""
    width, height = size
    said = words(facts.wanted.language)
    elements = (*_head(facts, width), *_addresses(facts, width), *_codes(facts, width, height))
    return Sheet(width, height, f"{said.label} {facts.wanted.return_number}", facts.wanted.language, elements)


def _head(facts: LabelFacts, width: float) -> Iterator[Element]:
    said, inside = words(facts.wanted.language), width - 2 * _MARGIN
    yield Text(_MARGIN, 5, 22, said.label, inside * 0.45)
    yield Text(width / 2, 5, 8, said.number, inside / 2, to_the_right=True)
    yield Text(width / 2, 8.6, 13, facts.wanted.return_number, inside / 2, to_the_right=True)
    yield Line(_MARGIN, 15.5, inside, _RULE)


def _addresses(facts: LabelFacts, width: float) -> Iterator[Element]:
    wanted, said = facts.wanted, words(facts.wanted.language)
    inside = width - 2 * _MARGIN
    abroad = wanted.sender.country != wanted.recipient.country
    yield Text(_MARGIN, 17.5, 8, said.to, inside)
    named = " ".join(filter(None, [wanted.recipient.name, said.honorific if wanted.recipient.name else ""]))
    yield from _block(wanted.recipient, named, 21.5, 13, inside, abroad, lines=6)
    yield Line(_MARGIN, 55.5, inside, _RULE)
    yield Text(_MARGIN, 57.5, 7, said.sender, inside)
    yield from _block(wanted.sender, wanted.sender.name, 61, 8.5, inside, abroad, lines=5)
    yield Line(_MARGIN, 81, inside, _RULE)


def _block(
    address: Address, name: str, top: float, size: float, width: float, abroad: bool, *, lines: int
) -> Iterator[Element]:
    """The address, in at most so many lines; the rest goes onto the last, which is then drawn smaller."""
    place_lines = address_lines(address, country_name=address.country if abroad else "")
    named = [*place_lines, name] if address.country in _NAME_LAST else [name, *place_lines]
    written = [*named, address.phone]
    broken = [line for part in written for line in wrapped(part, size, width)]
    fitting = [*broken[: lines - 1], " ".join(broken[lines - 1 :])]
    for place, line in enumerate(filter(None, fitting)):
        yield Text(_MARGIN, top + place * size * POINT * 1.22, size, line, width)


def _codes(facts: LabelFacts, width: float, height: float) -> Iterator[Element]:
    said, inside = words(facts.wanted.language), width - 2 * _MARGIN
    bars, rows = code128(facts.number), qr(facts.number)
    module = in_whole_dots(inside / (sum(bars) + 2 * QUIET_MODULES))
    top = 84.0
    yield Bars((width - sum(bars) * module) / 2, top, _BARCODE_HEIGHT, module, bars)
    yield Text(_MARGIN, top + _BARCODE_HEIGHT + 1.2, 12, _in_groups(facts.number), inside)
    dot = in_whole_dots(_QR_SIDE / len(rows))
    top = height - _MARGIN - dot * len(rows)
    yield Matrix(_MARGIN + 1, top, dot, rows)
    left = _MARGIN + dot * len(rows) + 6
    beside = width - _MARGIN - left
    lines = [
        facts.shop,
        f"{said.total}: {sum(content.quantity for content in facts.wanted.contents)}",
        f"{said.valid_until}: {facts.valid_until.isoformat()}",
        *wrapped(said.how_label, 8, beside),
    ]
    for place, line in enumerate(filter(None, lines)):
        yield Text(left, top + place * 4.2, 8, line, beside)


def _in_groups(number: str) -> str:
    """As people read it out."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))
