"""A parcel: one piece with one tracking number, and what its checkpoints, taken together, say about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from shared.tracking.carrier_update import ParcelId
from shared.tracking.checkpoint import Checkpoint, merged
from shared.tracking.detail import Detail
from shared.tracking.incident import Incident, incidents
from shared.tracking.milestone import Milestone


class Leg(StrEnum):
    """Which way a parcel goes."""

    OUTBOUND = "outbound"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which order and shipment a parcel belongs to. Carriers may report a parcel before its order is known."""

    order_id: str
    shipment_id: str
    leg: Leg = Leg.OUTBOUND
    """RETURN: the shopper sends it, and its milestones are those of a return."""


Reached = dict[Milestone, datetime]
"""When each ranked milestone was first reached, by the carrier's scan time (UTC), in rank order."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """The state of a parcel: a pure function of its checkpoints and its assignment, whatever their order."""

    id: ParcelId
    assignment: Assignment | None = None
    reached: Reached = field(default_factory=dict)
    """On its way to whom it was sent."""
    returned: Reached = field(default_factory=dict)
    """On its way back to the sender, after the carrier said that it returns; empty where it did not."""
    incident: Incident | None = None
    """The open one: nothing better has followed it."""
    cleared_at: datetime | None = None
    """Scan time of what cleared the last incident; None while one is open, or where there never was one."""
    carrier_estimate: date | None = None
    """The carrier's own delivery date as of its newest scan that has one."""
    newest_at: datetime | None = None
    """Scan time of the newest fact: how fresh what we show is."""
    checkpoint_count: int = 0
    reopened: int = 0
    """How often the merchant has said that it is not over."""

    @property
    def milestone(self) -> Milestone:
        """The highest milestone ever reached on the way out; it never goes back."""
        return _highest(self.reached)

    @property
    def return_milestone(self) -> Milestone | None:
        """The highest milestone reached on the way back; None for a parcel that does not return."""
        return _highest(self.returned) if self.returned else None

    @property
    def leg(self) -> Leg:
        """Which way it goes now."""
        if self.returned or (self.assignment and self.assignment.leg is Leg.RETURN):
            return Leg.RETURN
        return Leg.OUTBOUND

    @property
    def is_over(self) -> bool:
        """Whether it arrived, with the recipient or back at the sender."""
        arrived = self.returned if self.returned else self.reached
        return Milestone.DELIVERED in arrived


def timeline(checkpoints: Iterable[Checkpoint]) -> tuple[Checkpoint, ...]:
    """Each scan once, oldest first: by scan time, then rank, then identity, so that every reader sees one order."""
    told: dict[str, Checkpoint] = {}
    for checkpoint in checkpoints:
        digest = checkpoint.digest
        known = told.get(digest)
        told[digest] = checkpoint if known is None else merged(known, checkpoint)
    return tuple(checkpoint for _, checkpoint in sorted(told.items(), key=_sort_key))


def join(parcel_id: ParcelId, assignment: Assignment | None, checkpoints: Iterable[Checkpoint]) -> Parcel:
    """Join checkpoints into a parcel. Commutative, associative, idempotent: order and repeats cannot matter."""
    return of_timeline(parcel_id, assignment, timeline(checkpoints))


def of_timeline(parcel_id: ParcelId, assignment: Assignment | None, seen: tuple[Checkpoint, ...]) -> Parcel:
    """The join of checkpoints that are a `timeline` already."""
    reached, returned, reopened = _legs(seen)
    found = incidents(seen)
    return Parcel(
        id=parcel_id,
        assignment=assignment,
        reached=_by_rank(reached),
        returned=_by_rank(returned),
        incident=found[-1] if found and found[-1].cleared_at is None and not _arrived(reached, returned) else None,
        cleared_at=found[-1].cleared_at if found else None,
        carrier_estimate=_estimate(seen),
        newest_at=seen[-1].occurred_at if seen else None,
        checkpoint_count=len(seen),
        reopened=reopened,
    )


def by_leg(seen: Iterable[Checkpoint]) -> Iterator[tuple[Checkpoint, Leg]]:
    """Each scan of a timeline (oldest first) with the way that it is about.

    Carriers report a return under the same codes as the way out: what follows "returning to sender" is about the way
    back, above all its "delivered", until the merchant reopens what was over.
    """
    leg = Leg.OUTBOUND
    for checkpoint in seen:
        if checkpoint.detail is Detail.REOPENED:
            leg = Leg.OUTBOUND
        elif checkpoint.detail in (Detail.RETURNING, Detail.RETURNED):
            leg = Leg.RETURN
        yield checkpoint, leg


def _legs(seen: tuple[Checkpoint, ...]) -> tuple[Reached, Reached, int]:
    """What was reached on the way out, on the way back, and how often the merchant reopened it.

    The merchant's word reopens what was over, and what follows it counts anew.
    """
    reached: Reached = {}
    returned: Reached = {}
    reopened = 0
    for checkpoint, leg in by_leg(seen):
        milestone = checkpoint.milestone
        if checkpoint.detail is Detail.REOPENED:
            reopened += 1
            reached.pop(Milestone.DELIVERED, None)
            returned.clear()
        elif checkpoint.detail is Detail.RETURNING:
            returned.setdefault(Milestone.IN_TRANSIT, checkpoint.occurred_at)
        elif checkpoint.detail is Detail.RETURNED:
            returned.setdefault(Milestone.DELIVERED, checkpoint.occurred_at)
        elif milestone is not None and milestone.rank >= 0:
            (returned if leg is Leg.RETURN else reached).setdefault(milestone, checkpoint.occurred_at)
    return reached, returned, reopened


def _arrived(reached: Reached, returned: Reached) -> bool:
    return Milestone.DELIVERED in (returned or reached)


def _estimate(seen: tuple[Checkpoint, ...]) -> date | None:
    return next((c.carrier_estimate for c in reversed(seen) if c.carrier_estimate is not None), None)


def _by_rank(reached: Reached) -> Reached:
    return dict(sorted(reached.items(), key=lambda item: item[0].rank))


def _highest(reached: Reached) -> Milestone:
    return max(reached, key=lambda milestone: milestone.rank, default=Milestone.PENDING)


def _sort_key(item: tuple[str, Checkpoint]) -> tuple[datetime, int, str]:
    digest, checkpoint = item
    milestone = checkpoint.milestone
    return checkpoint.occurred_at, -2 if milestone is None else milestone.rank, digest
