"""Read what was told of an order's parcels."""

from __future__ import annotations

from collections.abc import Mapping

from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.ports import Estimates
from shared.tracking.carrier_update import ParcelId
from shared.tracking.order import Order


def read_estimates(estimates: Estimates, order: Order) -> Mapping[ParcelId | None, LiveEstimate]:
    """By parcel, as far as something was told; of an order that has none, its own, under None."""
    parcels = order.parcels()
    if not parcels:
        own = estimates.of_order(order.order_id)
        return {} if own is None else {None: own}
    return {parcel: live for parcel, live in estimates.of_parcels(parcels).items() if live.order_id == order.order_id}
