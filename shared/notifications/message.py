"""A message: one thing told, or deliberately not told, to one shopper on one channel."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.tracking.carrier_update import ParcelNumber


class MessageState(StrEnum):
    """How far a message has come."""

    DECIDED = "decided"
    SENDING = "sending"
    SENT = "sent"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Message:
    """The decision to tell someone, and what became of it. Holds no address: the sender reads that from the order."""

    message_id: str
    order_id: str
    parcel: ParcelNumber
    trigger: str
    channel: str
    language: str
    state: MessageState
    reason: str
    """Why it was decided so: `milestone_reached`, or why it was suppressed."""
    decided_at: datetime
    """Aware, UTC."""
    sent_at: datetime | None = None
    lease_until: datetime | None = None
    """While SENDING: until then one sender, and nobody else, is at it."""
    version: int = 0


def message_id(order_id: str, trigger: str, channel: str, parcel: ParcelNumber) -> str:
    """The same message for the same cause, however often it is decided: 26 hex digits."""
    cause = "\x1f".join((order_id, trigger, channel, parcel.carrier, parcel.tracking_number))
    return hashlib.sha256(cause.encode()).hexdigest()[:26]
