"""What became of a one-time code, noted beside its order: for whoever answers a shopper to whom none came.

It holds no code, no address and nothing of what was asked. Look-ups that found no order are noted nowhere: they are
nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

NOTED_FOR = timedelta(days=30)
"""Longer than it takes to complain."""


class CodeOutcome(StrEnum):
    """What became of a look-up. Logged, and told to nobody who asks."""

    SENT = "sent"
    NOT_FOUND = "not_found"
    """No order fits, or the shop knows no mail address for it."""
    TOO_LATE = "too_late"
    """Its code would open nothing any more, or it is gone."""
    LIMITED = "limited"
    """Enough codes were mailed about this order in the hour."""
    REFUSED = "refused"
    """The mail service will not take it to this address."""


_PLAIN = {
    CodeOutcome.SENT: "handed to the mail service",
    CodeOutcome.LIMITED: "not sent: enough were mailed about this order in that hour",
    CodeOutcome.REFUSED: "not sent: the mail service takes nothing to this address",
}


@dataclass(frozen=True, slots=True)
class NotedCode:
    """A code that somebody asked for, of an order that was found."""

    at: datetime
    """Aware, UTC; when its look-up was handled."""
    outcome: CodeOutcome

    def line(self) -> str:
        """For people of the shop."""
        return f"one-time code {self.at.isoformat(timespec='seconds')}: {_PLAIN.get(self.outcome, self.outcome)}"


class NotedCodes(Protocol):
    """Where that is noted, for `NOTED_FOR`."""

    def note(self, order_id: str, code: NotedCode) -> None:
        """Note it. The same again changes nothing."""

    def of_order(self, order_id: str) -> Sequence[NotedCode]:
        """What was noted, the oldest first."""
