"""Things that tests talk about: one order, one parcel, and checkpoints by milestone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact, Destination, Order, OrderLine, PromiseTold, Shipment

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PARCEL = ParcelNumber("usps", "9400136208231234500027")
OTHER_PARCEL = ParcelNumber("usps", "9400136208231234500034")
SHIPPED = NOW - timedelta(days=1)
PARCEL_ID = ParcelId(PARCEL, SHIPPED.date())
MAIL_ADDRESS = "aiko.canary@shopper.example"


def order(**changes: object) -> Order:
    """An order that was placed, not yet saved."""
    values: dict[str, object] = {
        "order_id": "A-1",
        "placed_at": NOW - timedelta(days=2),
        "contact": Contact(MAIL_ADDRESS, "ja"),
        "destination": Destination("JP", "150-0001", "Asia/Tokyo"),
        "lines": (OrderLine("SKU-1", "椿オイル 30ml", 1),),
        "link": "wSkxRBv3Tpm0y8f2Qd7aBg",
        "promise": PromiseTold(date(2026, 11, 24), date(2026, 11, 25)),
    }
    return Order(**{**values, **changes})  # type: ignore[arg-type]


def shipment(*parcels: ParcelNumber) -> Shipment:
    """A shipment of `parcels`."""
    return Shipment("S-1", SHIPPED, parcels or (PARCEL,))


def checkpoint(milestone: Milestone | Detail | None, hours: float = 0, code: str = "") -> Checkpoint:
    """A scan, `hours` after NOW: with a milestone's own detail, with that detail, or with an unknown code."""
    detail = Detail(milestone) if milestone else Detail.UNKNOWN
    return Checkpoint(
        NOW + timedelta(hours=hours), detail, code or (milestone or "??"), place=Place("TOKYO", country="JP")
    )
