"""Journeys: a tracking number's scans, told apart by parcel, because carriers use a number again.

FedEx and Yamato, among others, give a number to another parcel after some months. What arrives under a number is
therefore first sorted into journeys, one per parcel: by the ship dates the shop registered, and by long silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.parcel import Assignment, Parcel, of_timeline, timeline

ANNOUNCED_BEFORE = timedelta(days=30)
"""How long before its ship date a carrier may report a parcel: labels are bought ahead, orders are registered late."""
SILENCE = timedelta(days=120)
"""After so long without a scan, what comes next under the number is about another parcel."""
REUSED_AFTER = timedelta(days=60)
"""Two registrations of one number, closer than this, are about the same parcel."""


@dataclass(frozen=True, slots=True)
class Journey:
    """The scans of one parcel, oldest first."""

    ship_date: date
    assignment: Assignment | None
    checkpoints: tuple[Checkpoint, ...]


def journeys(assignments: Mapping[date, Assignment], checkpoints: Iterable[Checkpoint]) -> tuple[Journey, ...]:
    """Every parcel that went under one number, by ship date. A pure function of the two sets: no order matters.

    `assignments`: by registered ship date. Each registration is a journey, with or without scans, and takes the scans
    from ANNOUNCED_BEFORE its ship date until SILENCE, or the next registration. The rest are journeys that nobody
    registered, split where SILENCE lies between two scans.
    """
    dates = sorted(assignments)
    scans: dict[date, list[Checkpoint]] = {day: [] for day in dates}
    strays: list[Checkpoint] = []
    newest: dict[date, datetime] = {day: _start(day) for day in dates}
    for checkpoint in timeline(checkpoints):
        day = _registered_for(checkpoint.occurred_at, dates)
        if day is None or checkpoint.occurred_at - newest[day] > SILENCE:
            strays.append(checkpoint)
        else:
            scans[day].append(checkpoint)
            newest[day] = max(newest[day], checkpoint.occurred_at)
    registered = [Journey(day, assignments[day], tuple(found)) for day, found in scans.items()]
    return tuple(sorted([*registered, *_unregistered(strays)], key=lambda journey: journey.ship_date))


def parcels_of(
    number: ParcelNumber, assignments: Mapping[date, Assignment], checkpoints: Iterable[Checkpoint]
) -> tuple[Parcel, ...]:
    """Every parcel that went under `number`, joined from its own scans, by ship date."""
    return tuple(
        of_timeline(ParcelId(number, journey.ship_date), journey.assignment, journey.checkpoints)
        for journey in journeys(assignments, checkpoints)
    )


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _registered_for(moment: datetime, dates: list[date]) -> date | None:
    """The newest registration whose parcel may have been scanned at `moment`."""
    return next((day for day in reversed(dates) if moment >= _start(day) - ANNOUNCED_BEFORE), None)


def _unregistered(strays: list[Checkpoint]) -> list[Journey]:
    groups: list[list[Checkpoint]] = []
    for checkpoint in strays:
        if not groups or checkpoint.occurred_at - groups[-1][-1].occurred_at > SILENCE:
            groups.append([])
        groups[-1].append(checkpoint)
    return [Journey(group[0].occurred_at.date(), None, tuple(group)) for group in groups]
