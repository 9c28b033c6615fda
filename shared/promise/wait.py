"""What the days between ordering and receiving are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Component(StrEnum):
    """Why days go by. The values are public: they stand in answers."""

    CUTOFF_PASSED = "cutoff_passed"
    WAREHOUSE_CLOSED = "warehouse_closed"
    HANDLING = "handling"
    TRANSIT = "transit"
    NO_DELIVERY_DAY = "no_delivery_day"


@dataclass(frozen=True, slots=True)
class Wait:
    """Some days that go by for one reason. The waits of a promise add up to the days from the order to its date."""

    component: Component
    days: int
    first: date | None = None
    """The first of these days, where it matters which days they are."""
    at_least: int | None = None
    """For transit: the fewest days it may take, `days` being the most."""
    instant: datetime | None = None
    """For a passed cutoff: when it passed, UTC."""
