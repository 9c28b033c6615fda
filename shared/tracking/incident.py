"""Incidents: what went wrong on a parcel's way, since when, put down to whom, and when it cleared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

TROUBLE = frozenset({Milestone.EXCEPTION, Milestone.EXPIRED})
"""The two milestones that are no stage: something went wrong, or went silent."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident. Exceptions that follow each other without the parcel moving on are one."""

    opened_at: datetime
    """Scan time of its first exception (UTC)."""
    detail: Detail
    """What its newest exception says."""
    cause: Cause | None = None
    """Whom the carrier puts it down to, where it says."""
    cleared_at: datetime | None = None
    """Scan time of what showed that it is over; None while it is open."""


def incidents(seen: Iterable[Checkpoint]) -> tuple[Incident, ...]:
    """Every incident of a timeline (oldest scan first), of which the last may be open.

    It clears when a later scan shows the parcel at some stage again. Scans that say nothing about where the parcel is
    clear nothing, and what comes after the delivery opens nothing. A return to the sender clears when it is back.
    """
    found: list[Incident] = []
    delivered = returning = False
    for checkpoint in seen:
        milestone = checkpoint.milestone
        if checkpoint.detail is Detail.REOPENED:
            delivered = returning = False
        if milestone is None:
            continue
        returning = returning or checkpoint.detail is Detail.RETURNING
        if checkpoint.detail is Detail.RETURNED or milestone is Milestone.DELIVERED:
            delivered = True
            _clear(found, checkpoint.occurred_at)
        elif milestone in TROUBLE:
            if not delivered or checkpoint.detail is Detail.RETURNING:
                delivered = False
                _note(found, checkpoint)
        elif not returning:
            _clear(found, checkpoint.occurred_at)
    return tuple(found)


def _note(found: list[Incident], checkpoint: Checkpoint) -> None:
    """Open an incident, or let the open one say what is known now."""
    if found and found[-1].cleared_at is None:
        cause = checkpoint.incident_cause or found[-1].cause
        found[-1] = replace(found[-1], detail=checkpoint.detail, cause=cause)
    else:
        found.append(Incident(checkpoint.occurred_at, checkpoint.detail, checkpoint.incident_cause))


def _clear(found: list[Incident], at: datetime) -> None:
    if found and found[-1].cleared_at is None:
        found[-1] = replace(found[-1], cleared_at=at)
