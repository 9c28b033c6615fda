"""Kinds of message: what a shopper may choose not to hear, and what they must not miss."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What consent a message needs. The values are public."""

    REQUIRED = "required"
    """A law or the contract wants it told: confirmations, cancellations, money. No preference stops it."""
    SERVICE = "service"
    """About an order that was placed: told unless the shopper said no."""
    FEEDBACK = "feedback"
    """An invitation to review, or to say how it went: told unless the shopper said no, or where the merchant's law
    wants it (`notifications.reviews.needs_consent`), only if they said yes."""
    PROMOTION = "promotion"
    """Told only if the shopper said yes; also what decides whether other messages carry recommendations."""
