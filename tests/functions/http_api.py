"""A tiny API Gateway in this process: it routes as an HTTP API does, and wraps requests as payload 2.0 does.

What it follows (2026-11): http-api-develop-integrations-lambda.html and http-api-develop-routes.html, both of
docs.aws.amazon.com/apigateway/latest/developerguide. Text comes as text, everything else as base64. Assumed, because
AWS does not say: a body that claims to be text and is not UTF-8 comes as base64 too.
"""

from __future__ import annotations

import base64
import importlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

FUNCTIONS = Path(__file__).parents[2] / "functions"
HANDLERS = tuple(
    importlib.import_module(f"functions.{path.parent.name}.handler") for path in sorted(FUNCTIONS.glob("*/api.py"))
)
"""The module of every function behind the API."""

Handler = Callable[[dict[str, Any], object], dict[str, Any]]
Headers = Mapping[str, str | Sequence[str]]

_TEXT = ("text/", "application/json", "application/javascript", "application/xml")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the client gets."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: Sequence[str] = ()
    """Each `Set-Cookie`."""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of a problem; fails on anything else."""
        assert self.headers["content-type"] == "application/problem+json", self.headers
        problem = self.json()
        assert {"type", "title", "status", "code", "detail"} <= set(problem) <= {*problem, "field"}
        assert problem["status"] == self.status
        return str(problem["code"])


@dataclass(frozen=True, slots=True)
class HttpApi:
    """Every route of every handler."""

    routes: Mapping[str, Handler] = field(default_factory=lambda: all_routes())

    def request(
        self, method: str, target: str, *, headers: Headers | None = None, body: bytes | str | object = b""
    ) -> Reply:
        """`target` is path and query as sent; a `body` that is neither bytes nor text is sent as JSON."""
        parts = urlsplit(target)
        sent = dict(headers or {})
        if not isinstance(body, bytes | str):
            sent.setdefault("content-type", "application/json")
            body = json.dumps(body, ensure_ascii=False)
        raw = body.encode("utf-8") if isinstance(body, str) else body
        return self.answer(method, parts.path, parts.query, sent, raw)

    def answer(self, method: str, path: str, query: str, headers: Headers, body: bytes) -> Reply:
        """Route one request and answer it, as API Gateway does."""
        found = self._match(path)
        if found is None:
            return Reply(404, {"content-type": "application/json"}, b'{"message":"Not Found"}')
        template, parameters = found
        envelope = event(method, template, path, parameters, query, headers, body)
        answered = self.routes[template](json.loads(json.dumps(envelope)), None)
        return _reply(method, json.loads(json.dumps(answered)))

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        """As a WSGI application. The path comes as sent: WSGI servers give it beside the decoded one."""
        headers = {
            name.removeprefix("HTTP_").replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
        }
        path = urlsplit(environ.get("REQUEST_URI") or environ["PATH_INFO"]).path
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        reply = self.answer(environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", ""), headers, body)
        start_response(f"{reply.status} {HTTPStatus(reply.status).phrase}", list(reply.headers.items()))
        return [reply.body]

    def _match(self, path: str) -> tuple[str, dict[str, str]] | None:
        segments = path.split("/")
        for template in self.routes:
            names = template.split("/")
            if len(names) == len(segments) and all(map(_fits, names, segments)):
                return template, {
                    name[1:-1]: unquote(segment)
                    for name, segment in zip(names, segments, strict=True)
                    if name.startswith("{")
                }
        return None


def all_routes() -> dict[str, Handler]:
    """Path template -> handler, from the handlers' own ROUTES. As there, what is spelled out goes before parameters."""
    routes = [(template, module.handler) for module in HANDLERS for template in module.ROUTES]
    return dict(sorted(routes, key=lambda route: [part.startswith("{") for part in route[0].split("/")]))


def event(
    method: str,
    template: str,
    path: str,
    parameters: Mapping[str, str],
    query: str,
    headers: Headers,
    body: bytes,
) -> dict[str, Any]:
    """The envelope Lambda gets. Empty parts are left out, as AWS leaves them out."""
    joined = {name.lower(): value if isinstance(value, str) else ",".join(value) for name, value in headers.items()}
    cookies = [cookie.strip() for cookie in joined.pop("cookie", "").split(";") if cookie.strip()]
    text = _text(joined.get("content-type", ""), body)
    envelope: dict[str, Any] = {
        "version": "2.0",
        "routeKey": f"ANY {template}",
        "rawPath": unquote(path),
        "rawQueryString": query,
        "headers": {"host": "api.example.com", "x-forwarded-for": "203.0.113.7", **joined},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "a1b2c3d4e5",
            "domainName": "a1b2c3d4e5.execute-api.ap-northeast-1.amazonaws.com",
            "domainPrefix": "a1b2c3d4e5",
            "http": {
                "method": method,
                "path": unquote(path),
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": joined.get("user-agent", ""),
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": f"ANY {template}",
            "stage": "$default",
            "time": "22/Nov/2026:07:30:00 +0000",
            "timeEpoch": 1795332600000,
        },
        "isBase64Encoded": text is None,
    }
    if cookies:
        envelope["cookies"] = cookies
    if parameters:
        envelope["pathParameters"] = dict(parameters)
    if body:
        envelope["body"] = base64.b64encode(body).decode() if text is None else text
    return envelope


def _fits(name: str, segment: str) -> bool:
    return bool(segment) if name.startswith("{") else name == segment


def _text(content_type: str, body: bytes) -> str | None:
    """The body as text, or None where it travels as base64."""
    if body and not content_type.lower().startswith(_TEXT):
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _reply(method: str, answered: Mapping[str, Any]) -> Reply:
    written = str(answered.get("body", ""))
    body = base64.b64decode(written) if answered.get("isBase64Encoded") else written.encode("utf-8")
    shown = b"" if method == "HEAD" else body
    return Reply(int(answered["statusCode"]), dict(answered["headers"]), shown, answered.get("cookies", ()))
