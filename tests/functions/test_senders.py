"""Decided messages go out on every channel: each once, to the order's shopper, in their language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from moto.sns.models import sns_backends

from functions.send_email import handler as send_email
from functions.send_line import handler as send_line
from functions.send_push import handler as send_push
from functions.send_text import handler as send_text
from functions.send_whatsapp import handler as send_whatsapp
from shared.aws import clients
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.ses_mailer import SesMailer
from shared.notifications.channels.line_notice import phone_hash
from shared.notifications.compose import Shop
from shared.notifications.message import Message, MessageState
from shared.notifications.rules import ChannelSettings
from shared.notifications.sms_segments import segments
from shared.outbound.web_push_encryption import encoded, point, read_private_key
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import shopper_id
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.order import Contact
from shared.wiring.sender_desk import SenderDesk
from tests.functions.conftest import ACCOUNT, CHANNEL_SECRETS, NOW, REGION, SENDER, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_orders_api import changed
from tests.functions.triggers import failed, from_queue, sample
from tests.standins.aws_messages import WhatsAppService
from tests.standins.line import Line
from tests.standins.push_service import PushService
from tests.standins.service import Fault, listening

MESSAGE_ID = json.loads(sample("sqs")["Records"][0]["body"])["message_id"]
ANNOUNCED = json.dumps({"order_id": "A-1001", "message_id": MESSAGE_ID})
EMAIL, PHONE, LINE_USER = "canary@shopper.example", "+819012345678", "U" + "4" * 32
SHOPPER_ID = shopper_id(Contact(EMAIL, "ja"))
CONTACT = {"email": EMAIL, "language": "ja", "phone": PHONE, "line_user_id": LINE_USER}
SETTINGS = ChannelSettings(
    line_notice=True, whatsapp_phone_number_id="phone-number-id-1", push_contact="mailto:help@hanare.example"
)
PARCEL = ParcelId(ParcelNumber("usps", "9400136208231234500027"), NOW.date())
SENDERS = {
    Channel.EMAIL: send_email,
    Channel.SMS: send_text,
    Channel.LINE: send_line,
    Channel.WHATSAPP: send_whatsapp,
    Channel.PUSH: send_push,
}


def decided(channel: Channel = Channel.EMAIL, *others: Channel, message_id: str = MESSAGE_ID) -> Message:
    return Message(
        message_id=message_id,
        order_id="A-1001",
        trigger="shipped",
        subject="order",
        kind=Kind.SERVICE,
        shopper=SHOPPER_ID,
        language="ja",
        state=MessageState.DECIDED,
        reason="told",
        occurred_at=NOW,
        decided_at=NOW,
        channel=channel,
        next_channels=others,
        facts={"carrier": "usps", "expected": "2026-11-26"},
        parcel=PARCEL,
    )


@pytest.fixture(autouse=True)
def order(api: HttpApi, merchant: dict[str, str]) -> None:
    """An order whose shopper is reached on every channel."""
    answer = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=changed("contact", CONTACT))
    assert answer.status == 201


@pytest.fixture
def messages(cloud: Cloud) -> DynamoMessages:
    return DynamoMessages(clients.dynamodb(), cloud.table)


@pytest.fixture
def shoppers(cloud: Cloud) -> DynamoShoppers:
    return DynamoShoppers(clients.dynamodb(), cloud.table)


def with_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the shop have set up every channel."""
    as_published = send_email.desk().shop()
    rules = replace(as_published.rules, channels=SETTINGS)
    shop = Shop(as_published.brand, as_published.sender, rules)
    monkeypatch.setattr(SenderDesk, "shop", staticmethod(lambda: shop))


def stored(messages: DynamoMessages, message_id: str = MESSAGE_ID) -> Message:
    message = messages.get("A-1001", message_id)
    assert message is not None
    return message


# Mail


def test_the_envelope_aws_sends_becomes_a_mail(cloud: Cloud, messages: DynamoMessages, logs: Any) -> None:
    messages.keep(decided())
    assert failed(send_email.handler(sample("sqs"), None)) == []
    (mail,) = cloud.mails()
    assert (mail.source, mail.destinations["ToAddresses"]) == (SENDER, [EMAIL])
    assert stored(messages).state is MessageState.SENT
    assert "canary" not in logs()


def test_the_mails_link_opens_the_orders_page(cloud: Cloud, messages: DynamoMessages, api: HttpApi) -> None:
    messages.keep(decided())
    send_email.handler(from_queue(ANNOUNCED), None)
    text = str(cloud.mails()[0].body)
    link = next(part for part in text.split("https://api.example.com") if part.startswith("/t/"))
    path = link.split()[0].split('"')[0].split("<")[0].replace("&amp;", "&")
    assert api.request("GET", path.partition("?")[0]).status == 200


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{canary", "malformed_json"),
        ("[]", "unreadable_announcement"),
        ('{"order_id":"A-1001"}', "unreadable_announcement"),
        ('{"order_id":"A-1001","message_id":7}', "unreadable_announcement"),
    ],
)
def test_poison_is_parked_with_its_reason(
    cloud: Cloud, messages: DynamoMessages, logs: Any, body: str, code: str
) -> None:
    messages.keep(decided())
    assert failed(send_email.handler(from_queue(body, ANNOUNCED), None)) == []
    ((parked, parked_code, reason),) = cloud.parked()
    assert (parked, parked_code) == (body, code)
    assert "canary" not in reason + logs()
    assert len(cloud.mails()) == 1


def test_what_somebody_must_mend_is_parked_and_goes_out_after_a_redrive(cloud: Cloud, messages: DynamoMessages) -> None:
    messages.keep(decided())
    clients.ses().delete_email_identity(EmailIdentity=SENDER)
    assert failed(send_email.handler(from_queue(ANNOUNCED), None)) == []
    ((body, code, reason),) = cloud.parked()
    assert (body, code) == (ANNOUNCED, "message_refused")
    assert "canary" not in reason
    assert stored(messages).state is MessageState.DECIDED
    clients.ses().create_email_identity(EmailIdentity=SENDER)
    assert failed(send_email.handler(from_queue(body), None)) == []
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
    messages.keep(decided())
    messages.keep(decided(message_id="second"))
    stumbling(monkeypatch, aws_error("TooManyRequestsException", 429))
    second = json.dumps({"order_id": "A-1001", "message_id": "second"})
    assert failed(send_email.handler(from_queue(ANNOUNCED, second), None)) == ["m0"]
    assert (stored(messages).state, stored(messages, "second").state) == (MessageState.DECIDED, MessageState.SENT)
    assert failed(send_email.handler(from_queue(ANNOUNCED), None)) == []
    assert len(cloud.mails()) == 2


@pytest.mark.parametrize(
    "error", [aws_error("InternalFailure", 500), ReadTimeoutError(endpoint_url="https://email.example")]
)
def test_a_mail_that_may_have_gone_out_waits_until_its_claim_is_over(
    cloud: Cloud, messages: DynamoMessages, monkeypatch: pytest.MonkeyPatch, at: Any, error: Exception
) -> None:
    messages.keep(decided())
    stumbling(monkeypatch, error)
    assert failed(send_email.handler(from_queue(ANNOUNCED, ANNOUNCED), None)) == ["m0", "m1"]
    assert (stored(messages).state, cloud.mails()) == (MessageState.SENDING, [])
    at(NOW + timedelta(minutes=3))
    assert failed(send_email.handler(from_queue(ANNOUNCED), None)) == []
    assert len(cloud.mails()) == 1


def test_nothing_personal_is_logged_whatever_fails(
    messages: DynamoMessages, cloud: Cloud, logs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object, addressed: Any) -> None:
        raise ZeroDivisionError(addressed.mail.recipient)

    messages.keep(decided())
    monkeypatch.setattr(SesMailer, "send", refuse)
    unknown = json.dumps({"order_id": "A-1001", "message_id": "unknown"})
    assert failed(send_email.handler(from_queue(ANNOUNCED, unknown), None)) == ["m0", "m1"]
    assert "canary" not in logs()
    assert cloud.parked() == []


# Every channel


@pytest.fixture(scope="module")
def services() -> Iterator[dict[Channel, Any]]:
    """Stand-ins for what is not AWS's, or what moto does not know."""
    public = encoded(point(read_private_key(CHANNEL_SECRETS["vapid_private_key"])))
    line, push = Line(CHANNEL_SECRETS["line_channel_token"]), PushService(public, now=NOW.timestamp())
    with listening(line), listening(push), listening(WhatsAppService()) as whatsapp:
        line.friends.add(LINE_USER)
        yield {Channel.LINE: line, Channel.PUSH: push, Channel.WHATSAPP: whatsapp}


@pytest.fixture(scope="module")
def whatsapp_client(services: dict[Channel, Any]) -> Any:
    return boto3.client("socialmessaging", endpoint_url=services[Channel.WHATSAPP].url)


@pytest.fixture
def seen(
    services: dict[Channel, Any],
    whatsapp_client: Any,
    shoppers: DynamoShoppers,
    cloud: Cloud,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[Channel, Callable[[], int]]:
    """How many messages a shopper has seen on each channel since."""
    line, push, whatsapp = (services[channel] for channel in (Channel.LINE, Channel.PUSH, Channel.WHATSAPP))
    monkeypatch.setattr(clients, "whatsapp", lambda: whatsapp_client)
    monkeypatch.setenv("LINE_ADDRESS", line.url)
    monkeypatch.setenv("PUSH_ADDRESS", push.url)
    shoppers.save(replace(shoppers.get(SHOPPER_ID), push=(push.subscribe("browser"),)))
    with_settings(monkeypatch)
    line.pushed.clear()
    line.notices.clear()
    line._keys.clear()
    whatsapp.sent.clear()
    return {
        Channel.EMAIL: lambda: len(cloud.mails()),
        Channel.SMS: lambda: len(sns_backends[ACCOUNT][REGION].sms_messages),
        Channel.LINE: lambda: len(line.pushed) + len(line.notices),
        Channel.WHATSAPP: lambda: len(whatsapp.sent),
        Channel.PUSH: lambda: len(push.shown["browser"]),
    }


@pytest.mark.enable_socket
@pytest.mark.parametrize("channel", list(Channel))
def test_a_message_goes_out_on_its_channel_once_however_often_it_is_announced(
    channel: Channel,
    seen: dict[Channel, Callable[[], int]],
    services: dict[Channel, Any],
    messages: DynamoMessages,
    logs: Any,
) -> None:
    messages.keep(decided(channel))
    assert failed(SENDERS[channel].handler(from_queue(ANNOUNCED, ANNOUNCED), None)) == []
    assert failed(SENDERS[channel].handler(from_queue(ANNOUNCED), None)) == []
    assert {name: count() for name, count in seen.items() if count()} == {channel: 1}
    assert (stored(messages).state, bool(stored(messages).provider_id)) == (MessageState.SENT, True)
    assert [service.objections for service in services.values()] == [[], [], []]
    for personal in (EMAIL, PHONE, LINE_USER):
        assert personal not in logs()


@pytest.mark.enable_socket
def test_a_text_takes_one_segment_and_its_short_link_opens(
    seen: dict[Channel, Callable[[], int]], messages: DynamoMessages, api: HttpApi
) -> None:
    messages.keep(decided(Channel.SMS))
    send_text.handler(from_queue(ANNOUNCED), None)
    ((phone, text),) = _texts()
    assert (phone, segments(text)) == (PHONE, 1)
    short = text.partition("https://api.example.com")[2].split()[0]
    assert api.request("GET", short).status == 302


def _texts() -> Iterator[tuple[str, str]]:
    for phone, text, *_ in sns_backends[ACCOUNT][REGION].sms_messages.values():
        yield phone, text


@pytest.mark.enable_socket
def test_a_stranger_on_line_gets_a_notice_by_the_hash_of_their_number(
    seen: dict[Channel, Callable[[], int]],
    services: dict[Channel, Any],
    messages: DynamoMessages,
    api: HttpApi,
    merchant: dict[str, str],
) -> None:
    line = services[Channel.LINE]
    line.phone_hashes.add(phone_hash(PHONE))
    stranger = {name: value for name, value in CONTACT.items() if name != "line_user_id"}
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=changed("contact", stranger))
    messages.keep(decided(Channel.LINE))
    assert failed(send_line.handler(from_queue(ANNOUNCED), None)) == []
    (notice,) = line.notices
    assert notice["to"] == phone_hash(PHONE)
    assert stored(messages).state is MessageState.SENT


@pytest.mark.enable_socket
def test_refused_on_line_it_is_announced_for_mail(
    seen: dict[Channel, Callable[[], int]],
    services: dict[Channel, Any],
    messages: DynamoMessages,
    shoppers: DynamoShoppers,
    cloud: Cloud,
) -> None:
    line = services[Channel.LINE]
    line.friends.clear()
    messages.keep(decided(Channel.LINE, Channel.EMAIL))
    assert failed(send_line.handler(from_queue(ANNOUNCED), None)) == []
    line.friends.add(LINE_USER)
    (announced,) = cloud.announced()
    assert (announced["channel"], announced["message_id"]) == ("email", MESSAGE_ID)
    assert shoppers.get(SHOPPER_ID).why_dead(LINE_USER) == "blocked"
    send_email.handler(from_queue(ANNOUNCED), None)
    assert {name: count() for name, count in seen.items() if count()} == {Channel.EMAIL: 1}


@pytest.mark.enable_socket
def test_line_that_broke_off_is_asked_again_and_shows_it_once(
    seen: dict[Channel, Callable[[], int]], services: dict[Channel, Any], messages: DynamoMessages, at: Any
) -> None:
    services[Channel.LINE].fails(Fault.HALF_ANSWER)
    messages.keep(decided(Channel.LINE))
    assert failed(send_line.handler(from_queue(ANNOUNCED), None)) == ["m0"]
    at(NOW + timedelta(minutes=3))
    assert failed(send_line.handler(from_queue(ANNOUNCED), None)) == []
    assert (stored(messages).state, seen[Channel.LINE]()) == (MessageState.SENT, 1)


@pytest.mark.enable_socket
def test_a_browser_that_is_gone_is_forgotten(
    seen: dict[Channel, Callable[[], int]],
    services: dict[Channel, Any],
    messages: DynamoMessages,
    shoppers: DynamoShoppers,
) -> None:
    push = services[Channel.PUSH]
    known = shoppers.get(SHOPPER_ID)
    shoppers.save(replace(known, push=(*known.push, push.subscribe("another"))))
    push.gone.add("another")
    messages.keep(decided(Channel.PUSH))
    assert failed(send_push.handler(from_queue(ANNOUNCED), None)) == []
    assert [subscription.endpoint for subscription in shoppers.get(SHOPPER_ID).push] == [f"{push.url}/push/browser"]
    assert [shown["tag"] for shown in push.shown["browser"]] == [MESSAGE_ID]


def test_without_a_token_line_says_so_and_the_next_channel_is_told(
    messages: DynamoMessages, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients.secretsmanager().put_secret_value(SecretId="channels", SecretString="{}")
    messages.keep(decided(Channel.LINE, Channel.EMAIL))
    assert failed(send_line.handler(from_queue(ANNOUNCED), None)) == []
    assert stored(messages).channel is Channel.EMAIL
    ((_, code, reason),) = cloud.parked()
    assert (code, "line_channel_token" in reason) == ("message_refused", True)


def test_an_announcement_for_another_channel_is_passed_on(cloud: Cloud, messages: DynamoMessages) -> None:
    messages.keep(decided(Channel.SMS))
    assert failed(send_email.handler(from_queue(ANNOUNCED), None)) == []
    assert (cloud.mails(), [found["channel"] for found in cloud.announced()]) == ([], ["sms"])
