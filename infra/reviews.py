"""What shoppers say about what they bought, and the help they ask for: their pages, and the merchant's API."""

from __future__ import annotations

from constructs import Construct

from infra.function import Function
from infra.platform import Platform

_PATHS = ("/v1/reviews", "/v1/orders/{order_id}/reviews", "/reviews/{token}", "/help/{token}")


class Reviews(Construct):
    """One function: it reads orders, and reads and writes reviews, support cases, and which message led here."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data = platform.data
        reviews = Function(
            self,
            "ReviewsApi",
            name="reviews_api",
            platform=platform,
            environment=platform.for_links(),
        )
        data.table.allow(reviews, "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem")
        data.table.allow(reviews, "dynamodb:UpdateItem")  # counts forms
        data.table.allow_lists(reviews)
        data.link_secret.readable_by(reviews)
        for path in _PATHS:
            platform.api.route(path, reviews)
