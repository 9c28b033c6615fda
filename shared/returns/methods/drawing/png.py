"""A sheet as a PNG, at a label printer's dots: for phones, and for printers that take pictures."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from shared.returns.methods.drawing.pdf import FONT
from shared.returns.methods.drawing.sheet import DOTS_PER_MM, POINT, Bars, Line, Matrix, Sheet, Text

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_BLACK, _WHITE = 0, 255
_DPI = DOTS_PER_MM * 25.4


def as_png(sheet: Sheet) -> bytes:
    """In grey, 8 dots per millimetre."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (_dots(sheet.width), _dots(sheet.height)), _WHITE)
    pen = ImageDraw.Draw(picture)
    for element in sheet.elements:
        _draw(pen, element)
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True, dpi=(_DPI, _DPI))
    return written.getvalue()


def _draw(pen: ImageDraw, element: Text | Bars | Matrix | Line) -> None:
    if isinstance(element, Text):
        _write(pen, element)
    elif isinstance(element, Bars):
        at = element.x
        for place, width in enumerate(element.widths):
            if place % 2 == 0:
                _fill(pen, at, element.y, width * element.module, element.height)
            at += width * element.module
    elif isinstance(element, Matrix):
        for y, row in enumerate(element.rows):
            for x, dark in enumerate(row):
                if dark:
                    at = element.x + x * element.module
                    _fill(pen, at, element.y + y * element.module, element.module, element.module)
    elif isinstance(element, Line):
        _fill(pen, element.x, element.y, element.width, element.height)
    else:
        assert_never(element)


def _write(pen: ImageDraw, element: Text) -> None:
    font = _font(element.size)
    width = font.getlength(element.text) / DOTS_PER_MM
    if width > element.width:
        font = _font(element.size * element.width / width)
    x = element.x + (element.width - min(width, element.width) if element.to_the_right else 0)
    pen.text((_dots(x), _dots(element.y + element.size * POINT * 0.88)), element.text, _BLACK, font, anchor="ls")


def _fill(pen: ImageDraw, x: float, y: float, width: float, height: float) -> None:
    left, top = _dots(x), _dots(y)
    right, bottom = max(left + 1, _dots(x + width)), max(top + 1, _dots(y + height))
    pen.rectangle((left, top, right - 1, bottom - 1), fill=_BLACK)


def _dots(millimetres: float) -> int:
    return round(millimetres * DOTS_PER_MM)


@lru_cache(maxsize=64)
def _font(points: float) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(FONT, max(1.0, points * POINT * DOTS_PER_MM))
