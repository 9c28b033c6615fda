"""A look-up: somebody asks for an order, and who ordered is sent a code that opens it.

Asking never looks whether there is such an order: what was asked is kept, and answered alike. The order is read only
behind the queue, where the code is sent (`shared/notifications/send_access_code.py`), to the order's own address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from shared.access.access_code import is_code
from shared.access.shopper_link import reference
from shared.access.target import Target

LOOKUP_ID = re.compile(r"[A-Za-z0-9_-]{22}")
VALID_FOR = timedelta(minutes=10)
"""From asking on. Mail takes seconds, and somebody who has to look for their glasses some minutes."""
KEPT_FOR = timedelta(hours=1)
"""So long another code can be asked for without typing everything again."""
MOST_TRIES = 5
"""Of a million codes: the chance to guess one is 1 in 200,000."""
TAPPED_TWICE = timedelta(seconds=30)
"""A code opens once; the same form that comes again at once was sent by somebody who tapped twice."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """What was asked. It names no person: of what was typed beside the number there is a keyed hash."""

    lookup_id: str
    """22 random URL-safe characters: who knows them may try codes."""
    to: Target
    asked_at: datetime
    """Aware, UTC."""
    number: str = ""
    """As `order_number.canonical` writes it."""
    proof: str = ""
    """As of `proof.keyed_hash`."""
    link: str = ""
    """Instead of both, the reference in a link of the order that whoever asks has already."""

    def again(self, entropy: bytes, now: datetime) -> Lookup:
        """The same question, asked anew."""
        return Lookup(reference(entropy), self.to, now, self.number, self.proof, self.link)

    def is_over(self, now: datetime) -> bool:
        """Whether its code opens nothing any more."""
        return now >= self.asked_at + VALID_FOR


@dataclass(frozen=True, slots=True)
class KeptLookup:
    """A look-up, and what became of it."""

    lookup: Lookup
    found: str = ""
    """The reference in the link of the order that it found, once a code was sent; "" for one that found none."""
    tries: int = 0
    opened_at: datetime | None = None
    """Aware, UTC; when its code was first entered."""

    def opens_now(self, now: datetime) -> bool:
        """Whether the right code would open something."""
        was_used = self.opened_at is not None and now > self.opened_at + TAPPED_TWICE
        return bool(self.found) and not was_used and not self.lookup.is_over(now)


class Lookups(Protocol):
    """Where look-ups are kept for `KEPT_FOR`."""

    def keep(self, lookup: Lookup) -> None:
        """Keep what was asked."""

    def get(self, lookup_id: str) -> KeptLookup | None:
        """What was asked under this id."""

    def note_found(self, lookup_id: str, link: str) -> bool:
        """Note which order it found; False where it was noted before, or the look-up is gone."""

    def take_try(self, lookup_id: str, most: int) -> KeptLookup | None:
        """Count one try, and answer the look-up with it; None where there is none, or `most` were counted.

        Atomic: of many at once no more get through.
        """

    def note_opened(self, lookup_id: str, now: datetime) -> None:
        """Note that its code was entered. Again changes nothing."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The code was right."""

    link: str
    """The reference in the order's link."""
    to: Target


@dataclass(frozen=True, slots=True)
class NotOpened:
    """It was not, or it is no longer valid, or there never was such a look-up: nobody is told which."""

    is_used_up: bool
    """This was the last try: only another code helps."""


def try_code(lookups: Lookups, lookup_id: str, code: str, secrets: Sequence[str], now: datetime) -> Opened | NotOpened:
    """Try a code of six digits. It costs the same, in calls and comparisons, whether an order was found or not."""
    kept = lookups.take_try(lookup_id, MOST_TRIES) if LOOKUP_ID.fullmatch(lookup_id) else None
    if kept is None:
        return NotOpened(is_used_up=False)
    fits = is_code(code, lookup_id, secrets)
    if not (fits and kept.opens_now(now)):
        return NotOpened(is_used_up=kept.tries >= MOST_TRIES)
    lookups.note_opened(lookup_id, now)
    return Opened(kept.found, kept.lookup.to)
