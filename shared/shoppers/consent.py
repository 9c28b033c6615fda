"""What may be told: the shopper's choice, and where there is none, what holds by itself."""

from __future__ import annotations

from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Shopper


def allows(shopper: Shopper, channel: Channel, kind: Kind, *, feedback_needs_consent: bool) -> bool:
    """Whether messages of `kind` may go out on `channel`, as far as the shopper decides that.

    `feedback_needs_consent`: the merchant's law wants a yes before anybody is invited to review.
    """
    if kind is Kind.REQUIRED:
        return True
    chosen = shopper.choice(channel, kind)
    if chosen is not None:
        return chosen.allowed
    return kind is Kind.SERVICE or (kind is Kind.FEEDBACK and not feedback_needs_consent)
