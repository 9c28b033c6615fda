"""Risks: why somebody should look at a parcel now, before the shopper asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from shared.tracking.milestone import Milestone
from shared.tracking.order import Order
from shared.tracking.parcel import Leg, Parcel


class Risk(StrEnum):
    """A parcel may have several; they are always told in this order."""

    INCIDENT = "incident"
    NOT_COLLECTED = "not_collected"
    SILENT = "silent"
    LATE = "late"


COLLECTED_WITHIN = timedelta(days=3)
"""So long after its ship date, a parcel that the carrier was told of should have been seen by it."""
SCANNED_WITHIN = timedelta(days=5)
"""A parcel under way is scanned at least this often."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A parcel, and what is at risk with it."""

    parcel: Parcel
    risks: tuple[Risk, ...]


def assess(parcel: Parcel, order: Order | None, now: datetime) -> Assessed:
    """The parcel with its risks at `now` (UTC). `order`: the one it belongs to, None where it is nobody's."""
    found = {
        Risk.INCIDENT: parcel.incident is not None,
        Risk.NOT_COLLECTED: _is_not_collected(parcel, now),
        Risk.SILENT: not parcel.is_over and now - _last_heard(parcel) > SCANNED_WITHIN,
        Risk.LATE: order is not None and _is_late(parcel, order, now),
    }
    return Assessed(parcel, tuple(risk for risk in Risk if found[risk]))


def may_be_late(parcel: Parcel) -> bool:
    """Whether its order's promise can be broken by it: what the shopper sends back was promised to nobody."""
    is_return = parcel.assignment is not None and parcel.assignment.leg is Leg.RETURN
    return not parcel.is_over and not is_return


def _is_late(parcel: Parcel, order: Order, now: datetime) -> bool:
    today = now.astimezone(order.destination.zone).date()
    return may_be_late(parcel) and order.promise is not None and order.promise.latest < today


def _is_not_collected(parcel: Parcel, now: datetime) -> bool:
    only_announced = parcel.milestone is Milestone.INFO_RECEIVED and not parcel.is_over
    return only_announced and now - _shipped(parcel) > COLLECTED_WITHIN


def _last_heard(parcel: Parcel) -> datetime:
    """Its newest scan; or its ship date, before which a carrier may have been told of it only."""
    shipped = _shipped(parcel)
    return max(parcel.newest_at, shipped) if parcel.newest_at else shipped


def _shipped(parcel: Parcel) -> datetime:
    """The end of its ship date: of the moment, only the (UTC) day is part of a parcel's identity."""
    return datetime.combine(parcel.id.ship_date, time.min, UTC) + timedelta(days=1)
