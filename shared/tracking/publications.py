"""Which events follow from what was saved. Pure: the stream function asks here what to publish."""

from __future__ import annotations

from datetime import datetime

from shared.eventing.envelope import Event, Metadata
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.events import CheckpointRecorded, IncidentCleared, IncidentOpened, MilestoneReached
from shared.tracking.incident import Incident
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg, Parcel


def of_checkpoint(number: ParcelNumber, checkpoint: Checkpoint, *, merchant_id: str) -> Event:
    """The event of a newly kept checkpoint."""
    data = CheckpointRecorded(
        carrier=number.carrier,
        tracking_number=number.tracking_number,
        occurred_at=checkpoint.occurred_at,
        milestone=checkpoint.milestone,
        detail=checkpoint.detail,
        cause=checkpoint.incident_cause,
        carrier_code=checkpoint.carrier_code,
        country=checkpoint.place.country,
    )
    name = _name(number)
    metadata = Metadata(
        event_id=f"checkpoint:{name}:{checkpoint.digest}",
        version=data.version,
        occurred_at=checkpoint.occurred_at,
        merchant_id=merchant_id,
        correlation_id=name,
    )
    return Event.of(data, metadata)


def of_projection(before: Parcel | None, after: Parcel, *, merchant_id: str) -> list[Event]:
    """What changed of a parcel: an event per milestone that is new, or new to its order, in rank order; and incidents.

    The ids depend only on parcel, leg, milestone and order, and of an incident on its first scan: however often a
    change is published, consumers see one fact.
    """
    newly_known_order = order_of(after) is not None and (before is None or order_of(before) != order_of(after))
    known = None if newly_known_order else before
    return [
        *(
            _milestone_reached(after, leg, milestone, at, merchant_id)
            for leg, milestone, at in _reached(after)
            if known is None or (leg, milestone) not in {(leg, reached) for leg, reached, _ in _reached(known)}
        ),
        *_incident_events(known, after, merchant_id),
    ]


def _reached(parcel: Parcel) -> list[tuple[Leg, Milestone, datetime]]:
    """Every milestone with its leg. A parcel that the shopper sends back is on the way back from its first scan."""
    first = parcel.assignment.leg if parcel.assignment else Leg.OUTBOUND
    out = [(first, milestone, at) for milestone, at in parcel.reached.items()]
    return out + [(Leg.RETURN, milestone, at) for milestone, at in parcel.returned.items()]


def _milestone_reached(parcel: Parcel, leg: Leg, milestone: Milestone, at: datetime, merchant_id: str) -> Event:
    order_id = order_of(parcel)
    data = MilestoneReached(
        carrier=parcel.id.number.carrier,
        tracking_number=parcel.id.number.tracking_number,
        ship_date=parcel.id.ship_date,
        leg=leg,
        milestone=milestone,
        reached_at=at,
        order_id=order_id,
        shipment_id=parcel.assignment.shipment_id if parcel.assignment else None,
    )
    again = f":{parcel.reopened}" if parcel.reopened else ""
    event_id = f"milestone:{_identity(parcel)}:{leg}:{milestone}:{order_id or ''}{again}"
    return Event.of(data, _metadata(event_id, data.version, at, parcel, merchant_id))


def _incident_events(before: Parcel | None, after: Parcel, merchant_id: str) -> list[Event]:
    was, now = before.incident if before else None, after.incident
    events = []
    # An exception scan that came late may show that it began earlier: that is the same incident, told again.
    if was is not None and (now is None or now.opened_at > was.opened_at):
        events.append(_incident_cleared(was, after, merchant_id))
    if now is not None and (was is None or (now.opened_at, now.detail) != (was.opened_at, was.detail)):
        events.append(_incident_opened(now, after, merchant_id))
    return events


def _incident_opened(incident: Incident, parcel: Parcel, merchant_id: str) -> Event:
    data = IncidentOpened(
        carrier=parcel.id.number.carrier,
        tracking_number=parcel.id.number.tracking_number,
        ship_date=parcel.id.ship_date,
        opened_at=incident.opened_at,
        detail=incident.detail,
        cause=incident.cause,
        order_id=order_of(parcel),
    )
    event_id = (
        f"incident:{_identity(parcel)}:{incident.opened_at:%Y%m%dT%H%M%S}:{incident.detail}:{order_of(parcel) or ''}"
    )
    return Event.of(data, _metadata(event_id, data.version, incident.opened_at, parcel, merchant_id))


def _incident_cleared(incident: Incident, parcel: Parcel, merchant_id: str) -> Event:
    next_one = parcel.incident.opened_at if parcel.incident else None
    cleared_at = parcel.cleared_at or next_one or incident.opened_at
    data = IncidentCleared(
        carrier=parcel.id.number.carrier,
        tracking_number=parcel.id.number.tracking_number,
        ship_date=parcel.id.ship_date,
        opened_at=incident.opened_at,
        cleared_at=cleared_at,
        order_id=order_of(parcel),
    )
    event_id = f"incident-cleared:{_identity(parcel)}:{incident.opened_at:%Y%m%dT%H%M%S}:{order_of(parcel) or ''}"
    return Event.of(data, _metadata(event_id, data.version, cleared_at, parcel, merchant_id))


def _metadata(event_id: str, version: int, at: datetime, parcel: Parcel, merchant_id: str) -> Metadata:
    return Metadata(
        event_id=event_id,
        version=version,
        occurred_at=at,
        merchant_id=merchant_id,
        correlation_id=order_of(parcel) or _name(parcel.id.number),
    )


def order_of(parcel: Parcel) -> str | None:
    """The order a parcel belongs to, if that is known."""
    return parcel.assignment.order_id if parcel.assignment else None


def _identity(parcel: Parcel) -> str:
    return f"{_name(parcel.id.number)}:{parcel.id.ship_date}"


def _name(number: ParcelNumber) -> str:
    return f"{number.carrier}:{number.tracking_number}"
