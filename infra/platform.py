"""What every context's construct is handed: the stage, the kept things, and what the app stack shares."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns

from infra.api import Api
from infra.data_stack import DataStack
from infra.stage import Stage


@dataclass(frozen=True, slots=True)
class Platform:
    """Passed whole, so that a construct's parameters do not grow with the platform."""

    stage: Stage
    data: DataStack
    api: Api
    layer: lambda_.ILayerVersion
    alarms: sns.ITopic
