"""When a parcel is expected, as its shopper is told: what was told last, and how that stands to the promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.estimates.live_estimate import LiveEstimate, Standing
from shared.estimates.reason import Reason


@dataclass(frozen=True, slots=True)
class Expected:
    """A day, or several. Local dates at the destination."""

    earliest: date
    latest: date
    standing: Standing | None
    """None where nothing was promised."""
    reason: Reason | None
    """Why it is not sooner, where it is not on time."""

    def to_json(self) -> dict[str, object]:
        """JSON-ready."""
        return {
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "standing": self.standing,
            "reason": self.reason,
        }


def expected(live: LiveEstimate | None, today: date) -> Expected | None:
    """What is said today; None where no date was told, where it has arrived, or where the days told are over."""
    told = live.latest if live else None
    if live is None or told is None or live.arrived_on is not None or told.latest < today:
        return None
    standing = live.standing
    reason = live.why if standing in (Standing.AT_RISK, Standing.LATE) else None
    return Expected(max(told.earliest, today), told.latest, standing, reason)
