"""An estimate: when a parcel will come, as far as can be told at one moment, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.estimates.reason import Reason
from shared.promise.distribution import Distribution

EARLIEST = 10
"""Per cent of parcels that have come by `earliest`."""
LIKELY = 50
CONFIDENCE = 90
"""Per cent of parcels that have come by `latest`."""


class EstimateSource(StrEnum):
    """What an estimate rests on, the best first: the first that can answer does. The values are public."""

    DELIVERY_ROUND = "delivery_round"
    """It is with the driver, or was today: nothing that was computed knows better."""
    CARRIER = "carrier"
    """The carrier's own date, while it lies ahead and nothing has gone wrong since."""
    OWN_HISTORY = "own_history"
    CARRIER_TABLE = "carrier_table"
    PROMISE = "promise"
    STAGE = "stage"
    """Usual days left at its stage: `stage_table.py`."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """All dates are local to the destination."""

    earliest: date
    likely: date
    latest: date
    chance_by_latest: int
    """The chance, per 10,000, that it has come by `latest`: at least `confidence`, more where days are coarse."""
    source: EstimateSource
    made_at: datetime
    """Aware, UTC."""
    reasons: tuple[Reason, ...] = ()
    """Why it is not sooner, by weight; empty where all goes as usual."""
    confidence: int = CONFIDENCE
    """Per cent."""
    on_time: int | None = None
    """The chance, per 10,000, that the promise is kept; None where nothing was promised."""

    @property
    def width(self) -> int:
        """Days that the shopper is told as a range; 1 for a date."""
        return (self.latest - self.earliest).days + 1

    def same_dates(self, other: Estimate) -> bool:
        """Whether both tell the same."""
        return (self.earliest, self.likely, self.latest) == (other.earliest, other.likely, other.latest)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How likely a parcel comes on which day. Day 0 is today at the destination."""

    days: Distribution
    source: EstimateSource
    reasons: tuple[Reason, ...] = ()

    def estimate(self, today: date, promised: date | None, made_at: datetime) -> Estimate:
        """The dates that are told of it."""
        first, middle, last = (self.days.quantile(per_cent) for per_cent in (EARLIEST, LIKELY, CONFIDENCE))
        return Estimate(
            earliest=today + timedelta(days=first),
            likely=today + timedelta(days=middle),
            latest=today + timedelta(days=last),
            chance_by_latest=self.days.chance_by(last),
            source=self.source,
            made_at=made_at,
            reasons=self.reasons,
            on_time=None if promised is None else self.days.chance_by((promised - today).days),
        )
