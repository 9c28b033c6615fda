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

    def for_links(self) -> dict[str, str]:
        """What a function is told that opens shoppers' links: the table they are looked up in, the name of the secret
        that signs them, and the address they begin with. It needs `data.link_secret.readable_by` beside it."""
        return {
            "TABLE_NAME": self.data.table.table_name,
            "LINK_SECRET": self.data.link_secret.name,
            "PUBLIC_URL": self.api.public_url,
        }
