"""Short links, look-ups, and what became of codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shared.access.lookup import KeptLookup, Lookup
from shared.notifications.noted_code import NotedCode


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


class InMemoryLookups:
    def __init__(self) -> None:
        self.kept: dict[str, KeptLookup] = {}

    def keep(self, lookup: Lookup) -> None:
        self.kept[lookup.lookup_id] = KeptLookup(lookup)

    def get(self, lookup_id: str) -> KeptLookup | None:
        return self.kept.get(lookup_id)

    def note_found(self, lookup_id: str, link: str) -> bool:
        kept = self.kept.get(lookup_id)
        if kept is None or kept.found:
            return False
        self.kept[lookup_id] = replace(kept, found=link)
        return True

    def take_try(self, lookup_id: str, most: int) -> KeptLookup | None:
        kept = self.kept.get(lookup_id)
        if kept is None or kept.tries >= most:
            return None
        self.kept[lookup_id] = replace(kept, tries=kept.tries + 1)
        return self.kept[lookup_id]

    def note_opened(self, lookup_id: str, now: datetime) -> None:
        kept = self.kept.get(lookup_id)
        if kept is not None and kept.opened_at is None:
            self.kept[lookup_id] = replace(kept, opened_at=now)


class InMemoryNotedCodes:
    def __init__(self) -> None:
        self.noted: dict[str, dict[datetime, NotedCode]] = {}

    def note(self, order_id: str, code: NotedCode) -> None:
        self.noted.setdefault(order_id, {})[code.at] = code

    def of_order(self, order_id: str) -> Sequence[NotedCode]:
        found = self.noted.get(order_id, {})
        return [found[at] for at in sorted(found)]
