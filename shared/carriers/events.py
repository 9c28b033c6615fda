"""What carriers' updates look like on the bus: a payload as it came, not yet understood, or one in our own words."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from shared.carriers.reading.fields import MAX_ITEMS
from shared.carriers.reported_update import ReportedUpdate
from shared.eventing.envelope import EventData


class CarrierUpdateReceived(EventData):
    """A carrier, an aggregator or a partner sent an update. The payload is theirs, untouched."""

    source: ClassVar[str] = "postpurchase.carriers"
    detail_type: ClassVar[str] = "CarrierUpdateReceived"
    version: ClassVar[int] = 1

    carrier: str
    """Slug of the adapter that reads the payload."""
    received_at: AwareDatetime
    payload: str
    """The request's body, as text; empty where `payload_file` says where it is."""
    payload_file: str | None = None
    """Path, in the deployment's bucket of raw updates, of a body that is too large for an event."""


class CarrierUpdateReported(EventData):
    """A 3PL or a delivery partner says in our own words what happened to parcels. See docs/carrier-format.md."""

    source: ClassVar[str] = "postpurchase.carriers"
    detail_type: ClassVar[str] = "CarrierUpdateReported"
    version: ClassVar[int] = 1

    updates: Annotated[tuple[ReportedUpdate, ...], Field(max_length=MAX_ITEMS)]
    """Also the body of a push to `/v1/carriers/custom/webhook`: one format, two ways in."""
