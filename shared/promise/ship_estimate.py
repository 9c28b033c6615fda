"""When a warehouse hands a parcel to the carrier (発送日目安). When the shopper has it is a `DeliveryEstimate`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from shared.promise.calendar import ONE_DAY
from shared.promise.network import Warehouse, zone
from shared.promise.product import Preparation
from shared.promise.wait import Component, Wait

NOTHING_TO_PREPARE = Preparation()


@dataclass(frozen=True, slots=True)
class OrderDay:
    """All that matters of the moment of an order: within the same day and cutoff, the estimate is the same."""

    day: date
    """In the warehouse's zone."""
    cutoff_passed: bool

    @classmethod
    def of(cls, warehouse: Warehouse, as_of: datetime, carrier: str = "") -> OrderDay:
        """The order day of `as_of` (aware)."""
        local = as_of.astimezone(zone(warehouse.time_zone))
        day = local.date()
        return cls(day, as_of >= warehouse.cutoff_on(day, carrier).astimezone(UTC))

    def span(self, warehouse: Warehouse, carrier: str) -> tuple[datetime, datetime]:
        """From when until when (UTC) orders have it: from midnight to the cutoff, or from there to midnight."""
        begins, ends = (_midnight(warehouse, day) for day in (self.day, self.day + ONE_DAY))
        cutoff = min(max(begins, warehouse.cutoff_on(self.day, carrier).astimezone(UTC)), ends)
        return (cutoff, ends) if self.cutoff_passed else (begins, cutoff)


@dataclass(frozen=True, slots=True)
class ShipEstimate:
    """The ship date for an order placed now."""

    ordered: date
    """The day of the order, in the warehouse's zone."""
    taken_up: date
    """The day work on it begins."""
    ship_date: date
    """In the warehouse's zone."""
    order_by: datetime
    """UTC. Ordering before it keeps this ship date; ordering at it or later ships later, or as late at best."""
    waits: tuple[Wait, ...]
    """What the days between ordering and shipping are made of."""
    waits_until_taken_up: tuple[Wait, ...]
    """The first of them: what comes before the work."""
    valid_until: datetime
    """UTC. `order_by`, or the warehouse's next midnight where the waits are counted anew from the new day."""
    leaves_at: datetime
    """UTC. About when it leaves: at the cutoff of its ship date."""


def estimate_shipping(
    warehouse: Warehouse, order: OrderDay, carrier: str = "", preparation: Preparation = NOTHING_TO_PREPARE
) -> ShipEstimate:
    """The ship date of an order: taken up before the cutoff, then its handling days, then the carrier's next pickup.

    No order overtakes one that was taken up before it, whatever handling times the weekdays and seasons have.
    """
    taken_up, before = _take_up(warehouse, order, carrier, preparation.available_from)
    handled, handling = _handle(warehouse, taken_up, preparation)
    ship_date, pickup = _picked_up(warehouse, handled, carrier)
    order_by = warehouse.cutoff_on(taken_up, carrier).astimezone(UTC)
    return ShipEstimate(
        ordered=order.day,
        taken_up=taken_up,
        ship_date=ship_date,
        order_by=order_by,
        waits=(*before, *handling, *pickup),
        waits_until_taken_up=tuple(before),
        valid_until=order_by if taken_up == order.day else min(order_by, _midnight(warehouse, order.day + ONE_DAY)),
        leaves_at=warehouse.cutoff_on(ship_date, carrier).astimezone(UTC),
    )


def _take_up(
    warehouse: Warehouse, order: OrderDay, carrier: str, available_from: date | None
) -> tuple[date, list[Wait]]:
    """The day work on the order begins, and why not sooner."""
    today = order.day
    if available_from is not None and available_from > today:
        taken_up = warehouse.calendar.first_open(available_from)
        waiting = Wait(Component.NOT_YET_AVAILABLE, (available_from - today).days, today)
        return taken_up, [waiting, *_closed(warehouse, available_from, taken_up)]
    if not warehouse.calendar.is_open(today):
        taken_up = warehouse.calendar.first_open(today)
        return taken_up, _closed(warehouse, today, taken_up)
    if not order.cutoff_passed:
        return today, []
    tomorrow = today + ONE_DAY
    taken_up = warehouse.calendar.first_open(tomorrow)
    cutoff = warehouse.cutoff_on(today, carrier).astimezone(UTC)
    passed = Wait(Component.CUTOFF_PASSED, 1, today, instant=cutoff)
    return taken_up, [passed, *_closed(warehouse, tomorrow, taken_up)]


def _handle(warehouse: Warehouse, taken_up: date, preparation: Preparation) -> tuple[date, list[Wait]]:
    """Count the handling days on working days; the first of the waits is the handling itself."""
    days = warehouse.handling_on(taken_up) + preparation.handling_days
    waits = [Wait(Component.HANDLING, days, hours=warehouse.handling_hours)]
    day = taken_up
    for _ in range(days):
        tomorrow = day + ONE_DAY
        day = warehouse.calendar.first_open(tomorrow)
        waits += _closed(warehouse, tomorrow, day)
    queued_until = _queue(warehouse, taken_up, preparation)
    if queued_until > day:
        waits.append(Wait(Component.EARLIER_ORDERS, (queued_until - day).days, day))
        day = queued_until
    return day, waits


def _queue(warehouse: Warehouse, taken_up: date, preparation: Preparation) -> date:
    """The day on which the last of the orders that were taken up before is handled.

    Only different handling times can keep one behind: with one time for all, who comes first is done first.
    """
    if not warehouse.handling:
        return taken_up
    most = max(warehouse.handling_days, *(rule.days for rule in warehouse.handling))
    done, day = taken_up, taken_up
    for _ in range(most):
        day = _open_before(warehouse, day)
        done = max(done, _after(warehouse, day, warehouse.handling_on(day) + preparation.handling_days))
    return done


def _open_before(warehouse: Warehouse, day: date) -> date:
    """The open day before; where there was none for long, some day that is long gone."""
    for _ in range(60):
        day -= ONE_DAY
        if warehouse.calendar.is_open(day):
            break
    return day


def _after(warehouse: Warehouse, day: date, working_days: int) -> date:
    for _ in range(working_days):
        day = warehouse.calendar.first_open(day + ONE_DAY)
    return day


def _picked_up(warehouse: Warehouse, handled: date, carrier: str) -> tuple[date, list[Wait]]:
    """The day on which the carrier collects: one on which the warehouse works, too."""
    pickup = warehouse.pickup_of(carrier)
    if pickup is None or pickup.weekdays.isdisjoint(warehouse.calendar.weekdays):  # refused when it is published
        return handled, []
    day = handled
    while not (day.weekday() in pickup.weekdays and warehouse.calendar.is_open(day)):
        day += ONE_DAY
    return day, [Wait(Component.NO_PICKUP, (day - handled).days, handled)] if day > handled else []


def _closed(warehouse: Warehouse, first: date, reopens: date) -> list[Wait]:
    runs = warehouse.calendar.closed_runs(first, reopens)
    return [Wait(Component.WAREHOUSE_CLOSED, days, day, name=name) for day, days, name in runs]


def _midnight(warehouse: Warehouse, day: date) -> datetime:
    """The beginning of a day there, UTC."""
    return datetime.combine(day, time.min, zone(warehouse.time_zone)).astimezone(UTC)
