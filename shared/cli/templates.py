"""`todoku templates`: what messages look like."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shared.cli.pictures import take_pictures
from shared.cli.say import done, fail, patience
from shared.cli.template_preview import picture, write_preview
from shared.notifications.catalogue import TRIGGERS, trigger_named
from shared.notifications.content.words import message_languages

templates = typer.Typer(help="Messages: what they look like.", no_args_is_help=True)


@templates.callback()
def _group() -> None:
    """So that `preview` is named even while it is the only command."""


@templates.command("preview")
def preview(
    out: Annotated[Path, typer.Option(help="The folder to write into.", file_okay=False)] = Path("preview"),
    locale: Annotated[list[str] | None, typer.Option(help="A language, `ja`. Left out: all.")] = None,
    trigger: Annotated[list[str] | None, typer.Option(help="A message, `shipped`. Left out: all.")] = None,
    png: Annotated[bool, typer.Option("--png", help="Pictures too; needs Chromium.")] = False,
) -> None:
    """Write every message in every language, for every channel, as pages with sample orders; see docs/templates.md."""
    _check(locale or [], trigger or [])
    with patience("writing"):
        written = write_preview(out, locale or [], trigger or [])
    if png:
        take_pictures(lambda browser, seen: picture(browser, written.pages, seen))
    count = len(written.pages)
    done(f"{count} {'page' if count == 1 else 'pages'}. Open {written.index}.")


def _check(languages: list[str], triggers: list[str]) -> None:
    unknown = [language for language in languages if language not in message_languages()]
    if unknown:
        raise fail(f"There is no language {unknown[0]}. There are: {', '.join(message_languages())}.")
    strange = [name for name in triggers if trigger_named(name) is None]
    if strange:
        raise fail(f"There is no message {strange[0]}. There are: {', '.join(known.name for known in TRIGGERS)}.")
