"""Decided messages become mails: each sent once, to the order's address, in the order's language."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from functions.send_email.handler import handler
from shared.aws import clients
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.ses_mailer import SesMailer
from shared.notifications.message import Message, MessageState
from shared.tracking.carrier_update import ParcelNumber
from tests.functions.conftest import NOW, SENDER, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_orders_api import changed
from tests.functions.triggers import failed, from_queue, sample

MESSAGE_ID = json.loads(sample("sqs")["Records"][0]["body"])["message_id"]
ANNOUNCED = json.dumps({"order_id": "A-1001", "message_id": MESSAGE_ID})


def decided(message_id: str = MESSAGE_ID, state: MessageState = MessageState.DECIDED) -> Message:
    return Message(
        message_id=message_id,
        order_id="A-1001",
        parcel=ParcelNumber("usps", "9400136208231234500027"),
        trigger="out_for_delivery",
        channel="email",
        language="ja",
        state=state,
        reason="milestone_reached",
        decided_at=NOW,
    )


@pytest.fixture(autouse=True)
def messages(api: HttpApi, merchant: dict[str, str], cloud: Cloud) -> DynamoMessages:
    """An order, and a decided message to its shopper."""
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=changed("contact.email", "canary@shopper.example"))
    stored = DynamoMessages(clients.dynamodb(), cloud.table)
    stored.keep(decided())
    return stored


def state(messages: DynamoMessages, message_id: str = MESSAGE_ID) -> MessageState:
    message = messages.get("A-1001", message_id)
    assert message is not None
    return message.state


def test_the_envelope_aws_sends_becomes_a_mail(cloud: Cloud, messages: DynamoMessages, logs: Any) -> None:
    assert failed(handler(sample("sqs"), None)) == []
    (mail,) = cloud.mails()
    assert (mail.source, mail.destinations["ToAddresses"]) == (SENDER, ["canary@shopper.example"])
    assert "はなれ" in mail.subject
    assert state(messages) is MessageState.SENT
    assert "canary" not in logs()


def test_the_mails_link_opens_the_orders_page(cloud: Cloud, api: HttpApi) -> None:
    handler(from_queue(ANNOUNCED), None)
    text = str(cloud.mails()[0].body)
    link = text.partition("https://api.example.com")[2].split()[0].split('"')[0].split("<")[0]
    assert link.startswith("/t/")
    assert api.request("GET", link).status == 200


def test_a_repeated_announcement_sends_nothing_more(cloud: Cloud) -> None:
    handler(from_queue(ANNOUNCED, ANNOUNCED), None)
    assert failed(handler(from_queue(ANNOUNCED), None)) == []
    assert len(cloud.mails()) == 1


def test_a_suppressed_message_is_not_sent(cloud: Cloud, messages: DynamoMessages) -> None:
    messages.keep(decided("suppressed", MessageState.SUPPRESSED))
    body = json.dumps({"order_id": "A-1001", "message_id": "suppressed"})
    assert failed(handler(from_queue(body), None)) == []
    assert cloud.mails() == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{canary", "malformed_json"),
        ("[]", "unreadable_announcement"),
        ('{"order_id":"A-1001"}', "unreadable_announcement"),
        ('{"order_id":"A-1001","message_id":7}', "unreadable_announcement"),
    ],
)
def test_poison_is_parked_with_its_reason(cloud: Cloud, logs: Any, body: str, code: str) -> None:
    assert failed(handler(from_queue(body, ANNOUNCED), None)) == []
    ((parked, parked_code, reason),) = cloud.parked()
    assert (parked, parked_code) == (body, code)
    assert "canary" not in reason + logs()
    assert len(cloud.mails()) == 1


def test_a_mail_that_never_will_be_taken_is_parked_and_its_claim_given_back(
    cloud: Cloud, messages: DynamoMessages
) -> None:
    clients.ses().delete_email_identity(EmailIdentity=SENDER)
    assert failed(handler(from_queue(ANNOUNCED), None)) == []
    ((body, code, reason),) = cloud.parked()
    assert (body, code) == (ANNOUNCED, "mail_refused")
    assert "canary" not in reason
    assert state(messages) is MessageState.DECIDED


def test_a_mended_message_goes_out_after_a_redrive(cloud: Cloud) -> None:
    clients.ses().delete_email_identity(EmailIdentity=SENDER)
    handler(from_queue(ANNOUNCED), None)
    clients.ses().create_email_identity(EmailIdentity=SENDER)
    ((body, _, _),) = cloud.parked()
    assert failed(handler(from_queue(body), None)) == []
    assert len(cloud.mails()) == 1


def aws_error(code: str, status: int) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": "canary"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "SendEmail")


def stumbling(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """The mail service's next answer is `error`, and all after it are as usual."""
    client, errors = clients.ses(), [error]
    send = client.send_email

    def stumble(**mail: Any) -> Any:
        if errors:
            raise errors.pop()
        return send(**mail)

    monkeypatch.setattr(client, "send_email", stumble)


def test_only_what_failed_is_tried_again(
    cloud: Cloud, messages: DynamoMessages, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages.keep(decided("second"))
    stumbling(monkeypatch, aws_error("TooManyRequestsException", 429))
    second = json.dumps({"order_id": "A-1001", "message_id": "second"})
    assert failed(handler(from_queue(ANNOUNCED, second), None)) == ["m0"]
    assert (state(messages), state(messages, "second")) == (MessageState.DECIDED, MessageState.SENT)
    assert failed(handler(from_queue(ANNOUNCED), None)) == []
    assert len(cloud.mails()) == 2


@pytest.mark.parametrize(
    "error", [aws_error("InternalFailure", 500), ReadTimeoutError(endpoint_url="https://email.example")]
)
def test_a_mail_that_may_have_gone_out_waits_until_its_claim_is_over(
    cloud: Cloud, messages: DynamoMessages, monkeypatch: pytest.MonkeyPatch, at: Any, error: Exception
) -> None:
    stumbling(monkeypatch, error)
    assert failed(handler(from_queue(ANNOUNCED, ANNOUNCED), None)) == ["m0", "m1"]
    assert (state(messages), cloud.mails()) == (MessageState.SENDING, [])
    at(NOW + timedelta(minutes=3))
    assert failed(handler(from_queue(ANNOUNCED), None)) == []
    assert len(cloud.mails()) == 1


def test_while_another_sender_is_at_it_the_message_waits(
    cloud: Cloud, messages: DynamoMessages, monkeypatch: pytest.MonkeyPatch, at: Any
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt  # as when the function is stopped between claim and hand-over

    with monkeypatch.context() as death:
        death.setattr(SesMailer, "send", die)
        with pytest.raises(KeyboardInterrupt):
            handler(from_queue(ANNOUNCED), None)
    assert state(messages) is MessageState.SENDING
    assert failed(handler(from_queue(ANNOUNCED), None)) == ["m0"]
    at(NOW + timedelta(minutes=3))
    assert failed(handler(from_queue(ANNOUNCED), None)) == []
    assert len(cloud.mails()) == 1


def test_when_all_fail_all_are_left_and_nothing_personal_is_logged(
    cloud: Cloud, logs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object, mail: Any) -> None:
        raise ZeroDivisionError(mail.recipient)

    monkeypatch.setattr(SesMailer, "send", refuse)
    unknown = json.dumps({"order_id": "A-1001", "message_id": "unknown"})
    assert failed(handler(from_queue(ANNOUNCED, unknown), None)) == ["m0", "m1"]
    assert "canary" not in logs()
    assert cloud.parked() == []
