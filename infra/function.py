"""One Lambda function of the platform, with the defaults every one of them shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.alarm import Alarm
from infra.package import build

if TYPE_CHECKING:
    from infra.platform import Platform

TIMEOUT = Duration.seconds(25)


class Function(lambda_.Function):
    """`functions/<name>/handler.py`, with a role of its own that may write its log, and nothing else until granted.

    `layers`: what it needs beside the layer that all functions share. `has_layer`: no for a function that imports
    nothing of that one; its package holds the time zones instead.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        platform: Platform,
        environment: Mapping[str, str],
        memory_mb: int = 512,
        timeout: Duration = TIMEOUT,
        layers: Sequence[lambda_.ILayerVersion] = (),
        has_layer: bool = True,
    ) -> None:
        log_group = logs.LogGroup(
            scope, f"{id}Log", retention=logs.RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY
        )
        role = iam.Role(scope, f"{id}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group.grant(role, "logs:CreateLogStream", "logs:PutLogEvents")
        super().__init__(
            scope,
            id,
            code=lambda_.Code.from_asset(str(build(name, platform.stage.python, with_zones=not has_layer))),
            handler=f"functions.{name}.handler.handler",
            runtime=platform.stage.lambda_runtime,
            architecture=platform.stage.lambda_architecture,
            memory_size=memory_mb,
            timeout=timeout,
            environment=dict(environment),
            layers=[platform.layer, *layers] if has_layer else [*layers],
            log_group=log_group,
            logging_format=lambda_.LoggingFormat.JSON,
            role=role,
        )
        Alarm(
            self,
            "ErrorsAlarm",
            topic=platform.alarms,
            metric=self.metric_errors(period=Duration.minutes(5)),
            says=f"{name}: crashed or ran out of time. Read its log.",
        )
