"""What a sender asks once more before it sends: a message may have waited, and the shopper changed their mind since, or
more was heard of their case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.cases.case import Case
from shared.notifications.catalogue import trigger_named
from shared.notifications.checks.order_cancelled import ends_with_order
from shared.notifications.decide import NO_CONSENT, SUPERSEDED, TOO_OLD
from shared.notifications.message import Check, Message
from shared.notifications.overtaken import overtaken_by
from shared.notifications.rules import NotificationRules
from shared.shoppers.consent import allows
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Shopper
from shared.tracking.order import Order

ORDER_CANCELLED = "order_cancelled"
GRACE = timedelta(hours=1)
"""What was decided is sent for so long in any case: what was just in time for the decision is so for its sender."""


def why_untrue(
    message: Message, order: Order, cases: Sequence[Case], rules: NotificationRules, now: datetime
) -> Check | None:
    """The check that it does not pass any more, on whatever channel; None when it should be told. `cases`: the order's.

    What was told meanwhile is not read again, and where its parcel is neither: what is urgent speaks of one that has
    left.
    """
    trigger = trigger_named(message.trigger)
    if trigger is None or now > max(message.occurred_at + trigger.stale_after, message.decided_at + GRACE):
        return Check(TOO_OLD, passed=False)
    newer = overtaken_by(trigger, message.facts, message.occurred_at, cases, rules)
    if newer:
        return Check(SUPERSEDED, passed=False, says=newer)
    if order.cancelled_at is None or order.cancelled_at <= message.decided_at or message.kind is Kind.REQUIRED:
        return None
    if not ends_with_order(trigger, has_left=trigger.urgent):
        return None
    return Check(ORDER_CANCELLED, passed=False, says=order.cancelled_at.isoformat())


def why_unwanted(message: Message, shopper: Shopper, rules: NotificationRules) -> str | None:
    """`no_consent` where the shopper does not want this kind on this channel, or was never asked and has to be."""
    needs_consent = rules.reviews.needs_consent
    wanted = allows(shopper, message.channel, message.kind, feedback_needs_consent=needs_consent)
    return None if wanted else NO_CONSENT
