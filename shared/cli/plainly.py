"""What goes wrong in a command, as a sentence; and the option that most commands have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from botocore.exceptions import BotoCoreError, ClientError

from shared.cli import local_cloud, sign_in
from shared.cli.deployment import DeploymentFailed, NotDeployed
from shared.cli.say import fail
from shared.errors import TodokuError

_STAGE_NAME = re.compile(r"[a-z][a-z0-9-]{1,20}")


def _stage(name: str) -> str:
    if not _STAGE_NAME.fullmatch(name):
        raise typer.BadParameter(
            "2 to 21 small letters, digits and hyphens, the first a letter, for example `staging`."
        )
    return name


_WHICH = "Which deployment: `production`, another you deployed, or `local` for the one on this machine."
_CALLED = "What to call the deployment: small letters, digits, hyphens. An account may have several."
Stage = Annotated[str, typer.Option(help=_WHICH, callback=_stage)]
OwnStage = Annotated[str, typer.Option(help=_CALLED, callback=_stage)]


@contextmanager
def plainly() -> Iterator[None]:
    """Say what can be foreseen to go wrong as a sentence, not as a traceback."""
    try:
        yield
    except TodokuError as error:
        raise fail(error.detail) from None
    except (local_cloud.CloudFailed, DeploymentFailed, NotDeployed, sign_in.NotSignedIn) as error:
        raise fail(str(error)) from None
    except (ClientError, BotoCoreError) as error:
        raise fail(sign_in.in_words(error)) from None
