"""A planned occasion, looked at again: what it says, and when it is due, as the facts are now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.notifications.catalogue.expectation import DELAY_PREDICTED, DELIVERY_LATE
from shared.notifications.catalogue.parcel_facts import expected_now
from shared.notifications.catalogue.reviews import REVIEW_INVITED, invited_at
from shared.notifications.catalogue.warranty import WARRANTY_ENDING, ending_due
from shared.notifications.facts import Facts
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation

_TELLS_A_DAY = frozenset({DELAY_PREDICTED, DELIVERY_LATE})


def renewed(occasion: Occasion, situation: Situation, rules: NotificationRules) -> Occasion:
    """An invitation or a warranty whose day moved is due on the new one; a delay says what is expected by now."""
    if occasion.trigger in _TELLS_A_DAY:
        return replace(occasion, facts=occasion.facts | expected_now(occasion.parcel, situation))
    due_at = _due(occasion, situation, rules)
    if due_at is None:
        return occasion
    facts = occasion.facts
    if occasion.trigger is WARRANTY_ENDING:
        facts = facts | Facts(until=_until(occasion, situation))
    return replace(occasion, occurred_at=due_at, due_at=due_at, facts=facts)


def _due(occasion: Occasion, situation: Situation, rules: NotificationRules) -> datetime | None:
    when = {REVIEW_INVITED: invited_at, WARRANTY_ENDING: ending_due}.get(occasion.trigger)
    if when is None:
        return None
    sku = occasion.facts.get("sku")
    lines = (line for line in situation.order.lines if line.sku == sku)
    return next((due for line in lines if (due := when(line, situation, rules)) is not None), None)


def _until(occasion: Occasion, situation: Situation) -> str:
    sku = occasion.facts.get("sku")
    days = (str(line.warranty_until) for line in situation.order.lines if line.sku == sku and line.warranty_until)
    return next(days, occasion.facts.get("until", ""))
