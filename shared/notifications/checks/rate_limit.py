"""So many messages are enough. Those that are required or urgent count, and are told all the same.

Two messages decided at the same instant do not see each other: the limit may be passed by one.
"""

from __future__ import annotations

from shared.notifications.checks.question import PASSED, Answer, Question
from shared.shoppers.kind import Kind


def rate_limit(asked: Question) -> Answer:
    """Whether the shopper was told as much lately as the merchant allows; then when there is room again."""
    rate, trigger = asked.rules.rate, asked.occasion.trigger
    if rate is None or trigger.urgent or trigger.kind is Kind.REQUIRED:
        return PASSED
    lately = sorted(
        at
        for message_id, at in asked.situation.shopper.recent.items()
        if message_id != asked.message_id and asked.now - at < rate.within
    )
    if len(lately) < rate.messages:
        return PASSED
    says = f"{len(lately)} in {rate.within.total_seconds() / 3600:.0f} h"
    return Answer(False, says, until=lately[len(lately) - rate.messages] + rate.within)
