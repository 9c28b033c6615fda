"""What each channel hands to its service: pure requests, without a service."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.notifications.channels.email import AddressedMail, mail_request
from shared.notifications.channels.line import PUSH, push_request, retry_key
from shared.notifications.channels.line_notice import NOTICE, notice_request, phone_hash
from shared.notifications.channels.line_request import line_request
from shared.notifications.channels.push import MOST_BYTES, push_message
from shared.notifications.channels.sms import TextMessage, text_request
from shared.notifications.channels.whatsapp import whatsapp_message
from shared.notifications.content.letter import Chat, Mail
from shared.notifications.mail_tags import tagged
from shared.notifications.rules import ChannelSettings
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.push_services import ENDPOINT, is_push_service
from shared.tracking.order import Contact, OrderLine
from tests.notifications.sending import BROWSER, LINE_USER, MESSAGE_ID, NOW, PHONE, decided, letter
from tests.samples import MAIL_ADDRESS, PARCEL_ID

CHAT = Chat("発送しました", "お荷物を発送しました。", "配送状況を見る", "https://shop.example/t/x")
STRANGER = Contact(MAIL_ADDRESS, "ja", PHONE)
SETTINGS = ChannelSettings(whatsapp_phone_number_id="phone-number-id-1", push_contact="mailto:help@hanare.example")


def mail(unsubscribe: str = "https://shop.example/unsubscribe/x") -> Mail:
    return Mail("shop@hanare.example", MAIL_ADDRESS, "件名", "<p>はい</p>", "はい", unsubscribe)


def test_a_mail_has_two_forms_and_a_way_out_in_one_click() -> None:
    request = mail_request(AddressedMail(mail(), decided()))
    simple = request["Content"]["Simple"]
    assert simple["Body"] == {
        "Text": {"Data": "はい", "Charset": "UTF-8"},
        "Html": {"Data": "<p>はい</p>", "Charset": "UTF-8"},
    }
    assert simple["Headers"] == [
        {"Name": "List-Unsubscribe", "Value": "<https://shop.example/unsubscribe/x>"},
        {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
    ]


def test_from_a_required_mail_nobody_can_unsubscribe() -> None:
    assert "Headers" not in mail_request(AddressedMail(mail(""), decided()))["Content"]["Simple"]


def test_a_mails_tags_lead_back_to_its_message() -> None:
    tags = {t["Name"]: t["Value"] for t in mail_request(AddressedMail(mail(), decided()))["EmailTags"]}
    assert tagged(tags) == ("A-1", MESSAGE_ID)
    assert (tags["trigger"], tags["kind"]) == ("shipped", "service")


def test_a_text_says_that_it_must_arrive_and_from_whom_where_a_name_is_set() -> None:
    named = text_request(TextMessage(PHONE, "こんにちは", "Hanare"))
    assert (named["PhoneNumber"], named["Message"]) == (PHONE, "こんにちは")
    assert {name: value["StringValue"] for name, value in named["MessageAttributes"].items()} == {
        "AWS.SNS.SMS.SMSType": "Transactional",
        "AWS.SNS.SMS.SenderID": "Hanare",
    }
    assert set(text_request(TextMessage(PHONE, "a"))["MessageAttributes"]) == {"AWS.SNS.SMS.SMSType"}


def test_the_same_message_has_the_same_retry_key_and_another_has_another() -> None:
    assert UUID(retry_key(MESSAGE_ID)).version == 4
    assert retry_key(MESSAGE_ID) == retry_key(MESSAGE_ID) != retry_key("another")


def test_a_push_on_line_goes_to_the_user_and_carries_its_key() -> None:
    question = push_request(LINE_USER, CHAT, MESSAGE_ID, "#1f4e79").question("https://api.line.me/", "token")
    assert (question.url, question.method) == (f"https://api.line.me{PUSH}", "POST")
    assert question.headers["Authorization"] == "Bearer token"
    assert question.headers["X-Line-Retry-Key"] == retry_key(MESSAGE_ID)
    assert json.loads(question.body)["to"] == LINE_USER


def test_long_words_are_cut_to_what_line_takes() -> None:
    long = Chat("題" * 500, "文" * 500, "ボタン" * 20, CHAT.url)
    (card,) = json.loads(push_request(LINE_USER, long, MESSAGE_ID, "#1f4e79").body)["messages"]
    assert len(card["altText"]) == 400
    assert len(card["contents"]["footer"]["contents"][0]["action"]["label"]) == 20


def test_a_friend_gets_a_push_and_a_stranger_a_notice() -> None:
    assert line_request(letter()).path == PUSH
    assert line_request(letter(contact=STRANGER)).path == NOTICE


def test_a_notice_tells_line_the_hash_of_the_number_and_never_the_number() -> None:
    """The hash is the example of LINE's technical specification."""
    assert phone_hash("+818000001234") == "d41e0ad70dddfeb68f149ad6fc61574b9c5780ab7bcb2fba5517771ffbb2409c"
    question = notice_request(letter(contact=STRANGER)).question("https://api.line.me", "token")
    assert json.loads(question.body)["to"] == phone_hash(PHONE)
    assert PHONE not in repr(question)
    assert "X-Line-Retry-Key" not in question.headers
    assert question.headers["X-Line-Delivery-Tag"] == MESSAGE_ID


def test_a_notice_says_when_it_comes_its_number_and_what_it_is() -> None:
    message = decided(Channel.LINE, parcel=PARCEL_ID, facts={"expected": "2026-12-05"})
    lines = (OrderLine("1", "椿オイル", 1), OrderLine("2", "x" * 400, 1))
    body = json.loads(notice_request(letter(message, STRANGER, lines=lines)).body)
    assert body["templateKey"] == "shipment_completed_ja"
    assert body["body"]["emphasizedItem"] == {"itemKey": "date_002_ja", "content": "2026年12月5日(土)"}
    number, goods = body["body"]["items"]
    assert number == {"itemKey": "number_001_ja", "content": PARCEL_ID.number.tracking_number}
    assert goods["content"].startswith("椿オイル、x")
    assert len(goods["content"]) == 300
    assert [button["buttonKey"] for button in body["body"]["buttons"]] == ["check_delivery_status_ja", "contact_ja"]


def test_without_a_day_a_notice_emphasises_nothing() -> None:
    assert "emphasizedItem" not in json.loads(notice_request(letter(contact=STRANGER)).body)["body"]


def whatsapp(public_url: str = "https://shop.example", **changes: object) -> dict[str, object]:
    message = decided(Channel.WHATSAPP, **changes)
    return json.loads(whatsapp_message(letter(message), SETTINGS, public_url).body)  # type: ignore[no-any-return]


def test_whatsapp_fills_an_approved_template_in_the_shoppers_language() -> None:
    body = whatsapp()
    template: dict[str, Any] = body["template"]  # type: ignore[assignment]
    assert (body["to"], template["name"], template["language"]) == (PHONE, "order_update", {"code": "ja"})
    assert body["biz_opaque_callback_data"] == MESSAGE_ID
    text, button = template["components"]
    assert "\n" not in text["parameters"][0]["text"]
    assert button["parameters"] == [{"type": "text", "text": "t/x"}]


@pytest.mark.parametrize(("language", "code"), [("en-GB", "en_GB"), ("pt", "pt_BR"), ("de", "de")])
def test_whatsapp_spells_languages_its_own_way(language: str, code: str) -> None:
    assert whatsapp(language=language)["template"]["language"] == {"code": code}  # type: ignore[index]


def test_whatsapps_button_leads_to_the_tracking_page_where_it_would_leave_the_shop() -> None:
    elsewhere = whatsapp(public_url="https://shop.example/", facts={"url": "https://carrier.example/pay"})
    button = elsewhere["template"]["components"][1]  # type: ignore[index]
    assert button["parameters"][0]["text"] == "t/x"


def test_a_push_message_is_kept_until_it_is_old_news() -> None:
    fresh = push_message(letter(), [BROWSER], SETTINGS.push_contact)
    assert (fresh.topic, fresh.subscriptions) == (MESSAGE_ID, (BROWSER,))
    assert fresh.ttl == timedelta(days=2) - timedelta(minutes=5)
    stale = push_message(letter(decided(occurred_at=NOW - timedelta(days=9))), [BROWSER], SETTINGS.push_contact)
    assert stale.ttl == timedelta(minutes=10)


def test_a_push_message_shows_again_in_its_own_place() -> None:
    assert json.loads(push_message(letter(), [BROWSER], "").payload)["tag"] == MESSAGE_ID


def test_a_push_message_is_never_longer_than_push_services_take(monkeypatch: pytest.MonkeyPatch) -> None:
    from shared.notifications.channels import push

    monkeypatch.setattr(push, "write_chat", lambda _: replace(CHAT, body="長" * 5000))
    payload = push_message(letter(), [BROWSER], "").payload
    assert MOST_BYTES // 2 < len(payload) <= MOST_BYTES
    assert json.loads(payload)["title"] == CHAT.title


def test_an_invitation_to_review_offers_help_beside_it_on_line_too() -> None:
    invited = decided(trigger="review_invited", kind=Kind.FEEDBACK, facts={"sku": "SKU-1"})
    footer = json.loads(line_request(letter(invited)).body)["messages"][0]["contents"]["footer"]["contents"]
    assert [button["action"]["uri"] for button in footer] == [
        "https://shop.example/reviews/x",
        "https://shop.example/help/x",
    ]
    assert len(json.loads(line_request(letter()).body)["messages"][0]["contents"]["footer"]["contents"]) == 1


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("https://web.push.apple.com/x", True),
        ("https://db5p.notify.windows.com/w/?token=x", True),
        ("http://fcm.googleapis.com/fcm/send/x", False),
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://fcm.googleapis.com.evil.example/x", False),
        ("https://evilpush.apple.com.example/", False),
        ("https://x@fcm.googleapis.com/", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("http://127.0.0.1:9001/2018-06-01/runtime/invocation/next", False),
        ("https://[x/", False),
        ("", False),
    ],
)
def test_only_known_push_services_are_ever_asked(endpoint: str, known: bool) -> None:
    assert is_push_service(endpoint) is known
    assert bool(re.match(ENDPOINT, endpoint)) is known  # as it is entered


def test_a_stand_in_is_a_push_service_only_where_one_is_named() -> None:
    assert is_push_service("http://127.0.0.1:8000/push/a", "http://127.0.0.1:8000")
    assert not is_push_service("http://127.0.0.1:80001/push/a", "http://127.0.0.1:8000")
