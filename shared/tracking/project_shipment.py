"""Project a parcel of a shipment: join all that is known about it, and save the join when it changed."""

from __future__ import annotations

from shared.tracking.carrier_update import ParcelId
from shared.tracking.parcel import join
from shared.tracking.ports import Parcels


def project_shipment(parcels: Parcels, parcel_id: ParcelId) -> bool:
    """Bring the parcel's projection up to date; True when it changed.

    Safe to repeat and to race: it always joins everything stored, and raises StaleParcel, to be retried, when
    another run saved in between.
    """
    history = parcels.history(parcel_id)
    parcel = join(parcel_id, history.assignment, history.checkpoints)
    if parcel == history.projection:
        return False
    parcels.save(parcel, history.version)
    return True
