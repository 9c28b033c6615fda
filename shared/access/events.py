"""What access publishes. Never who asked, nor what for."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime

from shared.eventing.envelope import EventData

SOURCE = "postpurchase.access"


class OrderLookupAsked(EventData):
    """Somebody asked for an order; whether there is one, nobody has looked yet."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "OrderLookupAsked"
    version: ClassVar[int] = 1

    lookup_id: str
    asked_at: AwareDatetime
