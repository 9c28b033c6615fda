"""Two clouds to tell stories on: a simulated one in this process, and the local one, which is the real thing."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from shared.access.api_key import KeyKind
from shared.cli import administration, inbox
from shared.cli.api_client import ApiClient
from shared.cli.checkout import ROOT
from shared.cli.deployment import LOCAL, Deployment, deploy, find
from shared.cli.local_cloud import LocalCloud
from shared.cli.story import Keys, Story
from shared.merchant import configuration_file
from tests.journeys.simulated_cloud import forget_clients


@pytest.fixture(scope="module", autouse=True)
def own_clients() -> Iterator[None]:
    """Clients for the simulated cloud's region, and none left behind."""
    forget_clients()
    yield
    forget_clients()


@pytest.fixture(scope="session")
def template(synthesised: Path) -> dict[str, Any]:
    """The app stack as it is deployed."""
    loaded: dict[str, Any] = json.loads((synthesised / "todoku-production-app.template.json").read_text())
    return loaded


@pytest.fixture(scope="session")
def storm_updates(request: pytest.FixtureRequest) -> int:
    """How many pushes the storm has."""
    return int(request.config.getoption("--storm-updates"))


@dataclass(frozen=True, slots=True)
class Local:
    """A local cloud with the platform on it, and what is needed to call it."""

    cloud: LocalCloud
    deployment: Deployment
    api: ApiClient
    keys: Keys

    def story(self) -> Story:
        """A story with an order and a parcel of its own."""
        return Story(self.api, self.keys, lambda: inbox.mails(self.cloud), name=secrets.token_hex(4))


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    """The real thing on this machine: started, deployed with CDK, configured; permissions enforced."""
    configuration = configuration_file.read((ROOT / "shared" / "merchant" / "sample.yaml").read_text("utf-8"))
    cloud = LocalCloud.start(tmp_path_factory.mktemp("cloud"))
    try:
        deploy(LOCAL, configuration, cloud)
        deployment = find(LOCAL, cloud)
        administration.publish(deployment, configuration)
        keys = Keys(
            storefront=administration.create_key(deployment, KeyKind.STOREFRONT).plain,
            merchant=administration.create_key(deployment, KeyKind.MERCHANT).plain,
            easypost_secret=administration.connect_carrier(deployment, "easypost").secret,
        )
        yield Local(cloud, deployment, ApiClient(deployment.api_url), keys)
    finally:
        cloud.stop()
