"""The merchant's console: pages for the shop's own people."""

from __future__ import annotations

from constructs import Construct

from infra.console_login import ConsoleLogin
from infra.function import Function
from infra.platform import Platform

PATHS = (
    "/console",
    "/console/sign-in",
    "/console/sign-in/login",
    "/console/signed-in",
    "/console/sign-out",
    "/console/signed-out",
    "/console/find",
    "/console/orders/{order_id}",
    "/console/orders/{order_id}/claims/{claim_id}",
    "/console/orders/{order_id}/claims/{claim_id}/evidence/{evidence_id}",
    "/console/parcels",
    "/console/parcels/{carrier}/{tracking_number}",
    "/console/reports",
    "/console/returns",
    "/console/returns/{return_id}",
    "/console/returns/{return_id}/evidence/{evidence_id}",
)
_READS = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query")
_SAVES = ("dynamodb:PutItem", "dynamodb:DeleteItem")
"""A decision with the accounts of its orders, a reopened parcel, a session; and sign-in codes are taken away."""


class Console(Construct):
    """One function. It reads what the merchant's APIs read, and writes no order, message or configuration."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data = platform.data
        login = ConsoleLogin(self, "Login", platform=platform) if platform.stage.console_login else None
        console = Function(
            self,
            "ConsoleApi",
            name="console_api",
            platform=platform,
            environment={
                **platform.for_links(),
                "MERCHANT_ID": platform.stage.merchant,
                "EVIDENCE_BUCKET": data.returns.bucket_name,
                **(login.environment() if login else {}),
            },
        )
        data.table.allow(console, *_READS, *_SAVES)
        data.table.allow_lists(console)
        data.link_secret.readable_by(console)
        data.returns.allow(console, "s3:GetObject", "evidence/")
        platform.api.route_from(self, PATHS, console)
