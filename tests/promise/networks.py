"""A small shop in Tokyo, to ask promises of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from shared.promise.answer import PromiseAnswer, PromiseOption
from shared.promise.calendar import Calendar
from shared.promise.distribution import Distribution
from shared.promise.forecast import Adherence, Asked, Forecast
from shared.promise.make_promise import make_promise
from shared.promise.network import CarrierService, DeliveryNetwork, Lane, Warehouse
from shared.promise.question import PromiseQuestion

TOKYO = ZoneInfo("Asia/Tokyo")
EVERY_DAY = Calendar(frozenset(range(7)))
MONDAY_TO_FRIDAY = Calendar(frozenset(range(5)))

WAREHOUSE = Warehouse("tokyo", "Asia/Tokyo", time(15), MONDAY_TO_FRIDAY)
HOME = CarrierService("宅急便", "home", "yamato", "tokyo", EVERY_DAY, (Lane("JP", "", 1, 2),))
SHOP = DeliveryNetwork((WAREHOUSE,), (HOME,))


def at(text: str) -> datetime:
    """A moment of Tokyo in 2026: "11-24 12:47"."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=TOKYO)


def on(text: str) -> date:
    """A day of 2026: "11-24"."""
    return date.fromisoformat(f"2026-{text}")


def shop(*services: CarrierService, warehouse: Warehouse = WAREHOUSE, **changes: Any) -> DeliveryNetwork:
    """The shop with other services, or another warehouse."""
    return replace(SHOP, warehouses=(warehouse,), services=services or (HOME,), **changes)


def ask(network: DeliveryNetwork, moment: str = "11-24 10:00", **question: Any) -> PromiseAnswer:
    """What the network answers."""
    more = {name: question.pop(name) for name in ("forecasts", "slowdowns") if name in question}
    asked = PromiseQuestion(**{"country": "JP", "postal": "5300001", "as_of": at(moment), **question})
    return make_promise(network, asked, **more)


def only(answer: PromiseAnswer) -> PromiseOption:
    """The one option there is."""
    (option,) = answer.options
    return option


def parts_of(option: PromiseOption) -> list[tuple[str, int]]:
    """The explanation, as components and days."""
    return [(reason.component.value, reason.days) for reason in option.explanation]


@dataclass(frozen=True, slots=True)
class LearnedWay:
    """One way of a Learned."""

    learned: Learned
    asked: Asked
    from_order: bool

    def to(self, postal: str) -> Forecast | None:
        asked = replace(self.asked, postal=postal)
        return self.learned.from_order(asked) if self.from_order else self.learned.from_hand_over(asked)


class Learned:
    """A model that gives the same forecast for every way, and remembers what it was asked."""

    name = "model-1"

    def __init__(self, days: Distribution, sample_size: int = 200, grain: str = "lane", kept: int = 95) -> None:
        self.forecast = Forecast(days, sample_size, grain, Adherence(kept, 100))
        self.asked: list[tuple[str, Asked]] = []

    def way(self, asked: Asked, *, from_order: bool) -> LearnedWay:
        return LearnedWay(self, asked, from_order)

    def from_order(self, asked: Asked) -> Forecast | None:
        self.asked.append(("from_order", asked))
        return self.forecast

    def from_hand_over(self, asked: Asked) -> Forecast | None:
        self.asked.append(("from_hand_over", asked))
        return self.forecast

    def remaining(self, stage: str, asked: Asked, days_since: int) -> Forecast | None:
        return None


def utc(text: str) -> datetime:
    """The same moment as `at`, in UTC."""
    return at(text).astimezone(UTC)
