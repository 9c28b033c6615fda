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
from botocore.exceptions import ClientError

from shared.aws.errors import error_code
from shared.cli import sign_in
from shared.cli.checkout import ROOT
from shared.cli.local_cloud import LocalCloud, running
from shared.cli.zipped_packages import share_zips
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
    raw_updates_bucket: str
    incoming_bucket: str
    carrier_credentials: str
    shop_secret: str
    history_bucket: str
    promise_bucket: str
    fit_function: str
    webhook_secret: str
    channel_secret: str
    messages_topic: str
    return_credentials: str
    returns_bucket: str
    endpoint: str | None
    """Where its AWS is; None for the real one."""

    def client(self, service: str) -> Any:
        """A boto3 client of the AWS it runs in."""
        if self.endpoint is None:
            return sign_in.session().client(service)  # type: ignore[call-overload]
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")  # noqa: S106
        return session.client(service, endpoint_url=self.endpoint)  # type: ignore[call-overload]


def deploy(
    stage: str,
    configuration: MerchantConfiguration,
    cloud: LocalCloud | None = None,
    *,
    alarm_email: str | None = None,
    stand_ins: Mapping[str, str] | None = None,
) -> None:
    """Run `cdk deploy` for all stacks. To AWS with the caller's credentials, or to a local cloud.

    `stand_ins`: addresses of what stands in for channels' services in a test, by their names in infra/stage.py.
    """
    sender = configuration.merchant.sender
    context = {"stage": stage, "merchant": configuration.merchant.id, "mail_identity": sender.rpartition("@")[2]}
    context["carriers"] = ",".join(sorted({service.carrier for service in configuration.delivery.services}))
    context["shopper_address"] = configuration.merchant.shopper_address or ""
    channels = configuration.notifications.channels
    context["whatsapp_number"] = channels.whatsapp.phone_number_id if channels.whatsapp else ""
    context |= stand_ins or {}
    context["follows_reading"] = str(configuration.notifications.follow_reading).lower()
    if cloud is not None:
        context["port"] = str(cloud.port)
    if alarm_email is not None:
        context["alarm_email"] = alarm_email
    output = (cloud.scratch if cloud else ROOT / ".build") / f"cdk.out-{stage}"
    if cloud is not None:
        share_zips(output)
    _cdk(
        "deploy",
        "--all",
        "--require-approval=never",
        "--progress=events",
        *(f"--context={name}={value}" for name, value in context.items()),
        f"--output={output}",
        environment=cloud.environment() if cloud else sign_in.environment(),
        quiet=cloud is not None,
    )


def find(stage: str, cloud: LocalCloud | None = None) -> Deployment:
    """The deployment of `stage`; the local one is that of `cloud`, or of the cloud that is up.

    Raises NotDeployed, NotSignedIn, and botocore's errors.
    """
    endpoint = None
    if stage == LOCAL:
        cloud = cloud or running()
        if cloud is None:
            raise NotDeployed("The local cloud is not up: run `make up`, or name another --stage.")
        endpoint = cloud.url
    outputs = _outputs(stage, cloud)
    return Deployment(
        stage=stage,
        api_url=outputs["ApiUrl"],
        table_name=outputs["TableName"],
        carrier_secret=outputs["CarrierSecret"],
        link_secret=outputs["LinkSecret"],
        merchant=outputs["Merchant"],
        raw_updates_bucket=outputs["RawUpdatesBucket"],
        incoming_bucket=outputs["IncomingBucket"],
        carrier_credentials=outputs["CarrierCredentials"],
        shop_secret=outputs["ShopSecret"],
        history_bucket=outputs["HistoryBucket"],
        promise_bucket=outputs["PromiseBucket"],
        fit_function=outputs["FitFunction"],
        webhook_secret=outputs["WebhookSecret"],
        channel_secret=outputs["ChannelSecret"],
        messages_topic=outputs["MessagesTopic"],
        return_credentials=outputs["ReturnCredentials"],
        returns_bucket=outputs["ReturnsBucket"],
        endpoint=endpoint,
    )


_OUTPUTS = {
    "ApiUrl",
    "TableName",
    "CarrierSecret",
    "CarrierCredentials",
    "ShopSecret",
    "LinkSecret",
    "Merchant",
    "RawUpdatesBucket",
    "IncomingBucket",
    "HistoryBucket",
    "PromiseBucket",
    "FitFunction",
    "WebhookSecret",
    "ChannelSecret",
    "MessagesTopic",
    "ReturnCredentials",
    "ReturnsBucket",
}


def _outputs(stage: str, cloud: LocalCloud | None) -> Mapping[str, str]:
    outputs = stack_outputs(stage, "app", cloud)
    if _OUTPUTS - outputs.keys():
        raise NotDeployed(f"The deployment {stage} is not complete: {_first(stage, cloud)}.")
    return outputs


def stack_outputs(stage: str, stack: str, cloud: LocalCloud | None = None) -> Mapping[str, str]:
    """What one stack of a deployment tells of itself, by name. Raises NotDeployed, NotSignedIn, botocore's errors."""
    client = cloud.client("cloudformation") if cloud else sign_in.session().client("cloudformation")
    try:
        described = client.describe_stacks(StackName=f"todoku-{stage}-{stack}")["Stacks"][0]
    except ClientError as error:
        if error_code(error) != "ValidationError":
            raise
        where = client.meta.region_name
        raise NotDeployed(f"Nothing is deployed as {stage} in {where}: {_first(stage, cloud)}.") from None
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


def _first(stage: str, cloud: LocalCloud | None) -> str:
    return "run `todoku up`" if cloud else f"run `todoku deploy --stage {stage}` first, or choose another region"


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
        words = (finished.stdout or "")[-4000:].strip()
        said = f"\n{words}" if words else ""
        raise DeploymentFailed(f"cdk {arguments[0]} ended with status {finished.returncode}.{said}")
