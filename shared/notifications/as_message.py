"""A decision as the message that is kept of it; and the occasion of a message that is decided anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from shared.notifications.decide import NO_ADDRESS
from shared.notifications.decision import Decision, Verdict
from shared.notifications.message import Check, Message, MessageState, message_id
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.notifications.trigger import Trigger
from shared.shoppers.channel import Channel

_STATES = {
    Verdict.TELL: MessageState.DECIDED,
    Verdict.LATER: MessageState.PLANNED,
    Verdict.SUPPRESS: MessageState.SUPPRESSED,
}


def message_of(
    occasion: Occasion,
    decision: Decision,
    situation: Situation,
    rules: NotificationRules,
    now: datetime,
    only: Channel | None = None,
) -> Message:
    """The message of a first decision. `only`: as `decide` was asked."""
    first, *others = decision.channels
    return Message(
        message_id=message_id(occasion.order_id, occasion.trigger.name, occasion.subject, only),
        order_id=occasion.order_id,
        trigger=occasion.trigger.name,
        subject=occasion.subject,
        kind=occasion.trigger.kind,
        shopper=situation.shopper.shopper_id,
        language=situation.order.contact.language or rules.default_language,
        state=_STATES[decision.verdict],
        reason=decision.reason,
        occurred_at=occasion.occurred_at,
        decided_at=now,
        channel=first,
        next_channels=tuple(others),
        facts=occasion.facts,
        parcel=occasion.parcel,
        checks=_telling(decision.checks),
        due_at=decision.due_at,
        keep_until=max(now, decision.due_at or now) + timedelta(days=rules.keep_days),
        configuration=rules.configuration,
    )


def decided_anew(
    planned: Message,
    occasion: Occasion,
    decision: Decision,
    situation: Situation,
    rules: NotificationRules,
    now: datetime,
) -> Message:
    """A planned message once it was decided again: told, put off further, or stopped; failed, where it was tried on
    other channels, and none that is left reaches the shopper.

    One that is told keeps its `due_at`, and with it its place in the list, until a sender takes it: who decided it may
    die before it is announced, and nobody else would.
    """
    only = channel_of_its_own(planned)
    told_by_now = planned.due_at if decision.verdict is Verdict.TELL else decision.due_at
    if not decision.channels:  # switched off since
        decision = replace(decision, channels=(planned.channel, *planned.next_channels))
    fresh = message_of(occasion, decision, situation, rules, now, only)
    if planned.attempts and decision.reason == NO_ADDRESS:
        fresh = replace(fresh, state=MessageState.FAILED)
    return replace(
        fresh, due_at=told_by_now, attempts=planned.attempts, reaction=planned.reaction, version=planned.version
    )


def untried(planned: Message, rules: NotificationRules) -> NotificationRules:
    """The rules without the channels that were tried in vain: what moved on is not decided for these again."""
    told = rules.told.get(planned.trigger)
    if told is None or not planned.attempts:
        return rules
    tried = {attempt.channel for attempt in planned.attempts}
    left = tuple(channel for channel in told.channels if channel not in tried)
    return replace(rules, told={**rules.told, planned.trigger: replace(told, channels=left)})


def occasion_of(planned: Message, trigger: Trigger) -> Occasion:
    """What a planned message is about, as it was when it was planned."""
    return Occasion(
        trigger=trigger,
        order_id=planned.order_id,
        subject=planned.subject,
        occurred_at=planned.occurred_at,
        facts=planned.facts,
        parcel=planned.parcel,
    )


def channel_of_its_own(message: Message) -> Channel | None:
    """The channel that is part of its identity; None where it may go out on any."""
    any_channel = message_id(message.order_id, message.trigger, message.subject)
    return None if message.message_id == any_channel else message.channel


def _telling(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    return tuple(check for check in checks if check.says or not check.passed)
