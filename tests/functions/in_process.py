"""What calls the API over HTTP, calling the functions in this process instead."""

from __future__ import annotations

from collections.abc import Mapping

from shared.cli.api_client import Answer, ApiClient
from tests.functions.http_api import HttpApi


class InProcess(ApiClient):
    """Calls the functions in this process."""

    def __init__(self, api: HttpApi) -> None:
        super().__init__("https://api.example.com")
        self._api = api

    def call(
        self, method: str, path: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        reply = self._api.request(method, path, headers=headers, body=body or b"")
        return Answer(reply.status, reply.headers, reply.body, 0.0)
