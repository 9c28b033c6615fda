"""When a parcel is expected, as its shopper is told: what was told last, and how that stands to the promise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from shared.estimates.live_estimate import LiveEstimate, Standing
from shared.estimates.reason import Reason, of_slowdown
from shared.promise.slowdown import Slowdown

SLOWED: frozenset[Reason] = frozenset({Reason.WEATHER, Reason.DISRUPTION, Reason.CUSTOMS})
"""Reasons that an advisory may stand behind."""

MOST_ADVISORIES = 2


@dataclass(frozen=True, slots=True)
class Expected:
    """A day, or several. Local dates at the destination."""

    earliest: date
    latest: date
    standing: Standing | None
    """None where nothing was promised."""
    reason: Reason | None
    """Why it is not sooner, where it is not on time."""
    slowed_by: tuple[Slowdown, ...] = ()
    """The advisories in force that the reason stands for."""

    @property
    def is_late(self) -> bool:
        """Whether the promise is broken, or may be."""
        return self.standing in (Standing.AT_RISK, Standing.LATE)

    def to_json(self) -> dict[str, object]:
        """JSON-ready."""
        return {
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "standing": self.standing,
            "reason": self.reason,
            "advisories": [
                {"kind": each.kind, "until": each.ends_at.isoformat() if each.ends_at else None}
                for each in self.slowed_by
            ],
        }


def expected(live: LiveEstimate | None, today: date) -> Expected | None:
    """What is said today; None where no date was told, where it has arrived, or where the days told are over."""
    told = live.latest if live else None
    if live is None or told is None or live.arrived_on is not None or told.latest < today:
        return None
    standing = live.standing
    reason = live.why if standing in (Standing.AT_RISK, Standing.LATE) else None
    return Expected(max(told.earliest, today), told.latest, standing, reason)


def is_slowed(live: LiveEstimate) -> bool:
    """Whether an advisory may be why it is not on time: only then is it worth reading them."""
    return live.standing in (Standing.AT_RISK, Standing.LATE) and live.why in SLOWED


def slowed(
    comes: Expected | None, advisories: Iterable[Slowdown], now: datetime, *, country: str, postal: str, carrier: str
) -> Expected | None:
    """With the advisories that hold now, touch the parcel and are the reason that is told, the longest delay first.

    `postal`: without separators; `carrier`: "" where it is not known.
    """
    if comes is None or comes.reason not in SLOWED:
        return comes
    found = [
        each
        for each in advisories
        if of_slowdown(each) is comes.reason and each.holds_between(now, now) and each.touches(country, postal, carrier)
    ]
    worst = sorted(found, key=lambda each: (-each.most_days, each.id))
    return replace(comes, slowed_by=tuple(worst[:MOST_ADVISORIES]))
