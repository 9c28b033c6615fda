"""`todoku people`: who signs in to the console with a login of their own, and what they may there."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from botocore.exceptions import ClientError

from shared.access.console_role import Role, highest
from shared.aws.errors import error_code
from shared.cli.deployment import LOCAL, NotDeployed, find, stack_outputs
from shared.cli.local_cloud import running
from shared.cli.plainly import Stage, plainly
from shared.cli.say import advise, done, fail, out
from shared.runtime import clock

people = typer.Typer(help="Who signs in to the console with a login of their own.", no_args_is_help=True)
Address = Annotated[str, typer.Argument(help="Their e-mail address.")]
_SESSIONS = (
    "Who is signed in stays so for twelve hours at most; `todoku console --sign-out-all` ends every session now."
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with a login."""

    address: str
    name: str
    role: Role | None
    """None: they get no further than the door."""
    state: str
    """As Cognito calls it: FORCE_CHANGE_PASSWORD until their first sign-in, CONFIRMED from then on."""


class People:
    """The pool of users of one deployment."""

    def __init__(self, client: Any, pool_id: str) -> None:
        self._client = client
        self._pool = pool_id

    def add(self, address: str, name: str, role: Role) -> bool:
        """Give somebody a login, which Cognito mails to them, and a role; False where they had the login already.

        Who never used theirs is mailed another first password.
        """
        told = {"email": address, "email_verified": "true", **({"name": name} if name else {})}
        attributes = [{"Name": attribute, "Value": value} for attribute, value in told.items()]
        mailed = {**self._of(address), "DesiredDeliveryMediums": ["EMAIL"]}
        is_new = self._took("UsernameExistsException", "admin_create_user", **mailed, UserAttributes=attributes)
        if not is_new:
            self._took("UnsupportedUserStateException", "admin_create_user", **mailed, MessageAction="RESEND")
            self._client.admin_update_user_attributes(**self._of(address), UserAttributes=attributes)
        self._client.admin_add_user_to_group(**self._of(address), GroupName=role.value)
        for other in set(Role) - {role}:
            self._client.admin_remove_user_from_group(**self._of(address), GroupName=other.value)
        return is_new

    def set_password(self, address: str, password: str) -> None:
        """One that they need not change."""
        self._client.admin_set_user_password(**self._of(address), Password=password, Permanent=True)

    def remove(self, address: str) -> bool:
        """Take the login away; False where there was none."""
        return self._took("UserNotFoundException", "admin_delete_user", **self._of(address))

    def all(self) -> list[Colleague]:
        """Everybody with a login, by their address."""
        members = {role: set(self._members(role)) for role in Role}
        found = []
        for user in self._pages("list_users", UserPoolId=self._pool):
            told = {each["Name"]: each["Value"] for each in user.get("Attributes", [])}
            role = highest(role.value for role, names in members.items() if user["Username"] in names)
            found.append(Colleague(told.get("email", ""), told.get("name", ""), role, str(user["UserStatus"])))
        return sorted(found, key=lambda one: one.address)

    def _of(self, address: str) -> dict[str, str]:
        return {"UserPoolId": self._pool, "Username": address}

    def _took(self, unless: str, action: str, **asked: Any) -> bool:
        """Whether Cognito did it; False for the one error that is foreseen."""
        try:
            getattr(self._client, action)(**asked)
        except ClientError as error:
            if error_code(error) != unless:
                raise
            return False
        return True

    def _members(self, role: Role) -> Iterator[str]:
        for user in self._pages("list_users_in_group", UserPoolId=self._pool, GroupName=role.value):
            yield user["Username"]

    def _pages(self, listed: str, **asked: str) -> Iterator[Any]:
        for page in self._client.get_paginator(listed).paginate(**asked):
            yield from page["Users"]


@people.command()
def add(
    address: Address,
    role: Annotated[Role, typer.Option(help="What they may: viewer reads, agent and admin decide.")] = Role.AGENT,
    name: Annotated[str, typer.Option(help="As the console and the logs of returns call them.")] = "",
    stage: Stage = "production",
) -> None:
    """Give somebody a login, which is mailed to them, or another role; see docs/console.md."""
    with plainly():
        pool = _people(stage)
        is_new = pool.add(address, name, role)
        password = _password() if stage == LOCAL and is_new else ""
        if password:
            pool.set_password(address, password)
    done(f"{address} has a login, as {role}." if is_new else f"{address} is {role} from the next sign-in on.")
    if password:
        out.print(password, markup=False)
        advise("That is their password: the local cloud mails to nobody.")


@people.command("list")
def list_people(stage: Stage = "production") -> None:
    """Print who has a login, and their role."""
    with plainly():
        everybody = _people(stage).all()
    for one in everybody:
        out.print(f"{one.address:<32} {one.role or 'no role':<8} {one.state.lower():<22} {one.name}", markup=False)
    if not everybody:
        advise("Nobody has a login yet: `todoku people add`.")


@people.command()
def remove(address: Address, stage: Stage = "production") -> None:
    """Take somebody's login away."""
    with plainly():
        was_there = _people(stage).remove(address)
    if not was_there:
        raise fail(f"Nobody has a login as {address}.")
    done(f"{address} has no login any more.")
    advise(_SESSIONS)


def _people(stage: str) -> People:
    deployment = find(stage)
    outputs = stack_outputs(stage, "pages", running() if stage == LOCAL else None)
    if "ConsolePeople" not in outputs:
        raise NotDeployed(f"The deployment {stage} has no logins: `console_login` is off in cdk.json.")
    return People(deployment.client("cognito-idp"), outputs["ConsolePeople"])


def _password() -> str:
    """One that the pool's rules take, whatever falls."""
    return f"Aa1-{base64.urlsafe_b64encode(clock.random_bytes(15)).decode()}"
