"""An occasion: a trigger set off, about something, at a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from shared.notifications.facts import Facts
from shared.notifications.trigger import Trigger
from shared.tracking.carrier_update import ParcelId


@dataclass(frozen=True, slots=True)
class Occasion:
    """The same fact gives the same occasion, however often its event comes."""

    trigger: Trigger
    order_id: str
    subject: str
    """What it is told once about: "order", "parcel:<carrier>:<number>:<ship date>", "line:<sku>", "case:<id>"; with
    "@<day>" behind it where the same may be told again about another day."""
    occurred_at: datetime
    """Aware, UTC: when it happened (a carrier's scan time), from which on it grows old."""
    facts: Facts = field(default_factory=lambda: Facts())
    parcel: ParcelId | None = None
    """The parcel it is about: its state decides whether it is still true."""
    due_at: datetime | None = None
    """Aware, UTC: told no sooner; decided anew when it is due. None: now."""
