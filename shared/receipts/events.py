"""What is published about promises that were told. Bodies hold ids and dates, no postal code and no person."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel

from shared.eventing.envelope import EventData

SOURCE = "postpurchase.promise"


class ItemPromised(BaseModel):
    """What was promised for one item. Dates are local to `time_zone`."""

    id: str
    method: str
    carrier: str
    service: str
    warehouse: str
    ship_date: date
    earliest: date
    likely: date
    latest: date
    promised: date
    """What the shopper was told."""
    time_zone: str
    confidence: int
    """Per cent of parcels that were to come by the computed date."""
    sku: str | None = None
    day: date | None = None
    """The day that the shopper nominated."""
    slot: str | None = None
    """Code of the time of day that the shopper nominated."""


class PromiseMade(EventData):
    """A date was told to a shopper, and kept, signed. It is never computed again."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "PromiseMade"
    version: ClassVar[int] = 1

    promise_id: str
    order_id: str
    made_at: AwareDatetime
    country: str
    promised: date
    """The day by which every item is there."""
    items: list[ItemPromised]
    configuration_version: int
    model: str | None = None
    """Name of the learned model that took part."""
