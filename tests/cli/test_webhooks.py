"""`todoku webhooks`: endpoints from `add` to `remove`, and the receiver for development."""

from __future__ import annotations

import dataclasses
import http.client
import threading
from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest
from click.testing import Result
from moto import mock_aws
from typer.testing import CliRunner

from shared.aws.dynamodb_webhooks import DynamoDeliveries, DynamoEndpoints
from shared.aws.webhook_secrets import StoredWebhookSecrets
from shared.cli.deployment import Deployment
from shared.cli.main import app
from shared.cli.webhook_listener import server
from shared.runtime import clock
from shared.webhooks.delivery import Delivery, DeliveryState
from shared.webhooks.endpoint import DisabledReason, Endpoint
from shared.webhooks.sign import signed_headers
from tests.samples import NOW
from tests.table import create_table
from tests.webhooks.receiver import SECRET, URL


@pytest.fixture(autouse=True)
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A deployment on moto."""
    with mock_aws():
        create_table(boto3.client("dynamodb"), "todoku")
        boto3.client("secretsmanager").create_secret(Name="webhooks", SecretString="{}")
        fields = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
        named = {**fields, "table_name": "todoku", "webhook_secret": "webhooks", "endpoint": None}
        monkeypatch.setattr("shared.cli.webhooks.find", lambda stage: Deployment(**named))
        monkeypatch.setattr(Deployment, "client", lambda deployment, service: boto3.client(service))
        monkeypatch.setenv("COLUMNS", "200")
        yield


def webhooks(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["webhooks", *arguments])


def stored() -> DynamoEndpoints:
    return DynamoEndpoints(boto3.client("dynamodb"), "todoku")


def secrets() -> dict[str, list[str]]:
    return StoredWebhookSecrets(boto3.client("secretsmanager"), "webhooks").read()


def added() -> Endpoint:
    assert webhooks("add", URL).exit_code == 0
    [endpoint] = stored().all()
    return endpoint


def test_an_endpoint_is_added_with_its_events_and_its_secret_shown_this_once() -> None:
    result = webhooks("add", URL, "--events", "CaseChanged, MilestoneReached", "--description", "warehouse")
    [endpoint] = stored().all()
    assert (endpoint.url, endpoint.events) == (URL, ("CaseChanged", "MilestoneReached"))
    [secret] = secrets()[endpoint.endpoint_id]
    assert f"secret    {secret}" in result.output
    assert secret not in webhooks("list").output


@pytest.mark.parametrize("arguments", [(URL, "--events", "Pigeons"), ("http://127.0.0.1:8787/",)])
def test_what_cannot_be_told_is_refused_in_a_sentence(arguments: tuple[str, ...]) -> None:
    refused = webhooks("add", *arguments)
    assert refused.exit_code == 1
    assert "Traceback" not in refused.output
    assert stored().all() == []


def test_on_the_local_cloud_this_machine_may_be_told() -> None:
    assert webhooks("add", "http://127.0.0.1:8787/", "--stage", "local").exit_code == 0


def test_the_list_says_how_endpoints_do_and_what_waits_for_them() -> None:
    endpoint = added()
    stored().save(dataclasses.replace(endpoint, failing_since=NOW))
    deliveries = DynamoDeliveries(boto3.client("dynamodb"), "todoku")
    deliveries.keep(Delivery(endpoint.endpoint_id, "msg_1", "e1", "CaseChanged", "{}", DeliveryState.MISSED, NOW))
    listed = webhooks("list").output
    assert "failing since 2026-11-24 09:00Z" in listed
    assert "1 missed" in listed


def test_what_was_missed_is_replayed_once_the_endpoint_is_enabled() -> None:
    endpoint = added()
    stored().save(endpoint.disabled(NOW, DisabledReason.GONE))
    deliveries = DynamoDeliveries(boto3.client("dynamodb"), "todoku")
    for number in range(3):
        moved_at = NOW + timedelta(days=number)
        deliveries.keep(
            Delivery(endpoint.endpoint_id, f"msg_{number}", "e", "CaseChanged", "{}", DeliveryState.MISSED, moved_at)
        )
    assert "disabled (gone)" in webhooks("list").output
    assert "enable it first" in webhooks("replay", endpoint.endpoint_id).output
    assert webhooks("enable", endpoint.endpoint_id).exit_code == 0
    assert "1 webhooks" in webhooks("replay", endpoint.endpoint_id, "--since", "2026-11-26").output
    assert "2 webhooks" in webhooks("replay", endpoint.endpoint_id).output


def test_a_secret_is_rotated_and_an_endpoint_removed() -> None:
    endpoint = added()
    [first] = secrets()[endpoint.endpoint_id]
    webhooks("rotate", endpoint.endpoint_id)
    assert secrets()[endpoint.endpoint_id][1] == first
    assert webhooks("remove", endpoint.endpoint_id).exit_code == 0
    assert (stored().all(), secrets()) == ([], {})
    assert webhooks("remove", endpoint.endpoint_id).exit_code == 1


@pytest.mark.enable_socket
def test_a_test_arrives_at_the_receiver_for_development_which_checks_it() -> None:
    said: list[str] = []
    with server(0, SECRET, said.append) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        port = listening.server_address[1]
        webhooks("add", f"http://127.0.0.1:{port}/", "--stage", "local")
        [endpoint] = stored().all()
        refused = webhooks("test", endpoint.endpoint_id, "--stage", "local")
        StoredWebhookSecrets(boto3.client("secretsmanager"), "webhooks").rotate_in(endpoint.endpoint_id, SECRET)
        taken = webhooks("test", endpoint.endpoint_id, "--stage", "local")
        no_json = _send(port, signed_headers("msg_1", b"{", [SECRET], clock.now()), b"{")
        listening.shutdown()
        thread.join()
    assert (refused.exit_code, taken.exit_code, no_json) == (1, 0, 401)
    assert "not taken: status 401" in refused.output
    assert said[0].startswith("✗ something came whose signature does not fit")
    assert said[1].startswith("✓ WebhookTest  msg_")
    assert endpoint.endpoint_id in said[2]


def _send(port: int, headers: dict[str, str], body: bytes) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("POST", "/", body, headers)
    return connection.getresponse().status
