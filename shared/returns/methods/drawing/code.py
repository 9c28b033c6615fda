"""A code to show on a phone where the parcel is handed in: nothing is printed at home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.returns.methods.drawing.qr import QUIET_MODULES, qr
from shared.returns.methods.drawing.sheet import Element, Matrix, Sheet, Text, in_whole_dots
from shared.returns.methods.drawing.words import words

_SIDE = 70.0
_MARGIN = 5.0
_QR_SIDE = 46.0


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """What stands beneath the code."""

    number: str
    return_number: str
    valid_until: date
    language: str


def code_sheet(facts: CodeFacts) -> Sheet:
    """A square with the code, the number, and until when it is good."""
    said, rows = words(facts.language), qr(facts.number)
    dot = in_whole_dots(_QR_SIDE / len(rows))
    side = dot * len(rows)
    left, inside = (_SIDE - side) / 2, _SIDE - 2 * _MARGIN
    top = max(_MARGIN, dot * QUIET_MODULES)
    elements: tuple[Element, ...] = (
        Matrix(left, top, dot, rows),
        Text(_MARGIN, top + side + 2, 12, facts.number, inside),
        Text(_MARGIN, top + side + 7, 8, f"{said.number} {facts.return_number}", inside),
        Text(_MARGIN, top + side + 10.6, 8, f"{said.valid_until} {facts.valid_until.isoformat()}", inside),
    )
    return Sheet(_SIDE, _SIDE, f"{said.label} {facts.return_number}", facts.language, elements)
