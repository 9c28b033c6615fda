"""Stages: what is known of a parcel's way, as far as it decides how many days are left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg, by_leg


class Stage(StrEnum):
    """The values are milestones or details of tracking, so that own history can be asked by the same words."""

    NOT_SHIPPED = "not_shipped"
    """The order has no parcel yet: the one stage that no carrier knows."""
    PENDING = "pending"
    INFO_RECEIVED = "info_received"
    IN_TRANSIT = "in_transit"
    CUSTOMS = "customs_started"
    AT_DELIVERY_DEPOT = "at_delivery_depot"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPT_FAILED = "attempt_failed"
    HELD = "held"
    """Something must be mended before it goes on: an address, a payment, a damage."""
    AVAILABLE_FOR_PICKUP = "available_for_pickup"
    DELIVERED = "delivered"
    RETURNING = "returning"
    LOST = "lost"


BEFORE_HAND_OVER = frozenset({Stage.NOT_SHIPPED, Stage.PENDING, Stage.INFO_RECEIVED})
"""The carrier does not have it yet."""
ARRIVED = frozenset({Stage.AVAILABLE_FOR_PICKUP, Stage.DELIVERED})
"""The shopper has it, or can have it."""
WILL_NOT_COME = frozenset({Stage.RETURNING, Stage.LOST})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a parcel has come: a pure function of its timeline."""

    stage: Stage = Stage.PENDING
    since: datetime | None = None
    """Scan time since when it is there; of a failed attempt and of a delivery round, the last one's."""
    heard_at: datetime | None = None
    """Scan time of the newest scan that says where it is."""
    handed_over_at: datetime | None = None
    """Scan time of the first scan in the carrier's hands."""
    arrived_at: datetime | None = None
    """Scan time of its delivery, or of when it could be picked up, whichever was first."""
    carrier_date: date | None = None
    """The carrier's newest own date, local to the destination, unless something went wrong after it was given."""
    is_delayed: bool = False
    """The carrier reports a delay, and no scan since then shows the parcel moving."""
    delay_cause: Cause | None = None
    is_close: bool = False
    """The driver is at the door within minutes."""


def progress_of(seen: Iterable[Checkpoint]) -> Progress:
    """How far the parcel of a timeline (oldest scan first) has come on its way out."""
    so_far = Progress()
    for checkpoint, leg in by_leg(seen):
        so_far = _after(so_far, checkpoint, leg)
    return so_far


def _after(so_far: Progress, checkpoint: Checkpoint, leg: Leg) -> Progress:
    if checkpoint.detail is Detail.REOPENED:
        return Progress(Stage.HELD, checkpoint.occurred_at, checkpoint.occurred_at, so_far.handed_over_at)
    if leg is Leg.RETURN:
        return _moved(so_far, Stage.RETURNING, checkpoint)
    if so_far.stage is Stage.DELIVERED:
        return so_far
    dated = _with_carrier_date(so_far, checkpoint)
    if checkpoint.milestone is None or checkpoint.milestone is Milestone.EXPIRED:
        return dated
    if checkpoint.detail in _DELAYS:
        cause = checkpoint.incident_cause
        return replace(
            _set_back(dated, checkpoint), is_delayed=True, delay_cause=cause, heard_at=checkpoint.occurred_at
        )
    return _moved(dated, _stage_of(checkpoint, so_far), checkpoint)


def _with_carrier_date(so_far: Progress, checkpoint: Checkpoint) -> Progress:
    told = checkpoint.carrier_estimate
    return so_far if told is None else replace(so_far, carrier_date=told)


def _moved(so_far: Progress, stage: Stage, checkpoint: Checkpoint) -> Progress:
    at = checkpoint.occurred_at
    again = stage in (Stage.ATTEMPT_FAILED, Stage.OUT_FOR_DELIVERY) or stage is not so_far.stage
    in_hands = stage not in BEFORE_HAND_OVER
    moved = replace(
        so_far,
        stage=stage,
        since=at if again else so_far.since,
        heard_at=at,
        handed_over_at=so_far.handed_over_at or (at if in_hands else None),
        arrived_at=so_far.arrived_at or (at if stage in ARRIVED else None),
        is_delayed=False,
        delay_cause=checkpoint.incident_cause if stage in _TROUBLED else None,
        is_close=checkpoint.detail is Detail.ARRIVING_SOON,
    )
    return _set_back(moved, checkpoint) if stage in _TROUBLED else moved


def _set_back(so_far: Progress, checkpoint: Checkpoint) -> Progress:
    """A date that the carrier gave before this went wrong is worth nothing; one that came with it is."""
    return so_far if checkpoint.carrier_estimate else replace(so_far, carrier_date=None)


def _stage_of(checkpoint: Checkpoint, so_far: Progress) -> Stage:
    if checkpoint.detail in _BY_DETAIL:
        return _BY_DETAIL[checkpoint.detail]
    milestone = checkpoint.milestone
    if milestone is Milestone.EXCEPTION:
        return Stage.HELD
    stage = _BY_MILESTONE[milestone] if milestone else so_far.stage
    # Labels are announced late: what is under way is not ahead of its hand-over again.
    return so_far.stage if stage in BEFORE_HAND_OVER and so_far.handed_over_at else stage


_TROUBLED = frozenset({Stage.ATTEMPT_FAILED, Stage.HELD, Stage.LOST, Stage.RETURNING})

_DELAYS = frozenset(
    {Detail.DELAYED, Detail.DELAYED_BY_CARRIER, Detail.DELAYED_BY_WEATHER, Detail.MISSORTED, Detail.EXCEPTION}
)
"""Exceptions after which a parcel goes on by itself, only later."""

_BY_DETAIL = {
    Detail.CUSTOMS_STARTED: Stage.CUSTOMS,
    Detail.CUSTOMS_HELD: Stage.CUSTOMS,
    Detail.DELAYED_BY_CUSTOMS: Stage.CUSTOMS,
    Detail.DOCUMENTS_MISSING: Stage.CUSTOMS,
    Detail.AT_DELIVERY_DEPOT: Stage.AT_DELIVERY_DEPOT,
    Detail.DELIVERY_SCHEDULED: Stage.AT_DELIVERY_DEPOT,
    Detail.LOST: Stage.LOST,
    Detail.STOLEN: Stage.LOST,
    Detail.DISPOSED: Stage.LOST,
    Detail.CANCELLED: Stage.LOST,
}

_BY_MILESTONE = {
    Milestone.PENDING: Stage.PENDING,
    Milestone.INFO_RECEIVED: Stage.INFO_RECEIVED,
    Milestone.IN_TRANSIT: Stage.IN_TRANSIT,
    Milestone.OUT_FOR_DELIVERY: Stage.OUT_FOR_DELIVERY,
    Milestone.ATTEMPT_FAILED: Stage.ATTEMPT_FAILED,
    Milestone.AVAILABLE_FOR_PICKUP: Stage.AVAILABLE_FOR_PICKUP,
    Milestone.DELIVERED: Stage.DELIVERED,
}
