"""What an advisory does to parcels: for whom, for how long, and by how much later. The request path needs no more.

Where it comes from, and how its days are chosen, is `shared/disruptions/`. Standard library only: this is loaded with
every promise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from shared.promise.distribution import SCALE, Distribution

Area = tuple[str, str]
"""Country (ISO 3166-1 alpha-2) and the start of a postal code (upper case, no separators; "" is the whole country)."""
EVERYWHERE: Area = ("", "")

_HALF = SCALE // 2


class SlowdownKind(StrEnum):
    """What slows. The values are public: they stand in answers, events and advisories, and name the words to say it."""

    SNOW = "snow"
    HEAVY_RAIN = "heavy_rain"
    WIND = "wind"
    STORM = "storm"
    EARTHQUAKE = "earthquake"
    TSUNAMI = "tsunami"
    FLOOD = "flood"
    HEAT = "heat"
    COLD = "cold"
    FIRE = "fire"
    STRIKE = "strike"
    TRAFFIC = "traffic"
    CUSTOMS = "customs"
    CARRIER_CAPACITY = "carrier_capacity"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Slowdown:
    """Parcels to these areas, or from these warehouses, by these carriers, come later while it holds."""

    id: str
    """Of the advisory."""
    kind: SlowdownKind
    areas: tuple[Area, ...]
    """Where parcels go to. None: nobody is touched by where they live."""
    severity: str
    """The advisory's own word: "minor", "moderate", "severe", "extreme", "unknown"."""
    least_days: int
    """By how many days the faster half of the parcels comes later."""
    most_days: int
    """By how many days the slowest come later."""
    starts_at: datetime
    """Aware, UTC."""
    ends_at: datetime | None = None
    """Aware, UTC: from this moment on it holds no more. None: until somebody ends it."""
    carriers: frozenset[str] = frozenset()
    """Only these. Empty: every carrier."""
    warehouses: frozenset[str] = frozenset()
    """Parcels from here are slowed wherever they go."""
    headlines: Mapping[str, str] = field(default_factory=dict)
    """What a shopper is told, by language ("en", "ja")."""
    source: str = ""
    """Who said so: "merchant", or the sender of the alert."""
    _prefixes: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    """The areas by country: every question asks, and an alert for a country may have hundreds."""

    def __post_init__(self) -> None:
        """Refuse (ValueError) what would make a parcel earlier, or has no zone."""
        if not 0 <= self.least_days <= self.most_days:
            raise ValueError("a slowdown needs 0 <= least_days <= most_days")
        if self.starts_at.tzinfo is None or (self.ends_at is not None and self.ends_at.tzinfo is None):
            raise ValueError("a slowdown's moments need a zone")
        object.__setattr__(self, "_prefixes", _by_country(self.areas))

    def touches(self, country: str, postal: str, carrier: str = "", warehouse: str = "") -> bool:
        """Whether a parcel may be slowed. A short `postal` that may lie inside an area counts, as it does for lanes.

        `country` in upper case, `postal` without separators. Where the carrier is not known, any may be meant.
        """
        if self.carriers and carrier and carrier not in self.carriers:
            return False
        return warehouse in self.warehouses or self._holds_in(country, postal) or self._holds_in("", postal)

    def holds_between(self, first: datetime, last: datetime) -> bool:
        """Whether it holds at any moment from `first` to `last` (aware, both included)."""
        return self.starts_at <= last and (self.ends_at is None or first < self.ends_at)

    def slow(self, days: Distribution) -> Distribution:
        """The same parcels, later: the faster half by `least_days`, the slower the more, the slowest by `most_days`.

        Nobody comes earlier, and nobody is overtaken: what was likely slow is slowed most.
        """
        span = self.most_days - self.least_days
        moved = [0] * (len(days.cumulative) + span)
        before = 0
        for index, reached in enumerate(days.cumulative):
            for more, until in _steps(before, reached, span):
                moved[index + more] = max(moved[index + more], until)
            before = reached
        return Distribution(days.first + self.least_days, tuple(_never_falling(moved)))

    def headline(self, language: str) -> str:
        """What a shopper is told, in `language`, else in English, else as it was said; "" where nothing was."""
        said = self.headlines
        return said.get(language) or said.get("en") or next(iter(said.values()), "")

    def _holds_in(self, country: str, postal: str) -> bool:
        prefixes = self._prefixes.get(country, ())
        return postal.startswith(prefixes) or any(prefix.startswith(postal) for prefix in prefixes)

    def to_json(self) -> dict[str, Any]:
        """JSON-ready; what is empty is left out."""
        written: dict[str, Any] = {
            "id": self.id,
            "kind": self.kind.value,
            "severity": self.severity,
            "days": [self.least_days, self.most_days],
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat() if self.ends_at else None,
            "areas": [list(area) for area in self.areas],
            "carriers": sorted(self.carriers),
            "warehouses": sorted(self.warehouses),
            "headlines": dict(self.headlines),
            "source": self.source,
        }
        return {name: value for name, value in written.items() if value}

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Slowdown:
        """What `to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        least, most = written["days"]
        ends_at = written.get("ends_at")
        return cls(
            id=written["id"],
            kind=SlowdownKind(written["kind"]),
            areas=tuple((country, prefix) for country, prefix in written.get("areas", ())),
            severity=written["severity"],
            least_days=int(least),
            most_days=int(most),
            starts_at=_utc(written["starts_at"]),
            ends_at=_utc(ends_at) if ends_at else None,
            carriers=frozenset(written.get("carriers", ())),
            warehouses=frozenset(written.get("warehouses", ())),
            headlines=dict(written.get("headlines", {})),
            source=written.get("source", ""),
        )


def slow_by_all(days: Distribution, slowdowns: Iterable[Slowdown]) -> Distribution:
    """The distribution under several slowdowns: each day only as likely as under the worst of them.

    They are not added up: one storm brings an alert for rain, one for wind and one for the flood, and again one for
    each district. So a slowdown that is told twice, and in whatever order, changes nothing.
    """
    slowed = days
    for slowdown in slowdowns:
        slowed = slowed.and_also(slowdown.slow(days))
    return slowed


def _by_country(areas: Iterable[Area]) -> dict[str, tuple[str, ...]]:
    prefixes: dict[str, tuple[str, ...]] = {}
    for country, prefix in areas:
        prefixes[country] = (*prefixes.get(country, ()), prefix)
    return prefixes


def _steps(before: int, reached: int, span: int) -> Iterable[tuple[int, int]]:
    """How a day's share (from `before` to `reached`, per 10,000) parts into days of further delay.

    Gives (days beyond `least_days`, where that step ends). The upper half is cut into `span` equal steps.
    """
    if before == reached:
        return
    if before < _HALF or not span:
        yield 0, min(reached, _HALF) if span else reached
    for more in range(1, span + 1):
        from_, until = _HALF + _HALF * (more - 1) // span, _HALF + _HALF * more // span
        if from_ < reached and before < until:
            yield more, min(reached, until)


def _never_falling(moved: Iterable[int]) -> Iterable[int]:
    highest = 0
    for reached in moved:
        highest = max(highest, reached)
        yield highest


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
