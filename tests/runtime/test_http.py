"""HTTP without AWS: every error has its status, nothing foreign is told, whatever comes is answered."""

from __future__ import annotations

import base64
import json
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Conflict, Forbidden, Invalid, NotFound, Refused, TodokuError, TooMany, Unavailable
from shared.runtime.http import MAX_BODY_BYTES, BadRequest, BodyTooLarge, LargeBody, Request, Response, serve
from shared.strict_json import MalformedJson


def event(method: str = "GET", route: str = "/x", **parts: Any) -> dict[str, Any]:
    return {"routeKey": f"ANY {route}", "requestContext": {"http": {"method": method}}, **parts}


def call(route: Any, **parts: Any) -> dict[str, Any]:
    return serve({"/x": {"GET": route, "PUT": route}}, event(**parts))


def raising(error: Exception) -> Any:
    def route(_: Request) -> Response:
        raise error

    return route


def seen(**parts: Any) -> Request:
    requests = []

    def route(request: Request) -> Response:
        requests.append(request)
        return Response(200)

    assert call(route, **parts)["statusCode"] == 200
    return requests[0]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadRequest("no"), 400),
        (MalformedJson("no"), 400),
        (Refused("no"), 401),
        (Forbidden("no"), 403),
        (NotFound("no"), 404),
        (Conflict("no"), 409),
        (BodyTooLarge("no"), 413),
        (Invalid("no"), 422),
        (TooMany("no"), 429),
        (Unavailable("no"), 503),
    ],
)
def test_every_kind_of_error_has_its_status(error: TodokuError, status: int) -> None:
    answer = call(raising(error))
    body = json.loads(answer["body"])
    assert (answer["statusCode"], body["status"], body["code"], body["detail"]) == (status, status, error.code, "no")
    assert answer["headers"]["content-type"] == "application/problem+json"
    assert answer["headers"]["cache-control"] == "no-store"
    assert "field" not in body


def test_a_subclass_answers_as_its_kind_with_its_own_code_and_field() -> None:
    class OutOfStock(Conflict):
        code = "out_of_stock"

    answer = call(raising(OutOfStock("no", field="lines.0")))
    body = json.loads(answer["body"])
    assert (answer["statusCode"], body["code"], body["field"]) == (409, "out_of_stock", "lines.0")


def test_every_kind_there_is_has_a_status() -> None:
    for kind in TodokuError.__subclasses__():
        assert 400 <= call(raising(kind("no")))["statusCode"] < 600


def test_who_you_are_and_when_to_come_again_is_said_in_headers() -> None:
    assert call(raising(Refused("no")))["headers"]["www-authenticate"].startswith("Bearer")
    assert call(raising(Unavailable("no")))["headers"]["retry-after"] == "5"
    assert call(raising(TooMany("no", retry_after=90)))["headers"]["retry-after"] == "90"


def test_a_route_sees_where_the_caller_asks_from() -> None:
    http = {"http": {"method": "GET", "sourceIp": "203.0.113.9"}}
    assert seen(requestContext=http).source == "203.0.113.9"
    assert seen().source == ""


def test_what_nobody_foresaw_is_told_to_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        answer = call(raising(RuntimeError("canary-mail@shopper.example")))
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (500, "internal")
    assert "canary" not in answer["body"] + repr([record.__dict__ for record in caplog.records])
    assert "RuntimeError" in caplog.text
    assert "test_http.py" in caplog.text


def test_an_answer_that_cannot_be_written_is_an_error_of_ours() -> None:
    assert call(lambda _: Response(200, {"a": object()}))["statusCode"] == 500


def test_json_is_written_compactly_and_as_it_is() -> None:
    answer = call(lambda _: Response(200, {"a": "届"}))
    assert answer["body"] == '{"a":"届"}'
    assert answer["headers"]["x-content-type-options"] == "nosniff"


def test_text_is_left_alone_and_an_empty_answer_is_empty() -> None:
    page = call(lambda _: Response(200, "<p>", "text/html"))
    assert (page["body"], page["headers"]["content-type"]) == ("<p>", "text/html; charset=utf-8")
    assert call(lambda _: Response(204))["body"] == ""


def test_a_body_is_bytes_however_it_travels() -> None:
    raw = '{"a":"届"}'.encode()
    plain = seen(method="PUT", body=raw.decode())
    packed = seen(method="PUT", body=base64.b64encode(raw).decode(), isBase64Encoded=True)
    assert plain.body == packed.body == raw
    assert seen(method="PUT").body == b""


@pytest.mark.parametrize(("size", "status"), [(MAX_BODY_BYTES, 200), (MAX_BODY_BYTES + 1, 413)])
def test_a_body_may_be_as_large_as_said_and_no_larger(size: int, status: int) -> None:
    def ok(_: Request) -> Response:
        return Response(200)

    body = b"x" * size
    assert call(ok, body=body.decode())["statusCode"] == status
    assert call(ok, body=base64.b64encode(body).decode(), isBase64Encoded=True)["statusCode"] == status
    wide = "届" * (size // 3) + "x" * (size % 3)
    assert call(ok, body=wide)["statusCode"] == status


def test_a_route_may_take_larger_bodies_than_the_others() -> None:
    large = LargeBody(lambda request: Response(200, len(request.body)), 3 * MAX_BODY_BYTES)
    routes = {"/x": {"GET": large}}
    for size, status in ((3 * MAX_BODY_BYTES, 200), (3 * MAX_BODY_BYTES + 1, 413), (7 * MAX_BODY_BYTES, 413)):
        answer = serve(routes, event(body="x" * size))
        assert answer["statusCode"] == status
    packed = base64.b64encode(b"x" * 3 * MAX_BODY_BYTES).decode()
    assert serve(routes, event(body=packed, isBase64Encoded=True))["body"] == str(3 * MAX_BODY_BYTES)


def test_a_query_is_decoded_and_keeps_blank_values() -> None:
    assert seen(rawQueryString="a=%E5%B1%8A&b=&c=1%2B1+2").query == {"a": "届", "b": "", "c": "1+1 2"}


@pytest.mark.parametrize("query", ["a=1&a=2", "a=%FF", "x" * 5000, "&".join(f"a{n}=" for n in range(60))])
def test_a_query_that_cannot_be_read_is_refused(query: str) -> None:
    assert call(lambda _: Response(200), rawQueryString=query)["statusCode"] == 400


def test_head_is_get_where_there_is_get() -> None:
    assert call(lambda _: Response(200), method="HEAD")["statusCode"] == 200
    answer = serve({"/x": {"PUT": lambda _: Response(200)}}, event("HEAD"))
    assert (answer["statusCode"], answer["headers"]["allow"]) == (405, "PUT")


def test_a_method_that_is_not_there_is_told_those_that_are() -> None:
    assert call(lambda _: Response(200), method="DELETE")["headers"]["allow"] == "GET, HEAD, PUT"


@pytest.mark.parametrize(
    ("header", "token"),
    [("Bearer a", "a"), ("bearer  a ", "a"), ("Basic a", None), ("Bearer", None), ("Bearer ", None), ("", None)],
)
def test_a_bearer_token_is_read_in_any_spelling(header: str, token: str | None) -> None:
    assert (seen(headers={"authorization": header}).bearer() or None) == token


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)


@given(
    body=st.text() | st.none(),
    encoded=st.booleans(),
    query=st.text(),
    method=st.text(),
    headers=st.dictionaries(st.text(), st.text()),
)
def test_whatever_comes_is_answered(
    body: str | None, encoded: bool, query: str, method: str, headers: dict[str, str]
) -> None:
    parts = {"body": body, "isBase64Encoded": encoded, "rawQueryString": query, "headers": headers}
    answer = call(lambda _: Response(200), method=method, **parts)
    assert answer["statusCode"] in (200, 400, 405)
    json.dumps(answer)


@given(junk=JUNK)
def test_an_envelope_that_is_none_is_answered_too(junk: Any) -> None:
    assert serve({"/x": {"GET": lambda _: Response(200)}}, junk)["statusCode"] in (200, 500)
