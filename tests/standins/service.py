"""A channel's service on this machine: it checks every request as the real one would, and fails on demand."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar


class Fault(Enum):
    """What goes wrong with the next request."""

    NOTHING = auto()
    """It is the one after it that goes wrong."""
    TOO_MANY = auto()
    """429, with Retry-After; nothing was taken."""
    BROKEN = auto()
    """503, and nothing was taken."""
    BROKEN_BUT_TAKEN = auto()
    """500, although it was taken: what makes a 5xx mean nothing."""
    SILENCE = auto()
    """Taken, and no answer: the connection stays open until the service ends."""
    HALF_ANSWER = auto()
    """Taken, and the answer breaks off."""


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes


@dataclass
class Reply:
    """What is answered."""

    status: int
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})

    @classmethod
    def of(cls, status: int, content: Any = None, **headers: str) -> Reply:
        return cls(status, json.dumps(content or {}).encode(), {"Content-Type": "application/json", **headers})


class Objection(Exception):
    """The request is not what the service documents."""

    def __init__(self, status: int, says: str, content: Any = None) -> None:
        super().__init__(says)
        self.reply = Reply.of(status, content or {"message": says})


class Service:
    """Base of all stand-ins. `take` checks a request, notes what was taken, and answers; it raises Objection."""

    def __init__(self) -> None:
        self.url = ""
        self.faults: deque[Fault] = deque()
        self.objections: list[str] = []
        """What was wrong with requests: a test looks that nothing was."""
        self.asked = 0
        self.wants_peace_for = 240
        """Seconds, of a 429."""
        self._over = threading.Event()
        self._one_at_a_time = threading.Lock()

    def take(self, asked: Asked) -> Reply:
        raise NotImplementedError

    def fails(self, *faults: Fault) -> None:
        """The next requests go wrong like this, one each."""
        self.faults.extend(faults)

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers.get("content-length") or 0)
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(request.command, request.path, headers, request.rfile.read(length))
        with self._one_at_a_time:
            self.asked += 1
            fault = self.faults.popleft() if self.faults else None
            reply = self._reply(asked, fault)
        if fault is Fault.SILENCE:
            self._over.wait(30)
            return
        _send(request, reply, half=fault is Fault.HALF_ANSWER)

    def end(self) -> None:
        self._over.set()

    def _reply(self, asked: Asked, fault: Fault | None) -> Reply:
        if fault in (Fault.TOO_MANY, Fault.BROKEN):
            return self.fault_reply(429 if fault is Fault.TOO_MANY else 503)
        try:
            reply = self.take(asked)
        except Objection as objection:
            self.objections.append(str(objection))
            return objection.reply
        return self.fault_reply(500) if fault is Fault.BROKEN_BUT_TAKEN else reply

    def fault_reply(self, status: int) -> Reply:
        """How the service says that it takes nothing just now."""
        when = {"Retry-After": str(self.wants_peace_for)} if status == 429 else {}
        return Reply.of(status, {"message": "not now"}, **when)


def _send(request: BaseHTTPRequestHandler, reply: Reply, *, half: bool) -> None:
    request.send_response(reply.status)
    # Without the word, a client would ask again on a connection that is about to be closed.
    own = {"Content-Length": str(len(reply.body) + 10 * half), "Connection": "close"}
    for name, value in {**reply.headers, **own}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(reply.body)


S = TypeVar("S", bound=Service)


@contextmanager
def listening(service: S, port: int = 0) -> Iterator[S]:
    """The service listens on 127.0.0.1 while it is needed; on a free port unless one is named."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_POST(self) -> None:
            service.handle(self)
            self.close_connection = True

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that goes away amid an answer is what some tests are about."""

    server = Server(("127.0.0.1", port), Handler)
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.end()
        server.shutdown()
        server.server_close()
        thread.join()


def needs(condition: object, status: int, says: str, content: Any = None) -> None:
    """Object unless the condition holds."""
    if not condition:
        raise Objection(status, says, content)


def json_of(asked: Asked) -> dict[str, Any]:
    """The body as a JSON object."""
    needs(asked.headers.get("content-type", "").startswith("application/json"), 415, "no JSON")
    try:
        content = json.loads(asked.body)
    except ValueError:
        raise Objection(400, "broken JSON") from None
    needs(isinstance(content, dict), 400, "no object")
    return dict(content)
