"""The log has a row per message, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

from shared.notifications.message import Attempt, Message, MessageState, Outcome, Reaction
from shared.notifications.message_log import COLUMNS, log_csv, log_row
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
MESSAGE = Message(
    message_id="m1",
    order_id="1001",
    trigger="shipped",
    subject="parcel:yamato:123:2026-11-24",
    kind=Kind.SERVICE,
    shopper="5f0c",
    language="ja",
    state=MessageState.SENT,
    reason="told",
    occurred_at=NOW,
    decided_at=NOW,
    channel=Channel.SMS,
    attempts=(Attempt(Channel.EMAIL, NOW, Outcome.REFUSED, "bounced"), Attempt(Channel.SMS, NOW, Outcome.SENT)),
    sent_at=NOW,
    provider_id="sns-1",
    reaction=Reaction(bounced_at=NOW, bounce="permanent", orders=("2002", "2003")),
    configuration=12,
)


def test_a_row_says_what_when_on_which_channel_and_what_became_of_it() -> None:
    row = log_row(MESSAGE)
    assert tuple(row) == COLUMNS
    told = {name: value for name, value in row.items() if value}
    assert told == {
        "decided_at": "2026-11-24T03:00:00+00:00",
        "occurred_at": "2026-11-24T03:00:00+00:00",
        "sent_at": "2026-11-24T03:00:00+00:00",
        "bounced_at": "2026-11-24T03:00:00+00:00",
        "bounce": "permanent",
        "order_id": "1001",
        "message_id": "m1",
        "trigger": "shipped",
        "subject": "parcel:yamato:123:2026-11-24",
        "kind": "service",
        "channel": "sms",
        "language": "ja",
        "shopper": "5f0c",
        "state": "sent",
        "reason": "told",
        "attempts": "email refused bounced;sms sent",
        "provider_id": "sns-1",
        "configuration": "12",
        "attributed_orders": "2002;2003",
    }


def test_the_csv_reads_back() -> None:
    text = log_csv([MESSAGE, replace(MESSAGE, order_id='a,"b"\nc')])
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["order_id"] for row in rows] == ["1001", 'a,"b"\nc']
    assert rows[0] == log_row(MESSAGE)


def test_no_cell_is_a_formula() -> None:
    text = log_csv([replace(MESSAGE, order_id="=HYPERLINK(1)"), replace(MESSAGE, order_id="-1")])
    assert [row["order_id"] for row in csv.DictReader(io.StringIO(text))] == ["'=HYPERLINK(1)", "'-1"]
