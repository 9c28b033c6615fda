"""`todoku people`: logins of the console are given, changed and taken away."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError
from click.testing import Result
from typer.testing import CliRunner

from shared.access.console_role import Role
from shared.cli.deployment import Deployment
from shared.cli.main import app
from shared.cli.people import Colleague, People

POOL = {"ConsolePeople": "a-pool"}


class Cognito:
    """As much of Amazon Cognito as is asked. (moto's own needs a library that is not installed.)"""

    def __init__(self) -> None:
        self.users: dict[str, dict[str, str]] = {}
        self.groups: dict[str, set[str]] = {role.value: set() for role in Role}
        self.mailed: list[str] = []
        self.used: set[str] = set()
        self.passwords: dict[str, str] = {}

    def admin_create_user(self, Username: str, MessageAction: str = "", UserAttributes: Any = (), **_: Any) -> None:
        if Username in self.users and not MessageAction:
            raise _error("UsernameExistsException")
        if Username in self.used:
            raise _error("UnsupportedUserStateException")
        self.users.setdefault(Username, {})
        self.mailed.append(Username)
        self.admin_update_user_attributes(Username, UserAttributes)

    def admin_update_user_attributes(self, Username: str, UserAttributes: Any, **_: Any) -> None:
        self.users[Username] |= {each["Name"]: each["Value"] for each in UserAttributes}

    def admin_set_user_password(self, Username: str, Password: str, Permanent: bool, **_: Any) -> None:
        assert Permanent
        self.passwords[Username] = Password

    def admin_add_user_to_group(self, Username: str, GroupName: str, **_: Any) -> None:
        self.groups[GroupName].add(Username)

    def admin_remove_user_from_group(self, Username: str, GroupName: str, **_: Any) -> None:
        self.groups[GroupName].discard(Username)

    def admin_delete_user(self, Username: str, **_: Any) -> None:
        if self.users.pop(Username, None) is None:
            raise _error("UserNotFoundException")

    def get_paginator(self, listed: str) -> Any:
        client = self

        class Pages:
            def paginate(self, UserPoolId: str, GroupName: str = "") -> Iterator[Mapping[str, Any]]:
                assert (UserPoolId, listed) == ("a-pool", "list_users_in_group" if GroupName else "list_users")
                for name in client.groups[GroupName] if GroupName else client.users:  # one on each page
                    attributes = [{"Name": key, "Value": value} for key, value in client.users[name].items()]
                    yield {"Users": [{"Username": name, "Attributes": attributes, "UserStatus": "CONFIRMED"}]}

        return Pages()


@pytest.fixture
def cognito(monkeypatch: pytest.MonkeyPatch) -> Cognito:
    """A deployment's pool of users."""
    pool = Cognito()
    named = {**dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up"), "endpoint": None}
    monkeypatch.setattr("shared.cli.people.find", lambda stage: Deployment(**named))
    monkeypatch.setattr("shared.cli.people.stack_outputs", lambda stage, stack, cloud: POOL if stage != "off" else {})
    monkeypatch.setattr("shared.cli.people.running", lambda: None)
    monkeypatch.setattr(Deployment, "client", lambda deployment, service: pool)
    return pool


def people(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["people", *arguments])


def test_somebody_is_given_a_login_and_one_role_and_loses_both(cognito: Cognito) -> None:
    assert people("add", "aiko@shop.example", "--name", "Aiko").exit_code == 0
    assert (cognito.mailed, cognito.passwords) == (["aiko@shop.example"], {})
    everybody = People(cognito, "a-pool").all()
    assert everybody == [Colleague("aiko@shop.example", "Aiko", Role.AGENT, "CONFIRMED")]
    cognito.used.add("aiko@shop.example")
    changed = people("add", "aiko@shop.example", "--role", "viewer", "--name", "Aiko K.")
    assert "is viewer from the next sign-in on" in changed.output
    assert people("list").stdout.split() == ["aiko@shop.example", "viewer", "confirmed", "Aiko", "K."]
    assert len(cognito.mailed) == 1
    removed = people("remove", "aiko@shop.example")
    assert (removed.exit_code, "--sign-out-all" in removed.output) == (0, True)
    again = people("remove", "aiko@shop.example")
    assert (again.exit_code, "Nobody has a login" in again.output) == (1, True)


def test_who_never_used_their_first_password_is_mailed_another(cognito: Cognito) -> None:
    for _ in range(2):
        people("add", "aiko@shop.example")
    assert len(cognito.mailed) == 2


def test_the_local_cloud_mails_to_nobody_so_the_password_is_printed(cognito: Cognito) -> None:
    password = people("add", "aiko@shop.example", "--stage", "local").stdout.splitlines()[-1]
    assert cognito.passwords == {"aiko@shop.example": password}
    assert len(password) >= 20


def test_a_role_that_there_is_not_and_a_deployment_without_logins_are_refused(cognito: Cognito) -> None:
    assert people("add", "aiko@shop.example", "--role", "owner").exit_code == 2
    off = people("list", "--stage", "off")
    assert (off.exit_code, "console_login" in off.output) == (1, True)
    assert cognito.users == {}


def _error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "made up")
