"""Which events follow from what was saved. Pure: the stream function asks here what to publish."""

from __future__ import annotations

from shared.eventing.envelope import Event, Metadata
from shared.tracking.carrier_update import ParcelId
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.events import CheckpointRecorded, MilestoneReached
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Parcel


def of_checkpoint(parcel_id: ParcelId, checkpoint: Checkpoint, *, merchant_id: str) -> Event:
    """The event of a newly kept checkpoint."""
    data = CheckpointRecorded(
        carrier=parcel_id.carrier,
        tracking_number=parcel_id.tracking_number,
        occurred_at=checkpoint.occurred_at,
        milestone=checkpoint.milestone,
        carrier_code=checkpoint.carrier_code,
        country=checkpoint.place.country,
    )
    name = _name(parcel_id)
    metadata = Metadata(
        event_id=f"checkpoint:{name}:{checkpoint.digest}",
        version=data.version,
        occurred_at=checkpoint.occurred_at,
        merchant_id=merchant_id,
        correlation_id=name,
    )
    return Event.of(data, metadata)


def of_projection(before: Parcel | None, after: Parcel, *, merchant_id: str) -> list[Event]:
    """One event per milestone that is new, or new to the parcel's order, in rank order.

    The ids depend only on parcel, milestone and order: however often a change is published, consumers see one fact.
    """
    newly_known_order = order_of(after) is not None and (before is None or order_of(before) != order_of(after))
    known = set() if before is None or newly_known_order else set(before.reached)
    return [_milestone_reached(after, milestone, merchant_id) for milestone in after.reached if milestone not in known]


def _milestone_reached(parcel: Parcel, milestone: Milestone, merchant_id: str) -> Event:
    order_id = order_of(parcel)
    name = _name(parcel.id)
    data = MilestoneReached(
        carrier=parcel.id.carrier,
        tracking_number=parcel.id.tracking_number,
        milestone=milestone,
        reached_at=parcel.reached[milestone],
        order_id=order_id,
        shipment_id=parcel.assignment.shipment_id if parcel.assignment else None,
    )
    metadata = Metadata(
        event_id=f"milestone:{name}:{milestone}:{order_id or ''}",
        version=data.version,
        occurred_at=parcel.reached[milestone],
        merchant_id=merchant_id,
        correlation_id=order_id or name,
    )
    return Event.of(data, metadata)


def order_of(parcel: Parcel) -> str | None:
    """The order a parcel belongs to, if that is known."""
    return parcel.assignment.order_id if parcel.assignment else None


def _name(parcel_id: ParcelId) -> str:
    return f"{parcel_id.carrier}:{parcel_id.tracking_number}"
