"""Two clouds to tell stories on: a simulated one in this process, and the local one, which is the real thing."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from shared.access.api_key import KeyKind
from shared.aws.return_credentials import ReturnCredentials
from shared.aws.secrets import Secrets
from shared.cli import administration, inbox
from shared.cli.api_client import ApiClient
from shared.cli.checkout import ROOT
from shared.cli.deployment import LOCAL, Deployment, deploy, find
from shared.cli.local_cloud import LocalCloud
from shared.cli.story import Keys, Story
from shared.merchant import configuration_file
from shared.outbound.web_push_encryption import encoded, new_key, point
from tests.journeys.simulated_cloud import forget_clients
from tests.standins.aws_messages import TextsBesideTopics, WhatsAppService
from tests.standins.line import Line
from tests.standins.merchant import MerchantServer
from tests.standins.push_service import PushService
from tests.standins.service import listening
from tests.standins.stripe import Stripe

LINE_TOKEN = "a-channel-access-token"
STRIPE_KEY = "rk_test_refunds_only"
MONEY_IS_DUE = ("RefundDue", "CreditDue", "GoodsDue", "ChargeDue")


@pytest.fixture(scope="module", autouse=True)
def own_clients() -> Iterator[None]:
    """Clients for the simulated cloud's region, and none left behind."""
    forget_clients()
    yield
    forget_clients()


@pytest.fixture(scope="session")
def template(running: dict[str, Any]) -> dict[str, Any]:
    """What runs, as it is deployed."""
    return running


@pytest.fixture(scope="session")
def storm_updates(request: pytest.FixtureRequest) -> int:
    """How many pushes the storm has."""
    return int(request.config.getoption("--storm-updates"))


@dataclass(frozen=True, slots=True)
class StandIns:
    """What stands in for the channels' services and for who pays, on this machine."""

    line: Line
    pushes: PushService
    texts: TextsBesideTopics
    whatsapp: WhatsAppService
    merchant: MerchantServer
    stripe: Stripe

    def addresses(self) -> dict[str, str]:
        """By the names that infra/stage.py knows them by."""
        return {
            "line_address": self.line.url,
            "push_address": self.pushes.url,
            "texts_address": self.texts.url,
            "whatsapp_address": self.whatsapp.url,
            "stripe_address": self.stripe.url,
        }


@dataclass(frozen=True, slots=True)
class Local:
    """A local cloud with the platform on it, and what is needed to call it."""

    cloud: LocalCloud
    deployment: Deployment
    api: ApiClient
    keys: Keys
    stand_ins: StandIns

    def with_webhooks(self) -> Local:
        """Register the merchant's server: first of all, since functions look for new endpoints once a minute."""
        body = {"url": f"{self.stand_ins.merchant.url}/hooks", "events": ["NotificationSent", *MONEY_IS_DUE]}
        registered = self.api.post_json("/v1/webhook-endpoints", body, self.keys.merchant)
        assert registered.status == 201, registered.body
        self.stand_ins.merchant.secret = registered.json()["secret"]
        return self

    def story(self) -> Story:
        """A story with an order and a parcel of its own."""
        return Story(self.api, self.keys, lambda: inbox.mails(self.cloud), name=secrets.token_hex(4))

    def put_event(self, source: str, detail_type: str, detail: dict[str, Any]) -> None:
        """Somebody puts an event on the bus."""
        buses = self.cloud.client("events").list_event_buses()["EventBuses"]
        bus = next(bus["Name"] for bus in buses if bus["Name"] != "default")
        entry = {"EventBusName": bus, "Source": source, "DetailType": detail_type, "Detail": json.dumps(detail)}
        assert self.cloud.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """Call a function by its name in infra, as its trigger would; what it raises is an error here."""
        name = next(name for name in self._functions() if function in name)
        answer = self.cloud.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event))
        content = json.loads(answer["Payload"].read() or b"null")
        assert "FunctionError" not in answer, content
        return content

    def queue(self, name: str) -> str:
        """The address of a work queue, by its name in infra."""
        urls = self.cloud.client("sqs").list_queues(MaxResults=1000)["QueueUrls"]
        return next(url for url in urls if f"{name}Queue" in url)

    def _functions(self) -> list[str]:
        pages = self.cloud.client("lambda").get_paginator("list_functions").paginate()
        return [function["FunctionName"] for page in pages for function in page["Functions"]]


@pytest.fixture(scope="session")
def stand_ins() -> Iterator[StandIns]:
    """All services that shoppers are reached by, but for mail, and who pays; they are there before the cloud is."""
    key = new_key()
    line, pushes = Line(LINE_TOKEN), PushService(encoded(point(key)))
    pushes.merchant_key = encoded(key.private_numbers().private_value.to_bytes(32, "big"))
    services = StandIns(line, pushes, TextsBesideTopics(), WhatsAppService(), MerchantServer(), Stripe(STRIPE_KEY))
    with ExitStack() as open_services:
        for service in (line, pushes, services.texts, services.whatsapp, services.merchant, services.stripe):
            service.wants_peace_for = 1
            open_services.enter_context(listening(service))
        yield services


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory, stand_ins: StandIns) -> Iterator[Local]:
    """The real thing on this machine: started, deployed with CDK, configured; permissions enforced."""
    configuration = configuration_file.read(_with_every_channel())
    cloud = LocalCloud.start(tmp_path_factory.mktemp("cloud"))
    try:
        deploy(LOCAL, configuration, cloud, stand_ins=stand_ins.addresses())
        deployment = find(LOCAL, cloud)
        stand_ins.texts.topics = cloud.client("sns")
        administration.publish(deployment, configuration)
        channels = Secrets(deployment.client("secretsmanager"), deployment.channel_secret)
        channels.rotate_in("line_channel_token", LINE_TOKEN)
        channels.rotate_in("vapid_private_key", stand_ins.pushes.merchant_key)
        payers = ReturnCredentials(deployment.client("secretsmanager"), deployment.return_credentials)
        payers.put("stripe", {"secret_key": STRIPE_KEY})
        keys = Keys(
            storefront=administration.create_key(deployment, KeyKind.STOREFRONT).plain,
            merchant=administration.create_key(deployment, KeyKind.MERCHANT).plain,
            easypost_secret=administration.connect_carrier(deployment, "easypost").secret,
        )
        yield Local(cloud, deployment, ApiClient(deployment.api_url), keys, stand_ins).with_webhooks()
    finally:
        cloud.stop()


def _with_every_channel() -> str:
    """The sample's merchant.yaml, with the channels on that stand in it as comments, and with the Union's law."""
    sample = (ROOT / "shared" / "merchant" / "sample.yaml").read_text("utf-8")
    written = sample.replace("laws: [jp]", "laws: [jp, eu]")
    assert written != sample
    before, found, after = written.partition("  # channels:\n")
    assert found
    settings, rest = after.split("  quiet_hours:", 1)
    switched_on = "".join(line.replace("  #", "  ", 1) for line in settings.splitlines(keepends=True))
    return f"{before}  channels:\n{switched_on}  quiet_hours:{rest}"
