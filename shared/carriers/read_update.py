"""Read what came from a carrier: a kept push with its adapter, or a partner's update in our own words."""

from __future__ import annotations

from shared.carriers.adapters.custom.payload import read_updates
from shared.carriers.carrier import UnreadablePayload
from shared.carriers.events import CarrierUpdateReceived, CarrierUpdateReported
from shared.carriers.ports import Files
from shared.carriers.receive_update import LARGE, MAX_PUSH
from shared.carriers.registry import UnknownCarrier, carrier
from shared.tracking.carrier_update import CarrierUpdate

CarrierSaid = CarrierUpdateReceived | CarrierUpdateReported
CARRIER_EVENTS: tuple[type[CarrierSaid], ...] = (CarrierUpdateReceived, CarrierUpdateReported)
"""The two events that bring carriers' updates."""

PARTNERS = "custom"
"""The adapter of Todoku's own format, under which partners' events are recorded."""


def reported_by(said: CarrierSaid) -> str:
    """Slug of the adapter that reads the event."""
    return said.carrier if isinstance(said, CarrierUpdateReceived) else PARTNERS


def read_update(said: CarrierSaid, large: Files) -> tuple[CarrierUpdate, ...]:
    """One update per parcel; raises UnreadablePayload, MalformedJson or MalformedXml when there is no reading it.

    What a partner reported in our own format was checked when the event was opened, and is always read. `large` holds
    the pushes that were too large for an event.
    """
    if isinstance(said, CarrierUpdateReported):
        return read_updates(said)
    try:
        sender = carrier(said.carrier)
    except UnknownCarrier:
        raise UnreadablePayload("No adapter reads this carrier's updates.", field="carrier") from None
    if said.payload_file is not None:
        return sender.parse(_large(said.payload_file, large))
    return sender.parse(said.payload.encode("utf-8"))


def _large(path: str, large: Files) -> bytes:
    if not path.startswith(LARGE):  # anybody may put an event on the bus; only pushes are read from the bucket
        raise UnreadablePayload(f"payload_file must begin with {LARGE}.", field="payload_file")
    return large.read(path, MAX_PUSH).raw
