"""What a shopper may see of an order: the one source of the tracking page and of its JSON view.

Of what we store, no name, no address, no contact: whatever is not listed here cannot leak through either. A carrier's
own text is the exception, since it may say anything: it is shown as far as `spoken` lets it, and never for a delivery.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.brand import Brand
from shared.locales import FALLBACK, words
from shared.locales.carrier_name import carrier_name
from shared.pages.carrier_words import spoken
from shared.tracking.carrier_update import ParcelId
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order
from shared.tracking.parcel import Parcel, timeline

LONGEST_TEXT = 300
"""Characters shown of a text that a carrier or a catalogue wrote."""

MOST_SCANS = 100
"""Scans shown of a parcel, the newest. Milestone, incident and newest time are still those of all."""

# Control characters, unpaired surrogates, and what has no shape: zero-width characters, marks that reorder text.
_UNSHOWABLE = {"Cc", "Cs", "Cf"}


class Mark(StrEnum):
    """Where a step stands."""

    DONE = "done"
    CURRENT = "current"
    TODO = "todo"


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four steps of a parcel's way."""

    milestone: Milestone
    mark: Mark


@dataclass(frozen=True, slots=True)
class Scan:
    """A checkpoint as shown: without postal code, with texts safe to lay out."""

    occurred_at: datetime
    """Aware, UTC."""
    local_time: datetime
    """The same moment at the destination."""
    time_inferred: bool
    """The carrier named no zone, so the moment may be hours off."""
    milestone: Milestone | None
    message: str
    """The carrier's own text, as far as it may be shown; empty for a delivery."""
    city: str
    region: str
    country: str

    @property
    def place(self) -> str:
        """The place in one line; empty when the carrier does not say."""
        return ", ".join(part for part in (self.city, self.region, self.country) if part)

    def to_json(self) -> dict[str, object]:
        """JSON-ready."""
        return {
            "occurred_at": _utc(self.occurred_at),
            "local_time": self.local_time.isoformat(),
            "time_inferred": self.time_inferred,
            "milestone": self.milestone,
            "message": self.message,
            "place": {"city": self.city, "region": self.region, "country": self.country},
        }


@dataclass(frozen=True, slots=True)
class ParcelView:
    """A parcel as shown. Without scans it is waiting for the carrier."""

    carrier: str
    tracking_number: str
    milestone: Milestone
    incident: bool
    newest_at: datetime | None
    age: timedelta | None
    """How old the newest fact is; never negative, though carriers' clocks may run ahead."""
    steps: tuple[Step, ...]
    scans: tuple[Scan, ...]
    """Newest first, MOST_SCANS at most."""

    @property
    def waiting(self) -> bool:
        """The carrier has said nothing yet."""
        return not self.scans

    def to_json(self) -> dict[str, object]:
        """JSON-ready."""
        return {
            "carrier": self.carrier,
            "carrier_name": carrier_name(words(FALLBACK), self.carrier),
            "tracking_number": self.tracking_number,
            "milestone": self.milestone,
            "incident": self.incident,
            "newest_at": _utc(self.newest_at) if self.newest_at else None,
            "age_seconds": int(self.age.total_seconds()) if self.age is not None else None,
            "steps": [{"milestone": step.milestone, "mark": step.mark} for step in self.steps],
            "timeline": [scan.to_json() for scan in self.scans],
        }


@dataclass(frozen=True, slots=True)
class Item:
    """What was ordered, without its price or its number in the catalogue."""

    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PromiseWindow:
    """The promise as told: local dates at the destination."""

    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class TrackingView:
    """An order as shown to whoever holds its link."""

    order_id: str
    as_of: datetime
    time_zone: str
    promise: PromiseWindow | None
    items: tuple[Item, ...]
    parcels: tuple[ParcelView, ...]
    brand: Brand

    def to_json(self) -> dict[str, object]:
        """JSON-ready: strings, numbers, lists and mappings only."""
        promise = self.promise
        return {
            "order_id": self.order_id,
            "shop": self.brand.name,
            "as_of": _utc(self.as_of),
            "time_zone": self.time_zone,
            "promise": {"earliest": promise.earliest.isoformat(), "latest": promise.latest.isoformat()}
            if promise
            else None,
            "items": [{"name": item.name, "quantity": item.quantity} for item in self.items],
            "parcels": [parcel.to_json() for parcel in self.parcels],
        }


def tracking_view(
    order: Order, parcels: Sequence[tuple[Parcel, tuple[Checkpoint, ...]]], now: datetime, brand: Brand
) -> TrackingView:
    """Every parcel of the order, and none of anybody else's, with what is known of it at `now`."""
    zone = _zone(order.destination.time_zone)
    known = {parcel.id: (parcel, checkpoints) for parcel, checkpoints in parcels}
    told = order.promise
    return TrackingView(
        order_id=_shown(order.order_id),
        as_of=now,
        time_zone=zone.key,
        promise=PromiseWindow(told.earliest, told.latest) if told else None,
        items=tuple(Item(_shown(line.name), line.quantity) for line in order.lines),
        parcels=tuple(_parcel_view(parcel_id, known, zone, now) for parcel_id in order.parcels()),
        brand=brand,
    )


def _parcel_view(
    parcel_id: ParcelId,
    known: Mapping[ParcelId, tuple[Parcel, tuple[Checkpoint, ...]]],
    zone: ZoneInfo,
    now: datetime,
) -> ParcelView:
    parcel, checkpoints = known.get(parcel_id, (Parcel(parcel_id), ()))
    return ParcelView(
        carrier=parcel_id.carrier,
        tracking_number=_shown(parcel_id.tracking_number),
        milestone=parcel.milestone,
        incident=parcel.incident_since is not None,
        newest_at=parcel.newest_at,
        age=max(now - parcel.newest_at, timedelta()) if parcel.newest_at else None,
        steps=_steps(parcel.milestone),
        scans=tuple(_scan(checkpoint, zone) for checkpoint in timeline(checkpoints)[: -MOST_SCANS - 1 : -1]),
    )


def _steps(milestone: Milestone) -> tuple[Step, ...]:
    """Four steps; the third shows what became of the delivery where it was tried in vain or left for pickup."""
    third = milestone if milestone in (Milestone.ATTEMPT_FAILED, Milestone.AVAILABLE_FOR_PICKUP) else None
    way = (
        Milestone.INFO_RECEIVED,
        Milestone.IN_TRANSIT,
        third or Milestone.OUT_FOR_DELIVERY,
        Milestone.DELIVERED,
    )
    return tuple(Step(step, _mark(step, milestone)) for step in way)


def _mark(step: Milestone, milestone: Milestone) -> Mark:
    if step.rank > milestone.rank:
        return Mark.TODO
    if step is milestone and step is not Milestone.DELIVERED:
        return Mark.CURRENT
    return Mark.DONE


def _scan(checkpoint: Checkpoint, zone: ZoneInfo) -> Scan:
    place = checkpoint.place
    delivered = checkpoint.milestone is Milestone.DELIVERED  # there carriers write who took the parcel
    return Scan(
        occurred_at=checkpoint.occurred_at,
        local_time=checkpoint.occurred_at.astimezone(zone),
        time_inferred=checkpoint.time_inferred,
        milestone=checkpoint.milestone,
        message="" if delivered else spoken(_shown(checkpoint.message)),
        city=_shown(place.city),
        region=_shown(place.region),
        country=_shown(place.country),
    )


def _shown(text: str) -> str:
    """One line of at most LONGEST_TEXT characters that cannot disturb the text around it. Escaping comes later."""
    shapes = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _UNSHOWABLE)
    line = " ".join(shapes.split())
    return line if len(line) <= LONGEST_TEXT else line[: LONGEST_TEXT - 1] + "…"


def _zone(name: str) -> ZoneInfo:
    """A zone nobody knows must not hide a parcel from its shopper: then times are UTC, and say so."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
