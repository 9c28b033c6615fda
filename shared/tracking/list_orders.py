"""List orders, those placed last first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from shared.tracking.listing import ByDay, Looked, Page, Wanted, first_few, page_of
from shared.tracking.order import Order
from shared.tracking.ports import PlacedOrder, Registry
from shared.tracking.risk import Assessed
from shared.tracking.tracked import TrackedOrder, projected_state, tracked_order


def list_orders(
    registry: Registry, wanted: Wanted, *, limit: int, cursor: str | None, now: datetime
) -> Page[TrackedOrder[Assessed]]:
    """Orders of which one parcel fits all filters; without filters, also those without parcels.

    Raises ImpossibleDays and InvalidCursor.
    """

    def look(entries: Sequence[PlacedOrder], most: int) -> Looked[PlacedOrder, TrackedOrder[Assessed]]:
        orders = _orders(registry, entries)
        seen, examined = first_few(entries, lambda entry: len(orders[entry].parcels()) if entry in orders else 1, most)
        looked_at = {entry: orders[entry] for entry in seen if entry in orders}
        known = registry.parcels([parcel for order in looked_at.values() for parcel in order.parcels()])
        tracked = {
            entry: tracked_order(order, projected_state(known, order, now)) for entry, order in looked_at.items()
        }
        fitting = {entry: found for entry, found in tracked.items() if _fits(found, wanted)}
        return Looked([(entry, fitting.get(entry)) for entry in seen], examined)

    source = ByDay("orders", PlacedOrder, wanted, now.date(), read=registry.placed_on, day_of=_placed_day)
    return page_of(source, look, wanted, limit=limit, cursor=cursor)


def _orders(registry: Registry, entries: Sequence[PlacedOrder]) -> Mapping[PlacedOrder, Order]:
    """The entries' orders. One whose moment was just changed may still be listed under the old one: not by that."""
    stored = registry.orders({entry.order_id for entry in entries})
    found = ((entry, stored.get(entry.order_id)) for entry in entries)
    return {entry: order for entry, order in found if order and order.placed_at == entry.placed_at}


def _fits(tracked: TrackedOrder[Assessed], wanted: Wanted) -> bool:
    return wanted.any_parcel or any(map(wanted.fits, tracked.parcels))


def _placed_day(entry: PlacedOrder) -> date:
    return entry.placed_at.date()
