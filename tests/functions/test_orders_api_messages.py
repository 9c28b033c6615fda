"""What an order says for its messages' sake: how to reach the shopper, what they chose, what will not come."""

from __future__ import annotations

from typing import Any

import pytest

from shared.aws import clients
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.record_choices import record_choices
from shared.shoppers.shopper import Shopper, shopper_id
from shared.tracking.order import Contact
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_orders_api import ORDER, changed

Headers = dict[str, str]
URL = "/v1/orders/A-1001"
LINE_USER = "U4af4980629fa5d24cdbd30e1d2f4d8a1"
CONTACT = {**ORDER["contact"], "phone": "+819012345678", "line_user_id": LINE_USER}
LINE = {
    **ORDER["lines"][0],
    "category": "tableware",
    "image_url": "https://img.example.com/kb-01.jpg?w=600",
    "product_url": "https://shop.example.com/p/kb-01",
    "guide_url": "https://shop.example.com/guides/kb-01#care",
    "warranty_until": "2027-11-20",
    "cancelled": 1,
    "backordered_until": "2026-12-05",
}


def put(api: HttpApi, merchant: Headers, **changes: Any) -> Any:
    return api.request("PUT", URL, headers=merchant, body={**ORDER, **changes})


def events(cloud: Cloud) -> list[str]:
    """The kinds of events that were saved with the order, one after the other."""
    saved = [item for item in cloud.items() if item["SK"]["S"].startswith("EVENT#")]
    return [item["body"]["S"].split('"detail_type":"')[1].split('"')[0] for item in sorted(saved, key=_sort)]


def _sort(item: dict[str, Any]) -> str:
    return str(item["SK"]["S"])


def shopper(cloud: Cloud) -> Shopper:
    contact = Contact(ORDER["contact"]["email"], "ja")
    return DynamoShoppers(clients.dynamodb(), cloud.table).get(shopper_id(contact))


def test_what_messages_need_is_taken_and_given_back(api: HttpApi, merchant: Headers) -> None:
    answer = put(api, merchant, contact=CONTACT, lines=[LINE], cancelled_at="2026-11-21T10:00:00+09:00")
    assert (answer.status, answer.json()["contact"], answer.json()["lines"]) == (201, CONTACT, [{**LINE, "sale": None}])
    assert answer.json()["cancelled_at"] == "2026-11-21T01:00:00Z"
    assert api.request("GET", URL, headers=merchant).json() == answer.json()


def test_the_first_moment_of_our_time_is_earlier_still_in_utc(api: HttpApi, merchant: Headers) -> None:
    first = "2000-01-01T00:00:00+09:00"
    answer = put(api, merchant, placed_at=first, cancelled_at=first)
    assert (answer.status, answer.json()["cancelled_at"]) == (201, "1999-12-31T15:00:00Z")


REFUSED: list[tuple[str, object]] = [
    ("contact.phone", "090-1234-5678"),
    ("contact.phone", "+0901234567"),
    ("contact.line_user_id", "U4AF4980629FA5D24CDBD30E1D2F4D8A1"),
    ("lines.0.image_url", "http://img.example.com/kb-01.jpg"),
    ("lines.0.product_url", "https://shop.example.com/ p"),
    ("lines.0.guide_url", "javascript:alert(1)"),
    ("lines.0.cancelled", -1),
    ("lines.0.cancelled", 3),
    ("lines.0.warranty_until", "soon"),
    ("lines.0.warranty_until", "0001-01-01"),
    ("lines.0.backordered_until", "9999-12-31"),
    ("cancelled_at", "2026-11-21T10:00:00"),
    ("consent", {"required": False}),
    ("consent", {"promotion": "yes"}),
    ("consent", {"promotion": ["pigeon"]}),
]


def test_what_does_not_fit_is_refused_with_its_field(api: HttpApi, merchant: Headers) -> None:
    for path, value in REFUSED:
        answer = api.request("PUT", URL, headers=merchant, body=changed(path, value))
        assert (answer.status, answer.json()["field"].startswith(path)) == (422, True), (path, value)


def test_cancellations_and_back_orders_are_saved_with_the_order_once(
    api: HttpApi, merchant: Headers, cloud: Cloud
) -> None:
    put(api, merchant)
    for _ in range(2):
        put(api, merchant, lines=[LINE])
    assert events(cloud) == ["OrderRecorded", "OrderRecorded", "OrderLineCancelled", "OrderLineBackordered"]
    for _ in range(2):
        put(api, merchant, lines=[LINE], cancelled_at="2026-11-21T10:00:00+09:00")
    assert events(cloud)[4:] == ["OrderRecorded", "OrderCancelled"]


def test_what_the_shopper_chose_is_kept_of_the_shopper_and_not_of_the_order(
    api: HttpApi, merchant: Headers, cloud: Cloud
) -> None:
    answer = put(api, merchant, consent={"promotion": ["email", "sms"], "feedback": False, "service": None})
    assert "consent" not in answer.json()
    chosen = shopper(cloud)
    allowed = {
        (channel, kind): choice.allowed
        for channel in Channel
        for kind in Kind
        if (choice := chosen.choice(channel, kind))
    }
    assert allowed == {
        **{(channel, Kind.PROMOTION): channel in (Channel.EMAIL, Channel.SMS) for channel in Channel},
        **{(channel, Kind.FEEDBACK): False for channel in Channel},
    }
    choice = chosen.choice(Channel.EMAIL, Kind.PROMOTION)
    assert choice is not None
    assert (choice.source, choice.at.isoformat()) == ("checkout", "2026-11-20T01:00:00+00:00")


def test_the_order_sent_again_does_not_take_back_what_the_shopper_chose_since(
    api: HttpApi, merchant: Headers, cloud: Cloud
) -> None:
    put(api, merchant, consent={"promotion": True})
    who = shopper(cloud).shopper_id
    store = DynamoShoppers(clients.dynamodb(), cloud.table)
    record_choices(store, who, {(Channel.EMAIL, Kind.PROMOTION): False}, at=NOW, source="one_click", now=NOW)
    put(api, merchant, consent={"promotion": True})
    choice = shopper(cloud).choice(Channel.EMAIL, Kind.PROMOTION)
    assert choice is not None
    assert not choice.allowed


def test_a_crash_between_order_and_choices_is_mended_by_sending_it_again(
    api: HttpApi, merchant: Headers, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(DynamoShoppers, "save", crash)
        assert put(api, merchant, consent={"promotion": True}).status == 500
    assert shopper(cloud).choices == {}
    assert put(api, merchant, consent={"promotion": True}).status == 200
    assert shopper(cloud).choice(Channel.EMAIL, Kind.PROMOTION) is not None
    assert events(cloud) == ["OrderRecorded"]


def test_a_choice_from_the_future_is_refused_and_nothing_is_kept(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    answer = put(api, merchant, placed_at="2027-11-20T10:00:00+09:00", consent={"promotion": True})
    assert (answer.status, answer.code) == (422, "chosen_in_future")
    assert not [item for item in cloud.items() if item["PK"]["S"] == "ORDER#A-1001"]


def test_whom_nothing_can_be_sent_to_has_chosen_nothing(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    assert put(api, merchant, contact={}, consent={"promotion": True}).status == 201
    assert not [item for item in cloud.items() if item["PK"]["S"].startswith("SHOPPER#")]


def test_no_telephone_number_and_no_line_user_is_logged_or_published(
    api: HttpApi, merchant: Headers, cloud: Cloud, logs: Any
) -> None:
    put(api, merchant, contact=CONTACT, lines=[LINE])
    bodies = [item["body"]["S"] for item in cloud.items() if item["SK"]["S"].startswith("EVENT#")]
    assert not [text for text in (*bodies, logs()) if "9012345678" in text or LINE_USER in text]
