"""The merchant's own server, which webhooks go to: it checks signatures by the standard's text alone."""

from __future__ import annotations

import json
from typing import Any

from tests.standins.service import Asked, Reply, Service, needs
from tests.webhooks.receiver import is_signed


class MerchantServer(Service):
    """One endpoint."""

    def __init__(self) -> None:
        super().__init__()
        self.secret = ""
        self.got: list[tuple[str, str]] = []
        """Id and order of each webhook, repeats and all."""
        self.told: list[tuple[str, dict[str, Any]]] = []
        """Type and data of each, likewise."""

    def take(self, asked: Asked) -> Reply:
        needs(is_signed(asked.headers, asked.body, self.secret), 401, "not signed")
        told = json.loads(asked.body)
        self.got.append((asked.headers["webhook-id"], told["data"]["order_id"]))
        self.told.append((told["type"], told["data"]))
        return Reply.of(200)
