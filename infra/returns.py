"""The API of returns: what may come back and what became of it, ways back, and the policy for everybody to read."""

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
"""To read orders, policies and returns, save a return with the accounts of its orders and its place in a queue, and
count who asks, and pickups."""
_OF_ORDERS = ("returnable", "returns", "cancellation", "withdrawal", "gift-token")
_OF_RETURNS = (
    *("submit", "approve", "decline", "need-more", "answer", "appeal"),
    *("receive", "report-missing", "inspect", "send-back"),
    *("settle", "withhold", "settlements/{settlement_id}"),
    *("resolve", "reopen", "override", "notes"),
    *("evidence/{evidence_id}",),
)
_WAYS = ("method", "label", "pickup", "pickup-slots", "shipment", "cancel", "files/{file_id}")
RETURN = "/v1/returns/{return_id}"
ROUTES = (
    "/v1/returns",
    RETURN,
    "/v1/returns/number/{number}",
    "/v1/returns/unknown-parcels",
    "/v1/returns/evidence",
    *(f"{RETURN}/{action}" for action in _OF_RETURNS),
    *(f"/v1/orders/{{order_id}}/{part}" for part in _OF_ORDERS),
)
WAY_ROUTES = ("/v1/drop-off-points", *(f"{RETURN}/{action}" for action in _WAYS))
_LONGEST_WAY = Duration.seconds(29)
"""The API waits no longer."""
_TO_DRAW_MB = 1024
"""Memory is processor too: half of it takes a label twice the time."""


class Returns(Construct):
    """Three functions: most can do without the fonts and the credentials that ways back take."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        self._platform = platform
        self._decide()
        self._prepare_ways()
        self._tell_policy()

    def _decide(self) -> None:
        data = self._platform.data
        returns = self._function("ReturnsApi", "returns_api", EVIDENCE_BUCKET=data.returns.bucket_name)
        data.table.allow_lists(returns)
        data.returns.allow(returns, "s3:GetObject", "evidence/")
        data.returns.allow(returns, "s3:PutObject", "evidence/")
        self._platform.api.route_from(self, ROUTES, returns)

    def _prepare_ways(self) -> None:
        data, stage = self._platform.data, self._platform.stage
        ways = self._function(
            "ReturnWaysApi",
            "return_ways_api",
            layer=DependencyLayer(self, "LabelDependencies", stage=stage, group="labels"),
            LABEL_BUCKET=data.returns.bucket_name,
            RETURN_CREDENTIALS=data.return_credentials.name,
            **{
                f"{provider.upper()}_ADDRESS": address
                for provider, address in stage.provider_stand_ins.items()
                if provider in ("easypost", "shippo")
            },
        )
        data.return_credentials.readable_by(ways)
        data.returns.allow(ways, "s3:GetObject", "returns/")
        data.returns.allow(ways, "s3:PutObject", "returns/")
        self._platform.api.route_from(self, WAY_ROUTES, ways)

    def _tell_policy(self) -> None:
        data = self._platform.data
        tell = Function(
            self,
            "ReturnPolicyApi",
            name="return_policy_api",
            platform=self._platform,
            environment={"TABLE_NAME": data.table.table_name},
        )
        data.table.allow(tell, "dynamodb:GetItem", "dynamodb:Query")
        self._platform.api.route_from(self, ["/v1/return-policy"], tell)

    def _function(self, id: str, name: str, layer: DependencyLayer | None = None, **environment: str) -> Function:
        """Both know who asks, by the merchant's key or a shopper's token, and save returns."""
        platform, data = self._platform, self._platform.data
        function = Function(
            self,
            id,
            name=name,
            platform=platform,
            layers=[layer] if layer else [],
            memory_mb=_TO_DRAW_MB,
            timeout=_LONGEST_WAY,
            environment={
                **platform.for_links(),
                "MERCHANT_ID": platform.stage.merchant,
                **environment,
            },
        )
        data.table.allow(function, *_SAVE)
        data.link_secret.readable_by(function)
        return function
