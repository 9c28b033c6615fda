"""Which parcels' promises will probably be broken."""

from __future__ import annotations

from collections.abc import Collection

from shared.estimates.ports import Estimates
from shared.tracking.carrier_update import ParcelId


def parcels_at_risk(estimates: Estimates, parcels: Collection[ParcelId]) -> frozenset[ParcelId]:
    """Those of `parcels` whose promise was at risk when something was last told of them."""
    lives = estimates.of_parcels(parcels)
    return frozenset(parcel for parcel, live in lives.items() if live.at_risk)
