"""What a shopper may see of one parcel: where it stands, how it got there, and what is wrong with it.

A carrier's own text is the one thing here that may say anything: it is shown as far as `spoken` lets it, and never for
a delivery. Why the merchant reopened a parcel is for the merchant's people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.carriers.self_service import CarrierPage, carrier_pages
from shared.locales import FALLBACK, words
from shared.locales.carrier_name import carrier_name
from shared.pages.carrier_words import spoken
from shared.pages.expected import Expected
from shared.pages.handover import Handover, handover_of
from shared.pages.shown_text import shown, utc_text
from shared.pages.trouble import Trouble, trouble_of
from shared.tracking.carrier_update import ParcelId
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.incident import TROUBLE
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg, Parcel, by_leg, timeline
from shared.tracking.shown_stage import ShownStage, stage_of

MOST_SCANS = 100
"""Scans shown of a parcel, the newest. Milestone, incident and newest time are still those of all."""

MOST_PLACES = 6
"""Places shown of a parcel's way, the newest."""

RETURNING, RETURNED, REOPENED = "returning", "returned", "reopened"
"""Words for stages that no milestone names: on the way back to the sender, back there, and reopened by the shop."""


class Mark(StrEnum):
    """Where a step stands."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "todo"
    """The word is public: it stands in the JSON view."""


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
            "occurred_at": utc_text(self.occurred_at),
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

    id: ParcelId
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
    trouble: Trouble | None
    """What the incident comes to for the shopper; None also where the carrier only brings the parcel back."""
    carrier_estimate: date | None
    expected: Expected | None
    """When it comes, by all that is known; None where that is not known, or it is over."""
    newest_at: datetime | None
    age: timedelta | None
    """How old the newest fact is; never negative, though carriers' clocks may run ahead."""
    steps: tuple[Step, ...]
    scans: tuple[Scan, ...]
    """Newest first, MOST_SCANS at most."""
    handover: Handover | None
    """How it was delivered; None where it was not."""
    waits_since: date | None
    """The day, at the destination, since when it can be fetched; None where it cannot."""
    places: tuple[str, ...]
    """Towns it was seen in, oldest first, MOST_PLACES at most."""

    @property
    def carrier(self) -> str:
        """The slug, as the shop spells it."""
        return self.id.number.carrier

    @property
    def tracking_number(self) -> str:
        return shown(self.id.number.tracking_number)

    @property
    def in_trouble(self) -> bool:
        """The incident is more than that the carrier brings the parcel back."""
        return self.trouble is not None

    @property
    def carrier_pages(self) -> tuple[CarrierPage, ...]:
        """Where the shopper can see to it themselves; of what goes back, only follow it."""
        is_over = self.is_over or self.leg is Leg.RETURN
        return carrier_pages(self.id.number, self.milestone, is_over=is_over)

    @property
    def shown_stage(self) -> ShownStage:
        """Where it stands, in the words of rules about pages."""
        return ShownStage.RETURNING if self.leg is Leg.RETURN else stage_of(self.milestone)

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
            "incident_since": utc_text(self.incident_since) if self.incident_since else None,
            "cause": self.cause,
            "trouble": self.trouble,
            "carrier_estimate": self.carrier_estimate.isoformat() if self.carrier_estimate else None,
            "expected": self.expected.to_json() if self.expected else None,
            "newest_at": utc_text(self.newest_at) if self.newest_at else None,
            "age_seconds": int(self.age.total_seconds()) if self.age is not None else None,
            "steps": [{"milestone": step.milestone, "mark": step.mark} for step in self.steps],
            "delivery": self.handover.to_json() if self.handover else None,
            "waits_since": self.waits_since.isoformat() if self.waits_since else None,
            "places": list(self.places),
            "carrier_pages": [
                {"errand": page.errand, "url": page.url, "choices": list(page.choices)} for page in self.carrier_pages
            ],
            "timeline": [scan.to_json() for scan in self.scans],
        }


def parcel_view(
    parcel: Parcel,
    checkpoints: Sequence[Checkpoint],
    *,
    sent_as: Leg,
    zone: ZoneInfo,
    now: datetime,
    expected: Expected | None,
) -> ParcelView:
    """A parcel as shown. `sent_as`: RETURN where the shopper sends it. `expected`: when it comes, if that is known."""
    seen = timeline(checkpoints)
    by_shopper = sent_as is Leg.RETURN
    leg = Leg.RETURN if by_shopper else parcel.leg
    incident = parcel.incident
    scans = [_scan(checkpoint, Leg.RETURN if by_shopper else way, zone) for checkpoint, way in by_leg(seen)]
    reached = parcel.reached.get(Milestone.AVAILABLE_FOR_PICKUP)
    return ParcelView(
        id=parcel.id,
        leg=leg,
        milestone=parcel.milestone,
        return_milestone=parcel.return_milestone,
        by_shopper=by_shopper,
        is_over=parcel.is_over,
        detail=next((checkpoint.detail for checkpoint in reversed(seen) if not checkpoint.is_unknown), None),
        incident=incident is not None,
        incident_since=incident.opened_at if incident else None,
        cause=incident.cause if incident else None,
        trouble=trouble_of(incident.detail) if incident and incident.detail is not Detail.RETURNING else None,
        carrier_estimate=parcel.carrier_estimate,
        expected=None if parcel.is_over or leg is Leg.RETURN else expected,
        newest_at=parcel.newest_at,
        age=max(now - parcel.newest_at, timedelta()) if parcel.newest_at else None,
        steps=_steps(parcel.return_milestone or parcel.milestone, leg, by_shopper=by_shopper),
        scans=tuple(scans[: -MOST_SCANS - 1 : -1]),
        handover=handover_of(seen, zone) if parcel.milestone is Milestone.DELIVERED and leg is Leg.OUTBOUND else None,
        waits_since=reached.astimezone(zone).date() if reached and not parcel.is_over else None,
        places=_places(scan for scan in scans if not by_shopper),
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
        return Mark.AHEAD
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
        message="" if untold else spoken(shown(checkpoint.message)),
        city=shown(place.city),
        region=shown(place.region),
        country=shown(place.country),
    )


def _scan_word(checkpoint: Checkpoint, leg: Leg) -> str:
    own = {Detail.REOPENED: REOPENED, Detail.RETURNING: RETURNING, Detail.RETURNED: RETURNED}
    if checkpoint.detail in own:
        return own[checkpoint.detail]
    if checkpoint.milestone is None:
        return "unknown"
    return checkpoint.milestone if checkpoint.milestone in TROUBLE else _word(checkpoint.milestone, leg)


def _places(scans: Iterable[Scan]) -> tuple[str, ...]:
    """The towns it was scanned in, oldest first, each once in a row: names, and no guess about the way between."""
    found: list[str] = []
    for scan in scans:
        if scan.city and (not found or found[-1].casefold() != scan.city.casefold()):
            found.append(scan.city)
    return tuple(found[-MOST_PLACES:])
