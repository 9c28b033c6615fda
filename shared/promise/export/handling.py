"""How long the warehouse of a service takes, as plainly as others' formats can say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shared.promise.network import CarrierService, DeliveryNetwork
from shared.promise.product import LeadClass

_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Handling:
    """From the order to the carrier."""

    min_days: int
    """Working days; 0 ships the same day."""
    max_days: int
    cutoff: datetime
    """The earliest cutoff of the week that was looked at, in the warehouse's zone: on one of its days."""
    time_zone: str
    """IANA name of the warehouse's zone."""
    weekdays: frozenset[int]
    """The days the warehouse works; 0 is Monday."""

    @property
    def cutoff_time(self) -> time:
        """The time of day of the cutoff."""
        return self.cutoff.time()


def handling_of(network: DeliveryNetwork, service: CarrierService, on: date, lead: LeadClass | None = None) -> Handling:
    """What holds in the week that begins on `on` for orders of a service, or of its products of the class `lead`.

    Rules for weekdays and seasons cannot be said: the fewest and the most days of the week are, and its earliest
    cutoff. Of several warehouses the first counts; the others only ever make it sooner.
    """
    warehouse = network.warehouse(service.warehouse)
    week = [on + timedelta(days=days) for days in range(_A_WEEK)]
    days = [warehouse.handling_on(day) for day in week]
    further = lead.preparation.handling_days if lead else 0
    pickup = warehouse.pickup_of(service.carrier)
    waits = _longest_wait(warehouse.calendar.weekdays, pickup.weekdays) if pickup else 0
    return Handling(
        min_days=min(days) + further,
        max_days=max(days) + further + waits,
        cutoff=min((warehouse.cutoff_on(day, service.carrier) for day in week), key=_time_of_day),
        time_zone=warehouse.time_zone,
        weekdays=warehouse.calendar.weekdays,
    )


def _time_of_day(moment: datetime) -> time:
    return moment.time()


def _longest_wait(works: frozenset[int], collects: frozenset[int]) -> int:
    """The most working days in a row on which the carrier does not collect; weeks follow weeks."""
    longest = run = 0
    for day in range(2 * _A_WEEK):
        weekday = day % _A_WEEK
        if weekday in collects:
            run = 0
        elif weekday in works:
            run += 1
        longest = max(longest, run)
    return longest
