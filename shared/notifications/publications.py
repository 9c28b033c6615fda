"""Which events follow from a message that was saved. Pure: the stream function asks here what to publish."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shared.eventing.envelope import Event, EventData, Metadata
from shared.notifications.events import (
    NotificationFailed,
    NotificationReacted,
    NotificationSent,
    NotificationSuppressed,
    ReactionName,
)
from shared.notifications.message import Message, MessageState, Reaction


def of_message(before: Message | None, after: Message, *, merchant_id: str) -> list[Event]:
    """What became of a message, once, and what was heard of it since; none for the steps in between."""
    events = []
    if before is None or before.state != after.state:
        events += [_event(data, after, at, _step(after), merchant_id) for data, at in _of_state(after)]
    known = before.reaction if before else Reaction()
    return events + [
        _event(_reacted(after, reaction, at), after, at, reaction, merchant_id)
        for reaction, at in _new_reactions(known, after.reaction)
    ]


def _step(message: Message) -> str:
    """The state; with the channel, where an earlier one turned out not to have taken it: that is another fact."""
    was_elsewhere = any(attempt.channel is not message.channel for attempt in message.attempts)
    return f"{message.state}:{message.channel}" if was_elsewhere else message.state


def _of_state(message: Message) -> Iterator[tuple[EventData, datetime]]:
    if message.state is MessageState.SENT and message.sent_at is not None:
        yield _sent(message, message.sent_at), message.sent_at
    elif message.state is MessageState.SUPPRESSED:
        yield _suppressed(message), message.decided_at
    elif message.state is MessageState.FAILED:
        at = message.attempts[-1].at if message.attempts else message.decided_at
        yield _failed(message, at), at


def _sent(message: Message, at: datetime) -> NotificationSent:
    return NotificationSent(
        message_id=message.message_id,
        order_id=message.order_id,
        trigger=message.trigger,
        channel=message.channel,
        language=message.language,
        sent_at=at,
        kind=message.kind,
        subject=message.subject,
        provider_id=message.provider_id or None,
    )


def _suppressed(message: Message) -> NotificationSuppressed:
    return NotificationSuppressed(
        message_id=message.message_id,
        order_id=message.order_id,
        trigger=message.trigger,
        channel=message.channel,
        reason=message.reason,
        decided_at=message.decided_at,
        kind=message.kind,
        subject=message.subject,
    )


def _failed(message: Message, at: datetime) -> NotificationFailed:
    last = message.attempts[-1].reason if message.attempts else ""
    return NotificationFailed(
        message_id=message.message_id,
        order_id=message.order_id,
        trigger=message.trigger,
        channel=message.channel,
        reason=last or message.reason,
        kind=message.kind,
        subject=message.subject,
        failed_at=at,
    )


def _new_reactions(before: Reaction, after: Reaction) -> Iterator[tuple[ReactionName, datetime]]:
    moments: tuple[tuple[ReactionName, datetime | None, datetime | None], ...] = (
        ("delivered", before.delivered_at, after.delivered_at),
        ("opened", before.opened_at, after.opened_at),
        ("clicked", before.clicked_at, after.clicked_at),
        ("bounced", before.bounced_at, after.bounced_at),
        ("complained", before.complained_at, after.complained_at),
    )
    for reaction, known, at in moments:
        if known is None and at is not None:
            yield reaction, at


def _reacted(message: Message, reaction: ReactionName, at: datetime) -> NotificationReacted:
    return NotificationReacted(
        message_id=message.message_id,
        order_id=message.order_id,
        trigger=message.trigger,
        channel=message.channel,
        kind=message.kind,
        reaction=reaction,
        reacted_at=at,
        bounce=(message.reaction.bounce or None) if reaction == "bounced" else None,
    )


def _event(data: EventData, message: Message, at: datetime, what: str, merchant_id: str) -> Event:
    metadata = Metadata(
        event_id=f"message:{message.message_id}:{what}",
        version=data.version,
        occurred_at=at,
        merchant_id=merchant_id,
        correlation_id=message.order_id,
    )
    return Event.of(data, metadata)
