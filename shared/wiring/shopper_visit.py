"""Whose link was opened, on a page that is one of several: in which language, and where the others are."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from shared.runtime.http import Request
from shared.tracking.order import Order

_LONGEST_LANGUAGE = 35
"""Characters of a language tag; what is longer is cut, and then names no language."""


@dataclass(frozen=True, slots=True)
class ShopperVisit:
    """Whose link was opened, and how its pages are written."""

    order: Order
    page: str
    """What the token is for, and the first part of the address: "returns", "problem"."""
    token: str
    asked_language: str
    """As asked with `lang`; "" : the order's."""
    public_url: str

    @property
    def language(self) -> str:
        return self.asked_language or self.order.contact.language

    def place(self, *parts: str, **query: str) -> str:
        """The address of another page of this link, in the language that was asked for; empty parameters left out."""
        below = "".join(f"/{part}" for part in parts)
        said = {name: value for name, value in {**query, "lang": self.asked_language}.items() if value}
        root = urlsplit(self.public_url).path.rstrip("/")
        return f"{root}/{self.page}/{self.token}{below}" + (f"?{urlencode(said)}" if said else "")


def asked_language(request: Request) -> str:
    """What `lang` says in the address; "" where it is not there."""
    return request.query.get("lang", "")[:_LONGEST_LANGUAGE]
