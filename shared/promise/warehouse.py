"""Where parcels leave from, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from shared.promise.calendar import Calendar, Season

ALL_WEEK = frozenset(range(7))


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The IANA zone `name`, read once: ZoneInfo itself remembers only the last eight."""
    return ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class CutoffRule:
    """Another cutoff than the warehouse's own: for some carriers, weekdays or weeks of the year."""

    cutoff: time
    carriers: frozenset[str] = frozenset()
    """Empty for every carrier."""
    weekdays: frozenset[int] = ALL_WEEK
    season: Season | None = None
    """None for the whole year."""

    def fits(self, day: date, carrier: str) -> bool:
        """Whether it is the cutoff of that day for that carrier."""
        return (
            (not self.carriers or carrier in self.carriers)
            and day.weekday() in self.weekdays
            and (self.season is None or self.season.holds(day))
        )


@dataclass(frozen=True, slots=True)
class HandlingRule:
    """Another handling time than the warehouse's own, for orders taken up on some weekdays or in a season."""

    days: int
    weekdays: frozenset[int] = ALL_WEEK
    season: Season | None = None

    def fits(self, day: date) -> bool:
        """Whether it holds for orders taken up on `day`."""
        return day.weekday() in self.weekdays and (self.season is None or self.season.holds(day))


@dataclass(frozen=True, slots=True)
class Pickup:
    """When a carrier collects at a warehouse."""

    carrier: str
    at: time | None = None
    """The time of day it comes, the warehouse's. None: it takes what was handed over that day."""
    weekdays: frozenset[int] = ALL_WEEK


@dataclass(frozen=True, slots=True)
class Warehouse:
    """Where parcels leave from."""

    id: str
    time_zone: str
    """IANA name; the cutoff and the closed days are this zone's."""
    cutoff: time
    """Orders placed before this local time are handled the same day; at it or after, the next working day."""
    calendar: Calendar
    """The days it works."""
    handling_days: int = 0
    """Working days from the day an order is taken up to the day it ships; 0 ships the same day."""
    cutoffs: tuple[CutoffRule, ...] = ()
    """The first that fits goes before `cutoff`."""
    handling: tuple[HandlingRule, ...] = ()
    """The first that fits goes before `handling_days`."""
    handling_hours: int = 0
    """Hours of work before a parcel can go on its ship date: it must be ordered that much before the pickup."""
    opens: time = time(0)
    """Business hours begin: an order of the night is begun then."""
    closes: time | None = None
    """Business hours end; None for midnight."""
    pickups: tuple[Pickup, ...] = ()
    """The first of a carrier counts. A carrier that is not named collects every working day, after the cutoff."""
    learned: bool = False
    """Its handling time is learned from history: a forecast counts from the order, not from the hand-over."""
    country: str = ""
    """Where it stands, ISO 3166-1 alpha-2, for the forecast."""
    postal: str = ""
    region: str = ""

    def cutoff_on(self, day: date, carrier: str = "") -> datetime:
        """The instant of that day's cutoff, in the warehouse's zone: early enough for the hours the work takes."""
        cutoff = next((rule.cutoff for rule in self.cutoffs if rule.fits(day, carrier)), self.cutoff)
        if self.handling_hours:
            cutoff = min(cutoff, self._begun_by(carrier))
        return datetime.combine(day, cutoff, zone(self.time_zone))

    def handling_on(self, day: date) -> int:
        """Working days for an order taken up on `day`."""
        return next((rule.days for rule in self.handling if rule.fits(day)), self.handling_days)

    def pickup_of(self, carrier: str) -> Pickup | None:
        """When `carrier` collects here, where it is told."""
        return next((pickup for pickup in self.pickups if pickup.carrier == carrier), None)

    def _begun_by(self, carrier: str) -> time:
        """The last time of day at which work may begin that is done by the pickup and within business hours."""
        pickup = self.pickup_of(carrier)
        ends = [_minutes(each) for each in (pickup.at if pickup else None, self.closes) if each is not None]
        begun = max(min(ends, default=_DAY) - 60 * self.handling_hours, _minutes(self.opens))
        return time(begun // 60, begun % 60)


_DAY = 24 * 60
"""Minutes."""


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
