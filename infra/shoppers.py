"""What shoppers choose to hear: their pages, and the merchant's API."""

from __future__ import annotations

from constructs import Construct

from infra.function import Function
from infra.platform import Platform

_PATHS = ("/v1/orders/{order_id}/preferences", "/preferences/{token}", "/unsubscribe/{token}")


class Shoppers(Construct):
    """One function: it reads orders, and reads and writes shoppers."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data = platform.data
        shoppers = Function(
            self,
            "ShoppersApi",
            name="shoppers_api",
            platform=platform,
            environment=platform.for_links(),
        )
        data.table.allow(shoppers, "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
        data.link_secret.readable_by(shoppers)
        for path in _PATHS:
            platform.api.route(path, shoppers)
