"""A merchant's brand, as pages and messages show it: name, colour, logo, and where to ask for help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from shared.errors import Invalid

AA = 4.5
"""Contrast that WCAG 2.2 asks of text at level AA."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
# The host goes into the page's security header, so it is held to what a host may be; the rest is only ever escaped.
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][^\s\"<>\\]*)?")
_FONTS = re.compile(r"[A-Za-z0-9 ,'\-]{0,200}")
_NETWORK = re.compile(r"[A-Za-z0-9 .]{1,30}")
_MAIL = re.compile(r"[^\s@<>\",;]+@[^\s@<>\",;]+")

_Channels = tuple[int, int, int]
_BLACK: _Channels = (0, 0, 0)
_WHITE: _Channels = (255, 255, 255)


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
    """Font families as CSS lists them, before those of the shopper's system: never fetched from anywhere."""
    footer: tuple[tuple[str, str], ...] = ()
    """What stands below every mail (an address, what a law asks for), by language: ("ja", "…"), ("en", "…")."""
    social: tuple[tuple[str, str], ...] = ()
    """Networks the shop is on, with its page there: ("Instagram", "https://…")."""
    loyalty_url: str | None = None
    """Where a shopper sees points and rewards."""

    def __post_init__(self) -> None:
        if not self.name.strip() or _CONTROL.search(self.name):
            raise Invalid("A brand needs a name, in one line.", field="name")
        if not _COLOUR.fullmatch(self.colour):
            raise Invalid("A brand's colour is written #rrggbb.", field="colour")
        if not _MAIL.fullmatch(self.support_email):
            raise Invalid("The support address must be a mail address.", field="support_email")
        if self.accent and not _COLOUR.fullmatch(self.accent):
            raise Invalid("An accent is written #rrggbb.", field="accent")
        if not _FONTS.fullmatch(self.font):
            raise Invalid("Fonts are names with commas between them.", field="font")
        if not all(_NETWORK.fullmatch(network) for network, _ in self.social):
            raise Invalid("A network is called by its name.", field="social")
        for field, address in self._addresses():
            if address is not None and not _ADDRESS.fullmatch(address):
                raise Invalid("The address must begin with https://.", field=field)

    def _addresses(self) -> tuple[tuple[str, str | None], ...]:
        return (
            ("logo_url", self.logo_url),
            ("logo_dark_url", self.logo_dark_url),
            ("support_url", self.support_url),
            ("loyalty_url", self.loyalty_url),
            *(("social", address) for _, address in self.social),
        )

    def footer_in(self, language: str) -> str:
        """What stands below mails in `language`, else in English, else in whatever it is written; "" if nothing."""
        said = dict(self.footer)
        return said.get(language) or said.get("en") or next(iter(said.values()), "")

    @property
    def support_link(self) -> str:
        """The support address as a link that can hold nothing but the address."""
        return f"mailto:{quote(self.support_email, safe='@+')}"

    @property
    def text_on_colour(self) -> str:
        """Black or white, whichever reads better on the brand's colour: always at least AA."""
        return max("#000000", "#ffffff", key=lambda text: contrast(text, self.colour))


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two `#rrggbb` colours, 1 to 21."""
    light, dark = sorted((_luminance(_channels(one)), _luminance(_channels(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@cache
def readable(colour: str, background: str) -> str:
    """`colour`, made darker or lighter only as far as it takes to be AA on `background`."""
    far = max((_BLACK, _WHITE), key=lambda end: contrast(_written(end), background))
    steps = (_mixed(_channels(colour), far, share / 20) for share in range(21))
    return next((mixed for mixed in steps if contrast(mixed, background) >= AA), _written(far))


def _mixed(colour: _Channels, end: _Channels, share: float) -> str:
    red, green, blue = (round(value + (target - value) * share) for value, target in zip(colour, end, strict=True))
    return _written((red, green, blue))


def _channels(colour: str) -> _Channels:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _written(channels: _Channels) -> str:
    return "#{:02x}{:02x}{:02x}".format(*channels)


def _luminance(channels: _Channels) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (value / 255 for value in channels)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
