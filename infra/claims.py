"""Claims: what shoppers report of deliveries and defects, their pages, and the merchant's API to read it."""

from __future__ import annotations

from constructs import Construct

from infra.function import Function
from infra.platform import Platform

_SAVE = (
    *("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"),
    *("dynamodb:PutItem", "dynamodb:UpdateItem"),
)
"""To read an order, where its parcels are and what may come back; to save claims and their cases; to count forms."""
_OF_ONE = ("", "/words", "/added", "/sign")
PATHS = (
    "/problem/{token}",
    "/problem/{token}/report",
    *(f"/problem/{{token}}/{{claim_id}}{below}" for below in _OF_ONE),
    "/v1/orders/{order_id}/claims",
    "/v1/orders/{order_id}/claims/{claim_id}/evidence/{evidence_id}",
)


class Claims(Construct):
    """One function. What shoppers show goes past it: it signs where their browsers may put a file."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data = platform.data
        claims = Function(
            self,
            "ClaimsApi",
            name="claims_api",
            platform=platform,
            environment={
                **platform.for_links(),
                "MERCHANT_ID": platform.stage.merchant,
                "EVIDENCE_BUCKET": data.returns.bucket_name,
            },
        )
        data.table.allow(claims, *_SAVE)
        data.link_secret.readable_by(claims)
        data.returns.allow(claims, "s3:GetObject", "evidence/")
        data.returns.allow(claims, "s3:PutObject", "evidence/")
        platform.api.route_from(self, PATHS, claims)
