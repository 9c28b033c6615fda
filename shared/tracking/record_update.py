"""Record what a carrier update says that was not known yet."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shared.errors import Conflict
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, merged
from shared.tracking.ports import ParcelHistory, Parcels


class ChangedInBetween(Conflict):
    """A scan was told anew by somebody else in the same moment. Read again and retry."""

    code = "checkpoint_changed"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an update brought."""

    new: tuple[Checkpoint, ...] = ()
    """Scans that were not known."""
    completed: tuple[Checkpoint, ...] = ()
    """Known scans of which more is known now, as they are kept."""


def record_update(parcels: Parcels, update: CarrierUpdate, *, reported_by: str) -> Recorded:
    """Keep what is new in the update; answers that. Late and repeated scans change nothing twice.

    Carriers send the full history each time. Reading what is known first costs a fraction of a refused write per
    known scan; the conditional write stays the guard when two updates race. Raises ChangedInBetween when a known scan
    that could be completed was changed meanwhile.
    """
    history = parcels.history(update.parcel)
    _link(parcels, history, update.also)
    known = {checkpoint.digest: checkpoint for checkpoint in history.checkpoints}
    new: list[Checkpoint] = []
    completed: list[Checkpoint] = []
    for digest, told in _scans(update).items():
        before = known.get(digest)
        if before is None:
            if parcels.add(update.parcel, told, reported_by):
                new.append(told)
            continue
        after = merged(before, told)
        if after != before:
            if not parcels.replace(update.parcel, before, after, reported_by):
                raise ChangedInBetween("A scan changed in between: try again.")
            completed.append(after)
    return Recorded(tuple(new), tuple(completed))


def _link(parcels: Parcels, history: ParcelHistory, also: tuple[ParcelNumber, ...]) -> None:
    for other in also:
        if other != history.number and other not in history.also:
            parcels.link(history.number, other)


def _scans(update: CarrierUpdate) -> dict[str, Checkpoint]:
    """Each scan once, by digest; the carrier's own date stands with the newest."""
    scans: dict[str, Checkpoint] = {}
    for checkpoint in update.checkpoints:
        digest = checkpoint.digest
        scans[digest] = merged(scans[digest], checkpoint) if digest in scans else checkpoint
    if update.carrier_estimate is not None and scans:
        newest = max(scans, key=lambda digest: (scans[digest].occurred_at, digest))
        scans[newest] = replace(scans[newest], carrier_estimate=update.carrier_estimate)
    return scans
