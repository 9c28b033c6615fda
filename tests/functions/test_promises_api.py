"""Promises over HTTP: kept and signed once, refused with the new options, given back byte for byte, and linked."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from functions.promises_api import handler as promises_api
from functions.publish_events import handler as publish_events
from shared.aws import clients
from shared.receipts.sign import Check, Signature, check
from tests.functions.conftest import NOW, PROMISE_SECRET, Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.test_orders_api import ORDER

HOME = "ヤマト運輸 宅急便"
POSTAL = "9071801"
"""Somewhere that nothing may be logged of."""
Headers = dict[str, str]
At = Callable[[datetime], None]


def question(api: HttpApi, key: str, **more: str) -> dict[str, Any]:
    """What the storefront is told now."""
    asked = "&".join(f"{name}={value}" for name, value in {"country": "JP", "postal": "150", **more}.items())
    answer: dict[str, Any] = api.request("GET", f"/v1/promise?key={key}&{asked}").json()
    return answer


@pytest.fixture
def cart(api: HttpApi, storefront_key: str) -> dict[str, Any]:
    """What a cart that was shown a promise sends when it becomes an order."""
    answer = question(api, storefront_key)
    home = next(option for option in answer["options"] if option["service"] == HOME)
    return {
        "order_id": "A-1001",
        "question": {"country": "JP", "postal": "150", "lang": "en"},
        "items": [
            {
                "id": "1",
                "sku": "CUP-1",
                "quantity": 2,
                "option": {"method": "home", "service": HOME, "promised": home["promised"]},
            }
        ],
        "shown_at": answer["as_of"],
    }


@pytest.fixture
def keyed(merchant: Headers) -> Headers:
    """A merchant's headers, with an idempotency key."""
    return {**merchant, "Idempotency-Key": "checkout-A-1001"}


def post(api: HttpApi, headers: Headers, cart: object) -> Reply:
    return api.request("POST", "/v1/promises", headers=headers, body=cart)


def test_what_the_cart_was_shown_is_kept_and_signed(api: HttpApi, keyed: Headers, cart: dict[str, Any]) -> None:
    reply = post(api, keyed, cart)
    kept = reply.json()
    receipt, signature = kept["receipt"], kept["signature"]
    assert (reply.status, reply.headers["cache-control"]) == (201, "no-store")
    assert (receipt["order_id"], receipt["promised"]) == ("A-1001", cart["items"][0]["option"]["promised"])
    assert receipt["configuration_version"] == 1
    written = json.dumps(receipt, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    made = Signature(signature["key_id"], signature["value"])
    assert check(written, made, [PROMISE_SECRET]) is Check.VALID
    assert written in reply.text


def test_it_is_read_back_byte_for_byte_and_the_signature_is_checked(
    api: HttpApi, keyed: Headers, merchant: Headers, cart: dict[str, Any]
) -> None:
    kept = post(api, keyed, cart).json()
    read = api.request("GET", f"/v1/promises/{kept['receipt']['id']}", headers=merchant)
    document = json.dumps(kept["receipt"], separators=(",", ":"), ensure_ascii=False)
    assert (read.status, read.json()["receipt"]) == (200, kept["receipt"])
    assert f'{{"receipt":{document},' in read.text
    assert read.json()["signature"] == {**kept["signature"], "check": "valid"}


def test_the_same_request_again_answers_the_same_even_after_the_cutoff(
    api: HttpApi, keyed: Headers, cart: dict[str, Any], cloud: Cloud, at: At
) -> None:
    first = post(api, keyed, cart)
    before = cloud.items()
    at(NOW + timedelta(days=3))
    again = post(api, keyed, cart)
    assert (again.status, again.body) == (200, first.body)
    assert cloud.items() == before


def test_the_same_key_with_another_cart_is_refused(api: HttpApi, keyed: Headers, cart: dict[str, Any]) -> None:
    post(api, keyed, cart)
    reply = post(api, keyed, {**cart, "order_id": "A-2"})
    assert (reply.status, reply.code, reply.json()["field"]) == (422, "idempotency_key_reused", "Idempotency-Key")


def test_a_cart_that_crossed_the_cutoff_is_refused_with_the_new_options(
    api: HttpApi, keyed: Headers, cart: dict[str, Any], cloud: Cloud, at: At, storefront_key: str
) -> None:
    before = cloud.items()
    at(NOW + timedelta(hours=5))
    reply = post(api, keyed, cart)
    problem = reply.json()
    assert (reply.status, reply.code, problem["field"]) == (409, "promise_changed", "items")
    assert problem["changed"] == [{"item": "1", "reason": "later", "shown": "2026-11-26", "now": "2026-11-27"}]
    assert problem["answer"] == question(api, storefront_key)
    assert cloud.items() == before


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("shown_at", "2026-11-24T10:00:00"),
        ("shown_at", "2026-11-25T10:00:00+09:00"),
        ("question.country", "Japan"),
        ("question.confidence", 91),
        ("question.sku", ["x"] * 21),
        ("items", []),
        ("items.0.option.promised", "26 November"),
        ("items.0.option.promised", "0001-01-01"),
        ("items.0.quantity", 0),
        ("items.0.name", "Aiko"),
    ],
)
def test_a_wrong_value_is_refused_by_name(
    api: HttpApi, keyed: Headers, cart: dict[str, Any], cloud: Cloud, path: str, value: object
) -> None:
    before = cloud.items()
    reply = post(api, keyed, changed(cart, path, value))
    assert (reply.status, reply.json()["field"]) == (422, path)
    assert cloud.items() == before


def changed(cart: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    body = copy.deepcopy(cart)
    *way, last = path.split(".")
    place: Any = body
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    return body


def test_a_day_that_is_past_is_refused_as_impossible(api: HttpApi, keyed: Headers, cart: dict[str, Any]) -> None:
    yesterday = {**cart["items"][0]["option"], "promised": "2026-11-23", "day": "2026-11-23"}
    reply = post(api, keyed, changed(cart, "items.0.option", yesterday))
    assert (reply.status, reply.code, reply.json()["field"]) == (422, "impossible_promise", "items.0.option.day")


@pytest.mark.parametrize("key", [None, "", "a b", "x" * 256])
def test_without_an_idempotency_key_nothing_is_kept(
    api: HttpApi, merchant: Headers, cart: dict[str, Any], key: str | None
) -> None:
    reply = post(api, merchant if key is None else {**merchant, "Idempotency-Key": key}, cart)
    assert (reply.status, reply.code, reply.json()["field"]) == (400, "bad_request", "Idempotency-Key")


def test_a_storefront_may_keep_and_read_no_promise(api: HttpApi, storefront_key: str, cart: dict[str, Any]) -> None:
    headers = {"authorization": f"Bearer {storefront_key}", "Idempotency-Key": "k"}
    for method, target in (
        ("POST", "/v1/promises"),
        ("GET", "/v1/promises?order_id=A-1"),
        ("GET", "/v1/promises/pr_AAAAAAAAAAAAAAAAAAAAAA"),
    ):
        assert api.request(method, target, headers=headers, body=cart).status == 403


@pytest.mark.parametrize("id", ["pr_AAAAAAAAAAAAAAAAAAAAAA", "nonsense", "pr_%E5%B1%8A"])
def test_a_promise_that_nobody_made_is_not_found(api: HttpApi, merchant: Headers, id: str) -> None:
    reply = api.request("GET", f"/v1/promises/{id}", headers=merchant)
    assert (reply.status, reply.code) == (404, "promise_unknown")


def test_of_an_order_the_first_promise_and_the_latest_are_read(
    api: HttpApi, keyed: Headers, merchant: Headers, cart: dict[str, Any], at: At
) -> None:
    assert api.request("GET", "/v1/promises?order_id=A-1001", headers=merchant).code == "promise_unknown"
    first = post(api, keyed, cart).json()
    at(NOW + timedelta(minutes=5))
    latest = post(api, {**keyed, "Idempotency-Key": "again"}, cart).json()
    told = api.request("GET", "/v1/promises?order_id=A-1001", headers=merchant).json()
    assert told["order_id"] == "A-1001"
    assert (told["first"]["receipt"], told["latest"]["receipt"]) == (first["receipt"], latest["receipt"])
    assert first["receipt"]["id"] != latest["receipt"]["id"]
    assert told["first"]["signature"]["check"] == "valid"


def test_a_promise_is_published_by_the_stream_once(
    api: HttpApi, keyed: Headers, cart: dict[str, Any], cloud: Cloud
) -> None:
    receipt = post(api, keyed, cart).json()["receipt"]
    post(api, keyed, cart)
    publish_events.handler({"Records": cloud.changes("PROMISE#")}, None)
    [event] = [event for event in cloud.published() if event["detail-type"] == "PromiseMade"]
    assert event["source"] == "postpurchase.promise"
    assert event["detail"]["data"]["promise_id"] == receipt["id"]
    assert event["detail"]["metadata"]["event_id"] == f"promise:{receipt['id']}"


def test_an_order_is_linked_to_its_promise_and_the_first_one_told_stays(
    api: HttpApi, keyed: Headers, merchant: Headers, cart: dict[str, Any], at: At
) -> None:
    first = post(api, keyed, cart).json()["receipt"]
    put = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body={**ORDER, "promise": {"id": first["id"]}})
    linked = {"id": first["id"], "earliest": "2026-11-25", "latest": "2026-11-26"}
    assert (put.status, put.json()["promise"], put.json()["first_promise"]) == (201, linked, linked)
    at(NOW + timedelta(hours=5))
    second = post(api, {**keyed, "Idempotency-Key": "2"}, changed(cart, "items.0.option.promised", "2026-11-28")).json()
    body = {**ORDER, "promise": {"id": second["receipt"]["id"]}}
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=body)
    late = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body={**ORDER, "promise": {"id": first["id"]}})
    assert late.json()["first_promise"] == linked
    assert (late.json()["promise"]["id"], late.json()["promise"]["latest"]) == (second["receipt"]["id"], "2026-11-28")


@pytest.mark.parametrize("order_is_first", [True, False])
def test_an_order_shows_its_promises_whichever_came_first_and_without_being_written_again(
    api: HttpApi, keyed: Headers, merchant: Headers, cart: dict[str, Any], at: At, *, order_is_first: bool
) -> None:
    order = {name: value for name, value in ORDER.items() if name != "promise"}
    if order_is_first:
        put = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=order).json()
        assert (put["promise"], put["version"]) == (None, 1)
    first = post(api, keyed, cart).json()["receipt"]
    at(NOW + timedelta(minutes=5))
    latest = post(api, {**keyed, "Idempotency-Key": "again"}, changed(cart, "items.0.option.promised", "2026-11-28"))
    again = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=order).json()
    told = {"id": latest.json()["receipt"]["id"], "earliest": "2026-11-25", "latest": "2026-11-28"}
    told_first = {"id": first["id"], "earliest": "2026-11-25", "latest": "2026-11-26"}
    read = api.request("GET", "/v1/orders/A-1001", headers=merchant).json()
    tracking = api.request("GET", "/v1/orders/A-1001/tracking", headers=merchant).json()
    for answer in (again, read, tracking):
        assert (answer["promise"], answer["first_promise"]) == (told, told_first)
    assert (again["version"], read["version"]) == (1, 1)
    link = urlsplit(read["tracking_url"]).path.replace("/t/", "/v1/track/")
    shown = api.request("GET", link).json()["promise"]
    assert (shown["earliest"], shown["latest"]) == ("2026-11-25", "2026-11-28")
    assert shown["first"] == {"earliest": "2026-11-25", "latest": "2026-11-26"}


def test_an_order_cannot_be_linked_to_no_promise_or_to_anothers(
    api: HttpApi, keyed: Headers, merchant: Headers, cart: dict[str, Any]
) -> None:
    id = post(api, keyed, cart).json()["receipt"]["id"]
    for order_id, promise_id in (("A-2", id), ("A-1001", "pr_AAAAAAAAAAAAAAAAAAAAAA")):
        body = {**ORDER, "promise": {"id": promise_id}}
        reply = api.request("PUT", f"/v1/orders/{order_id}", headers=merchant, body=body)
        assert (reply.status, reply.code, reply.json()["field"]) == (404, "promise_unknown", "promise.id")


@pytest.mark.parametrize(
    "promise",
    [{}, {"earliest": "2026-11-25"}, {"id": "pr_AAAAAAAAAAAAAAAAAAAAAA", "latest": "2026-11-26"}, {"id": None}],
)
def test_an_order_says_either_a_promises_id_or_its_window(
    api: HttpApi, merchant: Headers, promise: dict[str, Any]
) -> None:
    reply = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body={**ORDER, "promise": promise})
    assert (reply.status, reply.json()["field"]) == (422, "promise")


def test_nothing_that_is_logged_says_where_somebody_lives_or_what_the_key_was(
    api: HttpApi, keyed: Headers, cart: dict[str, Any], logs: Callable[[], str], at: At
) -> None:
    exact = changed(changed(cart, "question.postal", POSTAL), "items.0.option.promised", "2026-12-24")
    assert post(api, keyed, exact).status == 201
    at(NOW + timedelta(days=60))
    assert post(api, {**keyed, "Idempotency-Key": "later"}, exact).status == 409
    for word in (POSTAL, "checkout-A-1001", PROMISE_SECRET):
        assert word not in logs()


def test_after_a_new_signing_key_the_old_promises_still_hold_and_new_ones_are_signed_with_it(
    api: HttpApi, keyed: Headers, merchant: Headers, cart: dict[str, Any]
) -> None:
    old = post(api, keyed, cart).json()
    both = json.dumps({"promise_signing": ["the-new-key", PROMISE_SECRET]})
    clients.secretsmanager().put_secret_value(SecretId="promises", SecretString=both)
    promises_api.signing_keys.cache_clear()
    new = post(api, {**keyed, "Idempotency-Key": "2"}, cart).json()
    assert new["signature"]["key_id"] != old["signature"]["key_id"]
    for kept in (old, new):
        read = api.request("GET", f"/v1/promises/{kept['receipt']['id']}", headers=merchant)
        assert read.json()["signature"]["check"] == "valid"
    clients.secretsmanager().put_secret_value(SecretId="promises", SecretString='{"promise_signing": ["the-new-key"]}')
    promises_api.signing_keys.cache_clear()
    read = api.request("GET", f"/v1/promises/{old['receipt']['id']}", headers=merchant)
    assert read.json()["signature"]["check"] == "key_unknown"
