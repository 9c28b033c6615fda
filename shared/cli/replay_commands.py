"""`todoku returns policy replay` and `export-history`: a draft, asked about what was decided before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from shared.aws.s3_replays import Draft
from shared.cli import cloud_replay, merchant_file
from shared.cli.deployment import find
from shared.cli.plainly import Stage, plainly
from shared.cli.replay_report import figures, lines
from shared.cli.return_history import Kept, history
from shared.cli.return_replay import replay_file
from shared.cli.say import done, fail, out, patience
from shared.merchant.return_policy import policy_of
from shared.returns.policy.policy import Policy
from shared.returns.replay.figures import Assumptions
from shared.returns.replay.past_return import PastReturn
from shared.returns.replay.summary import Summary
from shared.runtime import clock

_DAY = ["%Y-%m-%d"]
_A_YEAR = timedelta(days=365)


def replay(
    draft: Annotated[
        Path, typer.Argument(help="The merchant's configuration, as it might be.", exists=True, dir_okay=False)
    ],
    against: Annotated[
        Path,
        typer.Option(help="A history (docs/return-policy-replay.md), compressed or not.", exists=True, dir_okay=False),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for another program.")] = False,
    label_cost: Annotated[
        int, typer.Option(min=0, help="Minor units: a way back that the shop pays for, where a row says none.")
    ] = 0,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes. Left out: one for each core.")] = None,
    in_cloud: Annotated[
        bool, typer.Option("--in-cloud", help="Replay in the deployment's AWS, by as many functions as it takes.")
    ] = False,
    stage: Stage = "production",
) -> None:
    """Say which past decisions a draft flips, by which rule, and what that costs and keeps."""
    by_draft = Draft(_policy(draft), Assumptions(label_cost))
    with plainly(), patience("replaying"):
        found = _in_cloud(stage, against, by_draft) if in_cloud else _here(against, by_draft, workers)
    if not found.rows:
        for line in lines(found, by_draft.assumptions):
            out.print(line, markup=False)
        raise fail(f"{against} holds no row that can be read.")
    if as_json:
        out.print(json.dumps(figures(found, by_draft.assumptions), indent=2), markup=False)
        return
    for line in lines(found, by_draft.assumptions):
        out.print(line, markup=False)


def export_history(
    into: Annotated[Path, typer.Option("--into", help="The file to write, JSON Lines.")],
    first: Annotated[
        datetime | None, typer.Option("--from", formats=_DAY, help="Returns created from this day on. A year ago.")
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=_DAY, help="Until this day. Today.")] = None,
    stage: Stage = "production",
) -> None:
    """Write the returns of a deployment as a history: what was known, asked and decided, and what it came to."""
    until = last.date() if last else clock.now().date()
    since = first.date() if first else until - _A_YEAR
    if since > until:
        raise fail("--from is after --to.")
    with plainly(), patience("reading returns"):
        rows = _write(into, history(Kept.of(find(stage)), since, until))
    done(f"{into}: {rows:,} returned positions from {since} to {until}.")


def _policy(file: Path) -> Policy:
    """Holidays are filled in for past years too: a replay asks about days that are gone."""
    compiled = policy_of(merchant_file.read(file, _first_day_of_holidays(clock.now().date())))
    if compiled is None:
        raise fail(f"{file} has no section `returns`: it would take nothing back.")
    return compiled


def _first_day_of_holidays(today: date) -> date:
    return today.replace(year=today.year - 1, month=1, day=1)


def _here(file: Path, draft: Draft, workers: int | None) -> Summary:
    return replay_file(file, draft.policy, draft.assumptions, workers)


def _in_cloud(stage: str, file: Path, draft: Draft) -> Summary:
    deployment = find(stage)
    return cloud_replay.finish(deployment, cloud_replay.start(deployment, file, draft))


def _write(file: Path, rows: Iterator[PastReturn]) -> int:
    """One line each, as they are read; answers how many."""
    written = 0
    try:
        with file.open("w", encoding="utf-8") as lines_out:
            for row in rows:
                lines_out.write(f"{row.line_of_history()}\n")
                written += 1
    except OSError as error:
        raise fail(f"{file} cannot be written: {error.strerror}.") from None
    return written
