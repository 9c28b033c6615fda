"""What SES tells of mails is kept with each message; a mail that bounced is decided anew for the next channel."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.record_mail_feedback.handler import handler
from shared.aws import clients
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.errors import AwsUnavailable
from shared.notifications.message import Message, MessageState
from shared.runtime import clock
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from tests.functions.conftest import NOW, Cloud
from tests.functions.triggers import failed, from_queue, sample

MESSAGE = Message(
    message_id="0a1b2c3d4e5f60718293a4b5c6",
    order_id="1001",
    trigger="shipped",
    subject="order",
    kind=Kind.SERVICE,
    shopper="5f0c",
    language="en",
    state=MessageState.SENT,
    reason="told",
    occurred_at=NOW - timedelta(hours=2),
    decided_at=NOW - timedelta(hours=2),
    channel=Channel.EMAIL,
    next_channels=(Channel.SMS,),
    sent_at=NOW - timedelta(hours=1),
)
EVENTS = {json.loads(r["body"])["detail-type"]: r for r in sample("sqs_from_ses")["Records"]}


def batch(*detail_types: str) -> dict[str, Any]:
    return {"Records": [EVENTS[detail_type] for detail_type in detail_types]}


def kept(cloud: Cloud) -> Message:
    message = DynamoMessages(clients.dynamodb(), cloud.table).get("1001", MESSAGE.message_id)
    assert message
    return message


@pytest.fixture(autouse=True)
def message(cloud: Cloud) -> Message:
    return DynamoMessages(clients.dynamodb(), cloud.table).save(MESSAGE)


def test_a_whole_batch_of_what_ses_sends_is_kept(cloud: Cloud) -> None:
    assert failed(handler(batch(*EVENTS), None)) == []
    reaction = kept(cloud).reaction
    assert None not in (reaction.delivered_at, reaction.opened_at, reaction.clicked_at, reaction.bounced_at)
    assert reaction.complained_at is not None
    assert cloud.parked() == []


def test_a_bounced_mail_is_due_on_its_next_channel(cloud: Cloud) -> None:
    assert failed(handler(batch("Email Bounced"), None)) == []
    assert (kept(cloud).channel, kept(cloud).state) == (Channel.SMS, MessageState.PLANNED)
    assert list(DynamoMessages(clients.dynamodb(), cloud.table).due(clock.now(), 10)) == [kept(cloud)]
    shopper = DynamoShoppers(clients.dynamodb(), cloud.table).get("5f0c")
    assert shopper.why_dead("shopper@example.com") == "bounced"


def test_repeats_write_nothing(cloud: Cloud) -> None:
    handler(batch("Email Opened"), None)
    before = cloud.items()
    assert failed(handler(batch("Email Opened", "Email Sent", "Email Delivery Delayed"), None)) == []
    assert cloud.items() == before


def test_what_is_no_such_event_is_parked_and_another_programs_mail_is_not(cloud: Cloud) -> None:
    others = json.loads(EVENTS["Email Bounced"]["body"])
    others["detail"]["mail"]["tags"] = {}
    assert failed(handler(from_queue("{}", json.dumps(others)), None)) == []
    assert len(cloud.parked()) == 1
    assert kept(cloud).reaction.bounced_at is None


def test_no_address_reaches_the_log(logs: Callable[[], str]) -> None:
    handler(batch(*EVENTS), None)
    assert MESSAGE.message_id in logs()
    assert "shopper@example.com" not in logs()


def test_what_cannot_be_written_now_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(*_: object, **__: object) -> None:
        raise AwsUnavailable("save message")

    monkeypatch.setattr(DynamoMessages, "save", unavailable)
    assert failed(handler(batch("Email Opened"), None)) == [EVENTS["Email Opened"]["messageId"]]
