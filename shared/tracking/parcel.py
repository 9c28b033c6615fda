"""A parcel: one piece with one tracking number, and what its checkpoints, taken together, say about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from shared.tracking.carrier_update import ParcelId
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.milestone import Milestone


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which order and shipment a parcel belongs to. Carriers may report a parcel before its order is known."""

    order_id: str
    shipment_id: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """The state of a parcel: a pure function of its checkpoints and its assignment, whatever their order."""

    id: ParcelId
    assignment: Assignment | None = None
    reached: dict[Milestone, datetime] = field(default_factory=dict)
    """When each ranked milestone was first reached, by the carrier's scan time (UTC)."""
    incident_since: datetime | None = None
    """Scan time of an exception or expiry that nothing better has followed."""
    newest_at: datetime | None = None
    """Scan time of the newest fact: how fresh what we show is."""
    checkpoint_count: int = 0

    @property
    def milestone(self) -> Milestone:
        """The highest milestone ever reached; it never goes back."""
        return max(self.reached, key=lambda milestone: milestone.rank, default=Milestone.PENDING)


def timeline(checkpoints: Iterable[Checkpoint]) -> tuple[Checkpoint, ...]:
    """Each scan once, oldest first: by scan time, then rank, then identity, so that every reader sees one order."""
    unique = {checkpoint.digest: checkpoint for checkpoint in sorted(checkpoints, key=_sort_key)}
    return tuple(sorted(unique.values(), key=_sort_key))


def join(parcel_id: ParcelId, assignment: Assignment | None, checkpoints: Iterable[Checkpoint]) -> Parcel:
    """Join checkpoints into a parcel. Commutative, associative, idempotent: order and repeats cannot matter."""
    seen = timeline(checkpoints)
    reached: dict[Milestone, datetime] = {}
    for checkpoint in seen:
        if checkpoint.milestone is not None and checkpoint.milestone.rank >= 0:
            reached.setdefault(checkpoint.milestone, checkpoint.occurred_at)
    return Parcel(
        id=parcel_id,
        assignment=assignment,
        reached=dict(sorted(reached.items(), key=lambda item: item[0].rank)),
        incident_since=_open_incident(seen),
        newest_at=seen[-1].occurred_at if seen else None,
        checkpoint_count=len(seen),
    )


def _sort_key(checkpoint: Checkpoint) -> tuple[datetime, int, str]:
    rank = checkpoint.milestone.rank if checkpoint.milestone is not None else -2
    return checkpoint.occurred_at, rank, checkpoint.digest


def _open_incident(seen: tuple[Checkpoint, ...]) -> datetime | None:
    """The newest incident, unless the parcel arrived or a later scan shows it moving again."""
    if any(checkpoint.milestone is Milestone.DELIVERED for checkpoint in seen):
        return None
    known = [checkpoint for checkpoint in seen if checkpoint.milestone is not None]
    if known and known[-1].milestone in (Milestone.EXCEPTION, Milestone.EXPIRED):
        return known[-1].occurred_at
    return None
