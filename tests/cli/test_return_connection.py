"""`todoku returns connect`: asked for without being shown, checked by name, and put where functions read them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from typer.testing import CliRunner, Result

from shared.aws.return_credentials import ReturnCredentials
from shared.cli.deployment import Deployment
from shared.cli.main import app


@pytest.fixture(autouse=True)
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A deployment on moto, with one provider that is connected already."""
    with mock_aws():
        boto3.client("secretsmanager").create_secret(Name="returns", SecretString='{"stripe": {"secret_key": "old"}}')
        fields = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
        named: dict[str, Any] = {**fields, "return_credentials": "returns", "endpoint": None}
        monkeypatch.setattr("shared.cli.return_connection.find", lambda stage: Deployment(**named))
        monkeypatch.setattr(Deployment, "client", lambda deployment, service: boto3.client(service))
        yield


def connect(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["returns", "connect", *(str(a) for a in arguments)], input=typed)


def kept() -> dict[str, dict[str, str]]:
    return ReturnCredentials(boto3.client("secretsmanager"), "returns").read()


def test_what_is_typed_is_stored_beside_the_others_and_not_shown() -> None:
    answer = connect("shopify", typed="hanare.myshopify.com\nshpat_canary\n")
    assert answer.exit_code == 0, answer.output
    assert kept()["shopify"] == {"shop": "hanare.myshopify.com", "access_token": "shpat_canary"}
    assert kept()["stripe"] == {"secret_key": "old"}
    assert "canary" not in answer.output


def test_what_is_missing_or_of_nobody_is_refused_without_being_repeated(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_text('{"secret": "sk_canary"}')
    wrong = (connect("stripe", "--from-file", file), connect("paypal", typed="x\n"))
    assert [answer.exit_code != 0 and "canary" not in answer.output for answer in wrong] == [True, True]
    assert kept() == {"stripe": {"secret_key": "old"}}
