"""What tracking publishes. Bodies hold ids and facts, never a name, an address or a mail address."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel

from shared.eventing.envelope import EventData
from shared.tracking.cause import Cause
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg

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


class OrderCancelled(EventData):
    """The whole order was cancelled. Of its lines nothing more is published."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "OrderCancelled"
    version: ClassVar[int] = 1

    order_id: str
    cancelled_at: AwareDatetime


class OrderLineCancelled(EventData):
    """Some of what was ordered will not come, in an order that is not cancelled as a whole."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "OrderLineCancelled"
    version: ClassVar[int] = 1

    order_id: str
    sku: str
    quantity: int
    """How many more than were known to be cancelled."""
    cancelled_at: AwareDatetime
    """When Todoku was told."""


class OrderLineBackordered(EventData):
    """What was ordered has to be waited for; or longer, or shorter than was said."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "OrderLineBackordered"
    version: ClassVar[int] = 1

    order_id: str
    sku: str
    quantity: int
    """How many of it are still ordered."""
    expected_on: date
    """The day it is expected back in stock."""
    noted_at: AwareDatetime
    """When Todoku was told."""


class ShipmentRegistered(EventData):
    """An order's goods were handed to a carrier."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ShipmentRegistered"
    version: ClassVar[int] = 1

    order_id: str
    shipment_id: str
    shipped_at: AwareDatetime
    parcels: list[ParcelReference]
    leg: Leg = Leg.OUTBOUND
    """`return`: the shopper sends it back."""


class CheckpointRecorded(EventData):
    """A carrier said something new about a parcel."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "CheckpointRecorded"
    version: ClassVar[int] = 1

    carrier: str
    tracking_number: str
    occurred_at: AwareDatetime
    milestone: Milestone | None = None
    """Absent: the carrier's code is unknown to us, or says nothing about where the parcel is; `detail` tells."""
    detail: Detail | None = None
    """What exactly it says; "unknown" for a code in no table of ours. Absent in events before 2026-11-25."""
    cause: Cause | None = None
    """What the carrier puts it down to, where it says."""
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
    ship_date: date | None = None
    """With the number, the parcel's identity: carriers use numbers again."""
    leg: Leg = Leg.OUTBOUND
    """`return`: reached on the way back to the sender. Then `delivered` means back with the shop."""


class IncidentOpened(EventData):
    """Something went wrong with a parcel, or what is known about it changed."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "IncidentOpened"
    version: ClassVar[int] = 1

    carrier: str
    tracking_number: str
    ship_date: date
    opened_at: AwareDatetime
    detail: Detail
    cause: Cause | None = None
    """Whom the carrier puts it down to. Absent: it does not say."""
    order_id: str | None = None


class IncidentCleared(EventData):
    """A parcel's incident is over: it moves again, or has arrived."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "IncidentCleared"
    version: ClassVar[int] = 1

    carrier: str
    tracking_number: str
    ship_date: date
    opened_at: AwareDatetime
    cleared_at: AwareDatetime
    order_id: str | None = None
