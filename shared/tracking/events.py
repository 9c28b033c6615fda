"""What tracking publishes. Bodies hold ids and facts, never a name, an address or a mail address."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime, BaseModel

from shared.eventing.envelope import EventData
from shared.tracking.milestone import Milestone

SOURCE = "postpurchase.tracking"


class ParcelReference(BaseModel):
    """A parcel, by carrier and number."""

    carrier: str
    tracking_number: str


class OrderRecorded(EventData):
    """An order came in, or changed."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "OrderRecorded"
    version: ClassVar[int] = 1

    order_id: str
    order_version: int
    """1 for a new order, one more for each change."""
    placed_at: AwareDatetime
    country: str


class ShipmentRegistered(EventData):
    """An order's goods were handed to a carrier."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ShipmentRegistered"
    version: ClassVar[int] = 1

    order_id: str
    shipment_id: str
    shipped_at: AwareDatetime
    parcels: list[ParcelReference]


class CheckpointRecorded(EventData):
    """A carrier said something new about a parcel."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "CheckpointRecorded"
    version: ClassVar[int] = 1

    carrier: str
    tracking_number: str
    occurred_at: AwareDatetime
    milestone: Milestone | None = None
    """Absent: the carrier's code is unknown to us."""
    carrier_code: str
    country: str = ""


class MilestoneReached(EventData):
    """A parcel reached a milestone for the first time. Published once more if its order becomes known only later."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "MilestoneReached"
    version: ClassVar[int] = 1

    carrier: str
    tracking_number: str
    milestone: Milestone
    reached_at: AwareDatetime
    order_id: str | None = None
    shipment_id: str | None = None
