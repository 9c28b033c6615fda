"""What carriers say of an order's parcels, out and back, as signals look at it."""

from __future__ import annotations

from shared.returns.abuse.records import ParcelScans
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order
from shared.tracking.parcel import Leg
from shared.tracking.ports import Parcels
from shared.tracking.read_tracking import tracking_of


def scans_of(parcels: Parcels, order: Order) -> ParcelScans:
    """By the scans that are there now. A parcel that went back to the shop was not delivered."""
    legs = {parcel_id: each.leg for each in order.shipments.values() for parcel_id in each.parcel_ids()}
    delivered: list[bool] = []
    out: list[int | None] = []
    back: dict[str, int] = {}
    for parcel, checkpoints in tracking_of(order, parcels).parcels:
        weighed = [checkpoint.weight_grams for checkpoint in checkpoints if checkpoint.weight_grams]
        grams = max(weighed, default=None)
        if legs[parcel.id] is Leg.RETURN:
            if grams is not None:
                back[parcel.id.number.tracking_number] = grams
            continue
        delivered.append(not parcel.returned and Milestone.DELIVERED in parcel.reached)
        out.append(grams)
    known = [grams for grams in out if grams is not None]
    return ParcelScans(
        all_delivered=bool(delivered) and all(delivered),
        grams_out=sum(known) if known and len(known) == len(out) else None,
        grams_back=back,
    )
