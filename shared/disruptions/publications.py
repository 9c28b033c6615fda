"""Which events follow from an advisory that was saved. Pure: the stream function asks here what to publish."""

from __future__ import annotations

from datetime import datetime

from shared.disruptions.advisory import Advisory, AdvisoryRecord, AffectedArea, End, Hazard
from shared.disruptions.events import AdvisoryEnded, AdvisoryIssued, IssuedHazard
from shared.eventing.envelope import Event, EventData, Metadata
from shared.locales import FALLBACK


def of_advisory(before: AdvisoryRecord | None, after: AdvisoryRecord, *, merchant_id: str) -> list[Event]:
    """The event of an advisory that stands, or says something new, or stands no more; none where nothing changed.

    The ids depend only on what was said: however often a change is published, consumers see one fact.
    """
    stood = before is not None and before.is_open
    if after.is_open and after.advisory and not (stood and before and before.advisory == after.advisory):
        return [_issued(after.advisory, merchant_id)]
    if stood and after.end and not after.is_open:
        return [_ended(after.advisory_id, after.end, merchant_id)]
    return []


def _issued(advisory: Advisory, merchant_id: str) -> Event:
    data = AdvisoryIssued(
        advisory_id=advisory.advisory_id,
        issuer=advisory.source,
        sent_at=advisory.sent_at,
        hazards=[_hazard(hazard) for hazard in advisory.hazards],
        supersedes=list(advisory.supersedes),
    )
    return _event(data, "issued", advisory.advisory_id, advisory.sent_at, merchant_id)


def _ended(advisory_id: str, end: End, merchant_id: str) -> Event:
    data = AdvisoryEnded(advisory_id=advisory_id, ended_at=end.at, reason=end.reason, by=end.by)
    return _event(data, "ended", advisory_id, end.at, merchant_id)


def _hazard(hazard: Hazard) -> IssuedHazard:
    return IssuedHazard(
        kind=hazard.kind,
        severity=hazard.severity,
        starts_at=hazard.starts_at,
        ends_at=hazard.ends_at,
        areas=[name for area in hazard.areas if (name := _name(area))],
        carriers=list(hazard.carriers),
        warehouses=list(hazard.warehouses),
    )


def _name(area: AffectedArea) -> str:
    said = [*area.names.values(), *(code.value for code in area.codes)]
    said += [" ".join(filter(None, prefix)) for prefix in area.prefixes]
    return area.names.get(FALLBACK) or next(iter(said), "")


def _event(data: EventData, what: str, advisory_id: str, at: datetime, merchant_id: str) -> Event:
    metadata = Metadata(
        event_id=f"advisory:{advisory_id}:{what}:{at:%Y%m%dT%H%M%S.%f}",
        version=data.version,
        occurred_at=at,
        merchant_id=merchant_id,
        correlation_id=advisory_id,
    )
    return Event.of(data, metadata)
