"""From when and until when a merchant lets shoppers pick a delivery day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shared.promise.calendar import ONE_DAY, Calendar

MAX_DAYS = 366
"""Nobody plans further, and every day more makes every answer longer."""


@dataclass(frozen=True, slots=True)
class SelectionRule:
    """The merchant's word. The promise stands above it: no day is offered on which the parcel cannot be there.

    Making one raises ValueError for numbers out of range.
    """

    earliest_after: int | None = None
    """Days from the day of the order to the first that may be picked. 0 says that the day of the order itself may be;
    None says nothing, and then the day after it is the first. The two are not the same: see `takes_order_day`."""
    in_business_days: bool = False
    """Count `earliest_after` on the warehouse's working days only."""
    latest_within: int = 30
    """Calendar days from the day of the order to the last that may be picked."""

    def __post_init__(self) -> None:
        if self.earliest_after is not None and not 0 <= self.earliest_after <= MAX_DAYS:
            raise ValueError(f"earliest_after must be 0 to {MAX_DAYS} days, or left out")
        if not 0 <= self.latest_within <= MAX_DAYS:
            raise ValueError(f"latest_within must be 0 to {MAX_DAYS} days")
        if not self.in_business_days and self.latest_within < (self.earliest_after or 0):
            raise ValueError("latest_within lies before earliest_after: no day could be picked")

    @property
    def takes_order_day(self) -> bool:
        """Whether the merchant wrote 0. Worth a warning: shops meant "no limit" by it, and got orders for today."""
        return self.earliest_after == 0

    def first_day(self, order_day: date, works: Calendar) -> date:
        """The first day the merchant takes; `works`: when the warehouse works."""
        after = 1 if self.earliest_after is None else self.earliest_after
        if not self.in_business_days:
            return order_day + timedelta(days=after)
        day = order_day
        for _ in range(after):
            day = works.first_open(day + ONE_DAY)
        return day

    def last_day(self, order_day: date) -> date:
        """The last day the merchant takes."""
        return order_day + timedelta(days=self.latest_within)

    def to_json(self) -> list[Any]:
        """The compiled form: earliest_after or null, whether in business days, latest_within."""
        return [self.earliest_after, self.in_business_days, self.latest_within]

    @classmethod
    def from_json(cls, compiled: list[Any]) -> SelectionRule:
        """Read what `to_json` wrote; numbers may be Decimal. Raises ValueError or TypeError."""
        earliest_after, in_business_days, latest_within = compiled
        return cls(None if earliest_after is None else int(earliest_after), bool(in_business_days), int(latest_within))
