"""What a shopper may see of an order: the one source of the tracking page and of its JSON view.

Of what we store, no name, no address, no contact: whatever is not listed here cannot leak through either. A carrier's
own text is the exception, since it may say anything: it is shown as far as `spoken` lets it, and never for a delivery.
Why the merchant reopened a parcel is for the merchant's people.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from shared.brand import Brand
from shared.estimates.live_estimate import LiveEstimate
from shared.locales import FALLBACK, words
from shared.locales.carrier_name import carrier_name
from shared.pages.carrier_words import spoken
from shared.pages.expected import Expected, expected
from shared.tracking.carrier_update import ParcelId
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.incident import TROUBLE
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order
from shared.tracking.parcel import Leg, Parcel, by_leg, timeline

LONGEST_TEXT = 300
"""Characters shown of a text that a carrier or a catalogue wrote."""

MOST_SCANS = 100
"""Scans shown of a parcel, the newest. Milestone, incident and newest time are still those of all."""

# Control characters, unpaired surrogates, and what has no shape: zero-width characters, marks that reorder text.
_UNSHOWABLE = {"Cc", "Cs", "Cf"}


NOTHING_TOLD: Mapping[ParcelId | None, LiveEstimate] = MappingProxyType({})
"""Of orders whose estimates were not read, or are not there yet."""

RETURNING, RETURNED, REOPENED = "returning", "returned", "reopened"
"""Words for stages that no milestone names: on the way back to the sender, back there, and reopened by the shop."""


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
    word: str
    """What it is called, under `[milestones]` of the locales: a delivery to the sender is called no delivery."""


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
    detail: Detail
    word: str
    """What it is called, under `[milestones]` of the locales."""
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
            "detail": self.detail,
            "message": self.message,
            "place": {"city": self.city, "region": self.region, "country": self.country},
        }


@dataclass(frozen=True, slots=True)
class ParcelView:
    """A parcel as shown. Without scans it is waiting for the carrier."""

    carrier: str
    tracking_number: str
    leg: Leg
    """Which way it goes now."""
    milestone: Milestone
    """The highest on the way out."""
    return_milestone: Milestone | None
    """The highest on the way back; None for a parcel that the carrier does not bring back."""
    by_shopper: bool
    """The shopper sends it: its way out is a return to the shop."""
    is_over: bool
    detail: Detail | None
    """What the newest scan says whose code is known."""
    incident: bool
    incident_since: datetime | None
    cause: Cause | None
    """Whom the carrier puts the incident down to, where it says."""
    in_trouble: bool
    """The incident is more than that the carrier brings the parcel back."""
    carrier_estimate: date | None
    expected: Expected | None
    """When it comes, by all that is known; None where that is not known, or it is over."""
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

    @property
    def to_shop(self) -> bool:
        """Whether it is on its way to the shop, or there: also what the shopper sends, unless that comes back too."""
        return self.leg is Leg.RETURN and not (self.by_shopper and self.return_milestone)

    @property
    def stage(self) -> str:
        """Where it stands, in a word under `[milestones]`: never "delivered" for what is back with its sender."""
        return _word(self.return_milestone or self.milestone, self.leg)

    def to_json(self) -> dict[str, object]:
        """JSON-ready."""
        return {
            "carrier": self.carrier,
            "carrier_name": carrier_name(words(FALLBACK), self.carrier),
            "tracking_number": self.tracking_number,
            "leg": self.leg,
            "milestone": self.milestone,
            "return_milestone": self.return_milestone,
            "detail": self.detail,
            "incident": self.incident,
            "incident_since": _utc(self.incident_since) if self.incident_since else None,
            "cause": self.cause,
            "carrier_estimate": self.carrier_estimate.isoformat() if self.carrier_estimate else None,
            "expected": self.expected.to_json() if self.expected else None,
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
    order_name: str
    """What the shopper knows it by."""
    as_of: datetime
    time_zone: str
    is_cancelled: bool
    """The whole order, and nothing of it had left: then nothing is promised or expected any more."""
    promise: PromiseWindow | None
    expected: Expected | None
    """When it comes, while it has no parcel yet."""
    items: tuple[Item, ...]
    parcels: tuple[ParcelView, ...]
    brand: Brand

    def to_json(self) -> dict[str, object]:
        """JSON-ready: strings, numbers, lists and mappings only."""
        promise = self.promise
        return {
            "order_id": self.order_id,
            "order_name": self.order_name,
            "shop": self.brand.name,
            "as_of": _utc(self.as_of),
            "time_zone": self.time_zone,
            "cancelled": self.is_cancelled,
            "promise": {"earliest": promise.earliest.isoformat(), "latest": promise.latest.isoformat()}
            if promise
            else None,
            "expected": self.expected.to_json() if self.expected else None,
            "items": [{"name": item.name, "quantity": item.quantity} for item in self.items],
            "parcels": [parcel.to_json() for parcel in self.parcels],
        }


def tracking_view(
    order: Order,
    parcels: Sequence[tuple[Parcel, tuple[Checkpoint, ...]]],
    now: datetime,
    brand: Brand,
    lives: Mapping[ParcelId | None, LiveEstimate] = NOTHING_TOLD,
) -> TrackingView:
    """Every parcel of the order, and none of anybody else's, with what is known of it at `now`.

    `lives`: what was told of when they come; under None, of the order while it has no parcel.
    """
    zone = order.destination.zone
    known = {parcel.id: (parcel, checkpoints) for parcel, checkpoints in parcels}
    legs = {parcel: shipment.leg for shipment in order.shipments.values() for parcel in shipment.parcel_ids()}
    is_cancelled = order.cancelled_at is not None and not any(_has_left(parcel) for parcel, _ in parcels)
    told, today = None if is_cancelled else order.promise, now.astimezone(zone).date()
    lives = NOTHING_TOLD if is_cancelled else lives
    return TrackingView(
        order_id=_shown(order.order_id),
        order_name=_shown(order.shown_name),
        as_of=now,
        time_zone=zone.key,
        is_cancelled=is_cancelled,
        promise=PromiseWindow(told.earliest, told.latest) if told else None,
        expected=None if order.parcels() else expected(lives.get(None), today),
        items=tuple(Item(_shown(line.name), line.still_ordered) for line in order.lines if line.still_ordered),
        parcels=tuple(
            _parcel_view(parcel_id, legs[parcel_id], known, zone, now, expected(lives.get(parcel_id), today))
            for parcel_id in order.parcels()
        ),
        brand=brand,
    )


def _has_left(parcel: Parcel) -> bool:
    return parcel.milestone.rank >= Milestone.IN_TRANSIT.rank


def _parcel_view(
    parcel_id: ParcelId,
    sent_as: Leg,
    known: Mapping[ParcelId, tuple[Parcel, tuple[Checkpoint, ...]]],
    zone: ZoneInfo,
    now: datetime,
    comes: Expected | None,
) -> ParcelView:
    parcel, checkpoints = known.get(parcel_id, (Parcel(parcel_id), ()))
    seen = timeline(checkpoints)
    by_shopper = sent_as is Leg.RETURN
    leg = Leg.RETURN if by_shopper else parcel.leg
    incident = parcel.incident
    scans = [_scan(checkpoint, Leg.RETURN if by_shopper else way, zone) for checkpoint, way in by_leg(seen)]
    return ParcelView(
        carrier=parcel_id.number.carrier,
        tracking_number=_shown(parcel_id.number.tracking_number),
        leg=leg,
        milestone=parcel.milestone,
        return_milestone=parcel.return_milestone,
        by_shopper=by_shopper,
        is_over=parcel.is_over,
        detail=next((checkpoint.detail for checkpoint in reversed(seen) if not checkpoint.is_unknown), None),
        incident=incident is not None,
        incident_since=incident.opened_at if incident else None,
        cause=incident.cause if incident else None,
        in_trouble=incident is not None and incident.detail is not Detail.RETURNING,
        carrier_estimate=parcel.carrier_estimate,
        expected=None if parcel.is_over or leg is Leg.RETURN else comes,
        newest_at=parcel.newest_at,
        age=max(now - parcel.newest_at, timedelta()) if parcel.newest_at else None,
        steps=_steps(parcel.return_milestone or parcel.milestone, leg, by_shopper=by_shopper),
        scans=tuple(scans[: -MOST_SCANS - 1 : -1]),
    )


def _steps(milestone: Milestone, leg: Leg, *, by_shopper: bool) -> tuple[Step, ...]:
    """The steps of its way. Out: the third shows what became of the delivery where it was tried in vain or left for
    pickup. Back: there are fewer, and what the carrier brings back was announced before it went out."""
    third = milestone if milestone in (Milestone.ATTEMPT_FAILED, Milestone.AVAILABLE_FOR_PICKUP) else None
    out = (Milestone.INFO_RECEIVED, Milestone.IN_TRANSIT, third or Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED)
    back = (Milestone.IN_TRANSIT, Milestone.DELIVERED)
    announced = (Milestone.INFO_RECEIVED,) if by_shopper else ()
    way = out if leg is Leg.OUTBOUND else (*announced, *back)
    now = milestone if milestone in way else max((s for s in way if s.rank <= milestone.rank), key=_rank, default=None)
    return tuple(Step(step, _mark(step, now), _word(step, leg)) for step in way)


def _mark(step: Milestone, now: Milestone | None) -> Mark:
    if now is None or step.rank > now.rank:
        return Mark.TODO
    if step is now and step is not Milestone.DELIVERED:
        return Mark.CURRENT
    return Mark.DONE


def _rank(milestone: Milestone) -> int:
    return milestone.rank


def _word(milestone: Milestone, leg: Leg) -> str:
    """What a stage is called. On the way back, all between the hand-over and the arrival is one stage to a shopper."""
    if leg is Leg.OUTBOUND or milestone.rank <= Milestone.INFO_RECEIVED.rank:
        return milestone
    return RETURNED if milestone is Milestone.DELIVERED else RETURNING


def _scan(checkpoint: Checkpoint, leg: Leg, zone: ZoneInfo) -> Scan:
    place = checkpoint.place
    # Where a parcel is handed over, carriers write who took it; and the merchant's reason is not for the shopper.
    untold = checkpoint.milestone is Milestone.DELIVERED or checkpoint.detail in (Detail.RETURNED, Detail.REOPENED)
    return Scan(
        occurred_at=checkpoint.occurred_at,
        local_time=checkpoint.occurred_at.astimezone(zone),
        time_inferred=checkpoint.time_inferred,
        milestone=checkpoint.milestone,
        detail=checkpoint.detail,
        word=_scan_word(checkpoint, leg),
        message="" if untold else spoken(_shown(checkpoint.message)),
        city=_shown(place.city),
        region=_shown(place.region),
        country=_shown(place.country),
    )


def _scan_word(checkpoint: Checkpoint, leg: Leg) -> str:
    own = {Detail.REOPENED: REOPENED, Detail.RETURNING: RETURNING, Detail.RETURNED: RETURNED}
    if checkpoint.detail in own:
        return own[checkpoint.detail]
    if checkpoint.milestone is None:
        return "unknown"
    return checkpoint.milestone if checkpoint.milestone in TROUBLE else _word(checkpoint.milestone, leg)


def _shown(text: str) -> str:
    """One line of at most LONGEST_TEXT characters that cannot disturb the text around it. Escaping comes later."""
    shapes = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _UNSHOWABLE)
    line = " ".join(shapes.split())
    return line if len(line) <= LONGEST_TEXT else line[: LONGEST_TEXT - 1] + "…"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
