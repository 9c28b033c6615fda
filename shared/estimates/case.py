"""A case: everything that the estimate of one parcel, or of an order without one, is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.estimates.stage import BEFORE_HAND_OVER, Progress
from shared.estimates.stage_table import EVENING, QUIET_DAYS
from shared.estimates.way import BUSINESS_DAYS, Way
from shared.promise.forecast import Asked, Forecasts
from shared.promise.product import NO_GOODS, Goods
from shared.promise.slowdown import Slowdown
from shared.tracking.order import PromiseTold

MOST_QUIET_DAYS = 60
"""Silence is counted no further."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is known at one moment. Whatever is not known is left empty, and the estimate is coarser."""

    now: datetime
    """Aware, UTC."""
    zone: ZoneInfo
    """Of the destination: its days are what is told."""
    country: str
    postal: str
    """As lanes are spelled."""
    placed_at: datetime
    """Aware, UTC."""
    progress: Progress
    carrier: str = ""
    ship_date: date | None = None
    """As the shop registered it."""
    promise: PromiseTold | None = None
    way: Way | None = None
    forecasts: Forecasts | None = None
    slowdowns: Sequence[Slowdown] = field(default=())
    items: int = 1
    goods: Goods = NO_GOODS
    """What was ordered, each line once: as the promise was asked for."""

    @property
    def today(self) -> date:
        """Today at the destination."""
        return self.local(self.now).date()

    @property
    def hour(self) -> int:
        """The hour it is there."""
        return self.local(self.now).hour

    @property
    def soonest(self) -> int:
        """0 while something may still come today, else 1."""
        return 1 if self.hour >= EVENING else 0

    def local(self, moment: datetime) -> datetime:
        """A moment, at the destination."""
        return moment.astimezone(self.zone)

    def days_ago(self, moment: datetime | None) -> int:
        """How many local days ago a moment was. Carriers' clocks may run ahead: never negative. None: today."""
        return 0 if moment is None else max(0, (self.today - self.local(moment).date()).days)

    @property
    def is_handed_over(self) -> bool:
        """Whether the carrier has it."""
        return self.progress.stage not in BEFORE_HAND_OVER

    @property
    def hand_over_day(self) -> date:
        """The day the carrier took it, or takes it at the soonest: what was to be handed over may be so today."""
        handed = self.progress.handed_over_at
        if handed is not None:
            return self.local(handed).date()
        return max(self.ship_date or self.today, self.today)

    def asked(self, start: date) -> Asked:
        """The question to own history, counted from `start`."""
        way, goods = self.way, self.goods
        origin = way.origin if way else None
        return Asked(
            start=start,
            origin=way.warehouse if way else "",
            country=self.country,
            postal=self.postal,
            carrier=self.carrier,
            service=way.service if way else "",
            origin_country=origin.country if origin else "",
            origin_region=origin.region if origin else "",
            origin_postal=origin.postal if origin else "",
            category=goods.category,
            items=self.items,
            weight_g=goods.weight_g,
            volume_cm3=goods.volume_cm3,
            price=goods.price.major if goods.price else None,
            freight=way.freight if way else None,
        )

    def slowdowns_in_force(self) -> tuple[Slowdown, ...]:
        """Those that hold now and touch this parcel, by id, so that their order cannot matter."""
        warehouse = self.way.warehouse if self.way else ""
        holding = [
            slowdown
            for slowdown in self.slowdowns
            if slowdown.holds_between(self.now, self.now)
            and slowdown.touches(self.country, self.postal, self.carrier, warehouse)
        ]
        return tuple(sorted(holding, key=lambda slowdown: slowdown.id))

    @property
    def stalls_on(self) -> date | None:
        """The day from which it is stalled, if it stays silent; None where silence says nothing."""
        patience = QUIET_DAYS.get(self.progress.stage)
        if patience is None or self.progress.heard_at is None:
            return None
        calendar = self.way.calendar if self.way else BUSINESS_DAYS
        day = self.local(self.progress.heard_at).date()
        for _ in range(MOST_QUIET_DAYS):
            day += timedelta(days=1)
            patience -= calendar.is_open(day)
            if patience == 0:
                return day + timedelta(days=1)
        return None

    @property
    def is_stalled(self) -> bool:
        """Whether it has been silent for longer than its stage usually is, not counting days without delivery."""
        return self.stalls_on is not None and self.stalls_on <= self.today
