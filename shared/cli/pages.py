"""`todoku pages`: what shoppers' pages look like."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from shared.cli import merchant_file
from shared.cli.checkout import ROOT
from shared.cli.page_preview import picture, write_pages
from shared.cli.pictures import take_pictures
from shared.cli.sample_order import sample_shop
from shared.cli.sample_pages import SAMPLE_PAGES
from shared.cli.say import done, fail, patience
from shared.locales import languages

pages = typer.Typer(help="Pages: what they look like.", no_args_is_help=True)

DEMO_SHOPS = tuple(sorted((ROOT / "shared" / "merchant" / "samples").glob("*.yaml")))
"""Three shops with a look of their own."""


@pages.callback()
def _group() -> None:
    """So that `preview` is named even while it is the only command."""


@pages.command("preview")
def preview(
    file: Annotated[
        Path | None, typer.Argument(help="Your configuration. Left out: three demo shops.", exists=True, dir_okay=False)
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder to write into.", file_okay=False)] = Path("preview-pages"),
    locale: Annotated[list[str] | None, typer.Option(help="A language, `ja`. Left out: all.")] = None,
    page: Annotated[list[str] | None, typer.Option(help="A page, `tracking`. Left out: all.")] = None,
    pictures: Annotated[bool, typer.Option("--pictures", help="Pictures too; needs Chromium.")] = False,
) -> None:
    """Write every page in every language, by day and by night, with made-up orders; see docs/brand.md."""
    _check(locale or [], page or [])
    shops = [sample_shop(merchant_file.read(each)) for each in ([file] if file else DEMO_SHOPS)]
    with patience("writing"):
        written = write_pages(out, shops, locale or [], page or [])
    if pictures:
        take_pictures(lambda browser, seen: picture(browser, written.pages, seen))
    done(f"{len(written.pages)} pages. Open {written.index}.")


def _check(spoken: Sequence[str], named: Sequence[str]) -> None:
    unknown = [language for language in spoken if language not in languages()]
    if unknown:
        raise fail(f"There is no language {unknown[0]}. There are: {', '.join(languages())}.")
    strange = [name for name in named if name not in SAMPLE_PAGES]
    if strange:
        raise fail(f"There is no page {strange[0]}. There are: {', '.join(SAMPLE_PAGES)}.")
