"""Tell: keep what was decided, remember it of the shopper, and announce it to the senders. Safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from shared.notifications.as_message import message_of
from shared.notifications.decide import DUPLICATE, NO_ADDRESS, NO_CONSENT, NOT_DUE, NOT_ENABLED, decide
from shared.notifications.message import Message, MessageState, message_id
from shared.notifications.occasion import Occasion
from shared.notifications.ports import Announcements, Messages
from shared.notifications.rules import NotificationRules, RateLimit
from shared.notifications.situation import Situation
from shared.notifications.trigger import Once
from shared.shoppers.change_shopper import change_shopper
from shared.shoppers.channel import Channel
from shared.shoppers.ports import Shoppers
from shared.shoppers.shopper import Shopper

_REACHES_NOBODY = frozenset({NO_ADDRESS, NO_CONSENT})


def keep_decisions(
    occasions: Iterable[Occasion], situation: Situation, rules: NotificationRules, messages: Messages, now: datetime
) -> list[Message]:
    """Decide each occasion, and keep what is decided; answers the messages as kept, also those decided before.

    Each sees what was decided of those before it. Raises StaleMessage where a plan was moved by somebody else.
    """
    kept: list[Message] = []
    for occasion in occasions:
        for message in _of_occasion(occasion, situation, rules, messages, now):
            kept.append(message)
            situation = with_message(situation, message, now)
    return kept


def announce(
    decided: Sequence[Message],
    *,
    shoppers: Shoppers,
    announcements: Announcements,
    rate: RateLimit | None,
    now: datetime,
) -> None:
    """Announce those that are decided to be told. Before that they are remembered, where a rate limit counts them."""
    told = [message for message in decided if message.state is MessageState.DECIDED]
    if rate is not None:
        for shopper_id in dict.fromkeys(message.shopper for message in told if message.shopper):
            theirs = [message for message in told if message.shopper == shopper_id]
            change_shopper(shoppers, shopper_id, partial(_remembering, told=theirs, now=now))
    for message in told:
        announcements.announce(message)


def with_message(situation: Situation, message: Message, now: datetime) -> Situation:
    """The situation once this was decided."""
    known = {**situation.messages, message.message_id: message}
    return replace(situation, messages=known, shopper=_remembering(situation.shopper, [message], now))


def _of_occasion(
    occasion: Occasion, situation: Situation, rules: NotificationRules, messages: Messages, now: datetime
) -> list[Message]:
    told = rules.told.get(occasion.trigger.name)
    if told is None or not told.every:
        message = _decided(occasion, situation, rules, messages, now, None)
        return [message] if message else []
    each = [_decided(occasion, situation, rules, messages, now, channel) for channel in told.channels]
    kept = [message for message in each if message is not None]
    return kept or _nobody(occasion, situation, rules, messages, now, told.channels)


def _decided(
    occasion: Occasion,
    situation: Situation,
    rules: NotificationRules,
    messages: Messages,
    now: datetime,
    only: Channel | None,
) -> Message | None:
    decision = decide(occasion, situation, rules, now, only)
    known = situation.messages.get(message_id(occasion.order_id, occasion.trigger.name, occasion.subject, only))
    if decision.reason == NOT_ENABLED:
        return None
    if decision.reason == DUPLICATE:
        return known
    if known is not None:  # planned: the clock decides it anew
        return _brought_forward(known, occasion, messages)
    if only is not None and decision.reason in _REACHES_NOBODY:
        return None
    return messages.keep(message_of(occasion, decision, situation, rules, now, only))


def _nobody(
    occasion: Occasion,
    situation: Situation,
    rules: NotificationRules,
    messages: Messages,
    now: datetime,
    channels: Sequence[Channel],
) -> list[Message]:
    """What was to be told on every channel, and reaches the shopper on none: kept once, with the reason."""
    if not channels:
        return []
    decision = decide(occasion, situation, rules, now, channels[0])
    return [messages.keep(message_of(occasion, decision, situation, rules, now, channels[0]))]


def _brought_forward(planned: Message, occasion: Occasion, messages: Messages) -> Message:
    """A line's plan that is due sooner by now. One that is due later stays: it is put off when its time comes."""
    due_at, known = occasion.due_at, planned.due_at
    if occasion.trigger.once is not Once.LINE or planned.reason != NOT_DUE or due_at is None or known is None:
        return planned
    if (known - due_at).days < 1:
        return planned
    return messages.save(replace(planned, due_at=due_at, occurred_at=occasion.occurred_at, facts=occasion.facts))


def _remembering(shopper: Shopper, told: Iterable[Message], now: datetime) -> Shopper:
    decided = (message for message in told if message.state is MessageState.DECIDED)
    return shopper.remembering({message.message_id: message.decided_at for message in decided}, now)
