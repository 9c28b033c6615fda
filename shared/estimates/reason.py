"""Reasons: why an estimate is what it is, and why it was revised. The values are public."""

from __future__ import annotations

from enum import StrEnum

from shared.estimates.stage import Stage
from shared.promise.slowdown import Slowdown, SlowdownKind
from shared.tracking.cause import Cause


class Reason(StrEnum):
    """Listed by weight: of several that are new, the first is what a revision is put down to."""

    RETURNED = "returned"
    LOST = "lost"
    CUSTOMS = "customs"
    ATTEMPT_FAILED = "attempt_failed"
    PROBLEM = "problem"
    WEATHER = "weather"
    DISRUPTION = "disruption"
    CARRIER_DELAY = "carrier_delay"
    OUT_FOR_DELIVERY = "out_for_delivery"
    STALLED = "stalled"
    NOT_SHIPPED = "not_shipped"
    NOT_PICKED_UP = "not_picked_up"
    PICKED_UP_LATE = "picked_up_late"
    OVERDUE = "overdue"

    FIRST = "first"
    CARRIER_REVISED = "carrier_revised"
    SLOW_LANE = "slow_lane"
    FASTER_THAN_USUAL = "faster_than_usual"
    NARROWED = "narrowed"


NO_SETBACK = frozenset(
    {Reason.FIRST, Reason.NARROWED, Reason.FASTER_THAN_USUAL, Reason.OUT_FOR_DELIVERY, Reason.CARRIER_REVISED}
)
"""Reasons that say nothing of why a parcel is late."""

_OF_STAGE = {
    Stage.RETURNING: Reason.RETURNED,
    Stage.LOST: Reason.LOST,
    Stage.CUSTOMS: Reason.CUSTOMS,
    Stage.ATTEMPT_FAILED: Reason.ATTEMPT_FAILED,
    Stage.HELD: Reason.PROBLEM,
    Stage.OUT_FOR_DELIVERY: Reason.OUT_FOR_DELIVERY,
}

_NOT_WEATHER = frozenset(
    {
        SlowdownKind.EARTHQUAKE,
        SlowdownKind.TSUNAMI,
        SlowdownKind.FIRE,
        SlowdownKind.STRIKE,
        SlowdownKind.TRAFFIC,
        SlowdownKind.CARRIER_CAPACITY,
        SlowdownKind.OTHER,
    }
)


def of_stage(stage: Stage) -> Reason | None:
    """What the stage itself explains."""
    return _OF_STAGE.get(stage)


def of_slowdown(slowdown: Slowdown) -> Reason:
    """What an advisory explains."""
    if slowdown.kind is SlowdownKind.CUSTOMS:
        return Reason.CUSTOMS
    return Reason.DISRUPTION if slowdown.kind in _NOT_WEATHER else Reason.WEATHER


def of_delay(cause: Cause | None) -> Reason:
    """What a delay that the carrier reports is put down to."""
    if cause is Cause.WEATHER:
        return Reason.WEATHER
    return Reason.CUSTOMS if cause is Cause.CUSTOMS else Reason.CARRIER_DELAY
