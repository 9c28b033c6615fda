"""The look of a brand's mails: its colours as they can be read, by day and by night, and its fonts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from shared.brand import Brand
from shared.colours import readable, text_on

CARD, PAGE = "#ffffff", "#f5f4f1"
CARD_AT_NIGHT, PANEL_AT_NIGHT = "#1e1e20", "#28282b"
"""As in `templates/mail.mjml`. What can be read on the darkest by day and the lightest by night can be on every one."""

_JAPANESE = "'Hiragino Sans','Hiragino Kaku Gothic ProN','Noto Sans JP','Noto Sans CJK JP',Meiryo,sans-serif"
_ANY = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans',sans-serif"


@dataclass(frozen=True, slots=True)
class Look:
    """Colours as `#rrggbb`, all at least AA where they stand."""

    button: str
    on_button: str
    button_at_night: str
    on_button_at_night: str
    link: str
    link_at_night: str


@lru_cache(maxsize=64)
def look_of(colour: str, accent: str) -> Look:
    """The look of a brand's `colour`, and its `accent` ("" is the colour)."""
    at_night = readable(colour, CARD_AT_NIGHT)
    return Look(
        button=colour,
        on_button=text_on(colour),
        button_at_night=at_night,
        on_button_at_night=text_on(at_night),
        link=readable(accent or colour, PAGE),
        link_at_night=readable(accent or colour, PANEL_AT_NIGHT),
    )


def fonts(brand: Brand, language: str) -> str:
    """CSS font families: the brand's, then those a shopper's system has for the language. None is fetched."""
    system = _JAPANESE if language == "ja" else _ANY
    return f"{brand.font},{system}" if brand.font else system


def leading(language: str) -> str:
    """Line height: Japanese letters fill their square, and need more air between lines."""
    return "1.9" if language == "ja" else "1.7"
