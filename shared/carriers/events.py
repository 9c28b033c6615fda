"""What carriers' updates look like on the bus: the payload as it came, not yet understood."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime

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
    """The request's body, as text."""
