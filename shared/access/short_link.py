"""Short addresses, for text messages that are paid by the segment: a code that stands for an order's link."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from shared.access.shopper_links import SECRET_NAME, VALID_FOR, ShopperLinks
from shared.errors import NotFound

CODE = re.compile(r"[0-9A-Za-z]{10}")
"""59 bits: at the API's limit of 1,000 requests a second, a guess that hits one of a million codes takes decades."""
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class ShortLinkUnknown(NotFound):
    """The code stands for nothing, or no longer."""

    code = "short_link_unknown"


class KeptShortLinks(Protocol):
    """What each code stands for."""

    def keep(self, code: str, link: str, expires_at: datetime) -> bool:
        """Keep it until then at least; the same again changes nothing. False: the code stands for another link."""

    def link_of(self, code: str, now: datetime) -> str | None:
        """The link a code stands for; None where there is none, or it expired."""


class ShortLinks:
    """Makes and opens short addresses."""

    def __init__(
        self,
        secrets: Callable[[], Mapping[str, Sequence[str]]],
        kept: KeptShortLinks,
        links: ShopperLinks,
        public_url: str,
    ) -> None:
        self._secrets = secrets
        self._kept = kept
        self._links = links
        self._public_url = public_url.rstrip("/")

    def make(self, link: str, now: datetime) -> str:
        """The short address of an order's tracking page, the same however often it is made.

        Of two orders with the same code, which is not to be expected, the second gets its long address.
        """
        code = code_of(link, self._secrets()[SECRET_NAME][0])
        if self._kept.keep(code, link, now + VALID_FOR):
            return f"{self._public_url}/s/{code}"
        return self._links.address(link, now)

    def open(self, code: str, now: datetime) -> str:
        """The link reference behind a code; raises ShortLinkUnknown, whatever was wrong with it."""
        link = self._kept.link_of(code, now) if CODE.fullmatch(code) else None
        if link is None:
            raise ShortLinkUnknown("There is nothing at this address.")
        return link


def code_of(link: str, secret: str) -> str:
    """Ten base62 characters of an HMAC-SHA256 of the link: nobody can work it out from another code."""
    digest = hmac.new(secret.encode(), f"short-link\x1f{link}".encode(), hashlib.sha256).digest()
    number, characters = int.from_bytes(digest[:16], "big"), ""
    for _ in range(10):
        number, place = divmod(number, 62)
        characters += _DIGITS[place]
    return characters
