"""When the carrier brings a parcel that ships on a given date (お届け日)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from shared.promise.calendar import Calendar
from shared.promise.network import Lane
from shared.promise.wait import Component, Wait


@dataclass(frozen=True, slots=True)
class DeliveryEstimate:
    """The first and the last day it may come, both days on which the carrier delivers, in the destination's zone."""

    earliest: date
    latest: date
    waits: tuple[Wait, ...]
    """What the days between shipping and `latest` are made of."""


def estimate_delivery(calendar: Calendar, lane: Lane, ship_date: date) -> DeliveryEstimate:
    """Count the lane's days from `ship_date`, then wait for a day on which the carrier delivers."""
    arrival = ship_date + timedelta(days=lane.max_days)
    latest = calendar.first_open(arrival)
    waits = [Wait(Component.TRANSIT, lane.max_days, at_least=lane.min_days)]
    if latest > arrival:
        waits.append(Wait(Component.NO_DELIVERY_DAY, (latest - arrival).days, arrival))
    earliest = calendar.first_open(ship_date + timedelta(days=lane.min_days))
    return DeliveryEstimate(earliest, latest, tuple(waits))
