"""What shoppers choose, by page, by one click, and through the merchant; and that nobody else chooses for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.access.shopper_links import SECRET_NAME, VALID_FOR, ShopperLinks
from shared.aws import clients
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.stream_records import events_of
from shared.shoppers.shopper import Shopper, shopper_id
from tests.functions.conftest import LINK_SECRET, NOW, Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.test_orders_api import changed

FORM = {"content-type": "application/x-www-form-urlencoded"}
ONE_CLICK = "List-Unsubscribe=One-Click"
CANARY = "canary-mail@shopper.example"


@pytest.fixture
def link(api: HttpApi, merchant: dict[str, str], cloud: Cloud) -> str:
    """The link of an order whose shopper is the canary."""
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=changed("contact.email", CANARY))
    order = DynamoOrders(clients.dynamodb(), cloud.table).get("A-1001")
    assert order
    return order.link


def path(page: str, link: str, **query: str) -> str:
    links = ShopperLinks(lambda: {SECRET_NAME: [LINK_SECRET]}, "")
    return links.page(page, link, NOW, **query)


def shopper(cloud: Cloud) -> Shopper:
    order = DynamoOrders(clients.dynamodb(), cloud.table).get("A-1001")
    assert order
    return DynamoShoppers(clients.dynamodb(), cloud.table).get(shopper_id(order.contact))


def choices(cloud: Cloud) -> dict[str, tuple[bool, str]]:
    return {name: (choice.allowed, choice.source) for name, choice in shopper(cloud).choices.items()}


def test_the_page_shows_what_holds_in_the_orders_language(api: HttpApi, link: str) -> None:
    page = api.request("GET", path("preferences", link))
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "お知らせの受け取り設定" in page.text
    assert "c•••@s•••.example" in page.text
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "What would you like" in api.request("GET", path("preferences", link, lang="en")).text


def test_what_is_unticked_is_refused_and_published(api: HttpApi, link: str, cloud: Cloud) -> None:
    form = "shown=service.email%2Cfeedback.email&service.email=yes"
    page = api.request("POST", path("preferences", link), headers=FORM, body=form)
    assert (page.status, "設定を保存しました" in page.text) == (200, True)
    assert choices(cloud) == {"email:feedback": (False, "preference_page")}
    events = [event for record in cloud.changes("SHOPPER") for event in events_of(record, "hanare")]
    assert [(event.detail_type, event.data["kind"]) for event in events] == [("PreferencesChanged", "feedback")]
    assert "canary" not in str(events)


def test_a_form_sent_twice_changes_nothing_more(api: HttpApi, link: str, cloud: Cloud) -> None:
    for _ in range(2):
        api.request("POST", path("preferences", link), headers=FORM, body="shown=service.email")
    assert shopper(cloud).version == 1


def test_a_form_that_cannot_be_read_gets_a_page_that_says_so(api: HttpApi, link: str, cloud: Cloud) -> None:
    unreadable: list[tuple[Any, dict[str, str]]] = [
        (b"\xff=1", FORM),
        ("a=1&a=2", FORM),
        ("&".join(f"f{number}=1" for number in range(101)), FORM),
        ("{}", {"content-type": "application/json"}),
    ]
    for body, kind in unreadable:
        page = api.request("POST", path("preferences", link), headers={**kind, "accept-language": "ja"}, body=body)
        assert (page.status, page.headers["content-type"]) == (400, "text/html; charset=utf-8")
        assert "送信内容を確認できませんでした" in page.text
    assert choices(cloud) == {}


def test_another_site_cannot_send_the_form(api: HttpApi, link: str) -> None:
    for headers, status in (
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "https://api.example.com"}, 200),
        ({"origin": "null"}, 200),
        ({}, 200),
    ):
        sent = api.request("POST", path("preferences", link), headers={**FORM, **headers}, body="shown=service.email")
        assert sent.status == status, headers


def test_no_other_token_opens_a_page_and_its_own_no_longer_than_it_may(api: HttpApi, link: str, at: Any) -> None:
    genuine = {page: path(page, link) for page in ("preferences", "unsubscribe")}
    for page in genuine:
        for other in {"t", "preferences", "unsubscribe", "reviews", "help"} - {page}:
            assert api.request("GET", f"/{page}/" + path(other, link).rpartition("/")[2]).status == 403
        assert api.request("GET", f"/{page}/%00").status == 403
    at(NOW + VALID_FOR + timedelta(seconds=1))
    assert {api.request("GET", address).status for address in genuine.values()} == {403}


def test_one_click_stops_at_once_what_the_address_names(api: HttpApi, link: str, cloud: Cloud) -> None:
    target = path("unsubscribe", link, kind="feedback", channel="email")
    done = api.request("POST", target, headers={**FORM, "origin": "https://mail.example"}, body=ONE_CLICK)
    assert (done.status, "配信を停止しました" in done.text) == (200, True)
    assert not {"set-cookie", "location"} & set(done.headers)
    assert choices(cloud) == {"email:feedback": (False, "one_click")}


def test_one_click_comes_as_multipart_too(api: HttpApi, link: str, cloud: Cloud) -> None:
    body = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=x"}
    target = path("unsubscribe", link, kind="service", channel="email")
    assert api.request("POST", target, headers=headers, body=body).status == 200
    assert choices(cloud) == {"email:service": (False, "one_click")}


def test_following_the_link_stops_nothing(api: HttpApi, link: str, cloud: Cloud) -> None:
    for method in ("GET", "HEAD"):
        page = api.request(method, path("unsubscribe", link, kind="feedback", channel="email"))
        assert page.status == 200
    assert choices(cloud) == {}


def test_there_is_a_way_back(api: HttpApi, link: str, cloud: Cloud, at: Any) -> None:
    target = path("unsubscribe", link, kind="feedback", channel="email")
    page = api.request("POST", target, headers=FORM, body=ONE_CLICK)
    assert 'name="again"' in page.text
    everything = page.text.split('href="https://api.example.com/preferences/')[1].split('"')[0]
    assert api.request("GET", f"/preferences/{everything.replace('&amp;', '&')}").status == 200
    at(NOW + timedelta(seconds=5))
    elsewhere = {**FORM, "origin": "https://evil.example"}
    assert api.request("POST", target, headers=elsewhere, body="again=yes").status == 403
    assert choices(cloud) == {"email:feedback": (False, "one_click")}
    back = api.request("POST", target, headers=FORM, body="again=yes")
    assert (back.status, choices(cloud)) == (200, {"email:feedback": (True, "one_click")})


def test_what_cannot_be_stopped_or_taken_back_is_said_so(api: HttpApi, link: str, cloud: Cloud) -> None:
    mail = {"kind": "feedback", "channel": "email"}
    for query, body, status in (
        ({"kind": "required", "channel": "email"}, ONE_CLICK, 422),
        ({"kind": "news", "channel": "email"}, ONE_CLICK, 422),
        ({"kind": "feedback", "channel": "fax"}, ONE_CLICK, 422),
        ({}, "again=yes", 422),
        (mail, "", 400),
        (mail, "List-Unsubscribe=Two-Clicks", 400),
    ):
        page = api.request("POST", path("unsubscribe", link, **query), headers=FORM, body=body)
        assert (page.status, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert choices(cloud) == {}


def put(api: HttpApi, merchant: dict[str, str], body: object, order: str = "A-1001") -> Reply:
    return api.request("PUT", f"/v1/orders/{order}/preferences", headers=merchant, body=body)


def test_a_checkout_says_what_its_shopper_chose(
    api: HttpApi, merchant: dict[str, str], link: str, cloud: Cloud
) -> None:
    choice = {"channel": "email", "kind": "promotion", "allowed": True, "at": "2026-11-20T10:00:00+09:00"}
    key = {"endpoint": "https://fcm.googleapis.com/fcm/send/1", "p256dh": "B" * 87, "auth": "a" * 22}
    answer = put(api, merchant, {"choices": [choice], "preferred": ["line", "email"], "push": key}).json()
    [promotion] = [one for one in answer["choices"] if one["kind"] == "promotion" and one["channel"] == "email"]
    assert (promotion["allowed"], promotion["chosen_at"]) == (True, "2026-11-20T01:00:00Z")
    assert (answer["preferred"], answer["push_subscriptions"]) == (["line", "email"], 1)
    assert "canary" not in str(answer)
    late = put(api, merchant, {"choices": [{**choice, "allowed": False, "at": "2026-11-19T10:00:00+09:00"}]})
    assert late.status == 200
    assert choices(cloud) == {"email:promotion": (True, "merchant")}
    assert api.request("GET", "/v1/orders/A-1001/preferences", headers=merchant).json() == late.json()


def test_what_cannot_be_chosen_is_refused(api: HttpApi, merchant: dict[str, str], link: str, cloud: Cloud) -> None:
    plain = {"endpoint": "http://fcm.googleapis.com/fcm/send/1", "p256dh": "B" * 87, "auth": "a" * 22}
    elsewhere = {**plain, "endpoint": "https://push.example/1"}
    mail = {"channel": "email", "allowed": True}
    for body, code in (
        ({"choices": [{**mail, "kind": "required"}]}, "cannot_be_refused"),
        ({"choices": [{**mail, "kind": "service", "channel": "fax"}]}, "invalid_body"),
        ({"push": plain}, "invalid_body"),
        ({"push": elsewhere}, "invalid_body"),
        ({"choices": [{**mail, "kind": "service", "at": "2027-01-01T00:00:00Z"}]}, "chosen_in_future"),
    ):
        assert put(api, merchant, body).code == code
    assert choices(cloud) == {}


def test_only_the_merchant_of_a_known_order_with_a_contact_may(
    api: HttpApi, merchant: dict[str, str], storefront_key: str
) -> None:
    assert put(api, {}, {}).status == 401
    assert put(api, {"authorization": f"Bearer {storefront_key}"}, {}).status == 403
    assert put(api, merchant, {}, "A-9").code == "order_unknown"
    nobody = changed("contact", {"language": "ja"})
    api.request("PUT", "/v1/orders/A-2", headers=merchant, body=nobody)
    assert put(api, merchant, {}, "A-2").code == "no_contact"


def test_nothing_personal_is_logged(api: HttpApi, link: str, logs: Any) -> None:
    target = path("unsubscribe", link, kind="feedback", channel="email")
    api.request("POST", target, headers=FORM, body=ONE_CLICK)
    api.request("POST", path("preferences", link), headers=FORM, body="shown=service.email")
    written = logs().lower()
    assert "canary" not in written
    assert link.lower() not in written
