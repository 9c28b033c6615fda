"""A printed page as data: what stands where, in millimetres from the upper left corner. Who draws it is not its
concern."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

DOTS_PER_MM = 8
"""Of thermal label printers (203 dpi). Codes are laid out in whole dots, so that every bar is equally wide."""
DOT = 1 / DOTS_PER_MM
POINT = 25.4 / 72
"""Millimetres in a typographic point."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line. Where it is wider than `width`, it is drawn smaller."""

    x: float
    y: float
    """The upper edge."""
    size: float
    """Points."""
    text: str
    width: float
    to_the_right: bool = False
    """Whether it ends at x + width."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A linear code."""

    x: float
    y: float
    height: float
    module: float
    """Of the narrowest bar."""
    widths: tuple[int, ...]
    """In modules: bar, space, bar …"""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A QR code, without its quiet zone."""

    x: float
    y: float
    module: float
    rows: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A horizontal or vertical line."""

    x: float
    y: float
    width: float
    height: float
    """Either of the two is its thickness."""


Element: TypeAlias = Text | Bars | Matrix | Line


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page."""

    width: float
    height: float
    title: str
    """For the document's properties."""
    language: str
    elements: tuple[Element, ...]


def in_whole_dots(millimetres: float) -> float:
    """Rounded down to dots of a label printer, one at least."""
    return max(1, int(millimetres * DOTS_PER_MM)) * DOT
