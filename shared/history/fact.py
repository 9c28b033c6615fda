"""A fact: one thing that happened to one parcel, as it is kept. Nobody can be told from it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from shared.tracking.carrier_update import ParcelNumber


class Kind(StrEnum):
    """What happened. The words stand in the kept files and in `history.sql`: they are never changed."""

    PROMISED = "promised"
    """A shopper was told a date for an order: of no parcel yet."""
    HANDED_OVER = "handed_over"
    """The shop gave it to the carrier; without a parcel: it took the shipment's parcels back."""
    IN_TRANSIT = "in_transit"
    """The carrier's first scan."""
    CUSTOMS_STARTED = "customs_started"
    AT_DELIVERY_DEPOT = "at_delivery_depot"
    HELD = "held"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPT_FAILED = "attempt_failed"
    AVAILABLE_FOR_PICKUP = "available_for_pickup"
    DELIVERED = "delivered"
    RETURNED = "returned"
    """Back with the shop."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a kept file. A moment is UTC; the offsets say what the clock showed where it happened.

    Every line has every field, None where nothing is known: both SQL engines find each column in each file.
    """

    fact_id: str
    """Made from the fact itself: kept twice, it is one."""
    fact: Kind
    happened_at: datetime
    told_at: datetime
    """When we heard of it: of two that contradict each other, the later is right."""
    parcel: str | None
    """`digest_of` its carrier and number; the same number comes again after a year, with another ship date."""
    carrier: str
    ship_date: date | None = None
    """None where the carrier reported it without our knowing which parcel of that number it is."""
    order_id: str | None = None
    """The shop's own number: it says nothing to anybody but the shop."""
    shipment_id: str | None = None
    utc_offset: int | None = None
    """Minutes that the destination's clock was ahead of UTC then; None where the order is not known."""
    ordered_at: datetime | None = None
    origin_utc_offset: int | None = None
    """The warehouse's clock, likewise, at the hand-over."""
    origin_id: str = ""
    origin_country: str = ""
    origin_region: str = ""
    origin_postal: str = ""
    service: str = ""
    destination_country: str = ""
    destination_postal: str = ""
    """The start of the postal code, as `coarse_postal` cuts it."""
    items: int | None = None
    promised_date: date | None = None
    """The last day of the window that the shopper was told first; local to the destination."""

    def line(self) -> str:
        """The fact as one line of JSON. Moments are written as SQL writes them: both engines read that."""
        return json.dumps({name: _written(value) for name, value in asdict(self).items()}, separators=(",", ":"))


def digest_of(number: ParcelNumber) -> str:
    """What stands for a tracking number: with the number itself, anybody could ask the carrier about the recipient."""
    return hashlib.sha256(f"{number.carrier}:{number.tracking_number}".encode()).hexdigest()[:20]


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else value
