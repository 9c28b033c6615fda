"""Every channel on the local cloud, against stand-ins that check each request: once happily, and once not."""

from __future__ import annotations

import secrets

import pytest

from shared.notifications.message import Message, MessageState, Outcome
from shared.notifications.sms_segments import segments
from shared.shoppers.channel import Channel
from tests.journeys.conftest import Local
from tests.journeys.customer import BOWL, Customer, until
from tests.journeys.test_messages import ACCEPTED, HOUR, OUT
from tests.standins.service import Fault

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]

PHONES = iter(f"+8190{number:08d}" for number in range(10_000_000, 10_000_100))


@pytest.fixture(autouse=True, scope="module")
def impatient(local: Local) -> None:
    """Queues show a message again after five seconds, not after minutes: what fails on demand is tried again soon."""
    for queue in ("Texts", "LineMessages", "WhatsAppMessages", "Pushes"):
        local.cloud.client("sqs").set_queue_attributes(
            QueueUrl=local.queue(queue), Attributes={"VisibilityTimeout": "5"}
        )


def is_at_the_door(local: Local, *channels: Channel, language: str = "ja", **contact: str) -> tuple[Customer, Message]:
    """A parcel comes to a shopper who wants to be told on `channels`; that rings at any hour."""
    customer = coming(local, *channels, **contact)
    customer.carrier_says((HOUR, *ACCEPTED), (HOUR / 2, *OUT))
    return customer, customer.becomes_of("out_for_delivery")


def coming(local: Local, *channels: Channel, **contact: str) -> Customer:
    customer = Customer(local, **contact)
    customer.orders(BOWL)
    customer.prefers(preferred=list(channels))
    customer.gets_shipped()
    return customer


def sent_on(message: Message) -> Channel:
    assert message.state is MessageState.SENT, (message.state, message.reason, message.attempts)
    return message.channel


def line_user(local: Local, *, is_friend: bool = True) -> str:
    user = "U" + secrets.token_hex(16)
    if is_friend:
        local.stand_ins.line.friends.add(user)
    return user


def test_line_is_told_also_when_it_wants_to_be_left_alone_first(local: Local) -> None:
    line, user = local.stand_ins.line, line_user(local)
    line.fails(Fault.TOO_MANY)
    _, message = is_at_the_door(local, line_user_id=user)
    assert sent_on(message) is Channel.LINE
    (pushed,) = [push for push in line.pushed if push["to"] == user]
    assert pushed["messages"][0]["type"] == "flex"
    assert line.objections == []


def test_who_is_no_friend_of_the_line_account_is_told_by_mail(local: Local) -> None:
    customer, message = is_at_the_door(local, line_user_id=line_user(local, is_friend=False))
    assert sent_on(message) is Channel.EMAIL
    assert [(tried.channel, tried.outcome) for tried in message.attempts] == [
        (Channel.LINE, Outcome.REFUSED),
        (Channel.EMAIL, Outcome.SENT),
    ]
    assert customer.gets("out_for_delivery")
    local.stand_ins.line.objections.clear()


def test_a_text_comes_once_also_after_the_service_was_busy(local: Local) -> None:
    texts, phone = local.stand_ins.texts, next(PHONES)
    texts.fails(Fault.TOO_MANY)
    _, message = is_at_the_door(local, Channel.SMS, phone=phone)
    assert sent_on(message) is Channel.SMS
    (text,) = [text for text in texts.sent if text["phone"] == phone]
    assert text["AWS.SNS.SMS.SenderID"] == "HANARE"
    assert segments(text["text"]) == 1
    assert texts.objections == []


def test_a_telephone_that_takes_no_texts_is_told_by_mail(local: Local) -> None:
    phone = next(PHONES)
    local.stand_ins.texts.opted_out.add(phone)
    customer, message = is_at_the_door(local, Channel.SMS, Channel.EMAIL, phone=phone)
    assert sent_on(message) is Channel.EMAIL
    assert message.attempts[0].outcome is Outcome.REFUSED
    assert customer.gets("out_for_delivery")


def test_whatsapp_takes_the_template_also_after_it_was_busy(local: Local) -> None:
    whatsapp, phone = local.stand_ins.whatsapp, next(PHONES)
    whatsapp.fails(Fault.TOO_MANY)
    _, message = is_at_the_door(local, Channel.WHATSAPP, phone=phone)
    assert sent_on(message) is Channel.WHATSAPP
    (sent,) = [sent for sent in whatsapp.sent if sent["to"] == phone]
    assert sent["template"]["language"]["code"] == "ja"
    assert whatsapp.objections == []


def test_a_template_that_meta_does_not_know_leaves_the_mail(local: Local) -> None:
    local.stand_ins.whatsapp.templates.clear()
    try:
        customer, message = is_at_the_door(local, Channel.WHATSAPP, Channel.EMAIL, phone=next(PHONES))
        assert sent_on(message) is Channel.EMAIL
        assert customer.gets("out_for_delivery")
    finally:
        local.stand_ins.whatsapp.templates.add("order_update")


def test_every_browser_of_a_shopper_shows_a_push_once_and_one_that_is_gone_leaves_the_mail(local: Local) -> None:
    pushes, name = local.stand_ins.pushes, secrets.token_hex(4)
    customer = coming(local, Channel.PUSH, Channel.EMAIL)
    customer.becomes(lambda shopper: shopper.subscribing(pushes.subscribe(name)))
    customer.carrier_says((HOUR, *ACCEPTED), (HOUR / 2, *OUT))
    message = customer.becomes_of("out_for_delivery")
    assert sent_on(message) is Channel.PUSH
    (shown,) = pushes.visible(name)
    assert shown["title"]
    assert shown["url"].startswith("http")
    pushes.gone.add(name)
    customer.carrier_says((HOUR, *ACCEPTED), (HOUR / 2, *OUT), (HOUR / 3, "failure", "address_correction"))
    assert sent_on(customer.becomes_of("address_problem")) is Channel.EMAIL


def test_the_merchants_server_is_told_again_under_the_same_id_after_it_was_broken(local: Local) -> None:
    merchant, customer = local.stand_ins.merchant, Customer(local)
    merchant.fails(Fault.BROKEN_BUT_TAKEN)
    customer.orders(BOWL)
    customer.gets("order_confirmed")

    def told_again() -> list[str] | None:
        local.invoke("RetryWebhooks", {})
        ids = [webhook_id for webhook_id, _ in merchant.got]
        return [webhook_id for webhook_id in ids if ids.count(webhook_id) > 1] or None

    assert len(until(told_again, lambda: f"the second try; got {merchant.got}")) == 2
    assert customer.order_id in [order_id for _, order_id in merchant.got]
    assert merchant.objections == []
