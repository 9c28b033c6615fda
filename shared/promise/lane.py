"""How long a service takes to one area."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lane:
    """How long a service takes to one area, in calendar days from the ship date.

    Days on which the carrier does not deliver do not stretch the journey; they only move the arrival to the next
    delivery day.
    """

    country: str
    """ISO 3166-1 alpha-2."""
    postal_prefix: str
    """Upper case, no spaces or hyphens; empty for the whole country. The longest prefix that fits wins."""
    min_days: int
    max_days: int
    spans: bool = False
    """Several lanes may be meant, and the days are those of all of them. Never stored."""

    @property
    def key(self) -> tuple[str, str]:
        """What a service's lanes are sorted by."""
        return self.country, self.postal_prefix
