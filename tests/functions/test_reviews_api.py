"""Reviews and help, by page; and what the merchant is given of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from shared.access.shopper_links import SECRET_NAME, ShopperLinks
from shared.access.short_link import ShortLinks
from shared.aws import clients
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.dynamodb_short_links import DynamoShortLinks
from shared.aws.stream_records import events_of
from shared.notifications.message import Message, MessageState, message_id
from shared.notifications.ports import StaleMessage
from shared.reviews.review import MAY_CHANGE
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from tests.functions.conftest import LINK_SECRET, NOW, Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.test_orders_api import ORDER
from tests.functions.test_shoppers_api import FORM, link, path

__all__ = ["link"]
SKU = ORDER["lines"][0]["sku"]


def send(api: HttpApi, link: str, **fields: str) -> Reply:
    return api.request("POST", path("reviews", link), headers=FORM, body=urlencode({"sku": SKU, **fields}))


def said(api: HttpApi, merchant: dict[str, str]) -> Any:
    return api.request("GET", "/v1/orders/A-1001/reviews", headers=merchant).json()


def test_following_a_link_with_stars_chooses_them_and_keeps_nothing(
    api: HttpApi, link: str, merchant: dict[str, str]
) -> None:
    page = api.request("GET", path("reviews", link, sku=SKU, stars="4"))
    assert page.status == 200
    assert 'value="4" required aria-label="5つ星のうち4" checked' in page.text
    assert said(api, merchant) == {"reviews": [], "help": []}


def test_a_review_reaches_the_merchant_with_its_words_and_the_bus_without(
    api: HttpApi, link: str, merchant: dict[str, str], cloud: Cloud, logs: Any
) -> None:
    page = send(api, link, stars="2", words="<b>Canary</b> wrote this")
    assert (page.status, "ありがとうございます" in page.text) == (200, True)
    assert "<b>Canary" not in page.text
    [review] = said(api, merchant)["reviews"]
    assert (review["sku"], review["stars"], review["words"]) == (SKU, 2, "<b>Canary</b> wrote this")
    events = [event for record in cloud.changes("REVIEW#") for event in events_of(record, "hanare")]
    assert [event.detail_type for event in events] == ["ReviewReceived"]
    assert "Canary" not in str(events) + logs()


def test_help_is_offered_beside_every_review_and_its_form_works(
    api: HttpApi, link: str, merchant: dict[str, str], cloud: Cloud
) -> None:
    page = api.request("GET", path("reviews", link, sku=SKU, stars="5"))
    address = page.text.split('action="https://api.example.com')[1].split('"')[0].replace("&amp;", "&")
    asked = api.request("POST", address, headers=FORM, body="words=Chipped")
    assert (asked.status, "お問い合わせを承りました" in asked.text) == (200, True)
    [help_asked] = said(api, merchant)["help"]
    assert (help_asked["sku"], help_asked["words"]) == (SKU, "Chipped")
    [case] = api.request("GET", "/v1/orders/A-1001/cases", headers=merchant).json()["cases"]
    assert (case["case_id"], case["kind"], case["is_open"]) == (help_asked["case_id"], "support", True)
    events = [event for record in cloud.changes("REVIEW#") for event in events_of(record, "hanare")]
    assert [event.detail_type for event in events] == ["HelpRequested"]


def test_help_with_the_whole_order_needs_no_line(api: HttpApi, link: str, merchant: dict[str, str]) -> None:
    assert api.request("GET", path("help", link)).status == 200
    assert api.request("POST", path("help", link), headers=FORM, body="words=Late").status == 200
    assert [one["sku"] for one in said(api, merchant)["help"]] == [None]


def test_what_no_review_can_be_gets_a_page_that_says_so(api: HttpApi, link: str, merchant: dict[str, str]) -> None:
    for fields, status, shown in (
        ({"stars": "6"}, 422, "送信内容"),
        ({"stars": ""}, 422, "送信内容"),
        ({"stars": "5", "words": "x" * 1001}, 422, "送信内容"),
        ({"stars": "5", "sku": "other"}, 404, "表示できません"),
    ):
        body = urlencode({"sku": SKU, **fields})
        page = api.request("POST", path("reviews", link), headers={**FORM, "accept-language": "ja"}, body=body)
        assert (page.status, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
        assert shown in page.text
    assert said(api, merchant) == {"reviews": [], "help": []}


def test_after_thirty_days_a_review_stays_as_it_is(api: HttpApi, link: str, merchant: dict[str, str], at: Any) -> None:
    send(api, link, stars="2")
    target = path("reviews", link)
    at(NOW + MAY_CHANGE * 2)
    closed = api.request("POST", target, headers=FORM, body=urlencode({"sku": SKU, "stars": "5"}))
    assert closed.status == 409
    assert said(api, merchant)["reviews"][0]["stars"] == 2


def test_of_several_lines_the_page_asks_which(api: HttpApi, link: str, merchant: dict[str, str]) -> None:
    lines = [{"sku": sku, "name": f"Item {sku}", "quantity": 1} for sku in ("a", "b")]
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body={**ORDER, "lines": lines})
    page = api.request("GET", path("reviews", link, lang="en"))
    assert (page.status, page.text.count("/reviews/")) == (200, 2)
    address = page.text.split('href="https://api.example.com')[1].split('"')[0].replace("&amp;", "&")
    assert "Item a" in api.request("GET", address).text


def test_no_other_token_opens_a_page_and_no_other_site_sends_its_form(api: HttpApi, link: str) -> None:
    for page in ("reviews", "help"):
        for other in {"t", "preferences", "unsubscribe", "reviews", "help"} - {page}:
            assert api.request("GET", f"/{page}/" + path(other, link).rpartition("/")[2]).status == 403
        headers = {**FORM, "sec-fetch-site": "cross-site"}
        assert api.request("POST", path(page, link), headers=headers, body=f"sku={SKU}&stars=5").status == 403


def test_reviews_are_listed_for_the_merchant_alone(
    api: HttpApi, link: str, merchant: dict[str, str], storefront_key: str
) -> None:
    send(api, link, stars="4")
    found = api.request("GET", "/v1/reviews?stars=4&limit=1", headers=merchant).json()
    assert [review["order_id"] for review in found["reviews"]] == ["A-1001"]
    assert api.request("GET", "/v1/reviews?stars=5", headers=merchant).json()["reviews"] == []
    assert api.request("GET", "/v1/reviews?stars=9", headers=merchant).code == "invalid_query"
    for target in ("/v1/reviews", "/v1/orders/A-1001/reviews"):
        assert api.request("GET", target).status == 401
        assert api.request("GET", target, headers={"authorization": f"Bearer {storefront_key}"}).status == 403


@pytest.fixture
def sent(cloud: Cloud) -> Message:
    """A message of the order that went out."""
    message = Message(
        message_id=message_id("A-1001", "review_invited", "line:x"),
        order_id="A-1001",
        trigger="review_invited",
        subject="line:x",
        kind=Kind.FEEDBACK,
        shopper="abc",
        language="ja",
        state=MessageState.SENT,
        reason="told",
        occurred_at=NOW,
        decided_at=NOW,
        channel=Channel.EMAIL,
        sent_at=NOW,
    )
    return DynamoMessages(clients.dynamodb(), cloud.table).save(message)


def clicked(cloud: Cloud, message: Message) -> tuple[bool, bool]:
    """Whether a click is noted on the message, and with its shopper."""
    kept = DynamoMessages(clients.dynamodb(), cloud.table).get("A-1001", message.message_id)
    assert kept
    shopper = DynamoShoppers(clients.dynamodb(), cloud.table).get("abc")
    return kept.reaction.clicked_at is not None, shopper.last_click is not None


@pytest.mark.parametrize("page", ["reviews", "help", "t"])
def test_the_message_that_led_here_is_noted_once(
    api: HttpApi, link: str, cloud: Cloud, sent: Message, page: str
) -> None:
    for _ in range(2):
        assert api.request("GET", path(page, link, m=sent.message_id)).status == 200
    assert clicked(cloud, sent) == (True, True)
    assert DynamoShoppers(clients.dynamodb(), cloud.table).get("abc").version == 1


def test_a_message_that_leads_to_a_code_is_noted_too(api: HttpApi, link: str, cloud: Cloud, sent: Message) -> None:
    page = path("t", link, to="problem", m=sent.message_id).replace("/t/", "/verify/")
    assert api.request("GET", page).status == 200
    assert clicked(cloud, sent) == (True, True)


def test_a_message_that_is_none_of_the_orders_is_not_noted_and_the_page_is_there(
    api: HttpApi, link: str, cloud: Cloud, sent: Message
) -> None:
    for page in ("reviews", "t"):
        for named in ("x", "0" * 26, "../../x", ""):
            assert api.request("GET", path(page, link) + f"?m={named}").status == 200
        assert api.request("HEAD", path(page, link, m=sent.message_id)).status == 200
    assert clicked(cloud, sent) == (False, False)


def test_a_click_that_cannot_be_noted_hides_no_page(
    api: HttpApi, link: str, sent: Message, monkeypatch: pytest.MonkeyPatch, logs: Any
) -> None:
    def stale(self: object, message: Message) -> Message:
        raise StaleMessage("stale")

    monkeypatch.setattr(DynamoMessages, "save", stale)
    for page in ("reviews", "t"):
        assert api.request("GET", path(page, link, m=sent.message_id)).status == 200
    assert "click not noted" in logs()


def short_path(cloud: Cloud, link: str) -> str:
    kept = DynamoShortLinks(clients.dynamodb(), cloud.table)

    def secrets() -> dict[str, list[str]]:
        return {SECRET_NAME: [LINK_SECRET]}

    return ShortLinks(secrets, kept, ShopperLinks(secrets, ""), "").make(link, NOW)


def test_a_short_link_leads_to_the_tracking_page_with_its_message(api: HttpApi, link: str, cloud: Cloud) -> None:
    short, message = short_path(cloud, link), "0" * 26
    answer = api.request("GET", f"{short}?m={message}")
    assert (answer.status, answer.headers["cache-control"]) == (302, "no-store")
    address = answer.headers["location"].removeprefix("https://api.example.com")
    assert address.endswith(f"?m={message}")
    assert api.request("GET", address).status == 200
    assert api.request("GET", f"{short}?m=%0d%0aX").headers["location"].count("?") == 0


def test_every_other_code_gets_the_same_page(api: HttpApi) -> None:
    for code in ("0123456789", "x", "%00", "A" * 500):
        page = api.request("GET", f"/s/{code}", headers={"accept-language": "ja"})
        assert (page.status, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert "このリンクではご注文を表示できません" in page.text
