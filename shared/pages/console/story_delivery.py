"""The chapters of an order's story about its parcels: sent, scanned, in trouble, and when they were expected."""

from __future__ import annotations

from collections.abc import Iterator

from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.revision import Revision
from shared.locales.carrier_name import carrier_name
from shared.pages.console.chapters import Chapter, Happening, lines_of
from shared.pages.console.frame import ConsoleFrame
from shared.pages.console.said import days_in_words, detail_in_words, milestone_in_words, reason_in_words
from shared.pages.console.story_facts import StoryFacts
from shared.pages.shown_text import shown
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.find_parcel import FoundParcel
from shared.tracking.incident import Incident
from shared.tracking.order import Shipment
from shared.tracking.parcel import Leg, by_leg

MOST_SCANS = 200
"""Shown of a parcel, the newest: a page has an end. The API tells all."""
_WHOLE = 10_000
"""What chances are counted in."""


def delivery_in_words(facts: StoryFacts, frame: ConsoleFrame) -> Iterator[Happening]:
    """Estimates come before scans: of things at one moment, what followed from a scan stands above it."""
    yield from (_sent(shipment, frame) for shipment in facts.order.shipments.values())
    for tracked in facts.tracked.shipments:
        for parcel in tracked.parcels:
            yield from _scans(parcel, tracked.shipment.leg, frame)
            yield from _incidents(parcel, frame)
    for parcel_id, live in facts.lives.items():
        yield from _estimates(live, number_in_words(parcel_id.number, frame) if parcel_id else "", frame)


def number_in_words(number: ParcelNumber, frame: ConsoleFrame) -> str:
    """A parcel, as people name it."""
    return f"{carrier_name(frame.say, number.carrier)} {shown(number.tracking_number)}"


def _sent(shipment: Shipment, frame: ConsoleFrame) -> Happening:
    title = frame.say("console_story.sent_back" if shipment.leg is Leg.RETURN else "console_story.sent")
    where = lines_of(shown(shipment.warehouse), shown(shipment.service))
    lines = lines_of(*(number_in_words(number, frame) for number in shipment.parcels), " · ".join(where))
    return Happening(shipment.shipped_at, Chapter.SHIPMENT, title, lines)


def _scans(found: FoundParcel, leg: Leg, frame: ConsoleFrame) -> Iterator[Happening]:
    number = number_in_words(found.parcel.id.number, frame)
    for checkpoint, way in list(by_leg(found.checkpoints))[-MOST_SCANS:]:
        yield _scan(checkpoint, leg if leg is Leg.RETURN else way, number, frame)


def _scan(checkpoint: Checkpoint, leg: Leg, number: str, frame: ConsoleFrame) -> Happening:
    say, place = frame.say, checkpoint.place
    milestone = checkpoint.milestone
    title = milestone_in_words(milestone, leg, say) if milestone else say("milestones.unknown")
    where = " · ".join(shown(part) for part in (place.city, place.region, place.country) if part)
    code = say("console_story.code", detail=checkpoint.detail, code=shown(checkpoint.carrier_code))
    inferred = say("console_story.time_inferred") if checkpoint.time_inferred else ""
    lines = lines_of(number, where, shown(checkpoint.message), code, inferred)
    return Happening(checkpoint.occurred_at, Chapter.SCAN, title, lines)


def _incidents(found: FoundParcel, frame: ConsoleFrame) -> Iterator[Happening]:
    number = number_in_words(found.parcel.id.number, frame)
    for incident in found.incidents:
        yield from _incident(incident, number, frame)


def _incident(incident: Incident, number: str, frame: ConsoleFrame) -> Iterator[Happening]:
    say, said = frame.say, detail_in_words(incident.detail, incident.cause, frame.say)
    opened = say("console_story.incident", what=said)
    yield Happening(incident.opened_at, Chapter.INCIDENT, opened, (number,), is_grave=True)
    if incident.cleared_at:
        cleared = say("console_story.incident_over", what=said)
        yield Happening(incident.cleared_at, Chapter.INCIDENT, cleared, (number,))


def _estimates(live: LiveEstimate, number: str, frame: ConsoleFrame) -> Iterator[Happening]:
    yield from (_revision(revision, number, frame) for revision in live.revisions)
    if live.warned_at:
        title = frame.say("console_story.at_risk")
        yield Happening(live.warned_at, Chapter.ESTIMATE, title, lines_of(number), is_grave=True)
    if live.settled_at and live.outcome:
        title = frame.say(f"console_story.promise_{live.outcome}")
        arrived = frame.say("console_story.arrived", day=frame.say.date(live.arrived_on)) if live.arrived_on else ""
        lines = lines_of(number, arrived)
        yield Happening(live.settled_at, Chapter.ESTIMATE, title, lines, is_grave=live.outcome == "missed")


def _revision(revision: Revision, number: str, frame: ConsoleFrame) -> Happening:
    say, estimate = frame.say, revision.estimate
    reasons = [revision.reason, *(estimate.reasons if estimate else ())]
    why = lines_of(*dict.fromkeys(reason_in_words(reason, say) for reason in reasons))
    if estimate is None:
        return Happening(revision.at, Chapter.ESTIMATE, say("console_story.no_date"), lines_of(number, *why))
    title = say("console_story.expected", days=days_in_words(estimate.earliest, estimate.latest, say))
    share = "" if estimate.on_time is None else say("console_story.chance", percent=100 * estimate.on_time // _WHOLE)
    return Happening(revision.at, Chapter.ESTIMATE, title, lines_of(number, *why, share))
