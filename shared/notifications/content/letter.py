"""A letter: everything a message is written from, gathered; and what comes of writing it for a channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from shared.brand import Brand
from shared.notifications.message import Message
from shared.notifications.rules import Slot
from shared.tracking.order import Order
from shared.tracking.parcel import Parcel

if TYPE_CHECKING:  # 40 modules of returns, for one message of all
    from shared.returns.withdrawal import Withdrawal


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses in a message; every one of them opaque and signed, or the merchant's own."""

    tracking: str
    preferences: str
    unsubscribe: str
    """Takes a POST, and needs no confirmation (RFC 8058)."""
    review: str
    help: str
    problem: str
    """What the shopper reported, behind a code: mails are passed on."""
    returns: str
    """What goes back of the order; a return's number behind it is the return's own page."""


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
    withdrawal: Withdrawal | None = None
    """What a consumer stated, of the message that acknowledges it."""
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
