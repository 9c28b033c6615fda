"""What notifications need from outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from shared.errors import Conflict
from shared.notifications.message import Message


class StaleMessage(Conflict):
    """Somebody else moved the message since it was read."""

    code = "stale_message"


class Messages(Protocol):
    """Decisions and what became of them, one per message id."""

    def keep(self, message: Message) -> Message:
        """Store a decision unless one with its id is stored; answers the stored one."""

    def get(self, order_id: str, message_id: str) -> Message | None:
        """The message as last saved, strongly consistent."""

    def of_order(self, order_id: str) -> Sequence[Message]:
        """Every message about an order, strongly consistent."""

    def save(self, message: Message) -> Message:
        """Save as one version on; raises StaleMessage when the stored version differs."""

    def due(self, now: datetime, limit: int) -> Iterator[Message]:
        """Those whose `due_at` has come, the longest waiting first: planned ones, and ones that were decided since and
        that no sender took yet. Eventually consistent.
        """

    def decided_on(self, day: date) -> Iterator[Message]:
        """Those decided on a (UTC) day, oldest first, but for what `due` answers; eventually consistent."""


class Announcements(Protocol):
    """Where decided messages are announced to the senders of every channel."""

    def announce(self, message: Message) -> None:
        """Tell the sender of `message.channel`. May be repeated: senders claim a message by its id before they send."""
