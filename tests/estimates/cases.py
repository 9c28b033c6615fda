"""Cases that tests of live estimates talk about: a parcel on its way to Tokyo, handed over on a Tuesday evening."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.estimates.case import Case
from shared.estimates.estimate_arrival import estimate_arrival
from shared.estimates.stage import progress_of
from shared.estimates.way import Way
from shared.promise.calendar import Calendar
from shared.promise.distribution import Distribution
from shared.promise.forecast import Asked, Forecast
from shared.promise.slowdown import Slowdown, SlowdownKind
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.order import PromiseTold
from shared.tracking.parcel import timeline

TOKYO = ZoneInfo("Asia/Tokyo")
TUESDAY = date(2026, 11, 24)
EVERY_DAY = Calendar(frozenset(range(7)))
NO_SUNDAY = Calendar(frozenset(range(6)))
PROMISE = PromiseTold(date(2026, 11, 26), date(2026, 11, 27))
TWO_TO_THREE_DAYS = Way(2, 3, EVERY_DAY, "tokyo", "宅急便")


def at(day: int, hour: int = 9) -> datetime:
    """A moment in Tokyo, so many days after that Tuesday."""
    return datetime(2026, 11, 24, hour, tzinfo=TOKYO).astimezone(UTC) + timedelta(days=day)


def scan(detail: Detail, day: int = 0, hour: int = 9, estimate: date | None = None) -> Checkpoint:
    """A scan then."""
    return Checkpoint(at(day, hour), detail, detail.value, carrier_estimate=estimate)


HANDED_OVER = scan(Detail.PICKED_UP, 0, 18)


def case(scans: Iterable[Checkpoint] = (HANDED_OVER,), day: int = 0, hour: int = 19, **changes: object) -> Case:
    """What is known at that time."""
    known = Case(
        now=at(day, hour),
        zone=TOKYO,
        country="JP",
        postal="1500001",
        placed_at=at(-1),
        progress=progress_of(timeline(scans)),
        carrier="yamato",
        ship_date=TUESDAY,
        promise=PROMISE,
        way=TWO_TO_THREE_DAYS,
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def days(known: Case) -> tuple[date, date, date]:
    """Earliest, likely and latest."""
    arrival = estimate_arrival(known)
    assert arrival is not None
    estimate = arrival.estimate(known.today, None, known.now)
    return estimate.earliest, estimate.likely, estimate.latest


def november(*of_month: int) -> tuple[date, ...]:
    """Days of that month."""
    return tuple(date(2026, 11, day) for day in of_month)


def snow(days: int = 2, **changes: object) -> Slowdown:
    """An advisory that holds all that week, and makes every parcel so many days late."""
    told = Slowdown(
        id="snow-1",
        kind=SlowdownKind.SNOW,
        areas=(("JP", "15"),),
        severity="severe",
        least_days=days,
        most_days=days,
        starts_at=at(-1),
        ends_at=at(7),
    )
    return replace(told, **changes)  # type: ignore[arg-type]


class Learned:
    """A learned model that knows exactly one number of days per question."""

    def __init__(
        self,
        order: int | None = None,
        hand_over: int | None = None,
        remaining: int | None = None,
        grain: str = "lane",
    ) -> None:
        self._grain = grain
        self._order, self._hand_over, self._remaining = order, hand_over, remaining
        self.asked: list[tuple[str, Asked, int]] = []

    @property
    def name(self) -> str:
        return "test"

    def from_order(self, asked: Asked) -> Forecast | None:
        return self._answer("order", asked, 0, self._order)

    def from_hand_over(self, asked: Asked) -> Forecast | None:
        return self._answer("hand_over", asked, 0, self._hand_over)

    def remaining(self, stage: str, asked: Asked, days_since: int) -> Forecast | None:
        return self._answer(stage, asked, days_since, self._remaining)

    def _answer(self, kind: str, asked: Asked, days_since: int, days: int | None) -> Forecast | None:
        self.asked.append((kind, asked, days_since))
        return None if days is None else Forecast(Distribution.between(days, days), 100, self._grain)
