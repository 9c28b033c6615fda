"""`todoku returns connect`: the merchant's credentials with who pays refunds and makes labels."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from shared.aws.return_credentials import NEEDED, ReturnCredentials
from shared.cli import polling_credentials
from shared.cli.deployment import Deployment, find
from shared.cli.plainly import Stage, plainly
from shared.cli.polling_credentials import WrongCredentials
from shared.cli.say import done


def connect(
    provider: Annotated[str, typer.Argument(help="Of: " + ", ".join(sorted(NEEDED)) + ".")],
    file: Annotated[
        Path | None,
        typer.Option("--from-file", help="Read them from a file, a JSON object.", exists=True, dir_okay=False),
    ] = None,
    stage: Stage = "production",
) -> None:
    """Enter your credentials with who pays your refunds or makes your return labels."""
    with plainly():
        names, deployment = names_of(provider), find(stage)
        given = polling_credentials.read(file) if file else {name: _ask(provider, name) for name in names}
        store(deployment, provider, given)
    done(f"Stored. Functions read it within five minutes, and ask {provider} by it from then on.")


def names_of(provider: str) -> tuple[str, ...]:
    """What the provider wants to be given, in its order. Raises WrongCredentials."""
    if provider not in NEEDED:
        raise WrongCredentials(f"There is no provider of this name. There are: {', '.join(sorted(NEEDED))}.")
    return NEEDED[provider]


def store(deployment: Deployment, provider: str, given: Mapping[str, str]) -> None:
    """Put them in the place of the last ones. Raises WrongCredentials, which never says what was given."""
    names = names_of(provider)
    if {*given} != {*names} or not all(given.values()):
        raise WrongCredentials(f"{provider} needs {', '.join(names)}: these, none of them empty, and no others.")
    ReturnCredentials(deployment.client("secretsmanager"), deployment.return_credentials).put(provider, given)


def _ask(provider: str, name: str) -> str:
    """A credential, typed without being shown."""
    written: str = typer.prompt(f"{provider} {name}", hide_input=True)
    return written.strip()
