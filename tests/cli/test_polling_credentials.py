"""`todoku carriers credentials`: asked for without being shown, checked by name, and put where functions read them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from click.testing import Result
from moto import mock_aws
from typer.testing import CliRunner

from shared.aws.carrier_credentials import CarrierCredentials
from shared.aws.dynamodb_trackers import DynamoTrackers
from shared.carriers.polling.trackers import Pause, Trouble
from shared.cli.deployment import Deployment
from shared.cli.main import app
from tests.samples import NOW
from tests.table import create_table


@pytest.fixture(autouse=True)
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A deployment on moto."""
    with mock_aws():
        create_table(boto3.client("dynamodb"), "todoku")
        boto3.client("secretsmanager").create_secret(Name="credentials", SecretString='{"laposte": {"api_key": "old"}}')
        fields = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
        named = {**fields, "table_name": "todoku", "carrier_credentials": "credentials", "endpoint": None}
        monkeypatch.setattr("shared.cli.main.find", lambda stage: Deployment(**named))
        monkeypatch.setattr(Deployment, "client", lambda deployment, service: boto3.client(service))
        yield


def credentials(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["carriers", "credentials", *(str(a) for a in arguments)], input=typed)


def stored() -> dict[str, dict[str, str]]:
    return CarrierCredentials(boto3.client("secretsmanager"), "credentials").read()


def test_each_credential_is_asked_for_by_name_and_not_shown() -> None:
    entered = credentials("gls", typed="an-id\n a-secret \n")
    assert entered.exit_code == 0
    assert "gls client_id" in entered.output
    assert "gls client_secret" in entered.output
    assert "a-secret" not in entered.output
    assert stored() == {
        "laposte": {"api_key": "old"},
        "gls": {"client_id": "an-id", "client_secret": "a-secret"},
    }


def test_credentials_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "laposte.json"
    file.write_text('{"api_key": "new"}')
    assert credentials("laposte", "--from-file", file).exit_code == 0
    assert stored() == {"laposte": {"api_key": "new"}}


def test_new_credentials_end_the_pause_that_the_old_ones_caused() -> None:
    trackers = DynamoTrackers(boto3.client("dynamodb"), "todoku")
    trackers.pause(Pause("laposte", Trouble.CREDENTIALS_REFUSED, NOW))
    credentials("laposte", typed="new\n")
    assert trackers.pause_of("laposte") is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"api_key": ""}, "laposte needs api_key"),
        ({"key": "canary"}, "laposte needs api_key"),
        ({"api_key": "x", "more": "canary"}, "laposte needs api_key"),
        ({"api_key": 3}, "a JSON object of names and texts"),
        (["canary"], "a JSON object of names and texts"),
    ],
)
def test_other_credentials_than_the_carrier_needs_are_refused_unrepeated(
    tmp_path: Path, content: object, words: str
) -> None:
    file = tmp_path / "laposte.json"
    file.write_text(json.dumps(content))
    refused = credentials("laposte", "--from-file", file)
    assert (refused.exit_code, "canary" in refused.output) == (1, False)
    assert words in refused.stderr
    assert stored() == {"laposte": {"api_key": "old"}}


@pytest.mark.parametrize(
    ("slug", "words"), [("easypost", "Asked are: australia_post, canada_post"), ("pigeon_post", "No such carrier")]
)
def test_only_a_carrier_that_is_asked_has_credentials(slug: str, words: str) -> None:
    refused = credentials(slug, typed="x\n")
    assert refused.exit_code == 1
    assert words in refused.stderr
