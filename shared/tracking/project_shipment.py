"""Project the parcels of a tracking number: join all that is known about each, and save the join when it changed."""

from __future__ import annotations

from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.ports import ParcelHistory, Parcels


def project_shipment(parcels: Parcels, number: ParcelNumber) -> bool:
    """Bring the projections of the number's parcels up to date; True when one changed.

    Where the parcel has other numbers, the shop may have registered it under one of those: they are projected too.
    Safe to repeat and to race: it always joins everything stored, and raises StaleParcel, to be retried, when another
    run saved in between.
    """
    history = parcels.history(number)
    changed = _project(parcels, history)
    for other in history.also:
        linked = parcels.history(other)
        if linked.assignments:
            changed = _project(parcels, linked) or changed
    return changed


def _project(parcels: Parcels, history: ParcelHistory) -> bool:
    changed = False
    joined = history.parcels()
    for parcel in joined:
        stored = history.projections.get(parcel.id.ship_date)
        if stored is None or parcel != stored.parcel:
            parcels.save(parcel, stored.version if stored else 0)
            changed = True
    # A scan that came late may show that a journey nobody registered began earlier: then its first projection is void.
    dates = {parcel.id.ship_date for parcel in joined}
    for ship_date, void in history.projections.items():
        if ship_date not in dates:
            parcels.forget(void)
            changed = True
    return changed
