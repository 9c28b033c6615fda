"""Remap: after a code table is mended, let what is stored say what the table says now."""

from __future__ import annotations

from dataclasses import replace

from shared.tracking.carrier_update import CarrierUpdate
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.ports import Parcels
from shared.tracking.record_update import ChangedInBetween


def remap_update(
    parcels: Parcels, update: CarrierUpdate, *, reported_by: str, dry_run: bool = False
) -> tuple[tuple[Checkpoint, Checkpoint], ...]:
    """Give the update's stored scans the detail and cause that its adapter reads today; answers (before, after) pairs.

    `update` is a kept raw update, read again. Unlike a carrier's own repetition, a remap may also take a meaning back:
    the table was wrong. Scans that are not stored are left alone: recording is not this use case. Raises
    ChangedInBetween when somebody else changed a scan meanwhile. `dry_run`: only says what would change.
    """
    history = parcels.history(update.parcel)
    stored = {checkpoint.digest: checkpoint for checkpoint in history.checkpoints}
    changed: list[tuple[Checkpoint, Checkpoint]] = []
    for told in update.checkpoints:
        before = stored.get(told.digest)
        if before is None or (before.detail, before.cause) == (told.detail, told.cause):
            continue
        after = replace(before, detail=told.detail, cause=told.cause)
        if not dry_run and not parcels.replace(update.parcel, before, after, reported_by):
            raise ChangedInBetween("A scan changed in between: run the remap again.")
        stored[told.digest] = after
        changed.append((before, after))
    return tuple(changed)
