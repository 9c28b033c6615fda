"""One way to deliver: a carrier's service, its lanes, and what it costs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from shared.promise.calendar import Calendar
from shared.promise.lane import Lane
from shared.promise.lane_table import LaneTable
from shared.promise.money import Condition, Price
from shared.promise.slots.selection_rule import SelectionRule


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of the way before the lane: to another country's hub, by another carrier."""

    carrier: str
    min_days: int
    max_days: int
    calendar: Calendar
    """The days on which this carrier hands over."""


@dataclass(frozen=True, slots=True)
class CarrierService:
    """One way to deliver: a carrier's service from one warehouse, or from the best of several."""

    name: str
    """What the shopper reads; unique within the network."""
    method: str
    """The merchant's word for the kind of delivery: "home", "express"."""
    carrier: str
    warehouse: str
    """Id of the warehouse it leaves from."""
    calendar: Calendar
    """The days it delivers. Its closed days are not the warehouse's: they do not delay shipping."""
    lanes: Collection[Lane]
    """A LaneTable, which is made of the lanes where they are given in any other way."""
    other_warehouses: tuple[str, ...] = ()
    """It may leave from these as well: whichever brings it soonest."""
    price: Price | None = None
    conditions: tuple[Condition, ...] = ()
    legs: tuple[Leg, ...] = ()
    """What comes before the lane, in order."""
    customs_days: tuple[int, int] = (0, 0)
    """Calendar days at customs, fewest and most, between the legs and the lane."""
    date_choice: SelectionRule | None = None
    """That the shopper may choose the delivery day (お届け日指定), and which; with the carrier's time slots."""

    def __post_init__(self) -> None:
        if not isinstance(self.lanes, LaneTable):
            object.__setattr__(self, "lanes", LaneTable.of(self.lanes))

    @property
    def warehouses(self) -> tuple[str, ...]:
        """All it may leave from."""
        return (self.warehouse, *self.other_warehouses)

    def lane_to(self, country: str, postal: str) -> Lane | None:
        """The lane that serves this destination, or None; see LaneTable."""
        return self.lane_table.lane_to(country, postal)

    @property
    def lane_table(self) -> LaneTable:
        """Its lanes, as they are searched and stored."""
        assert isinstance(self.lanes, LaneTable)  # noqa: S101 - __post_init__ saw to it
        return self.lanes
