"""What the mail service reports of a mail that it took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailNews(StrEnum):
    """What happened to a mail."""

    SENT = "sent"
    """The service has taken it, and tries to deliver it."""
    DELIVERED = "delivered"
    OPENED = "opened"
    CLICKED = "clicked"
    BOUNCED = "bounced"
    """Nothing will ever arrive there."""
    HELD_BACK = "held_back"
    """The service did not even try: the address is on its list of those that bounced or complained before."""
    RETURNED = "returned"
    """Not delivered this time: a full mailbox, an absent server. A later mail may well be."""
    COMPLAINED = "complained"
    """The shopper called it spam."""
    REJECTED = "rejected"
    """The service took it, looked into it, and did not send it."""
    DELAYED = "delayed"


@dataclass(frozen=True, slots=True)
class MailReport:
    """One piece of news."""

    order_id: str
    message_id: str
    news: MailNews
    at: datetime
    """Aware, UTC."""
    provider_id: str = ""
    addresses: tuple[str, ...] = ()
    """Whose mailbox it is about; only of bounces and complaints. Never kept, never logged."""
