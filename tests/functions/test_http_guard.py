"""What every route is guarded against: callers without the right key, hostile bodies, methods that are not there."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from functions.orders_api import handler as orders_api
from shared.access.api_key import KeyKind, new_key
from shared.carriers.receive_update import MAX_PUSH
from shared.runtime.http import MAX_BODY_BYTES
from tests.functions.conftest import easypost_signature
from tests.functions.http_api import HANDLERS, HttpApi
from tests.functions.triggers import sample

HOSTILE = {
    "larger than 120 KiB": (b'{"a":"' + b"x" * MAX_BODY_BYTES + b'"}', 413, "body_too_large"),
    "not UTF-8": (b'{"a":"\xff\xfe"}', 400, "malformed_json"),
    "half a character": (b'{"a":"\xe3\x81"}', 400, "malformed_json"),
    "too deep": (b"[" * 100_000, 400, "malformed_json"),
    "too deep, and balanced": (b"[" * 50_000 + b"]" * 50_000, 400, "malformed_json"),
    "a number of 5,000 digits": (b'{"a":' + b"9" * 5_000 + b"}", 400, "malformed_json"),
    "infinite": (b'{"a":1e999}', 400, "malformed_json"),
    "no number": (b'{"a":NaN}', 400, "malformed_json"),
    "the same key twice": (b'{"a":1,"a":2}', 400, "malformed_json"),
    "half a surrogate pair": (b'{"a":"\\ud800"}', 400, "malformed_json"),
    "a NUL": (b'{"a":"\\u0000"}', 400, "malformed_json"),
    "nothing": (b"", 400, "malformed_json"),
    "a byte order mark": (b"\xef\xbb\xbf{}", 400, "malformed_json"),
    "two values": (b"{}{}", 400, "malformed_json"),
}
SECURED = [
    ("GET", "/v1/orders/A-1001"),
    ("PUT", "/v1/orders/A-1001"),
    ("PUT", "/v1/orders/A-1001/shipments/S-1"),
    ("GET", "/v1/orders/A-1001/shipments/S-1"),
    ("GET", "/v1/orders/A-1001/tracking"),
    ("GET", "/v1/orders"),
    ("GET", "/v1/shipments"),
    ("GET", "/v1/parcels"),
    ("GET", "/v1/parcels/usps/9400136208231234500027"),
    ("POST", "/v1/parcels/usps/9400136208231234500027/reopen"),
]
UNKNOWN_KEY = new_key(KeyKind.MERCHANT, b"\x09" * 32).plain


@pytest.mark.parametrize("target", ["/v1/orders/A-1001", "/v1/orders/A-1001/shipments/S-1"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_order_is_a_problem_of_the_caller(
    api: HttpApi, merchant: dict[str, str], logs: Any, target: str, hostile: str
) -> None:
    body, status, code = HOSTILE[hostile]
    answer = api.request("PUT", target, headers=merchant, body=body)
    assert (answer.status, answer.code) == (status, code)
    assert "unforeseen" not in logs()


@pytest.mark.parametrize("hostile", sorted(HOSTILE.keys() - {"larger than 120 KiB"}))
def test_a_hostile_push_is_a_problem_of_the_carrier(api: HttpApi, logs: Any, hostile: str) -> None:
    body, status, code = HOSTILE[hostile]
    headers = {"content-type": "application/json", "x-hmac-signature": easypost_signature(body)}
    answer = api.request("POST", "/v1/carriers/easypost/webhook", headers=headers, body=body)
    assert (answer.status, answer.code) == (status, code)
    assert "unforeseen" not in logs()


def test_a_push_may_be_larger_than_other_bodies_and_no_larger_than_4_mib(api: HttpApi) -> None:
    for size, status in ((MAX_BODY_BYTES, 202), (MAX_PUSH, 413)):
        body = b'{"a":"' + b"x" * size + b'"}'
        headers = {"content-type": "application/json", "x-hmac-signature": easypost_signature(body)}
        assert api.request("POST", "/v1/carriers/easypost/webhook", headers=headers, body=body).status == status


@pytest.mark.parametrize(("method", "target"), SECURED)
@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer x", f"Bearer {UNKNOWN_KEY}", "Basic c2s6", "Bearer 鍵", "Bearer sk_\ud800"],
)
def test_without_the_merchants_key_nothing_is_said(
    api: HttpApi, method: str, target: str, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"authorization": authorization}
    answer = api.request(method, target, headers=headers, body=b"{")
    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["detail"] == "A valid API key is needed."


@pytest.mark.parametrize(("method", "target"), SECURED)
def test_the_storefronts_key_may_not_do_what_the_merchant_may(
    api: HttpApi, storefront_key: str, method: str, target: str
) -> None:
    answer = api.request(method, target, headers={"authorization": f"Bearer {storefront_key}"})
    assert (answer.status, answer.code) == (403, "forbidden")


@pytest.mark.parametrize("query", ["", "key=", "key=pk_short", f"key={UNKNOWN_KEY}", "key=%00", "key=%E9%8D%B5"])
def test_a_promise_needs_a_key(api: HttpApi, query: str) -> None:
    answer = api.request("GET", f"/v1/promise?{query}&country=JP")
    assert (answer.status, answer.code) == (401, "unauthenticated")


def test_a_secret_key_in_an_address_is_refused(api: HttpApi, merchant_key: str) -> None:
    answer = api.request("GET", f"/v1/promise?key={merchant_key}&country=JP")
    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert merchant_key not in answer.text


def test_no_key_is_ever_logged(api: HttpApi, merchant: dict[str, str], merchant_key: str, logs: Any) -> None:
    api.request("GET", "/v1/orders/A-404", headers=merchant)
    api.request("GET", "/v1/orders/A-404", headers={"authorization": f"Bearer {UNKNOWN_KEY}"})
    assert merchant_key not in logs()
    assert UNKNOWN_KEY not in logs()


METHODS = ("GET", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD", "BREW")


@pytest.mark.parametrize("template", [template for module in HANDLERS for template in module.ROUTES])
def test_a_method_that_is_not_there_is_answered_with_those_that_are(api: HttpApi, template: str) -> None:
    (known,) = [set(module.ROUTES[template]) for module in HANDLERS if template in module.ROUTES]
    known |= {"HEAD"} if "GET" in known else set()
    for method in METHODS:
        answer = api.request(method, template.replace("{", "").replace("}", ""))
        if method in known:
            assert answer.status != 405, method
        else:
            assert answer.status == 405, method
            assert answer.headers["allow"] == ", ".join(sorted(known))
            assert method == "HEAD" or answer.code == "method_not_allowed"


@pytest.mark.parametrize(
    "query", ["country=JP&country=US", "country=%FF", "&".join(f"a{n}=1" for n in range(51)), "country=" + "x" * 5000]
)
@pytest.mark.parametrize("path", ["/v1/promise", "/v1/track/x", "/t/x"])
def test_a_query_that_cannot_be_read_is_refused(api: HttpApi, path: str, query: str) -> None:
    answer = api.request("GET", f"{path}?{query}")
    assert (answer.status, answer.code) == (400, "bad_request")


def test_base64_that_is_none_is_refused(merchant_key: str) -> None:
    event = sample("http")
    event["headers"]["authorization"] = f"Bearer {merchant_key}"
    for body in ("%%%", "e30", base64.b64encode(b"{}").decode() + "\n"):
        answer = orders_api.handler({**event, "body": body, "isBase64Encoded": True}, None)
        assert (answer["statusCode"], answer["headers"]["content-type"]) == (400, "application/problem+json")


def test_an_address_that_is_not_there_never_reaches_a_function(api: HttpApi) -> None:
    for target in ("/", "/v1", "/v1/orders/", "/v1/promise/x", "/v1/orders/a/shipments/", "/V1/promise"):
        answer = api.request("GET", target)
        assert (answer.status, answer.json()) == (404, {"message": "Not Found"})
