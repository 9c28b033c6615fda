"""Deploying the CDK app, and finding again what was deployed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from shared.cli.checkout import ROOT
from shared.cli.local_cloud import LocalCloud, running
from shared.merchant.configuration import MerchantConfiguration

LOCAL = "local"


class DeploymentFailed(RuntimeError):
    """CDK did not come through; its own words are in the text."""


class NotDeployed(RuntimeError):
    """There is no such deployment, or it cannot be read; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """What the command line needs to know of a deployed platform."""

    stage: str
    api_url: str
    table_name: str
    carrier_secret: str
    link_secret: str
    merchant: str
    endpoint: str | None
    """Where its AWS is; None for the real one."""

    def client(self, service: str) -> Any:
        """A boto3 client of the AWS it runs in."""
        if self.endpoint is None:
            return boto3.client(service)  # type: ignore[call-overload]
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")  # noqa: S106
        return session.client(service, endpoint_url=self.endpoint)  # type: ignore[call-overload]


def deploy(stage: str, configuration: MerchantConfiguration, cloud: LocalCloud | None = None) -> None:
    """Run `cdk deploy` for both stacks. To AWS with the caller's credentials, or to a local cloud."""
    sender = configuration.merchant.sender
    context = {"stage": stage, "merchant": configuration.merchant.id, "mail_identity": sender.rpartition("@")[2]}
    if cloud is not None:
        context["port"] = str(cloud.port)
    _cdk(
        "deploy",
        "--all",
        "--require-approval=never",
        "--progress=events",
        *(f"--context={name}={value}" for name, value in context.items()),
        f"--output={(cloud.folder if cloud else ROOT / '.build') / f'cdk.out-{stage}'}",
        environment=cloud.environment() if cloud else dict(os.environ),
        quiet=cloud is not None,
    )


def credentials_missing() -> bool:
    """Whether AWS would not know who is asking."""
    try:
        return boto3.Session().get_credentials() is None
    except BotoCoreError:
        return True


def find(stage: str, cloud: LocalCloud | None = None) -> Deployment:
    """The deployment of `stage`; the local one is that of `cloud`, or of the cloud that is up. Raises NotDeployed."""
    endpoint = None
    if stage == LOCAL:
        cloud = cloud or running()
        if cloud is None:
            raise NotDeployed("The local cloud is not up: run `make up`, or name another --stage.")
        endpoint = cloud.url
    elif credentials_missing():
        raise NotDeployed(NO_CREDENTIALS)
    outputs = _outputs(f"todoku-{stage}-app", cloud)
    return Deployment(
        stage=stage,
        api_url=outputs["ApiUrl"],
        table_name=outputs["TableName"],
        carrier_secret=outputs["CarrierSecret"],
        link_secret=outputs["LinkSecret"],
        merchant=outputs["Merchant"],
        endpoint=endpoint,
    )


NO_CREDENTIALS = (
    "No AWS credentials were found. Sign in first (`aws sso login`, or `aws configure`), or set AWS_PROFILE; "
    "to try Todoku without an account, run `make demo`."
)


def _outputs(stack: str, cloud: LocalCloud | None) -> Mapping[str, str]:
    client = cloud.client("cloudformation") if cloud else boto3.client("cloudformation")
    try:
        described = client.describe_stacks(StackName=stack)["Stacks"][0]
    except (ClientError, BotoCoreError) as error:
        raise NotDeployed(f"The stack {stack} cannot be read ({type(error).__name__}): deploy it first.") from None
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


def _cdk(*arguments: str, environment: Mapping[str, str], quiet: bool) -> None:
    """Run the pinned CDK. `quiet` keeps its words to itself unless it fails."""
    binaries = Path(sys.executable).parent
    finished = subprocess.run(  # noqa: S603 - the pinned program of this checkout
        [str(binaries / "node"), str(ROOT / "node_modules" / "aws-cdk" / "bin" / "cdk"), *arguments],
        cwd=ROOT,
        env={**environment, "PATH": f"{binaries}{os.pathsep}{environment.get('PATH', '')}"},
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if finished.returncode:
        words = (finished.stdout or "")[-4000:]
        raise DeploymentFailed(f"cdk {arguments[0]} ended with status {finished.returncode}.\n{words}")
