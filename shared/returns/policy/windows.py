"""Until when something may come back. Days are dates at the destination: zones and clock changes are gone by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from shared.promise.calendar import Calendar
from shared.returns.policy.policy import Window
from shared.returns.vocabulary import ClockStart

_LONGEST = 36_500
"""Days: a hundred years. What is longer is cut here, lest dates run out."""


@dataclass(frozen=True, slots=True)
class Days:
    """When things happened to a position; None: not known."""

    placed: date
    shipped: date | None = None
    delivered: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A window laid over the calendar."""

    starts: date
    """The day of the start, day zero; with `start_counts` day one."""
    until: date | None
    """The last day; None: for ever."""
    closes: date | None
    """Likewise, with the days of grace."""
    clock: str
    """`delivered`, `shipped`, `ordered`; with `+n` where another clock stood in and n days were added."""

    def is_open(self, today: date) -> bool:
        """Whether it is still taken."""
        return self.closes is None or today <= self.closes


def started(window: Window, days: Days) -> tuple[date, str]:
    """The day the clock started, and which clock it is."""
    own = _day_of(window.start, days)
    if own is not None:
        return own, window.start.value
    fallback = _day_of(window.fallback, days)
    clock = window.fallback if fallback is not None else ClockStart.ORDERED
    day = (fallback or days.placed) + timedelta(days=window.fallback_plus)
    return day, f"{clock.value}+{window.fallback_plus}" if window.fallback_plus else clock.value


def presumed_delivery(window: Window, days: Days) -> date:
    """The day on which it is taken as delivered where no carrier said so."""
    return days.delivered or (days.shipped or days.placed) + timedelta(days=window.fallback_plus)


def span_of(window: Window, days: Days, calendar: Calendar) -> Span:
    """The window as it lies for these days.

    Of the window's own last day and those of the seasons the order falls into, the latest holds. It moves to an open
    day then, and grace is counted from there.
    """
    starts, clock = started(window, days)
    if window.days is None:
        return Span(starts, None, None, clock)
    length = min(window.days, _LONGEST) - (1 if window.start_counts and window.days else 0)
    seasons = (e.until for e in window.extensions if e.placed_from <= days.placed <= e.placed_until)
    until = max((starts + timedelta(days=length), *seasons))
    if window.to_business_day:
        until = calendar.first_open(until)
    return Span(starts, until, until + timedelta(days=window.grace_days), clock)


def _day_of(clock: ClockStart, days: Days) -> date | None:
    if clock is ClockStart.DELIVERED:
        return days.delivered
    return days.shipped if clock is ClockStart.SHIPPED else days.placed
