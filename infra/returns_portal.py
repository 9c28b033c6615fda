"""The returns portal: the pages on which shoppers, and who received a gift, send something back."""

from __future__ import annotations

from aws_cdk import Duration
from constructs import Construct

from infra.function import Function
from infra.layer import DependencyLayer
from infra.platform import Platform

_SAVE = (
    *("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"),
    *("dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:UpdateItem"),
)
"""As the API of returns: to read orders, policies and returns, save a return with the accounts of its orders, and count
who asks, and pickups."""
_STEPS = ("", "/new", "/new/reasons", "/new/photos", "/new/photos/added", "/new/photos/sign", "/new/outcomes")
_OF_ONE = (
    *("", "/submit", "/plan", "/answer", "/appeal", "/cancel"),
    *("/way/{method}", "/shipment", "/files/{file_id}"),
)
_OF_BUYER = ("/withdrawal", "/withdrawal/{return_id}", "/withdrawal/{return_id}/file", "/cancellation")
PATHS = (
    *(f"/{page}/{{token}}{below}" for page in ("returns", "gifts") for below in _STEPS),
    *(f"/{page}/{{token}}/{{return_id}}{below}" for page in ("returns", "gifts") for below in _OF_ONE),
    *(f"/returns/{{token}}{below}" for below in _OF_BUYER),
)
_LONGEST_WAY = Duration.seconds(29)
"""The API waits no longer."""
_TO_DRAW_MB = 1024
"""Memory is processor too: half of it takes a label twice the time."""


class ReturnsPortal(Construct):
    """One function: it decides as the API of returns does, and makes ways back as the one beside it does."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data, stage = platform.data, platform.stage
        portal = Function(
            self,
            "ReturnsPortalApi",
            name="returns_portal_api",
            platform=platform,
            layers=[DependencyLayer(self, "LabelDependencies", stage=stage, group="labels")],
            memory_mb=_TO_DRAW_MB,
            timeout=_LONGEST_WAY,
            environment={
                **platform.for_links(),
                "MERCHANT_ID": stage.merchant,
                "EVIDENCE_BUCKET": data.returns.bucket_name,
                "LABEL_BUCKET": data.returns.bucket_name,
                "RETURN_CREDENTIALS": data.return_credentials.name,
                **{
                    f"{provider.upper()}_ADDRESS": address
                    for provider, address in stage.provider_stand_ins.items()
                    if provider in ("easypost", "shippo")
                },
            },
        )
        data.table.allow(portal, *_SAVE)
        data.table.allow_lists(portal)
        data.link_secret.readable_by(portal)
        data.return_credentials.readable_by(portal)
        for prefix in ("evidence/", "returns/"):
            data.returns.allow(portal, "s3:GetObject", prefix)
            data.returns.allow(portal, "s3:PutObject", prefix)
        platform.api.route_from(self, PATHS, portal)
