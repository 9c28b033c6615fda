"""The answer to a promise question: one option per service, each with its dates, its deadline and its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from shared.promise.wait import Component


class Source(StrEnum):
    """What a date rests on. The values are public."""

    CARRIER_TABLE = "carrier_table"
    MERCHANT_DEFAULT = "merchant_default"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some of the days go by, in the asked language. All days add up to order day -> promised day."""

    component: Component
    days: int
    first: date | None
    """The first of the days, for closed days and passed cutoffs; "date" in JSON."""
    text: str

    def to_json(self) -> dict[str, Any]:
        """As published; "date" is left out where there is none."""
        dated = {} if self.first is None else {"date": self.first.isoformat()}
        return {"component": self.component.value, "days": self.days, **dated, "text": self.text}


@dataclass(frozen=True, slots=True)
class PromiseOption:
    """One way to get it, and when."""

    method: str
    carrier: str
    service: str
    order_by: datetime
    """UTC: the last moment before which this option holds."""
    ship_date: date
    """In the warehouse's zone."""
    earliest: date
    latest: date
    promised: date
    """What the shopper is told. All three are local dates of `time_zone`."""
    time_zone: str
    """IANA zone of the destination."""
    source: Source
    explanation: tuple[Reason, ...]
    text: str
    """Says the deadline as a time of day: true for as long as the answer is valid."""
    countdown_text: str
    """Says the deadline as time left: true at the answer's `as_of` only. A page counts down to `order_by`."""

    def to_json(self) -> dict[str, Any]:
        """As published: dates ISO, `order_by` ISO in UTC."""
        return {
            "method": self.method,
            "carrier": self.carrier,
            "service": self.service,
            "order_by": _utc(self.order_by),
            "ship_date": self.ship_date.isoformat(),
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "promised": self.promised.isoformat(),
            "time_zone": self.time_zone,
            "source": self.source.value,
            "explanation": [reason.to_json() for reason in self.explanation],
            "text": self.text,
            "countdown_text": self.countdown_text,
        }


@dataclass(frozen=True, slots=True)
class PromiseAnswer:
    """All options for one question, soonest first."""

    as_of: datetime
    """UTC."""
    country: str
    postal: str
    language: str
    options: tuple[PromiseOption, ...]
    valid_until: datetime
    """UTC. Asked again before it, the answer differs in `as_of` and `countdown_text` only; at it, in more."""

    def max_age(self, now: datetime) -> int:
        """Whole seconds a cache may keep this answer from `now` on; 0 when it no longer holds."""
        return max(0, int((self.valid_until - now).total_seconds()))

    def to_json(self) -> dict[str, Any]:
        """As published: instants ISO in UTC."""
        return {
            "as_of": _utc(self.as_of),
            "country": self.country,
            "postal": self.postal,
            "language": self.language,
            "options": [option.to_json() for option in self.options],
            "valid_until": _utc(self.valid_until),
        }


def _utc(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")
