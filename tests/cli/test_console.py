"""`todoku console`: a link that opens the console once, and the end of every session."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import boto3
import pytest
from click.testing import Result
from moto import mock_aws
from typer.testing import CliRunner

from shared.access.console_door import Person, digest_of, session_of, sign_in
from shared.access.console_role import Role
from shared.aws.dynamodb_console import DynamoConsoleDoor
from shared.cli.deployment import Deployment
from shared.cli.main import app
from shared.runtime import clock
from tests.table import create_table


@pytest.fixture(autouse=True)
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A deployment on moto."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-northeast-1")
    with mock_aws():
        create_table(boto3.client("dynamodb"), "todoku")
        fields = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
        named = {**fields, "table_name": "todoku", "api_url": "https://api.example.com", "endpoint": None}
        monkeypatch.setattr("shared.cli.console.find", lambda stage: Deployment(**named))
        monkeypatch.setattr(Deployment, "client", lambda deployment, service: boto3.client(service))
        yield


def console(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["console", *arguments])


def door() -> DynamoConsoleDoor:
    return DynamoConsoleDoor(boto3.client("dynamodb"), "todoku")


def test_the_link_holds_its_code_where_no_server_sees_it_and_signs_in_who_asked() -> None:
    answer = console("--name", "aiko")
    address, _, code = answer.stdout.strip().partition("#")
    assert (answer.exit_code, address) == (0, "https://api.example.com/console/sign-in")
    plain, session = sign_in(door(), code, b"\x01" * 32, clock.now())
    assert session.name == "aiko"
    assert session_of(door(), {"__Host-todoku-console": plain}, clock.now())[1] == session


def test_a_link_signs_in_with_the_role_that_was_asked_for_and_else_with_every_right() -> None:
    for asked, role in ((("--role", "viewer"), Role.VIEWER), ((), Role.ADMIN)):
        code = console("--name", "aiko", *asked).stdout.strip().partition("#")[2]
        assert door().take_code(digest_of(code), clock.now()) == Person("aiko", role)


def test_who_gives_no_name_is_called_as_aws_calls_them() -> None:
    code = console().stdout.strip().partition("#")[2]
    assert door().take_code(digest_of(code), clock.now())


def test_every_session_and_every_link_ends_at_once() -> None:
    codes = [console("--name", "aiko").stdout.strip().partition("#")[2] for _ in range(2)]
    plain, session = sign_in(door(), codes[0], b"\x01" * 32, clock.now())
    assert "1 sessions were ended" in console("--sign-out-all").output
    assert door().session(session.digest, clock.now()) is None
    assert door().take_code(digest_of(codes[1]), clock.now()) is None
    assert len(plain) == 43
