"""Plain HTTP calls to a deployed API, timed. Knows how to reach a local cloud, whose names only browsers resolve."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    milliseconds: float

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class ApiClient:
    """Calls one API, a connection per call."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._host = parts.netloc
        self._is_local = (parts.hostname or "").endswith(".localhost")
        self._port = parts.port
        self._secure = parts.scheme == "https"

    def call(
        self, method: str, path: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One call; raises OSError when nobody answers."""
        connection = self._connect()
        began = time.perf_counter()
        try:
            connection.request(method, path, body=body, headers={"Host": self._host, **(headers or {})})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        spent = (time.perf_counter() - began) * 1000
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, content, spent)

    def put_json(self, path: str, value: object, token: str) -> Answer:
        """PUT a JSON value with a secret key."""
        return self._send_json("PUT", path, value, {"Authorization": f"Bearer {token}"})

    def post_json(self, path: str, value: object, token: str, *, idempotency_key: str = "") -> Answer:
        """POST a JSON value with a key."""
        once = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        return self._send_json("POST", path, value, {"Authorization": f"Bearer {token}", **once})

    def _send_json(self, method: str, path: str, value: object, headers: Mapping[str, str]) -> Answer:
        headers = {"Content-Type": "application/json", **headers}
        return self.call(method, path, body=json.dumps(value).encode(), headers=headers)

    def _connect(self) -> http.client.HTTPConnection:
        host = "127.0.0.1" if self._is_local else self._host
        if self._secure:
            return http.client.HTTPSConnection(host, self._port, timeout=30)
        return http.client.HTTPConnection(host, self._port, timeout=30)
