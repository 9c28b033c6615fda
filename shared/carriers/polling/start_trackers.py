"""Start watching the parcels of a registered shipment, where their carrier must be asked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from shared.carriers.polling.tracker import Tracker, is_too_old, started
from shared.carriers.polling.trackers import Trackers
from shared.carriers.registry import SLUGS, carrier
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.events import ShipmentRegistered


def start_trackers(
    trackers: Trackers, registered: ShipmentRegistered, *, connected: Collection[str], now: datetime
) -> tuple[Tracker, ...]:
    """A tracker for each parcel that has none yet; answers those that are new. Again changes nothing.

    `connected`: slugs of the carriers for which the merchant entered credentials. A carrier without them is not asked,
    nor is one that pushes only, nor a parcel that left too long ago.
    """
    ship_date = registered.shipped_at.astimezone(UTC).date()
    new = []
    for parcel in registered.parcels:
        polling = carrier(parcel.carrier).polling if parcel.carrier in SLUGS and parcel.carrier in connected else None
        parcel_id = ParcelId(ParcelNumber(parcel.carrier, parcel.tracking_number), ship_date)
        if polling is None or is_too_old(parcel_id, now):
            continue
        tracker = started(parcel_id, now, polling.every)
        if trackers.start(tracker):
            new.append(tracker)
    return tuple(new)
