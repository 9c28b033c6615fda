"""The message log: a row per message, told or not, for tables and spreadsheets. Holds no name and no address."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from shared.notifications.message import Attempt, Message

COLUMNS = (
    "decided_at",
    "occurred_at",
    "due_at",
    "sent_at",
    "delivered_at",
    "opened_at",
    "clicked_at",
    "bounced_at",
    "bounce",
    "complained_at",
    "order_id",
    "message_id",
    "trigger",
    "subject",
    "kind",
    "channel",
    "language",
    "shopper",
    "state",
    "reason",
    "attempts",
    "provider_id",
    "configuration",
    "attributed_orders",
)
"""Times are UTC, ISO 8601, empty where it did not happen. `shopper` is a hash. `attempts`: "<channel> <outcome>
<reason>", one after the other with ";". `configuration`: the version of merchant.yaml it was decided under."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes a cell for a formula by: order ids are the shop's."""


def log_row(message: Message) -> dict[str, str]:
    """Column -> text, in the order of `COLUMNS`."""
    reaction = message.reaction
    values = {
        "decided_at": _moment(message.decided_at),
        "occurred_at": _moment(message.occurred_at),
        "due_at": _moment(message.due_at),
        "sent_at": _moment(message.sent_at),
        "delivered_at": _moment(reaction.delivered_at),
        "opened_at": _moment(reaction.opened_at),
        "clicked_at": _moment(reaction.clicked_at),
        "bounced_at": _moment(reaction.bounced_at),
        "bounce": reaction.bounce,
        "complained_at": _moment(reaction.complained_at),
        "order_id": message.order_id,
        "message_id": message.message_id,
        "trigger": message.trigger,
        "subject": message.subject,
        "kind": message.kind,
        "channel": message.channel,
        "language": message.language,
        "shopper": message.shopper,
        "state": message.state,
        "reason": message.reason,
        "attempts": ";".join(_attempt(attempt) for attempt in message.attempts),
        "provider_id": message.provider_id,
        "configuration": str(message.configuration or ""),
        "attributed_orders": ";".join(reaction.orders),
    }
    return {name: str(values[name]) for name in COLUMNS}


def log_csv(messages: Iterable[Message]) -> str:
    """All of them as CSV with a heading, in the order given."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for message in messages:
        writer.writerow({name: _cell(value) for name, value in log_row(message).items()})
    return text.getvalue()


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.isoformat()


def _attempt(attempt: Attempt) -> str:
    return " ".join(part for part in (attempt.channel, attempt.outcome, attempt.reason) if part)


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
