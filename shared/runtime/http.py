"""HTTP for every API function: open API Gateway's envelope, guard it, find the route, answer; errors as problem+json.

The routes are the API's: API Gateway matches the path and names it in the envelope, so there is nothing to match here.
The body stays bytes until somebody needs it: signatures are over bytes. Imports nothing heavy; see decision 0006.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.errors import Conflict, Forbidden, Invalid, NotFound, Refused, TodokuError, TooMany, Unavailable
from shared.strict_json import MalformedJson
from shared.strict_xml import MalformedXml

MAX_BODY_BYTES = 120 * 1024
"""EventBridge takes 256 KB an entry, and JSON inside JSON, its quotes and backslashes escaped, may be twice as long."""
MAX_QUERY_CHARACTERS = 4096
MAX_QUERY_FIELDS = 50

logger = logging.getLogger(__name__)


class BodyTooLarge(Invalid):
    """The body is larger than any caller of ours needs."""

    code = "body_too_large"


class BadRequest(Invalid):
    """The request itself cannot be read."""

    code = "bad_request"


class MethodNotAllowed(Invalid):
    """The path exists, the method does not."""

    code = "method_not_allowed"

    def __init__(self, allowed: str) -> None:
        super().__init__(f"This address answers {allowed} only.")
        self.allowed = allowed


STATUS: tuple[tuple[type[TodokuError], int, str], ...] = (
    (BodyTooLarge, 413, "Body too large"),
    (MethodNotAllowed, 405, "Method not allowed"),
    (BadRequest, 400, "Bad request"),
    (MalformedJson, 400, "Malformed JSON"),
    (MalformedXml, 400, "Malformed XML"),
    (Invalid, 422, "Invalid"),
    (Forbidden, 403, "Forbidden"),
    (Refused, 401, "Unauthenticated"),
    (NotFound, 404, "Not found"),
    (Conflict, 409, "Conflict"),
    (TooMany, 429, "Too many requests"),
    (Unavailable, 503, "Unavailable"),
)
"""The one table from error kind to status; the first row that fits counts."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as a route sees it. Header names are lower case; repeated query names are refused before."""

    method: str
    path: Mapping[str, str]
    """The path's parameters, decoded."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    source: str = ""
    """The caller's IP address, as API Gateway saw it: for limits, under a keyed hash; never kept or logged."""
    cookies: Mapping[str, str] = field(default_factory=dict)
    """As the browser sent them: what they say is to be proven."""

    def bearer(self) -> str | None:
        """The token of an `Authorization: Bearer` header."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" and token else None


class JsonText(str):
    """A body that is written as JSON already."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: `body` is a JSON value or JsonText, or text or bytes when `content_type` is not JSON."""

    status: int
    body: Any = None
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Sequence[str] = ()
    """Values of `Set-Cookie`, one header each."""


Route = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class LargeBody:
    """A route whose requests may be larger than MAX_BODY_BYTES: `{"POST": LargeBody(post_file, 4 * 1024 * 1024)}`."""

    route: Route
    max_bytes: int

    def __call__(self, request: Request) -> Response:
        return self.route(request)


Routes = Mapping[str, Mapping[str, Route]]
"""Path template -> method -> route: `{"/v1/orders/{order_id}": {"PUT": put_order}}`."""


def serve(routes: Routes, event: Mapping[str, Any]) -> dict[str, Any]:
    """Answer an API Gateway HTTP API event (payload 2.0). Never raises: what nobody foresaw is a logged 500."""
    try:
        return _envelope(_answer(routes, event))
    except TodokuError as error:
        return _envelope(problem(error))
    except Exception as error:
        # The process edge: the text of a foreign exception may hold a shopper's data, so only its type is logged.
        logger.error("unforeseen %s at %s", type(error).__name__, _place(error))
        return _envelope(_problem(500, "internal", "Internal error", "Something went wrong on our side.", None))


def for_every_page(answered: dict[str, Any]) -> dict[str, Any]:
    """What `serve` answered, for scripts of pages on any origin: for what a storefront calls, and no cookie changes.

    API Gateway says so by itself, whatever stands here; the local cloud does not.
    """
    return {**answered, "headers": {**answered["headers"], "access-control-allow-origin": "*"}}


def problem(error: TodokuError) -> Response:
    """The RFC 9457 answer to one of our errors."""
    status, title = next((status, title) for kind, status, title in STATUS if isinstance(error, kind))
    answer = _problem(status, error.code, title, error.detail, error.field)
    extra = _EXTRA_HEADERS.get(status, {})
    if isinstance(error, MethodNotAllowed):
        extra = {"allow": error.allowed}
    if isinstance(error, TooMany):
        extra = {"retry-after": str(error.retry_after)}
    return Response(answer.status, answer.body, answer.content_type, {**answer.headers, **extra})


_EXTRA_HEADERS: Mapping[int, Mapping[str, str]] = {
    401: {"www-authenticate": 'Bearer realm="todoku"'},
    503: {"retry-after": "5"},
}


def _answer(routes: Routes, event: Mapping[str, Any]) -> Response:
    http = event["requestContext"]["http"]
    method = str(http["method"])
    methods = routes[str(event["routeKey"]).partition(" ")[2]]
    route = methods.get("GET" if method == "HEAD" else method)
    if route is None:
        raise MethodNotAllowed(", ".join(sorted({*methods, "HEAD"} if "GET" in methods else methods)))
    return route(
        Request(
            method=method,
            path=event.get("pathParameters") or {},
            query=_query(str(event.get("rawQueryString") or "")),
            headers=event.get("headers") or {},
            body=_body(event, route.max_bytes if isinstance(route, LargeBody) else MAX_BODY_BYTES),
            source=str(http.get("sourceIp") or ""),
            cookies=_cookies(event),
        )
    )


def _body(event: Mapping[str, Any], max_bytes: int) -> bytes:
    body = event.get("body") or ""
    if len(body) > 2 * max_bytes:  # base64 takes a third more; do not decode what is refused anyway
        raise BodyTooLarge(f"The body is larger than {max_bytes} bytes.")
    try:
        raw = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode("utf-8")
    except (binascii.Error, UnicodeEncodeError):
        raise BadRequest("The body cannot be read.") from None
    if len(raw) > max_bytes:
        raise BodyTooLarge(f"The body is larger than {max_bytes} bytes.")
    return raw


def _query(raw: str) -> dict[str, str]:
    if len(raw) > MAX_QUERY_CHARACTERS:
        raise BadRequest(f"The query is longer than {MAX_QUERY_CHARACTERS} characters.")
    if "%" in raw or "+" in raw:
        pairs = _decoded(raw)
    else:
        pairs = [(name, value) for name, _, value in [part.partition("=") for part in raw.split("&") if part]]
    if len(pairs) > MAX_QUERY_FIELDS:
        raise BadRequest("The query cannot be read.")
    query = dict(pairs)
    if len(query) != len(pairs):
        raise BadRequest("The query names the same parameter twice.")
    return query


def _cookies(event: Mapping[str, Any]) -> dict[str, str]:
    """Name -> value. Of two with one name the first counts: browsers send the one with the longer path first.

    Payload 2.0 has them in a list of their own (http-api-develop-integrations-lambda.html); some emulators leave them
    in the header.
    """
    header = (event.get("headers") or {}).get("cookie") or ""
    written: Iterable[str] = event.get("cookies") or header.split(";")
    pairs = [
        (name.strip(), value.strip()) for name, equals, value in (each.partition("=") for each in written) if equals
    ]
    return dict(reversed(pairs))


def _decoded(raw: str) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl  # 3 ms, which most queries do not need

    try:
        return parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=MAX_QUERY_FIELDS)
    except ValueError:  # UnicodeDecodeError is one too
        raise BadRequest("The query cannot be read.") from None


def _problem(status: int, code: str, title: str, detail: str, field: str | None) -> Response:
    body = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail}
    if field is not None:
        body["field"] = field
    return Response(status, body, "application/problem+json", {"cache-control": "no-store"})


def _envelope(response: Response) -> dict[str, Any]:
    written = _binary(response, response.body) if isinstance(response.body, bytes) else _textual(response)
    return {**written, "cookies": [*response.cookies]} if response.cookies else written


def _textual(response: Response) -> dict[str, Any]:
    is_json = response.content_type.endswith("json")
    body = "" if response.body is None else response.body
    return {
        "statusCode": response.status,
        "headers": {
            "content-type": response.content_type if is_json else f"{response.content_type}; charset=utf-8",
            "x-content-type-options": "nosniff",
            **response.headers,
        },
        "body": as_json(body) if is_json and body != "" else body,
    }


def _binary(response: Response, body: bytes) -> dict[str, Any]:
    return {
        "statusCode": response.status,
        "headers": {
            "content-type": response.content_type,
            "x-content-type-options": "nosniff",
            **response.headers,
        },
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


def as_json(body: object) -> str:
    """A body as it is sent."""
    return body if isinstance(body, JsonText) else json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _place(error: BaseException) -> str:
    """File and line where the error arose: enough to find it, and never data."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
