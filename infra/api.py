"""The HTTP API: one address, a route per path, an access log without query strings, and a limit on the rush."""

from __future__ import annotations

import json
from collections.abc import Sequence

import jsii
from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from aws_cdk.aws_apigateway import AccessLogFormat
from constructs import Construct

from infra.alarm import Alarm
from infra.function import Function
from infra.stage import Stage

# The route, never the path: shoppers' links hold a token, and orders' addresses the shop's order numbers.
_LOGGED = {
    "at": "$context.requestTime",
    "request": "$context.requestId",
    "route": "$context.routeKey",
    "status": "$context.status",
    "milliseconds": "$context.responseLatency",
    "bytes": "$context.responseLength",
    "error": "$context.integrationErrorMessage",
}


@jsii.implements(apigateway.IAccessLogSettings)
class _AccessLog:
    def __init__(self, log: logs.ILogGroup) -> None:
        self._log = log

    @property
    def destination(self) -> apigateway.IAccessLogDestination:
        return apigateway.LogGroupLogDestination(self._log)

    @property
    def format(self) -> AccessLogFormat:
        return AccessLogFormat.custom(json.dumps(_LOGGED))


class Api(Construct):
    """Who may call is decided in each function, which answers problem+json; the API only carries."""

    def __init__(self, scope: Construct, id: str, *, stage: Stage) -> None:
        super().__init__(scope, id)
        self._integrations: dict[Function, integrations.HttpLambdaIntegration] = {}
        """One per function, however many routes lead there: CloudFormation counts them."""
        self.http = apigateway.HttpApi(
            self,
            "Http",
            api_name=f"todoku-{stage.name}",
            create_default_stage=False,
            cors_preflight=apigateway.CorsPreflightOptions(
                allow_origins=["*"],  # a storefront may live anywhere; its key is in the page's source anyway
                # A return page may live there too: it shows a token, and nothing that a browser adds by itself.
                allow_methods=[getattr(apigateway.CorsHttpMethod, name) for name in ("GET", "HEAD", "POST", "PUT")],
                allow_headers=["authorization", "content-type", "idempotency-key"],
            ),
        )
        log = logs.LogGroup(
            self, "AccessLog", retention=logs.RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY
        )
        apigateway.HttpStage(
            self,
            "Stage",
            http_api=self.http,
            auto_deploy=True,
            throttle=apigateway.ThrottleSettings(rate_limit=1000, burst_limit=2000),
            access_log_settings=_AccessLog(log),
        )
        self.address = (
            f"http://{self.http.api_id}.execute-api.localhost:{stage.local_port}"
            if stage.is_local
            else self.http.api_endpoint
        )
        self.public_url = stage.shopper_address.rstrip("/") or self.address

    def route(self, path: str, function: Function) -> None:
        """Send every method of `path` to `function`, which answers 405 to those it does not know."""
        if function not in self._integrations:
            self._integrations[function] = integrations.HttpLambdaIntegration(
                f"{function.node.id}Integration", function
            )
        self.http.add_routes(path=path, methods=[apigateway.HttpMethod.ANY], integration=self._integrations[function])

    def route_from(self, scope: Construct, paths: Sequence[str], function: Function) -> None:
        """Likewise, of a function of another stack: with all that belongs to the routes in `scope`, which is there.

        So that stack needs this one, and not the other way round too.
        """
        integration = integrations.HttpLambdaIntegration(
            f"{function.node.id}Integration", function, scope_permission_to_route=False
        )
        for path in paths:
            apigateway.HttpRoute(
                scope,
                f"ANY {path}",
                http_api=self.http,
                route_key=apigateway.HttpRouteKey.with_(path, apigateway.HttpMethod.ANY),
                integration=integration,
            )

    def alarm_when_failing(self, topic: sns.ITopic) -> None:
        """Tell somebody when callers get answers of 500 and above."""
        Alarm(
            self,
            "ServerErrorsAlarm",
            topic=topic,
            metric=self.http.metric_server_error(period=Duration.minutes(5), statistic="Sum"),
            says="The API answers 5xx. Read the log of the function behind the route.",
            threshold=5,
        )
