"""The look of a brand's pages: what `style.css.jinja` is filled with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.brand import Brand, Corners, FontFile
from shared.colours import readable
from shared.palette import NOTHING_CHOSEN, Palette, palette

_UNBRANDED = "#3d4f66"
_JAPANESE = (
    '"Hiragino Sans","Hiragino Kaku Gothic ProN","Noto Sans JP","Noto Sans CJK JP","BIZ UDPGothic",Meiryo,sans-serif'
)
_ANY = '-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif'


@dataclass(frozen=True, slots=True)
class Rounding:
    """Radii, as CSS lengths."""

    card: str
    control: str
    button: str


_ROUNDING: dict[Corners, Rounding] = {
    "sharp": Rounding("0", "0", "0"),
    "soft": Rounding(".875rem", ".5rem", ".5rem"),
    "round": Rounding("1.5rem", "1rem", "99rem"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """Everything about a page that is a matter of taste. All of it was checked, and may stand in CSS as it is."""

    scheme: str
    """`color-scheme`, as CSS has it."""
    day: Palette
    night: Palette | None
    """None where pages are the same by day and by night."""
    on_paper: str
    """The accent, as far as it can be read on white."""
    has_night_logo: bool
    corners: Rounding
    font: str
    heading_font: str
    faces: Sequence[FontFile]


def look_of(brand: Brand | None, language: str) -> Look:
    """The look of `brand`, or of nobody, with the fonts of the reader's system for `language` behind its own."""
    system = _JAPANESE if language == "ja" else _ANY
    if brand is None:
        day, night = (palette(_UNBRANDED, "", NOTHING_CHOSEN, by_night=by_night) for by_night in (False, True))
        return Look("light dark", day, night, day.accent, False, _ROUNDING["soft"], system, system, ())
    font, heading = brand.font, brand.heading_font or brand.font
    day = brand.palette(by_night=False)
    return Look(
        scheme="light dark" if brand.is_dark_at_night else "light",
        day=day,
        night=brand.palette(by_night=True) if brand.is_dark_at_night else None,
        on_paper=readable(day.accent, "#ffffff"),
        has_night_logo=brand.logo_dark_url is not None,
        corners=_ROUNDING[brand.corners],
        font=f"{font},{system}" if font else system,
        heading_font=f"{heading},{system}" if heading else system,
        faces=brand.font_files,
    )
