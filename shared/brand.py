"""A merchant's brand, as pages and messages show it: name, colours, logo, type, links, and where to ask for help."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from shared.errors import Invalid
from shared.palette import NOTHING_CHOSEN, Palette, Shade, palette

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
# The host goes into the page's security header, so it is held to what a host may be; the rest is only ever escaped.
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][^\s\"<>\\]*)?")
_FONT_FILE = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[A-Za-z0-9._~/-]+\.woff2")
"""Stands in CSS within quotes, so it holds nothing that could end them."""
_FONTS = re.compile(r"[A-Za-z0-9 ,'\-]{0,200}")
_FAMILY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 \-]{0,49}")
_WEIGHT = re.compile(r"[1-9][0-9]{2}( [1-9][0-9]{2})?")
_NETWORK = re.compile(r"[A-Za-z0-9 .]{1,30}")
_MAIL = re.compile(r"[^\s@<>\",;]+@[^\s@<>\",;]+")
_BRACES = re.compile(r"[{}]")

_FONT_DEMAND = "Fonts are names with commas between them."

Corners = Literal["sharp", "soft", "round"]
CORNERS: tuple[Corners, ...] = ("sharp", "soft", "round")

OWN_TEXTS = {
    "greeting": "frame.greeting",
    "help_heading": "page.help",
    "help_text": "page.help_text",
    "closing": "frame.closing",
}
"""What a shop may say in its own words on every page, and the word it stands for. `{shop}` is the shop's name."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font of the shop's own, fetched from its own server."""

    family: str
    url: str
    """Of a WOFF2 file."""
    weight: str = "400"
    """As CSS writes it: "400", or "300 800" for a variable font."""


@dataclass(frozen=True, slots=True)
class LegalLinks:
    """Links below a page, and the language they are written in."""

    language: str
    links: tuple[tuple[str, str], ...]
    """Texts and addresses."""


@dataclass(frozen=True, slots=True)
class Brand:
    """What makes a page or a mail the merchant's own. Checked here, because its values reach CSS and headers."""

    name: str
    colour: str
    """`#rrggbb`."""
    logo_url: str | None
    support_email: str
    support_url: str | None
    logo_dark_url: str | None = None
    """The logo for a dark surface; `logo_url` on a light patch where there is none."""
    accent: str = ""
    """`#rrggbb` of links and stars, as far as it can be read there; "" is `colour`."""
    font: str = ""
    """Font families as CSS lists them, before those of the shopper's system."""
    footer: tuple[tuple[str, str], ...] = ()
    """What stands below every mail (an address, what a law asks for), by language: ("ja", "…"), ("en", "…")."""
    social: tuple[tuple[str, str], ...] = ()
    """Networks the shop is on, with its page there: ("Instagram", "https://…")."""
    loyalty_url: str | None = None
    """Where a shopper sees points and rewards."""
    shop_url: str | None = None
    """The shop itself: where its logo leads."""
    favicon_url: str | None = None
    heading_font: str = ""
    """Font families of headings; "" is `font`."""
    font_files: tuple[FontFile, ...] = ()
    """Fetched by pages, never by mails."""
    corners: Corners = "soft"
    day: Shade = NOTHING_CHOSEN
    night: Shade = NOTHING_CHOSEN
    is_dark_at_night: bool = True
    """Whether pages follow a shopper's wish for dark ones."""
    legal: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """Links below every page, by language: ("ja", (("特定商取引法に基づく表記", "https://…"),))."""
    texts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """The shop's own words for what OWN_TEXTS names, by language: ("closing", (("en", "Thank you!"),))."""

    def __post_init__(self) -> None:
        for field, is_sound, demand in self._demands():
            if not is_sound:
                raise Invalid(demand, field=field)

    def _demands(self) -> Iterator[tuple[str, bool, str]]:
        """By field: whether its value may reach a page, and what is asked of it."""
        yield "name", bool(self.name.strip()) and not _CONTROL.search(self.name), "A brand needs a name, in one line."
        yield "colour", _is_colour(self.colour), "A brand's colour is written #rrggbb."
        yield "support_email", bool(_MAIL.fullmatch(self.support_email)), "The support address must be a mail address."
        yield "accent", not self.accent or _is_colour(self.accent), "An accent is written #rrggbb."
        yield "day", all(map(_is_colour, self.day.chosen().values())), "Colours are written #rrggbb."
        yield "night", all(map(_is_colour, self.night.chosen().values())), "Colours are written #rrggbb."
        yield "font", bool(_FONTS.fullmatch(self.font)), _FONT_DEMAND
        yield "heading_font", bool(_FONTS.fullmatch(self.heading_font)), _FONT_DEMAND
        networks = all(_NETWORK.fullmatch(network) for network, _ in self.social)
        yield "social", networks, "A network is called by its name."
        yield "corners", self.corners in CORNERS, "Corners are sharp, soft or round."
        for field, address in self._addresses():
            sound = address is None or bool(_ADDRESS.fullmatch(address))
            yield field, sound, "The address must begin with https://."
        for file in self.font_files:
            yield from self._demands_of_file(file)
        for name, said in self.texts:
            plain = all(not _BRACES.search(text.replace("{shop}", "")) for _, text in said)
            yield "texts", name in OWN_TEXTS and plain, "A text may hold {shop}, and no other braces."

    def _demands_of_file(self, file: FontFile) -> Iterator[tuple[str, bool, str]]:
        named = bool(_FAMILY.fullmatch(file.family) and _WEIGHT.fullmatch(file.weight))
        yield "font_files", named, "A font has a name, and a weight like 400 or 300 800."
        is_file = bool(_FONT_FILE.fullmatch(file.url))
        yield "font_files", is_file, "A font is a .woff2 file at an address that begins with https://."
        # A font tells whoever serves it who reads the page, and when: nobody but the shop is to know.
        shop, theirs = _host(self.shop_url or "").removeprefix("www."), _host(file.url)
        ours = bool(shop) and (theirs == shop or theirs.endswith(f".{shop}"))
        yield "font_files", ours, "A font must lie on the host of shop_url, or below its domain."

    def _addresses(self) -> tuple[tuple[str, str | None], ...]:
        return (
            ("logo_url", self.logo_url),
            ("logo_dark_url", self.logo_dark_url),
            ("support_url", self.support_url),
            ("loyalty_url", self.loyalty_url),
            ("shop_url", self.shop_url),
            ("favicon_url", self.favicon_url),
            *(("social", address) for _, address in self.social),
            *(("legal", address) for _, links in self.legal for _, address in links),
        )

    def footer_in(self, language: str) -> str:
        """What stands below mails in `language`, else in English, else in whatever it is written; "" if nothing."""
        said = dict(self.footer)
        return said.get(language) or said.get("en") or next(iter(said.values()), "")

    def legal_in(self, language: str) -> LegalLinks:
        """The links below pages in `language`, else in English, else in whatever there are."""
        written = dict(self.legal)
        found = next((one for one in (language, "en", *written) if written.get(one)), language)
        return LegalLinks(found, written.get(found, ()))

    def texts_in(self, language: str) -> Iterator[tuple[str, str]]:
        """The shop's own words in `language`, each by the word it stands for; without those it has not in it."""
        for name, said in self.texts:
            text = dict(said).get(language)
            if text is not None:
                yield OWN_TEXTS[name], text.replace("{shop}", self.name)

    def palette(self, *, by_night: bool) -> Palette:
        """The colours of its pages."""
        return palette(self.colour, self.accent, self.night if by_night else self.day, by_night=by_night)

    @property
    def support_link(self) -> str:
        """The support address as a link that can hold nothing but the address."""
        return f"mailto:{quote(self.support_email, safe='@+')}"

    @property
    def pictures(self) -> Sequence[str]:
        """The addresses of its logos and its sign."""
        return [address for address in (self.logo_url, self.logo_dark_url, self.favicon_url) if address]


def _is_colour(written: str) -> bool:
    return _COLOUR.fullmatch(written) is not None


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").lower()
