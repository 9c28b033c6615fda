"""List shipments, newest ship date first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from shared.tracking.carrier_update import ParcelId
from shared.tracking.listing import ByDay, Looked, Page, Wanted, first_few, page_of
from shared.tracking.order import Order, Shipment
from shared.tracking.ports import Registry
from shared.tracking.risk import Assessed
from shared.tracking.tracked import TrackedShipment, projected_state, tracked_shipment


def list_shipments(
    registry: Registry, wanted: Wanted, *, limit: int, cursor: str | None, now: datetime
) -> Page[TrackedShipment[Assessed]]:
    """Shipments of which one parcel fits all filters, each once. Raises ImpossibleDays and InvalidCursor.

    There is no list of shipments: they are found in the list of parcels, each by the first of its own.
    """

    def look(parcels: Sequence[ParcelId], most: int) -> Looked[ParcelId, TrackedShipment[Assessed]]:
        headed = _headed(registry, parcels)
        seen, examined = first_few(
            parcels, lambda parcel: len(headed[parcel][1].parcels) if parcel in headed else 1, most
        )
        shipments = {parcel: headed[parcel] for parcel in seen if parcel in headed}
        known = registry.parcels([one for _, shipment in shipments.values() for one in shipment.parcel_ids()])
        tracked = {
            parcel: tracked_shipment(order, shipment, projected_state(known, order, now))
            for parcel, (order, shipment) in shipments.items()
        }
        fitting = {parcel: found for parcel, found in tracked.items() if any(map(wanted.fits, found.parcels))}
        return Looked([(parcel, fitting.get(parcel)) for parcel in seen], examined)

    source = ByDay("shipments", ParcelId, wanted, now.date(), read=registry.shipped_on, day_of=_ship_date)
    return page_of(source, look, wanted, limit=limit, cursor=cursor)


def _headed(registry: Registry, parcels: Sequence[ParcelId]) -> Mapping[ParcelId, tuple[Order, Shipment]]:
    """Of `parcels`, those that are the first of their shipment, with it."""
    assigned = {parcel.id: parcel.assignment for parcel in registry.parcels(parcels).values() if parcel.assignment}
    orders = registry.orders({assignment.order_id for assignment in assigned.values()})
    headed: dict[ParcelId, tuple[Order, Shipment]] = {}
    for parcel, assignment in assigned.items():
        order = orders.get(assignment.order_id)
        shipment = order.shipments.get(assignment.shipment_id) if order else None
        if order and shipment and shipment.parcel_ids()[0] == parcel:
            headed[parcel] = order, shipment
    return headed


def _ship_date(parcel: ParcelId) -> date:
    return parcel.ship_date
