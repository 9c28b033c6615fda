"""What stands around every page of the console: who is signed in, in which language and zone, and where pages are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from shared.access.console_role import Right, Role
from shared.brand import Brand
from shared.locales import Words, page_words
from shared.pages.render import render


@dataclass(frozen=True, slots=True)
class ConsoleFrame:
    """One answer to one person."""

    language: str
    """BCP 47, or a whole `Accept-Language`."""
    nonce: str
    brand: Brand | None
    zone: ZoneInfo
    """The merchant's: all times are told in it."""
    now: datetime
    """Aware, UTC."""
    asked_language: str = ""
    """As asked with `lang`; it stays in every address. "" : the browser's."""
    root: str = ""
    """What stands before the paths of the host, without a slash at its end."""
    token: str = ""
    """What forms carry; "" where nobody is signed in."""
    name: str = ""
    """Who is signed in; "" where nobody says."""
    role: Role | None = None
    """What they are here; None where nobody is signed in."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """What stays in the query when the reader asks for another language."""

    @property
    def say(self) -> Words:
        return page_words(self.language)

    def may(self, right: str) -> bool:
        """Whether who reads has the right: what they may not do is not offered to them."""
        return self.role is not None and self.role.may(Right(right))

    def place(self, *parts: str, **query: str) -> str:
        """The address of a page of the console, in the language that was asked for; empty parameters are left out."""
        below = "".join(f"/{quote(part, safe='')}" for part in parts)
        said = {name: value for name, value in {**query, "lang": self.asked_language}.items() if value}
        return f"{self.root}/console{below}" + (f"?{urlencode(said)}" if said else "")

    def moment(self, at: datetime) -> str:
        """Day and time in the merchant's zone, as this language writes them."""
        local = at.astimezone(self.zone)
        return self.say("console.moment", day=self.say.date(local.date()), time=f"{local:%H:%M}")

    def page(self, template: str, heading: str, **values: object) -> str:
        """A page of the console."""
        return render(
            template,
            self.say,
            self.nonce,
            self.brand,
            kept=self.kept,
            heading=heading,
            frame=self,
            **values,
        )
