"""`todoku console`: a link that opens the merchant's console once."""

from __future__ import annotations

import re
import webbrowser
from typing import Annotated

import typer

from shared.access.console_door import CODE_LASTS, new_code
from shared.access.console_role import Role
from shared.aws.dynamodb_console import DynamoConsoleDoor
from shared.cli.deployment import Deployment, find
from shared.cli.plainly import Stage, plainly
from shared.cli.say import advise, done, out
from shared.runtime import clock

_MINUTES = int(CODE_LASTS.total_seconds() / 60)


def console(
    stage: Stage = "production",
    name: Annotated[str, typer.Option(help="Who signs in, for the logs of returns. Left out: as AWS calls you.")] = "",
    role: Annotated[Role, typer.Option(help="What they may: viewer reads, agent and admin decide.")] = Role.ADMIN,
    opens: Annotated[bool, typer.Option("--open", help="Open it in this machine's browser.")] = False,
    sign_out_all: Annotated[bool, typer.Option("--sign-out-all", help="End every session instead.")] = False,
) -> None:
    """Print a link that opens the console once, for who may write to the deployment's table; see docs/console.md."""
    with plainly():
        deployment = find(stage)
        if sign_out_all:
            ended = _door(deployment).end_all()
            done(f"{ended} sessions were ended, and no link that was printed before opens anything.")
            return
        called = name.strip() or _called(deployment)
        address = sign_in_link(deployment, called, role)
    out.print(address, markup=False)
    advise(f"Valid once, for {_MINUTES} minutes. It signs in {called} as {role}: hand it to nobody.")
    if opens:
        webbrowser.open(address)


def sign_in_link(deployment: Deployment, name: str, role: Role) -> str:
    """An address that opens the console once, for `CODE_LASTS`, as this person."""
    code = new_code(name, clock.random_bytes(32), clock.now(), role)
    _door(deployment).keep_code(code)
    return f"{deployment.api_url}/console/sign-in#{code.plain}"


def _door(deployment: Deployment) -> DynamoConsoleDoor:
    return DynamoConsoleDoor(deployment.client("dynamodb"), deployment.table_name)


def _called(deployment: Deployment) -> str:
    """The last part of the caller's ARN: a user, or the session of a role."""
    arn: str = deployment.client("sts").get_caller_identity()["Arn"]
    return re.split("[:/]", arn)[-1]
