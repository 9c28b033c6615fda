"""What a store of messages must do, asked of the fake and of DynamoDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shared.aws import dynamodb_messages, keys
from shared.aws.dynamodb_messages import DynamoMessages
from shared.notifications.facts import Facts
from shared.notifications.message import Attempt, Check, Message, MessageState, Outcome, Reaction
from shared.notifications.ports import Messages, StaleMessage
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from tests.aws.conftest import TABLE
from tests.fakes import InMemoryMessages
from tests.samples import NOW, PARCEL_ID

MESSAGE = Message(
    message_id="m1",
    order_id="A-1",
    trigger="out_for_delivery",
    subject="parcel:usps:1:2026-11-23",
    kind=Kind.SERVICE,
    shopper="s",
    language="ja",
    state=MessageState.DECIDED,
    reason="told",
    occurred_at=NOW,
    decided_at=NOW,
    channel=Channel.LINE,
    next_channels=(Channel.SMS, Channel.EMAIL),
    facts=Facts(carrier="usps", expected="2026-11-25"),
    parcel=PARCEL_ID,
    checks=(Check("no_address", True, "push: no_browser"),),
    keep_until=NOW + timedelta(days=400),
    attempts=(Attempt(Channel.LINE, NOW, Outcome.REFUSED, "blocked"),),
    handed_over=1,
    sent_at=NOW,
    provider_id="p-1",
    lease_until=NOW,
    reaction=Reaction(opened_at=NOW, orders=("A-2",)),
)
TODAY = date(2026, 11, 24)
PLANNED = replace(MESSAGE, message_id="m2", state=MessageState.PLANNED, due_at=NOW)


@pytest.fixture(params=["memory", "dynamodb"])
def messages(request: pytest.FixtureRequest) -> Messages:
    if request.param == "memory":
        return InMemoryMessages()
    return DynamoMessages(request.getfixturevalue("dynamodb"), TABLE)


def due(messages: Messages, after: timedelta = timedelta(), limit: int = 10) -> list[str]:
    return [message.message_id for message in messages.due(NOW + after, limit)]


def listed(messages: Messages, day: date = TODAY) -> list[str]:
    return [message.message_id for message in messages.decided_on(day)]


def test_every_field_comes_back_one_version_on(messages: Messages) -> None:
    assert messages.save(MESSAGE) == replace(MESSAGE, version=1)
    assert messages.get("A-1", "m1") == replace(MESSAGE, version=1)
    assert messages.get("A-2", "m1") is None


def test_the_first_decision_stands(messages: Messages) -> None:
    kept = messages.keep(MESSAGE)
    assert messages.keep(replace(MESSAGE, reason="another")) == kept
    assert messages.get("A-1", "m1") == kept


def test_of_two_that_move_a_message_on_only_the_first_may(messages: Messages) -> None:
    kept = messages.keep(MESSAGE)
    messages.save(replace(kept, state=MessageState.SENDING))
    with pytest.raises(StaleMessage):
        messages.save(replace(kept, state=MessageState.SENDING))


def test_an_orders_messages_are_its_own(messages: Messages) -> None:
    for message in (MESSAGE, PLANNED, replace(MESSAGE, order_id="A-2"), replace(MESSAGE, order_id="A-10")):
        messages.keep(message)
    assert [message.message_id for message in messages.of_order("A-1")] == ["m1", "m2"]


def test_what_is_due_comes_longest_waiting_first_and_is_bounded(messages: Messages) -> None:
    messages.keep(PLANNED)
    messages.keep(replace(PLANNED, message_id="m3", due_at=NOW - timedelta(hours=1)))
    messages.keep(replace(PLANNED, message_id="m4", due_at=NOW + timedelta(seconds=1)))
    assert due(messages) == ["m3", "m2"]
    assert due(messages, limit=1) == ["m3"]
    assert due(messages, timedelta(seconds=1)) == ["m3", "m2", "m4"]


def test_a_planned_message_that_is_told_stays_due_until_a_sender_takes_it(messages: Messages) -> None:
    kept = messages.keep(PLANNED)
    told = messages.save(replace(kept, state=MessageState.DECIDED))
    assert (due(messages), listed(messages)) == (["m2"], [])
    messages.save(replace(told, state=MessageState.SENDING))
    assert (due(messages), listed(messages)) == ([], ["m2"])


def test_what_was_decided_on_a_day_is_listed_oldest_first(messages: Messages) -> None:
    messages.keep(MESSAGE)
    messages.keep(replace(MESSAGE, message_id="m0", decided_at=NOW + timedelta(hours=1)))
    messages.keep(replace(MESSAGE, message_id="m9", decided_at=NOW - timedelta(hours=1), state=MessageState.SUPPRESSED))
    messages.keep(replace(MESSAGE, message_id="m8", decided_at=NOW + timedelta(days=1)))
    assert listed(messages) == ["m9", "m1", "m0"]
    assert listed(messages, date(2026, 11, 25)) == ["m8"]


def test_the_table_is_told_when_to_forget_it_and_an_item_stays_below_a_kilobyte(dynamodb: Any) -> None:
    decided = replace(MESSAGE, attempts=(), sent_at=None, lease_until=None, reaction=Reaction())
    DynamoMessages(dynamodb, TABLE).keep(decided)
    item = dynamodb.get_item(TableName=TABLE, Key=keys.message("A-1", "m1"))["Item"]
    assert item["expires_at"]["N"] == str(int((NOW + timedelta(days=400)).timestamp()))
    assert sum(len(name) + len(str(next(iter(value.values())))) for name, value in item.items()) < 1_024


def test_a_page_of_a_day_goes_on_at_the_next(dynamodb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dynamodb_messages, "_PAGE", 2)
    store = DynamoMessages(dynamodb, TABLE)
    for number in range(5):
        store.keep(replace(MESSAGE, message_id=f"m{number}"))
    assert listed(store) == ["m0", "m1", "m2", "m3", "m4"]
