"""Renders the templates of pages: everything that is filled in is escaped, and nothing may be left out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from shared.brand import Brand, readable
from shared.locales import Words, words

LIGHT, DARK = "#f7f6f3", "#1e1e20"
"""The surfaces on which the brand's colour must be readable: the page by day, the card by night."""

_UNBRANDED = "#3d4f66"


def render(template: str, say: Words, nonce: str, brand: Brand | None, **values: object) -> str:
    """A page in the words of `say`. `nonce` must also stand in the answer's Content-Security-Policy."""
    colour = brand.colour if brand else _UNBRANDED
    return (
        _templates()
        .get_template(template)
        .render(
            say=say,
            nonce=nonce,
            brand=brand,
            colour=colour,
            accent_by_day=readable(colour, LIGHT),
            accent_by_night=readable(colour, DARK),
            **values,
        )
    )


def notice_page(subject: str, language: str, brand: Brand | None, nonce: str) -> str:
    """A page that says what is wrong and what to do: the words `page.<subject>` and `page.<subject>_advice`."""
    say = words(language)
    heading, advice = say(f"page.{subject}"), say(f"page.{subject}_advice")
    return render("notice.html.jinja", say, nonce, brand, heading=heading, advice=advice)


@cache
def _templates() -> SandboxedEnvironment:
    return SandboxedEnvironment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
