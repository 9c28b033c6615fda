"""When a parcel can be at the shopper's door: a delivery day (お届け日), never a ship day (発送日)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.promise.delivery_estimate import DeliveryEstimate


class HalfDay(StrEnum):
    """When on that day, in the three words Japanese carriers have for it. The values are public."""

    MORNING = "morning"
    """午前"""
    AFTERNOON = "afternoon"
    """午後"""
    EVENING = "evening"
    """夕方"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """From when on a delivery may be fixed."""

    day: date
    """Local to the destination. Take the day that was promised, not the earliest: a day that somebody picks is kept."""
    half_day: HalfDay = HalfDay.EVENING
    """A promise without an hour is kept when the parcel is there by the end of the day; so that is what is assumed."""

    @classmethod
    def by(cls, delivery: DeliveryEstimate, half_day: HalfDay = HalfDay.EVENING) -> Arrival:
        """By the promised day of a delivery estimate. A `ShipEstimate` is refused by its type: it has no such day."""
        return cls(delivery.promised, half_day)
