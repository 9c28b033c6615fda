"""Tell what was planned and is due: decided anew, in the situation as it is now."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.errors import Conflict, TodokuError
from shared.notifications.as_message import channel_of_its_own, decided_anew, occasion_of, untried
from shared.notifications.catalogue import trigger_named
from shared.notifications.decide import decide
from shared.notifications.message import Check, Message, MessageState
from shared.notifications.notify_customer import Means
from shared.notifications.read_situation import read_situation
from shared.notifications.renewed import renewed
from shared.notifications.rules import NotificationRules
from shared.notifications.tell import announce

RUN_EVERY = timedelta(minutes=5)
"""How often the clock calls; `infra/notifications.py` holds the same."""
RUN_LASTS = timedelta(minutes=4)
"""After so long a run takes nothing new. What is left is due at the next."""
ANNOUNCED_AGAIN_AFTER = timedelta(minutes=15)
"""A message that no sender took for so long may never have been announced."""
GONE = "order_gone"
"""The reason of a planned message whose order, or trigger, there is no more."""
_PAGE = 100

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did."""

    told: int = 0
    put_off: int = 0
    stopped: int = 0
    failed: int = 0


def tell_due(means: Means, rules: NotificationRules, clock: Callable[[], datetime]) -> Run:
    """Decide anew what is due, the longest waiting first, until nothing is left or the time is over.

    What fails is counted, and its turn comes again; it must not cost the others theirs. What somebody else moved in
    between is no failure.
    """
    began, run = clock(), Run()
    seen: set[str] = set()
    while clock() - began < RUN_LASTS:
        # What was decided may be listed a little longer, and what failed is due still: both stand before the others.
        page = means.sources.messages.due(began, _PAGE + len(seen))
        due = [message for message in page if message.message_id not in seen]
        if not due:
            break
        for message in due:
            if clock() - began >= RUN_LASTS:
                break
            seen.add(message.message_id)
            run = _counted(run, _told_without_harm(message, means, rules, clock()))
    return run


def tell_planned(planned: Message, means: Means, rules: NotificationRules, now: datetime) -> Message:
    """Decide one anew, keep that, and announce it if it is told; one that is told already is announced again."""
    if planned.state is MessageState.DECIDED:
        decided = planned
        if now - planned.decided_at < ANNOUNCED_AGAIN_AFTER:
            return planned
    else:
        decided = means.sources.messages.save(_decided(planned, means, rules, now))
    announce(
        [decided],
        shoppers=means.sources.shoppers,
        announcements=means.announcements,
        rate=rules.rate,
        now=now,
    )
    return decided


def _decided(planned: Message, means: Means, rules: NotificationRules, now: datetime) -> Message:
    trigger = trigger_named(planned.trigger)
    situation = read_situation(means.sources, planned.order_id)
    if trigger is None or situation is None:
        stopped = Check(GONE, False, "trigger" if trigger is None else "order")
        return replace(
            planned, state=MessageState.SUPPRESSED, reason=GONE, decided_at=now, due_at=None, checks=(stopped,)
        )
    occasion = renewed(occasion_of(planned, trigger), situation, rules)
    decision = decide(occasion, situation, untried(planned, rules), now, channel_of_its_own(planned))
    return decided_anew(planned, occasion, decision, situation, rules, now)


def _told_without_harm(message: Message, means: Means, rules: NotificationRules, now: datetime) -> Message | None:
    """The message as it is now; None where that failed."""
    try:
        return tell_planned(message, means, rules, now)
    except Conflict:
        return message
    except Exception as error:  # the edge of the run: it stays due, and the others have their turn
        reason = f"{error.code}: {error.detail}" if isinstance(error, TodokuError) else type(error).__name__
        logger.warning("message left for the next run: %s (%s)", reason, message.message_id)
        return None


def _counted(run: Run, message: Message | None) -> Run:
    if message is None:
        return replace(run, failed=run.failed + 1)
    if message.state is MessageState.DECIDED:
        return replace(run, told=run.told + 1)
    if message.state is MessageState.SUPPRESSED:
        return replace(run, stopped=run.stopped + 1)
    return replace(run, put_off=run.put_off + 1)
