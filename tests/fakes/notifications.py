"""Messages, and whom they are announced to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from shared.notifications.message import Message, MessageState
from shared.notifications.ports import StaleMessage


class InMemoryMessages:
    def __init__(self) -> None:
        self.messages: dict[tuple[str, str], Message] = {}

    def keep(self, message: Message) -> Message:
        return self.get(message.order_id, message.message_id) or self.save(message)

    def get(self, order_id: str, message_id: str) -> Message | None:
        return self.messages.get((order_id, message_id))

    def of_order(self, order_id: str) -> Sequence[Message]:
        return [message for (order, _), message in sorted(self.messages.items()) if order == order_id]

    def due(self, now: datetime, limit: int) -> Iterator[Message]:
        waiting = [
            (message.due_at, message.message_id, message)
            for message in self.messages.values()
            if message.due_at and message.state in (MessageState.PLANNED, MessageState.DECIDED)
        ]
        for _, _, message in sorted(entry for entry in waiting if entry[0] <= now)[:limit]:
            yield message

    def decided_on(self, day: date) -> Iterator[Message]:
        mine = [message for message in self.messages.values() if message.decided_at.date() == day]
        yield from sorted(
            (m for m in mine if not (m.due_at and m.state in (MessageState.PLANNED, MessageState.DECIDED))),
            key=lambda m: (m.decided_at, m.message_id),
        )

    def save(self, message: Message) -> Message:
        stored = self.get(message.order_id, message.message_id)
        if message.version != (stored.version if stored else 0):
            raise StaleMessage("stale")
        saved = replace(message, version=message.version + 1)
        self.messages[message.order_id, message.message_id] = saved
        return saved


class Announced:
    def __init__(self) -> None:
        self.messages: list[Message] = []

    def announce(self, message: Message) -> None:
        self.messages.append(message)
