"""What a sender asks once more before it sends: a message may have waited, and the shopper changed their mind since."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.notifications.catalogue import trigger_named
from shared.notifications.checks.order_cancelled import ends_with_order
from shared.notifications.decide import NO_CONSENT, TOO_OLD
from shared.notifications.message import Message
from shared.notifications.rules import NotificationRules
from shared.shoppers.consent import allows
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Shopper
from shared.tracking.order import Order

ORDER_CANCELLED = "order_cancelled"
GRACE = timedelta(hours=1)
"""What was decided is sent for so long in any case: what was just in time for the decision is so for its sender."""


def why_untrue(message: Message, order: Order, now: datetime) -> str | None:
    """Why it should not be told any more, on whatever channel; None when it should."""
    trigger = trigger_named(message.trigger)
    if trigger is None or now > max(message.occurred_at + trigger.stale_after, message.decided_at + GRACE):
        return TOO_OLD
    if order.cancelled_at is None or order.cancelled_at <= message.decided_at or message.kind is Kind.REQUIRED:
        return None
    # Where its parcel is, a sender does not read: what is urgent speaks of one that has left.
    return ORDER_CANCELLED if ends_with_order(trigger, has_left=trigger.urgent) else None


def why_unwanted(message: Message, shopper: Shopper, rules: NotificationRules) -> str | None:
    """`no_consent` where the shopper does not want this kind on this channel, or was never asked and has to be."""
    needs_consent = rules.reviews.needs_consent
    wanted = allows(shopper, message.channel, message.kind, feedback_needs_consent=needs_consent)
    return None if wanted else NO_CONSENT
