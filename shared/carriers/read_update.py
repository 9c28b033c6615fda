"""Read a kept push with its carrier's adapter."""

from __future__ import annotations

from shared.carriers.carrier import UnreadablePayload
from shared.carriers.events import CarrierUpdateReceived
from shared.carriers.registry import CARRIERS
from shared.tracking.carrier_update import CarrierUpdate


def read_update(received: CarrierUpdateReceived) -> tuple[CarrierUpdate, ...]:
    """One update per parcel; raises UnreadablePayload or MalformedJson when there is no reading it."""
    carrier = CARRIERS.get(received.carrier)
    if carrier is None:
        raise UnreadablePayload("No adapter reads this carrier's updates.", field="carrier")
    return carrier.parse(received.payload.encode("utf-8"))
