"""A letter: everything a message is written from, gathered; and what comes of writing it for a channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.brand import Brand
from shared.notifications.message import Message
from shared.notifications.rules import Slot
from shared.tracking.order import Order
from shared.tracking.parcel import Parcel


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses in a message; every one of them opaque and signed, or the merchant's own."""

    tracking: str
    preferences: str
    unsubscribe: str
    """Takes a POST, and needs no confirmation (RFC 8058)."""
    review: str
    help: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message is written from. Writing is pure: the same letter gives the same text."""

    order: Order
    message: Message
    brand: Brand
    sender: str
    """From whom mails come: `Name <address>`, or an address."""
    links: Links
    now: datetime
    """Aware, UTC."""
    parcel: Parcel | None = None
    slots: Sequence[Slot] = ()
    """Recommendations and promotions it may carry: chosen before, empty where it may carry none."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A written mail."""

    sender: str
    recipient: str
    subject: str
    html: str
    text: str
    unsubscribe_url: str = ""
    """For the headers `List-Unsubscribe` and `List-Unsubscribe-Post`; "" for required messages."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A short message for LINE, WhatsApp and web push: a line, a sentence or two, and where to go on."""

    title: str
    body: str
    button: str
    url: str
    help_button: str = ""
    help_url: str = ""
    """Beside an invitation to review, where the channel bears two buttons; elsewhere the page offers both."""
