"""The platform on a local cloud, with a configuration in force."""

from __future__ import annotations

from dataclasses import dataclass

from shared.aws.dynamodb_configuration import NothingPublished
from shared.cli import administration, merchant_file
from shared.cli.checkout import ROOT
from shared.cli.deployment import LOCAL, Deployment, NotDeployed, deploy, find
from shared.cli.local_cloud import LocalCloud
from shared.merchant.configuration import MerchantConfiguration

SAMPLE = ROOT / "shared" / "merchant" / "sample.yaml"


@dataclass(frozen=True, slots=True)
class Platform:
    """What was deployed, and whose configuration, in which version, is in force there."""

    deployment: Deployment
    configuration: MerchantConfiguration
    version: int


def bring_up(cloud: LocalCloud, given: MerchantConfiguration | None) -> Platform:
    """Deploy to `cloud`, and put a configuration in force: the one given, else the one that is there, else the sample.

    Publishing what is in force already changes nothing, so what a developer published there stays.
    """
    configuration = given or _in_force(cloud) or sample()
    deploy(LOCAL, configuration, cloud)
    deployment = find(LOCAL, cloud)
    return Platform(deployment, configuration, administration.publish(deployment, configuration))


def sample() -> MerchantConfiguration:
    """The sample shop's configuration."""
    return merchant_file.read(SAMPLE)


def _in_force(cloud: LocalCloud) -> MerchantConfiguration | None:
    try:
        return administration.published(find(LOCAL, cloud))
    except (NotDeployed, NothingPublished):
        return None
