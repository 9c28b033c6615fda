"""Which events follow from a message that was saved. Pure: the stream function asks here what to publish."""

from __future__ import annotations

from datetime import datetime

from shared.eventing.envelope import Event, EventData, Metadata
from shared.notifications.events import NotificationSent, NotificationSuppressed
from shared.notifications.message import Message, MessageState


def of_message(before: Message | None, after: Message, *, merchant_id: str) -> list[Event]:
    """The event of a message that has just been sent or suppressed; none for the steps in between."""
    if before is not None and before.state == after.state:
        return []
    if after.state is MessageState.SENT and after.sent_at is not None:
        sent = NotificationSent(
            message_id=after.message_id,
            order_id=after.order_id,
            trigger=after.trigger,
            channel=after.channel,
            language=after.language,
            sent_at=after.sent_at,
        )
        return [_event(sent, after, after.sent_at, merchant_id)]
    if after.state is MessageState.SUPPRESSED:
        suppressed = NotificationSuppressed(
            message_id=after.message_id,
            order_id=after.order_id,
            trigger=after.trigger,
            channel=after.channel,
            reason=after.reason,
            decided_at=after.decided_at,
        )
        return [_event(suppressed, after, after.decided_at, merchant_id)]
    return []


def _event(data: EventData, message: Message, at: datetime, merchant_id: str) -> Event:
    metadata = Metadata(
        event_id=f"message:{message.message_id}:{message.state}",
        version=data.version,
        occurred_at=at,
        merchant_id=merchant_id,
        correlation_id=message.order_id,
    )
    return Event.of(data, metadata)
