"""Something newer is known, or was told, that makes it old."""

from __future__ import annotations

from collections.abc import Iterator

from shared.notifications import subject
from shared.notifications.checks.question import PASSED, Answer, Question
from shared.notifications.message import Message, MessageState
from shared.notifications.occasion import Occasion
from shared.notifications.overtaken import overtaken_by
from shared.notifications.told import TOLD_STATES
from shared.tracking.milestone import Milestone


def superseded(asked: Question) -> Answer:
    """Whether its parcel, or its case, has come further, or a message that takes its place was told, or waits for the
    morning."""
    further = _further(asked) or _of_case(asked)
    if further:
        return Answer(False, further)
    newer = next(_newer(asked), None)
    return PASSED if newer is None else Answer(False, f"{newer.trigger} {newer.decided_at.isoformat()}")


def _further(asked: Question) -> str:
    trigger = asked.occasion.trigger
    parcel = asked.situation.parcels.get(asked.occasion.parcel) if asked.occasion.parcel else None
    if parcel is None or trigger.stale_from is None:
        return ""
    if parcel.milestone.rank >= trigger.stale_from.rank:
        return f"reached {parcel.milestone}"
    back = parcel.return_milestone
    return f"goes back: {back}" if back is not None and back is not Milestone.PENDING else ""


def _of_case(asked: Question) -> str:
    occasion = asked.occasion
    return overtaken_by(occasion.trigger, occasion.facts, occasion.occurred_at, asked.situation.cases, asked.rules)


def _newer(asked: Question) -> Iterator[Message]:
    occasion = asked.occasion
    takes_its_place = occasion.trigger.superseded_by
    if not takes_its_place:
        return
    for message in asked.situation.messages.values():
        if (
            message.trigger in takes_its_place
            and message.message_id != asked.message_id
            and _is_news_to(occasion, message)
            and _is_or_will_be_told(message)
            and subject.are_about_the_same(message.subject, occasion.subject)
        ):
            yield message


def _is_news_to(occasion: Occasion, message: Message) -> bool:
    """What happened later takes the place of news of a case. Else also what happened hardly earlier: carriers' clocks
    differ, and a reminder is there before it is due, while an old return says nothing of a new one."""
    trigger = occasion.trigger
    if "case_id" in occasion.facts and trigger.event != "clock" and message.trigger != trigger.name:
        return message.occurred_at > occasion.occurred_at
    return message.occurred_at >= occasion.occurred_at - trigger.stale_after


def _is_or_will_be_told(message: Message) -> bool:
    waits = message.state is MessageState.PLANNED and message.reason in ("quiet_hours", "rate_limit")
    return waits or message.state in TOLD_STATES
