"""The merchant's own server, which webhooks go to: it checks signatures by the standard's text alone."""

from __future__ import annotations

import json

from tests.standins.service import Asked, Reply, Service, needs
from tests.webhooks.receiver import is_signed


class MerchantServer(Service):
    """One endpoint."""

    def __init__(self) -> None:
        super().__init__()
        self.secret = ""
        self.got: list[tuple[str, str]] = []
        """Id and order of each webhook, repeats and all."""

    def take(self, asked: Asked) -> Reply:
        needs(is_signed(asked.headers, asked.body, self.secret), 401, "not signed")
        self.got.append((asked.headers["webhook-id"], json.loads(asked.body)["data"]["order_id"]))
        return Reply.of(200)
