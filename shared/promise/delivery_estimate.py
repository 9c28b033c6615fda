"""On which day the carrier brings a parcel that ships on a given date (お届け日), and what its days are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shared.promise.answer import Source
from shared.promise.calendar import ONE_DAY, Calendar
from shared.promise.distribution import SCALE, Distribution
from shared.promise.money import said_in
from shared.promise.network import CarrierService, RemoteArea
from shared.promise.policy import CONFIDENCES
from shared.promise.slowdown import Slowdown, slow_by_all
from shared.promise.transit import AT_ONCE, LATEST, LIKELY, Transit
from shared.promise.wait import Component, Wait


@dataclass(frozen=True, slots=True)
class DeliveryEstimate:
    """On which day it may come: days on which the carrier delivers, in the destination's zone."""

    start: date
    arrival: Distribution
    """In days after `start`."""
    earliest: date
    likely: date
    latest: date
    promised: date
    """By which it has come with the asked confidence. All of these are one line of days: none before the other."""
    percentiles: tuple[tuple[int, date], ...]
    """(per cent, the day by which so many have come), for each of CONFIDENCES."""
    waits: tuple[Wait, ...]
    """What the days between `start` and `promised` are made of."""

    def chance_by(self, day: date) -> int:
        """The chance, per 10,000, that it has come by the end of `day`."""
        return self.arrival.chance_by((day - self.start).days)


def estimate_delivery(
    service: CarrierService,
    transit: Transit,
    start: date,
    *,
    confidence: int = 90,
    remote_area: RemoteArea | None = None,
    surely_remote: bool = True,
    slowdowns: Sequence[Slowdown] = (),
    language: str = "en",
) -> DeliveryEstimate:
    """The legs, customs, the lane, the remote area and the slowdowns, then a day on which the carrier delivers.

    Each step keeps the order of parcels and makes none of them earlier. `surely_remote`: the place lies in the remote
    area for certain, so that the earliest day moves too.
    """
    reckoned = _Reckoning(start, confidence)
    if not transit.from_order:
        _through_legs(reckoned, service)
    _through_lane(reckoned, transit)
    if remote_area is not None:
        wait = Wait(Component.REMOTE_AREA, 0, name=said_in(language, remote_area.texts))
        reckoned.become(reckoned.days.later(remote_area.days), wait)
    if slowdowns:
        reckoned.become(slow_by_all(reckoned.days, slowdowns), _disruption(slowdowns, language))
    reckoned.wait_for(service.calendar, Component.NO_DELIVERY_DAY)
    remote_days = remote_area.days if remote_area is not None and surely_remote else 0
    first = _first_day(service, transit, start, remote_days, slowdowns)
    return reckoned.estimate(first)


class _Reckoning:
    """When a parcel has come so far, step by step, and what each step cost the one that is promised."""

    def __init__(self, start: date, confidence: int) -> None:
        self.start = start
        self.confidence = confidence
        self.days = AT_ONCE
        self.waits: list[Wait] = []

    def become(self, days: Distribution, wait: Wait) -> None:
        """Go on with `days`; what that costs is put down to `wait`."""
        more = days.quantile(self.confidence) - self.days.quantile(self.confidence)
        self.days = days
        if more > 0:
            self.waits.append(replace(wait, days=more))

    def wait_for(self, calendar: Calendar, component: Component, carrier: str = "") -> None:
        """Wait for an open day: nothing is handed over on the others."""
        arrives = self.start + timedelta(days=self.days.quantile(self.confidence))
        self.days = on_open_days(self.days, calendar, self.start)
        opens = self.start + timedelta(days=self.days.quantile(self.confidence))
        for first, days, name in calendar.closed_runs(arrives, opens):
            self.waits.append(Wait(component, days, first, name=carrier or name))

    def estimate(self, first: int) -> DeliveryEstimate:
        """The dates of where it has come; `first` is the day before which none can come."""
        days = self.days
        dates = {per_cent: self.start + timedelta(days=days.quantile(per_cent)) for per_cent in CONFIDENCES}
        likely = dates[LIKELY]
        return DeliveryEstimate(
            start=self.start,
            arrival=days,
            earliest=min(self.start + timedelta(days=first), likely),
            likely=likely,
            latest=dates[LATEST],
            promised=dates[self.confidence],
            percentiles=tuple(dates.items()),
            waits=tuple(self.waits),
        )


def _through_legs(reckoned: _Reckoning, service: CarrierService) -> None:
    for leg in service.legs:
        days = reckoned.days.then(Distribution.between(leg.min_days, leg.max_days))
        reckoned.become(days, Wait(Component.FIRST_LEG, 0, name=leg.carrier))
        reckoned.wait_for(leg.calendar, Component.FIRST_LEG, leg.carrier)
    fewest, most = service.customs_days
    if most:
        reckoned.become(reckoned.days.then(Distribution.between(fewest, most)), Wait(Component.CUSTOMS, 0))


def _through_lane(reckoned: _Reckoning, transit: Transit) -> None:
    """The lane itself: its usual days, and then the buffer that makes the promise as sure as was asked."""
    before = reckoned.days.quantile(reckoned.confidence)
    reckoned.days = transit.days if reckoned.days is AT_ONCE else reckoned.days.then(transit.days)
    more = reckoned.days.quantile(reckoned.confidence) - before
    usual = min(more, transit.days.quantile(LIKELY))
    component = Component.HANDLING_AND_TRANSIT if transit.from_order else Component.TRANSIT
    reckoned.waits.append(Wait(component, usual, at_least=transit.fewest if transit.is_bound else None))
    if more > usual:
        learned = reckoned.confidence if transit.source is Source.OWN_HISTORY else None
        reckoned.waits.append(Wait(Component.BUFFER, more - usual, confidence=learned))


def _disruption(slowdowns: Sequence[Slowdown], language: str) -> Wait:
    worst = max(slowdowns, key=lambda slowdown: slowdown.most_days)
    return Wait(Component.DISRUPTION, 0, name=worst.headline(language), kind=worst.kind.value)


def _first_day(
    service: CarrierService,
    transit: Transit,
    start: date,
    remote_days: int,
    slowdowns: Sequence[Slowdown],
) -> int:
    """The day, after `start`, before which none can come. A bound knows it, though its chances begin at its end."""
    day = 0
    if not transit.from_order:
        for leg in service.legs:
            day = open_offset(leg.calendar, start, day + leg.min_days)
        day += service.customs_days[0]
    day += transit.fewest + remote_days
    if slowdowns and transit.precise:
        day += max(slowdown.least_days for slowdown in slowdowns)
    return open_offset(service.calendar, start, day)


def on_open_days(days: Distribution, calendar: Calendar, start: date) -> Distribution:
    """The same, where what would come on a closed day comes on the next open one."""
    if calendar.never_closes:
        return days
    day, first = start + timedelta(days=days.first), days.first
    opened: list[int] = []
    reached = 0
    for chance in days.cumulative:
        if calendar.is_open(day):
            reached = chance
        if reached or opened:
            opened.append(reached)
        else:
            first += 1
        day += ONE_DAY
    if reached < SCALE:
        closed = (calendar.first_open(day) - day).days
        opened += [reached] * closed if opened else []
        first += 0 if opened else closed
        opened.append(SCALE)
    return Distribution(first, tuple(opened))


def open_offset(calendar: Calendar, start: date, day: int) -> int:
    """The first open day from `day` on, both in days after `start`."""
    return (calendar.first_open(start + timedelta(days=day)) - start).days
