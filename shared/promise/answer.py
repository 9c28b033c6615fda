"""The answer to a promise question: one option per service, each with its dates, its deadline and its reasons."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from shared.promise.money import Price
from shared.promise.policy import Gate
from shared.promise.wait import Component

Json = dict[str, Any]

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Source(StrEnum):
    """What a date rests on. The values are public."""

    OWN_HISTORY = "own_history"
    CARRIER_TABLE = "carrier_table"
    MERCHANT_DEFAULT = "merchant_default"


class ConfidenceCode(StrEnum):
    """How far a date can be relied on, in one word. The values are public."""

    HIGH = "high"
    """The likely day and the day by which 90 of 100 have come are at most one day apart."""
    HIGH_FOR_RANGE = "high_for_range"
    """Rely on the days from likely to promised, not on one of them."""
    VOLATILE = "volatile"
    """The slow parcels of this way take more than twice as long as usual ones."""
    TOO_LITTLE_DATA = "too_little_data"
    """Fewer own deliveries than the merchant asks for; a table alone has none."""
    PLACE_NOT_PRECISE = "place_not_precise"
    """More of the postal code would tell more."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some of the days go by, in the asked language. All days add up to order day -> promised day."""

    component: Component
    days: int
    first: date | None
    """The first of the days, for closed days and passed cutoffs; "date" in JSON."""
    text: str
    hours: int = 0
    """Of work on the ship date; part of no day."""

    def to_json(self) -> Json:
        """As published; "date" and "hours" are left out where there are none."""
        dated = {} if self.first is None else {"date": self.first.isoformat()}
        hours = {"hours": self.hours} if self.hours else {}
        return {"component": self.component.value, "days": self.days, **hours, **dated, "text": self.text}


@dataclass(frozen=True, slots=True)
class Part:
    """Of an order that does not leave together: what leaves in one parcel, and when that comes."""

    skus: tuple[str, ...]
    warehouse: str
    ship_date: date
    earliest: date
    likely: date
    latest: date
    promised: date

    def to_json(self) -> Json:
        """As published."""
        return {
            "skus": list(self.skus),
            "warehouse": self.warehouse,
            "ship_date": self.ship_date.isoformat(),
            "earliest": self.earliest.isoformat(),
            "likely": self.likely.isoformat(),
            "latest": self.latest.isoformat(),
            "promised": self.promised.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Deadline:
    """Whether an option makes the day that was asked for."""

    day: date
    chance: float
    """That it has come by the end of that day, 0 to 1."""
    kept: bool
    """Whether that is as sure as was asked."""
    ship_by: date | None
    """The last ship date that keeps it; None where none does."""

    def to_json(self) -> Json:
        """As published."""
        return {
            "date": self.day.isoformat(),
            "probability": self.chance,
            "kept": self.kept,
            "ship_by": self.ship_by.isoformat() if self.ship_by else None,
        }


@dataclass(frozen=True, slots=True)
class PromiseOption:
    """One way to get it, and when."""

    method: str
    carrier: str
    service: str
    warehouse: str
    """Id of the warehouse it leaves from."""
    order_by: datetime
    """UTC: the last moment before which this option holds."""
    ship_date: date
    """In the warehouse's zone."""
    earliest: date
    likely: date
    """As many come before it as after it."""
    latest: date
    """Hardly any come later: 1 of 100."""
    promised: date | None
    """What the shopper is told, as sure as `confidence`. None where the honesty gate lets no date through."""
    time_zone: str
    """IANA zone of the destination. All dates but the ship date are its."""
    confidence: int
    """Per cent of parcels that come by the promised day."""
    confidence_code: ConfidenceCode
    percentiles: tuple[tuple[int, date], ...]
    """(per cent, the day by which so many have come)."""
    probability: tuple[tuple[date, float], ...]
    """The chance, 0 to 1, that it comes on that very day, up to `latest`."""
    probability_later: float
    """The chance that it comes after `latest`. With `probability`, it adds up to 1."""
    source: Source
    sample_size: int
    """Own deliveries the date rests on."""
    gate: Gate
    explanation: tuple[Reason, ...]
    """Their days add up to the days from the order day (the warehouse's) to the promised day."""
    text: str
    """Says the deadline as a time of day: true for as long as the answer is valid."""
    countdown_text: str
    """Says the deadline as time left: true at the answer's `as_of` only. A page counts down to `order_by`."""
    price: Price | None = None
    conditions: tuple[Mapping[str, Any], ...] = ()
    """What changes the price or gives a benefit, as published: see `Condition`."""
    parts: tuple[Part, ...] = ()
    """Where not everything leaves together: each parcel. The option's own dates are those of the last of them."""
    days: Mapping[str, Any] | None = None
    """The delivery days and time slots that may be picked, as published: see `Selection`."""
    deadline: Deadline | None = None
    """Where a day was asked for."""
    model: str | None = None
    """Name of the learned model the dates come from."""

    def to_json(self) -> Json:
        """As published: dates ISO, `order_by` ISO in UTC. What does not apply is left out; `promised` may be null."""
        return {**self._always(), **self._where_it_applies(), "countdown_text": self.countdown_text}

    def _always(self) -> Json:
        return {
            "method": self.method,
            "carrier": self.carrier,
            "service": self.service,
            "warehouse": self.warehouse,
            "order_by": utc_text(self.order_by),
            "ship_date": self.ship_date.isoformat(),
            "earliest": self.earliest.isoformat(),
            "likely": self.likely.isoformat(),
            "latest": self.latest.isoformat(),
            "promised": self.promised.isoformat() if self.promised else None,
            "time_zone": self.time_zone,
            "confidence": self.confidence,
            "confidence_code": self.confidence_code.value,
            "percentiles": {str(per_cent): day.isoformat() for per_cent, day in self.percentiles},
            "probability": {day.isoformat(): chance for day, chance in self.probability},
            "probability_later": self.probability_later,
            "source": self.source.value,
            "sample_size": self.sample_size,
            "gate": self.gate.to_json(),
            "explanation": [reason.to_json() for reason in self.explanation],
            "text": self.text,
        }

    def _where_it_applies(self) -> Json:
        further = {
            "price": self.price.to_json() if self.price else None,
            "conditions": list(self.conditions),
            "parts": [part.to_json() for part in self.parts],
            "days": self.days,
            "deliver_by": self.deadline.to_json() if self.deadline else None,
            "model": self.model,
        }
        return {name: value for name, value in further.items() if value}


Lasting = tuple[Sequence[str], str]
"""A text in pieces, which are joined once; and something short that is the same where the text is."""


class MadeOption(Protocol):
    """An option as it was made: whoever only sends it needs no more of it than its text."""

    def option(self, as_of: datetime) -> PromiseOption:
        """The option, counting down from `as_of`."""

    def lasting(self) -> Lasting:
        """All of it as JSON but the countdown, without the brace at its end: true until `valid_until`."""

    def countdown_json(self, as_of: datetime) -> str:
        """How long it holds from `as_of` on, in words, as JSON."""


@dataclass(frozen=True, slots=True, eq=False)
class PromiseAnswer:
    """All options for one question, soonest first."""

    as_of: datetime
    """UTC."""
    country: str
    postal: str
    language: str
    made: tuple[MadeOption, ...]
    valid_until: datetime
    """UTC. Asked again before it, the answer differs in `as_of` and `countdown_text` only; at it, in more."""

    @property
    def options(self) -> tuple[PromiseOption, ...]:
        """The options, made anew each time."""
        return tuple(made.option(self.as_of) for made in self.made)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PromiseAnswer) and self.to_json() == other.to_json()

    def max_age(self, now: datetime) -> int:
        """Whole seconds a cache may keep this answer from `now` on; 0 when it no longer holds."""
        return max(0, int((self.valid_until - now).total_seconds()))

    def to_json(self) -> Json:
        """As published: instants ISO in UTC."""
        return {
            "as_of": utc_text(self.as_of),
            "country": self.country,
            "postal": self.postal,
            "language": self.language,
            "options": [option.to_json() for option in self.options],
            "valid_until": utc_text(self.valid_until),
        }

    def to_text(self) -> str:
        """`to_json` as JSON, to the letter, in a tenth of the time."""
        return self.written().text

    def written(self) -> WrittenAnswer:
        """`to_text`, and what of it lasts."""
        as_of, until = self.as_of, utc_text(self.valid_until)
        asked = f'"country":"{self.country}","postal":"{self.postal}","language":"{self.language}"'
        pieces, lasting = [f'{{"as_of":"{utc_text(as_of)}",{asked},"options":['], [asked, until]
        before = ""
        for made in self.made:
            text, digest = made.lasting()
            pieces += (before, *text, ',"countdown_text":', made.countdown_json(as_of))
            lasting.append(digest)
            before = "},"
        pieces.append(f'}}],"valid_until":"{until}"}}')
        return WrittenAnswer("".join(pieces), "".join(lasting))


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """An answer as JSON."""

    text: str
    lasting: str
    """All that stays true until `valid_until`, in some form: where it is the same, the answer is."""


def json_text(value: object) -> str:
    """JSON as it is sent: no spaces, letters as they are."""
    return _encoder.encode(value)


def utc_text(instant: datetime) -> str:
    """ISO 8601 with a Z; `instant` is UTC."""
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")
