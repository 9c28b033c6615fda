"""Sheets as a PDF. The same sheets always give the same bytes; text can be selected, searched and read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from shared.returns.methods.drawing.sheet import POINT, Bars, Line, Matrix, Sheet, Text

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = Path(__file__).parent / "font" / "BIZUDPGothic.ttf"
"""BIZ UDPGothic 1.051, SIL Open Font License (OFL.txt beside it), cut down to Windows' Japanese characters (code page
932) and those of Latin, Greek and Cyrillic script, without hinting and layout tables: 2 MB of 4.5. It has the letters
of every official language of the Union, which Noto Sans JP has not. Other characters are shown as boxes.
"""
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
"""A document that said when it was made would be another one each time."""
_ASCENT = 0.88
"""Of the font, in ems: from a line's upper edge to where letters stand."""


def as_pdf(sheets: Sequence[Sheet]) -> bytes:
    """One document, a page per sheet."""
    from fpdf import FPDF

    document = FPDF(unit="mm")
    document.set_auto_page_break(auto=False)
    document.set_creation_date(_NO_MOMENT)
    document.set_producer("Todoku")
    document.set_title(sheets[0].title)
    document.set_lang(sheets[0].language)
    document.add_font("Text", fname=FONT)
    for sheet in sheets:
        document.add_page(format=(sheet.width, sheet.height))
        for element in sheet.elements:
            _draw(document, element)
    return bytes(document.output())


def _draw(document: FPDF, element: Text | Bars | Matrix | Line) -> None:
    if isinstance(element, Text):
        _write(document, element)
    elif isinstance(element, Bars):
        at = element.x
        for place, width in enumerate(element.widths):
            if place % 2 == 0:
                document.rect(at, element.y, width * element.module, element.height, style="F")
            at += width * element.module
    elif isinstance(element, Matrix):
        _fill(document, element)
    elif isinstance(element, Line):
        document.rect(element.x, element.y, element.width, element.height, style="F")
    else:
        assert_never(element)


def _write(document: FPDF, element: Text) -> None:
    document.set_font("Text", size=element.size)
    width = document.get_string_width(element.text)
    size = element.size if width <= element.width else element.size * element.width / width
    document.set_font("Text", size=size)
    x = element.x + (element.width - min(width, element.width) if element.to_the_right else 0)
    document.text(x, element.y + element.size * POINT * _ASCENT, element.text)


def _fill(document: FPDF, element: Matrix) -> None:
    """Dark modules that touch are one rectangle: fewer, and no white seams between them."""
    for number, row in enumerate(element.rows):
        begins: int | None = None
        for column, dark in enumerate((*row, False)):
            if dark and begins is None:
                begins = column
            elif not dark and begins is not None:
                x, y = element.x + begins * element.module, element.y + number * element.module
                document.rect(x, y, (column - begins) * element.module, element.module, style="F")
                begins = None
