"""The sign that browsers show beside a page's title: the shop's own file, else one drawn from its name and colour.

Without any, a browser asks for `/favicon.ico` on the first visit of every page, and is told 404.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from shared.brand import Brand
from shared.colours import text_on

NOTHING = "data:,"
"""Of pages that belong to no shop: nothing is drawn, and nothing asked for."""


def icon_of(brand: Brand | None) -> str:
    """Its address; where it is drawn, some 320 bytes within the page."""
    if brand is None:
        return NOTHING
    return brand.favicon_url or _drawn(initial(brand.name), brand.colour)


def is_drawn(brand: Brand | None) -> bool:
    """Whether it stands within the page, which the page's policy has to allow (`img-src data:`)."""
    return brand is None or not brand.favicon_url


def initial(name: str) -> str:
    """The first letter or digit of a name, as a capital; "" where it has none."""
    return next((letter.upper()[0] for letter in name if letter.isalnum()), "")


@lru_cache(maxsize=8)
def _drawn(letter: str, colour: str) -> str:
    """An SVG: a rounded square of the colour, and the letter on it. `letter` is one character, and no markup."""
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
        f"<rect width='32' height='32' rx='7' fill='{colour}'/>"
        f"<text x='16' y='23' font-family='sans-serif' font-size='20' text-anchor='middle' fill='{text_on(colour)}'>"
        f"{letter}</text></svg>"
    )
    return f"data:image/svg+xml,{quote(svg, safe=' :/=')}"
