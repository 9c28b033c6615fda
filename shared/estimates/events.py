"""What live estimates publish. Bodies hold ids, dates and codes, never a name, an address or a mail address."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel

from shared.estimates.estimate import EstimateSource
from shared.estimates.reason import Reason
from shared.eventing.envelope import EventData
from shared.tracking.cause import Cause

SOURCE = "postpurchase.estimates"


class EstimatedDates(BaseModel):
    """Local dates at the destination. `latest`: nine in ten have come by then."""

    earliest: date
    likely: date
    latest: date


class _OfParcel(BaseModel):
    """Of a parcel; or of an order that has none yet: then carrier, number, ship date and shipment are absent."""

    order_id: str
    shipment_id: str | None = None
    carrier: str | None = None
    tracking_number: str | None = None
    ship_date: date | None = None
    """With carrier and number, the parcel's identity."""
    time_zone: str
    """IANA zone of the destination: all dates are its."""


class EstimateRevised(_OfParcel, EventData):
    """What is told of a parcel's arrival is new, or has changed by more than a wobble."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "EstimateRevised"
    version: ClassVar[int] = 1

    revision: int
    """1 for the first."""
    revised_at: AwareDatetime
    reason: Reason
    estimate: EstimatedDates | None = None
    """Absent: no date can be given, for the reason said."""
    estimate_source: EstimateSource | None = None
    """What the dates rest on."""
    before: EstimatedDates | None = None
    """What was told until now."""
    first: EstimatedDates | None = None
    """What was told first."""
    promised: date | None = None
    """The last day that was promised. Absent: nothing was."""
    at_risk: bool
    """Whether the promise is at risk. Said false after a PromiseAtRisk: it no longer is."""


class PromiseAtRisk(_OfParcel, EventData):
    """A promise will probably be broken, and its day is not over yet. Published once for each parcel."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "PromiseAtRisk"
    version: ClassVar[int] = 1

    promised: date
    noticed_at: AwareDatetime
    reason: Reason
    on_time_chance: float | None = None
    """Between 0 and 1. Absent: it will not come."""
    estimate: EstimatedDates | None = None
    """Absent: no date can be given."""
    cause: Cause | None = None
    """Whom the carrier puts it down to, where it says."""


class PromiseMissed(_OfParcel, EventData):
    """The promised day is over at the destination, and the parcel had not come by then."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "PromiseMissed"
    version: ClassVar[int] = 1

    promised: date
    found_at: AwareDatetime
    reason: Reason | None = None
    """What the last estimate was put down to, where that says why."""
    cause: Cause | None = None
    """Whom the carrier puts it down to, where it says."""
    first_promised: date | None = None
    """What was promised first, where `promised` was told later."""
    arrived_on: date | None = None
    """Absent: it has not come yet."""
    estimate: EstimatedDates | None = None
    """When it is expected now. Absent: it has come, or no date can be given."""


class PromiseKept(_OfParcel, EventData):
    """The parcel came, or could be picked up, on the promised day or before. Also after a scan that corrects a miss."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "PromiseKept"
    version: ClassVar[int] = 1

    promised: date
    found_at: AwareDatetime
    arrived_on: date
    days_early: int
    """0: on the promised day."""
    first_promised: date | None = None
    """What was promised first, where `promised` was told later: which may have been missed."""
