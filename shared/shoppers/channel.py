"""Channels: how a message goes out."""

from __future__ import annotations

from enum import StrEnum

from shared.tracking.order import Contact


class Channel(StrEnum):
    """Each has a queue and a sender of its own. The values are public: configuration, events and topic attributes."""

    EMAIL = "email"
    SMS = "sms"
    LINE = "line"
    WHATSAPP = "whatsapp"
    PUSH = "push"
    """Web push, to the browsers a shopper allowed it in."""

    @property
    def is_loud(self) -> bool:
        """Whether it rings in a pocket: quiet hours are about these."""
        return self is not Channel.EMAIL

    def address_of(self, contact: Contact) -> str:
        """Where the shopper is reached on it, "" where they are not. A push address is one of the shopper, not here."""
        match self:
            case Channel.EMAIL:
                return contact.email
            case Channel.LINE:
                return contact.line_user_id
            case Channel.SMS | Channel.WHATSAPP:
                return contact.phone
            case Channel.PUSH:
                return ""
