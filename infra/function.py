"""One Lambda function of the platform, with the defaults every one of them shares."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from aws_cdk import Duration, IgnoreMode, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.alarm import Alarm

if TYPE_CHECKING:
    from infra.platform import Platform

ROOT = Path(__file__).parent.parent
TIMEOUT = Duration.seconds(25)


class Function(lambda_.Function):
    """`functions/<name>/handler.py`, with a role of its own that may write its log, and nothing else until granted."""

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
    ) -> None:
        log_group = logs.LogGroup(
            scope, f"{id}Log", retention=logs.RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY
        )
        role = iam.Role(scope, f"{id}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group.grant(role, "logs:CreateLogStream", "logs:PutLogEvents")
        super().__init__(
            scope,
            id,
            code=source_of(name),
            handler=f"functions.{name}.handler.handler",
            runtime=platform.stage.lambda_runtime,
            architecture=platform.stage.lambda_architecture,
            memory_size=memory_mb,
            timeout=timeout,
            environment=dict(environment),
            layers=[platform.layer],
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


def packaged_files(name: str) -> dict[Path, Path]:
    """What `source_of` packs, path in the package -> path here: for measuring and testing without a synthesis."""
    shared = (path for path in (ROOT / "shared").rglob("*") if "cli" not in path.relative_to(ROOT).parts)
    files = (ROOT / "functions" / "__init__.py", *(ROOT / "functions" / name).rglob("*"), *shared)
    packed = (path for path in files if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT): path for path in packed}


def source_of(name: str) -> lambda_.Code:
    """Only functions/<name> and shared/ go in, at the paths they are imported by."""
    return lambda_.Code.from_asset(
        str(ROOT),
        ignore_mode=IgnoreMode.GIT,
        exclude=[
            "/*",
            "!/functions",
            "/functions/*",
            "!/functions/__init__.py",
            f"!/functions/{name}",
            "!/shared",
            "/shared/cli",
            "__pycache__",
            "*.pyc",
        ],
    )
