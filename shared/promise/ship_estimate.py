"""When a warehouse hands a parcel to the carrier (発送日目安). When the shopper has it is a `DeliveryEstimate`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from shared.promise.calendar import ONE_DAY
from shared.promise.network import Warehouse, zone
from shared.promise.wait import Component, Wait


@dataclass(frozen=True, slots=True)
class ShipEstimate:
    """The ship date for an order placed now."""

    ship_date: date
    """In the warehouse's zone."""
    order_by: datetime
    """UTC. Ordering before it keeps this ship date; ordering at it or later ships later."""
    waits: tuple[Wait, ...]
    """What the days between ordering and shipping are made of."""
    valid_until: datetime
    """UTC. `order_by`, or the warehouse's next midnight where the waits are counted anew from the new day."""


def estimate_shipping(warehouse: Warehouse, as_of: datetime) -> ShipEstimate:
    """The ship date of an order placed at `as_of` (aware): taken up before the cutoff, then its handling days."""
    today = as_of.astimezone(zone(warehouse.time_zone)).date()
    taken_up, waits_before = _take_up(warehouse, today, as_of)
    ship_date, waits_in_handling = _handle(warehouse, taken_up)
    order_by = warehouse.cutoff_on(taken_up).astimezone(UTC)
    return ShipEstimate(
        ship_date=ship_date,
        order_by=order_by,
        waits=(*waits_before, *waits_in_handling),
        valid_until=order_by if taken_up == today else min(order_by, _next_midnight(warehouse, today)),
    )


def _take_up(warehouse: Warehouse, today: date, as_of: datetime) -> tuple[date, list[Wait]]:
    """The day work on the order begins, and why not sooner."""
    if not warehouse.calendar.is_open(today):
        taken_up = warehouse.calendar.first_open(today)
        return taken_up, _closed(today, taken_up)
    cutoff = warehouse.cutoff_on(today).astimezone(UTC)
    if as_of < cutoff:
        return today, []
    tomorrow = today + ONE_DAY
    taken_up = warehouse.calendar.first_open(tomorrow)
    return taken_up, [Wait(Component.CUTOFF_PASSED, 1, today, instant=cutoff), *_closed(tomorrow, taken_up)]


def _handle(warehouse: Warehouse, taken_up: date) -> tuple[date, list[Wait]]:
    """Count the handling days on working days; the first of the waits is the handling itself."""
    waits = [Wait(Component.HANDLING, warehouse.handling_days)]
    day = taken_up
    for _ in range(warehouse.handling_days):
        tomorrow = day + ONE_DAY
        day = warehouse.calendar.first_open(tomorrow)
        waits += _closed(tomorrow, day)
    return day, waits


def _closed(first: date, reopens: date) -> list[Wait]:
    days = (reopens - first).days
    return [Wait(Component.WAREHOUSE_CLOSED, days, first)] if days else []


def _next_midnight(warehouse: Warehouse, today: date) -> datetime:
    return datetime.combine(today + ONE_DAY, time.min, zone(warehouse.time_zone)).astimezone(UTC)
