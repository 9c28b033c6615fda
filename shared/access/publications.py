"""Which event follows from a look-up that was saved. Pure: the stream function asks here what to publish."""

from __future__ import annotations

from shared.access.events import OrderLookupAsked
from shared.access.lookup import Lookup
from shared.eventing.envelope import Event, Metadata


def of_lookup(lookup: Lookup, *, merchant_id: str) -> Event:
    """That it was asked. What became of it is told to nobody."""
    data = OrderLookupAsked(lookup_id=lookup.lookup_id, asked_at=lookup.asked_at)
    metadata = Metadata(
        event_id=f"lookup:{lookup.lookup_id}",
        version=data.version,
        occurred_at=lookup.asked_at,
        merchant_id=merchant_id,
        correlation_id=lookup.lookup_id,
    )
    return Event.of(data, metadata)
