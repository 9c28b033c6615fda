"""What the promise remembers from question to question, and by what: all of it is listed here, and all is bounded.

A key says everything that its value depends on, so that nothing remembered changes an answer. What a network or a
departure remembers goes when it goes.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from shared.promise.answer import Deadline, Source
    from shared.promise.departure import Departure
    from shared.promise.forecast import Forecast, Forecasts, WayForecasts
    from shared.promise.made_whole import MadeWhole
    from shared.promise.network import RemoteArea
    from shared.promise.offer import Offer
    from shared.promise.outline import Outline
    from shared.promise.product import Need, Preparation
    from shared.promise.saying import Saying
    from shared.promise.ship_estimate import OrderDay
    from shared.promise.slowdown import SlowdownKind
    from shared.promise.transit import TableDays
    from shared.promise.wait import Wait

Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(dict[Key, Value]):
    """So many values by their keys. Where there are more, the oldest is forgotten."""

    __slots__ = ("_most",)

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def keep(self, key: Key, value: Value) -> Value:
        """Remember `value`, and give it back."""
        self.pop(key, None)
        if len(self) >= self._most:
            del self[next(iter(self))]
        self[key] = value
        return value


Telling = tuple[str, str, int]
"""All of a question that words depend on: language, IANA zone of the destination, confidence in per cent."""
Goods = tuple["Need", ...]
"""What is asked for; empty where a question names no product."""
OfferKey = tuple[str, str | None]
"""Country, method."""
DepartureKey = tuple[str, str, "OrderDay", "Preparation", Telling]
"""Service, warehouse, order day, preparation, telling."""
LeavingKey = tuple[str, str | None, Telling, Goods]
"""Service, the warehouse that was asked for, telling, goods."""
Leaving = tuple[datetime, datetime, list["Departure"]]
"""From when until when (UTC) an order leaves by these departures."""


class NetworkMemory:
    """What was worked out from a network alone.

    A departure grows to 1 MB where a model is asked about thousands of places, as its ways remember their areas.
    """

    __slots__ = ("departures", "leaving", "offers")

    def __init__(self) -> None:
        self.offers: Remembered[OfferKey, tuple[Offer, ...]] = Remembered(100)
        """Who goes to a country, whatever the postal code."""
        self.departures: Remembered[DepartureKey, Departure] = Remembered(100)
        self.leaving: Remembered[LeavingKey, Leaving] = Remembered(400)
        """Those in force, small things: one for all of a service's departures, and for each set of goods."""


GateKey = tuple[bool, int, int]
"""All that the honesty gate looks at: too few own deliveries, promises kept, of how many."""
WayKey = tuple["Forecasts", str, int | None, Goods]
"""Model, country, local hour of the order where it counts, goods."""
OutlineKey = tuple[tuple[int, ...], bool, GateKey]
"""Days of the MARKS, whether they tell one lane from another, gate."""
LaneSaying = tuple["Source", int | None, int, int, int, GateKey]
"""Where the lane alone counts: source, fewest days of a bound, likely, promised, earliest open day, gate."""
StepsSaying = tuple["Source", bool, tuple["Wait", ...], date, date, "Deadline | None", GateKey]
"""Where more counts: source, whether from the order, waits, earliest, promised, deadline, gate."""
SlowedBy = tuple[str, int, int, "SlowdownKind", str]
"""All of a slowdown that moves days or is said: id, least and most days, kind, headline."""
StepsKey = tuple["TableDays | Forecast", "RemoteArea | None", bool, tuple[SlowedBy, ...], date | None, str]
"""What is known of the lane, remote area, whether surely there, slowdowns, the day asked for, model."""


class DepartureMemory:
    """What was worked out for one departure. Sayings, outlines and options are of some 2 KB each."""

    __slots__ = ("by_steps", "by_table", "outlines", "sayings", "ways")

    def __init__(self) -> None:
        self.ways: Remembered[WayKey, WayForecasts] = Remembered(50)
        self.sayings: Remembered[LaneSaying | StepsSaying, Saying] = Remembered(60)
        self.outlines: Remembered[OutlineKey, Outline] = Remembered(250)
        """Of own history, where the lane alone counts."""
        self.by_table: Remembered[TableDays, MadeWhole] = Remembered(60)
        """Where the lane alone counts."""
        self.by_steps: Remembered[StepsKey, MadeWhole] = Remembered(30)
        """Where more counts."""
