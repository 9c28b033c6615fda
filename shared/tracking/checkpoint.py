"""A checkpoint: one thing the carrier said happened to a parcel."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from shared.tracking.milestone import Milestone


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scan happened, as coarse as a tracking page may show: never a street."""

    city: str = ""
    region: str = ""
    postal: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2, or empty when the carrier does not say."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One scan. Two scans with the same time, code and place are the same scan, however often they are sent."""

    occurred_at: datetime
    """Aware, UTC."""
    milestone: Milestone | None
    """None: the carrier's code is in no table of ours. It is kept as unknown, never guessed."""
    carrier_code: str
    """The carrier's own code; where it sends words only, a digest of them: codes are logged and published."""
    message: str = ""
    """The carrier's own text, in the carrier's language."""
    place: Place = Place()
    time_inferred: bool = False
    """True when the carrier sent no zone and one was assumed."""

    @property
    def digest(self) -> str:
        """Identity of the scan: 16 hex digits over time, code and place."""
        place = self.place
        identity = "\x1f".join(
            (self.occurred_at.isoformat(), self.carrier_code, place.city, place.region, place.postal, place.country)
        )
        return hashlib.sha256(identity.encode("utf-8", "backslashreplace")).hexdigest()[:16]
