"""What the days between ordering and receiving are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Component(StrEnum):
    """Why days go by. The values are public: they stand in answers."""

    CUTOFF_PASSED = "cutoff_passed"
    WAREHOUSE_CLOSED = "warehouse_closed"
    NOT_YET_AVAILABLE = "not_yet_available"
    HANDLING = "handling"
    EARLIER_ORDERS = "earlier_orders"
    NO_PICKUP = "no_pickup"
    HANDLING_AND_TRANSIT = "handling_and_transit"
    FIRST_LEG = "first_leg"
    CUSTOMS = "customs"
    TRANSIT = "transit"
    BUFFER = "buffer"
    REMOTE_AREA = "remote_area"
    DISRUPTION = "disruption"
    NO_DELIVERY_DAY = "no_delivery_day"


@dataclass(frozen=True, slots=True)
class Wait:
    """Some days that go by for one reason. The waits of a promise add up to the days from the order to its date."""

    component: Component
    days: int
    first: date | None = None
    """The first of these days, where it matters which days they are."""
    at_least: int | None = None
    """For transit: the fewest days it may take, `days` being the most, where nothing is known between them."""
    instant: datetime | None = None
    """For a passed cutoff: when it passed, UTC."""
    hours: int = 0
    """For handling that takes hours of a day."""
    name: str = ""
    """What the closed days, the area, the leg's carrier or the disruption is called."""
    kind: str = ""
    """Of a disruption: its kind, as in `SlowdownKind`."""
    confidence: int | None = None
    """For a buffer that own history asks for: of 100 parcels, how many it is to bring there in time."""
