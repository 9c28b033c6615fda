"""Record what a carrier update says that was not known yet."""

from __future__ import annotations

from shared.tracking.carrier_update import CarrierUpdate
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.ports import Parcels


def record_update(parcels: Parcels, update: CarrierUpdate) -> tuple[Checkpoint, ...]:
    """Keep the update's new checkpoints; answers those. Late and repeated ones change nothing twice.

    Carriers send the full history each time. Reading what is known first costs a fraction of a refused write per
    known scan; the conditional write stays the guard when two updates race.
    """
    known = {checkpoint.digest for checkpoint in parcels.history(update.parcel).checkpoints}
    unknown = {c.digest: c for c in update.checkpoints if c.digest not in known}
    return tuple(checkpoint for checkpoint in unknown.values() if parcels.add(update.parcel, checkpoint))
