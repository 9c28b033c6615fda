"""Overtaken: what was heard of a case later than what a message says of it. Pure.

Events overtake one another, and so do the queues of senders. The case knows what happened when; who was told of it
already does not matter, as long as they are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.cases.case import Case
from shared.notifications.catalogue import NEWS_OF
from shared.notifications.facts import Facts
from shared.notifications.rules import NotificationRules
from shared.notifications.trigger import Trigger


def overtaken_by(
    trigger: Trigger, facts: Facts, occurred_at: datetime, cases: Sequence[Case], rules: NotificationRules
) -> str:
    """The later news that takes the place of what happened at `occurred_at`, and when: "refunded 2026-11-24T09:00:00Z".

    "" where there is none, or where the merchant does not tell it. What happened at the same moment takes no place: of
    one decision about several goods each part is told.
    """
    case_id = facts.get("case_id")
    case = next((each for each in cases if each.case_id == case_id), None) if case_id else None
    if case is None:
        return ""
    for name in trigger.superseded_by:
        how, news = rules.told.get(name), NEWS_OF.get(name)
        told = case.news.get(news) if news and name != trigger.name else None
        if told is not None and how is not None and how.channels and told.at > occurred_at:
            return f"{news} {told.at.isoformat()}"
    return ""
