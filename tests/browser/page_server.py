"""The platform's address on this machine: real requests of a real browser, answered by the real functions.

What API Gateway does between the two is tests/functions/http_api.py's. One request at a time reaches the functions:
the account in memory that they use knows no two at once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.functions.http_api import HttpApi, Reply

LOCALHOST = "127.0.0.1"
ONE_AT_A_TIME = threading.RLock()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, as they went over the wire."""

    method: str
    target: str
    """Path and query."""
    sent: dict[str, str]
    """The request's headers, in lower case."""
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """Of the answer; "" where it has none."""
        return next((value for given, value in self.headers if given.lower() == name), "")


@dataclass(slots=True)
class PageServer:
    """Every route of every function, at an address that counts as secure: browsers trust localhost."""

    port: int = 0
    exchanges: list[Exchange] = field(default_factory=list)
    """Since the test began."""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Exchange:
        """Route it, as API Gateway would; and remember it."""
        parts = urlsplit(target)
        with ONE_AT_A_TIME:
            reply = HttpApi().answer(method, parts.path, parts.query, headers, body)
        exchange = Exchange(method, target, headers, reply.status, _headers(reply), reply.body)
        self.exchanges.append(exchange)
        return exchange

    def last(self, path: str) -> Exchange:
        """The newest exchange whose path begins like this; the test fails where there was none."""
        return [exchange for exchange in self.exchanges if exchange.target.startswith(path)][-1]


@contextmanager
def listening() -> Iterator[PageServer]:
    """It listens on a free port of this machine, until the end of the context."""
    server = PageServer()
    with serving(_Requests, server) as port:
        server.port = port
        yield server


@contextmanager
def serving(requests: type[BaseHTTPRequestHandler], subject: Any = None) -> Iterator[int]:
    """Any small server on a free port; answers the port. Its requests find `subject` as `self.server.subject`."""
    listener = ThreadingHTTPServer((LOCALHOST, 0), requests)
    listener.daemon_threads = True
    listener.subject = subject  # type: ignore[attr-defined]
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield listener.server_address[1]
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()


class Answering(BaseHTTPRequestHandler):
    """What every small server here has: connections that stay, whole answers, no chatter."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        """Nothing: tests print nothing."""

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("content-length") or 0))

    def answer(self, status: int, headers: list[tuple[str, str]], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 204:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class _Requests(Answering):
    def do_GET(self) -> None:
        found = self.server.subject.answer(self.command, self.path, _joined(self.headers.items()), self.body())  # type: ignore[attr-defined]
        self.answer(found.status, found.headers, found.body)

    do_POST = do_HEAD = do_PUT = do_GET


def _joined(headers: Any) -> dict[str, str]:
    """Repeated headers in one, as HTTP joins them."""
    joined: dict[str, str] = {}
    for name, value in headers:
        lower = name.lower()
        joined[lower] = f"{joined[lower]},{value}" if lower in joined else value
    return joined


def _headers(reply: Reply) -> list[tuple[str, str]]:
    return [*reply.headers.items(), *(("set-cookie", cookie) for cookie in reply.cookies)]
