"""Renders the templates of pages: everything that is filled in is escaped, and nothing may be left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from shared.brand import Brand
from shared.locales import Words, languages, page_words
from shared.pages.icon import icon_of
from shared.pages.look import look_of

_NOTHING_KEPT: Mapping[str, str] = {}


def render(
    template: str,
    say: Words,
    nonce: str,
    brand: Brand | None,
    *,
    kept: Mapping[str, str] = _NOTHING_KEPT,
    **values: object,
) -> str:
    """A page in the words of `say`, and the shop's own. `nonce` must also stand in the Content-Security-Policy.

    `kept`: what stays in the page's query when the reader asks for another language.
    """
    return (
        _templates()
        .get_template(template)
        .render(
            say=say.but(dict(brand.texts_in(say.language))) if brand else say,
            nonce=nonce,
            brand=brand,
            icon=icon_of(brand),
            look=look_of(brand, say.language),
            tongues=list(_tongues(kept)),
            **values,
        )
    )


def _tongues(kept: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Every language, what it calls itself, and where this page is in it."""
    for language in languages():
        yield language, page_words(language)("frame.name"), f"?{urlencode({**kept, 'lang': language})}"


def notice_page(subject: str, language: str, brand: Brand | None, nonce: str) -> str:
    """A page that says what is wrong and what to do: the words `<subject>` and `<subject>_advice`.

    `subject`: of the section `page`, where it names none.
    """
    say = page_words(language)
    key = subject if "." in subject else f"page.{subject}"
    heading, advice = say(key), say(f"{key}_advice")
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
