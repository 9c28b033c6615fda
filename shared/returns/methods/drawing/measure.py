"""How wide text is, near enough to break it into lines before anybody knows the font. Drawers shrink what is wider."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from shared.returns.methods.drawing.sheet import POINT

_WIDE = frozenset("WF")
_NARROW = frozenset("ilIjt.,;:'!|()[] ")
_MAY_NOT_BEGIN = frozenset("、。，．）」』】・ー！？々ゝ,.)]!?:;")
"""Japanese typesetting (JIS X 4051): what may not begin a line goes onto the one before."""


def width_of(text: str, size: float) -> float:
    """Millimetres, on the safe side."""
    return sum(_ems(character) for character in text) * size * POINT


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The text as lines of at most `width` millimetres, broken between words, or between wide characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of((line + piece).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """Words with the blank before them, and wide characters with what may not begin a line after them."""
    piece = ""
    for character in " ".join(text.split()):
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after in _MAY_NOT_BEGIN:
        return False
    return after == " " or _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in _WIDE


def _ems(character: str) -> float:
    if _is_wide(character):
        return 1.0
    if character in _NARROW:
        return 0.35
    return 0.72 if character.isupper() or character in "mw@%&" else 0.6
