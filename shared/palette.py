"""The colours of a page by day and by night: those a merchant chose, and all that follow from them.

A colour that is chosen for the brand as a whole is made darker or lighter where it could not be read. One that is
chosen for the day or the night stands as it is written; `unreadable` says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from shared.colours import AA, AA_CONTROLS, can_be_written_on, contrast, mixed, readable, text_on

Role = Literal["background", "surface", "text", "colour", "colour_text", "accent"]


@dataclass(frozen=True, slots=True)
class Shade:
    """What a merchant chose for the day, or for the night, each `#rrggbb`; "" follows from the rest."""

    background: str = ""
    """Of the page."""
    surface: str = ""
    """Of the cards on it."""
    text: str = ""
    colour: str = ""
    """Of buttons."""
    colour_text: str = ""
    """Of the words on buttons; else black or white."""
    accent: str = ""
    """Of links, marks and stars."""

    def chosen(self) -> dict[Role, str]:
        """The colours that were chosen."""
        every: dict[Role, str] = {
            "background": self.background,
            "surface": self.surface,
            "text": self.text,
            "colour": self.colour,
            "colour_text": self.colour_text,
            "accent": self.accent,
        }
        return {role: colour for role, colour in every.items() if colour}


NOTHING_CHOSEN = Shade()


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour of a page, each `#rrggbb`. Those of text are at least AA wherever they stand."""

    background: str
    surface: str
    tint: str
    """A surface with a breath of the brand: what is chosen, what was saved."""
    ink: str
    soft: str
    """Text of less weight."""
    line: str
    """Between things; decoration only."""
    ring: str
    """The edge of a control."""
    accent: str
    button: str
    on_button: str
    button_edge: str
    """Sets a button off from the surface, where its own colour does not."""
    note: str
    on_note: str
    alarm: str
    """What is wrong, as text and as an edge."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A chosen colour that cannot be read where it stands."""

    role: Role
    on: Role
    surface: str
    """The colour of what it stands on."""
    ratio: float
    nearest: str
    """The colour closest to it that can be read wherever it stands."""


_DAY = Shade(background="#f7f6f3", surface="#ffffff", text="#1d1c1a")
_NIGHT = Shade(background="#131314", surface="#1e1e20", text="#f1f0ed")
_NOTE_BY_DAY, _NOTE_BY_NIGHT = ("#fbf0dc", "#6b4200"), ("#33270f", "#f5d596")
_ALARM_BY_DAY, _ALARM_BY_NIGHT = "#b3261e", "#ffb4ab"
_SOFT, _LINE, _RING = 0.3, 0.87, 0.5
"""How much of the surface is in what is less than ink."""
_TINTS = (0.92, 0.95, 0.98, 1.0)
"""How much of the surface is in a tint: the first that all text can be read on."""


@lru_cache(maxsize=64)
def palette(colour: str, accent: str, shade: Shade, *, by_night: bool) -> Palette:
    """Of a brand's `colour` and `accent` ("" is the colour), and what it chose for this time of day."""
    plain = _NIGHT if by_night else _DAY
    background, surface = shade.background or plain.background, shade.surface or plain.surface
    button = shade.colour or (readable(colour, surface, background, at_least=AA_CONTROLS) if by_night else colour)
    wished = (background, surface, mixed(button, surface, _TINTS[0]))
    wished = wished if can_be_written_on(*wished) else (background, surface, surface)
    ink = shade.text or readable(plain.text, *wished)
    links = shade.accent or readable(accent or colour, *wished)
    tint = _tint(button, surface, (ink, links))
    surfaces = (background, surface, tint)
    note, on_note = _NOTE_BY_NIGHT if by_night else _NOTE_BY_DAY
    return Palette(
        background=background,
        surface=surface,
        tint=tint,
        ink=ink,
        soft=readable(mixed(ink, surface, _SOFT), *surfaces),
        line=mixed(ink, surface, _LINE),
        ring=readable(mixed(ink, surface, _RING), *surfaces, at_least=AA_CONTROLS),
        accent=links,
        button=button,
        on_button=shade.colour_text or text_on(button),
        button_edge=readable(button, surface, background, at_least=AA_CONTROLS),
        note=note,
        on_note=on_note,
        alarm=readable(_ALARM_BY_NIGHT if by_night else _ALARM_BY_DAY, *surfaces),
    )


def _tint(button: str, surface: str, texts: tuple[str, ...]) -> str:
    tints = (mixed(button, surface, share) for share in _TINTS)
    return next((tint for tint in tints if all(contrast(text, tint) >= AA for text in texts)), surface)


def clash(shade: Shade, *, by_night: bool) -> bool:
    """Whether no text can be read on the page and on cards too. Then nothing else needs to be said of the colours."""
    plain = _NIGHT if by_night else _DAY
    return not can_be_written_on(shade.background or plain.background, shade.surface or plain.surface)


def unreadable(colour: str, accent: str, shade: Shade, *, by_night: bool) -> Iterator[Unreadable]:
    """What is wrong with the colours that were chosen for this time of day, pair by pair; nothing where all is well."""
    made = palette(colour, accent, shade, by_night=by_night)
    page: dict[Role, str] = {"background": made.background, "surface": made.surface}
    if shade.text:
        yield from _too_weak("text", made.ink, page)
    if shade.accent:
        yield from _too_weak("accent", made.accent, page)
    yield from _too_weak("colour_text", made.on_button, {"colour": made.button})


def _too_weak(role: Role, colour: str, surfaces: dict[Role, str]) -> Iterator[Unreadable]:
    for on, surface in surfaces.items():
        ratio = contrast(colour, surface)
        if ratio < AA:
            yield Unreadable(role, on, surface, ratio, readable(colour, *surfaces.values()))
