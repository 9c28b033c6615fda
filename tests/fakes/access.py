"""Short links."""

from __future__ import annotations

from datetime import datetime


class InMemoryShortLinks:
    def __init__(self) -> None:
        self.links: dict[str, tuple[str, datetime]] = {}

    def keep(self, code: str, link: str, expires_at: datetime) -> bool:
        if code in self.links and self.links[code][0] != link:
            return False
        self.links[code] = link, expires_at
        return True

    def link_of(self, code: str, now: datetime) -> str | None:
        link, expires_at = self.links.get(code, ("", now))
        return link if expires_at > now else None
