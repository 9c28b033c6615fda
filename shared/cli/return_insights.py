"""`todoku returns report`, `export` and `suggest`: what returns teach."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from shared.aws.dynamodb_suggestions import DynamoSuggestions
from shared.cli import return_rows
from shared.cli.deployment import find
from shared.cli.plainly import Stage, plainly
from shared.cli.say import advise, done, fail, out
from shared.returns.reports import report_table
from shared.returns.reports.report import By, report
from shared.returns.reports.returned_item import ReturnedItem
from shared.returns.reports.row_file import write_returned, write_sold
from shared.returns.reports.words import WARNING, words
from shared.returns.suggestions.backtest import Backtest, NothingToMeasure, backtest
from shared.returns.suggestions.backtest_table import table, verdict
from shared.returns.suggestions.fit import fit
from shared.returns.suggestions.put_in_force import put_in_force
from shared.runtime import clock

suggest = typer.Typer(help="What kept other shoppers, from your own past.", no_args_is_help=True)

USUAL_DAYS = 90
LONGEST_PAST = 730
"""Days that suggestions are learned from where no file is given: fashions and cuts change."""
MOST_LINES = 20

RowFile = Annotated[
    Path, typer.Argument(help="Returned items as CSV (docs/returns-insights.md).", exists=True, dir_okay=False)
]
_First = Annotated[str | None, typer.Option("--from", help="Orders from this day on, like 2026-09-01.")]
_Last = Annotated[str | None, typer.Option("--to", help="Orders until this day. Left out: today.")]
_OutFile = Annotated[Path | None, typer.Option(help="Write the report here as CSV.", dir_okay=False)]


def report_command(
    by: Annotated[By, typer.Option(help="By what it is counted.")] = By.PRODUCT,
    first: _First = None,
    last: _Last = None,
    currency: Annotated[str, typer.Option(help="Of the amounts. Left out: the commonest.")] = "",
    history: Annotated[
        Path | None,
        typer.Option(help="Returned items in a file, and not of a deployment.", exists=True, dir_okay=False),
    ] = None,
    sold: Annotated[
        Path | None, typer.Option(help="What was sold, with --history: for the rates.", exists=True, dir_okay=False)
    ] = None,
    csv: _OutFile = None,
    words_file: Annotated[
        Path | None, typer.Option("--words", help="Write the shoppers' own words here as CSV.", dir_okay=False)
    ] = None,
    stage: Stage = "production",
) -> None:
    """Say what comes back, of what, why, and what it costs: by product, reason, size, tier, carrier or month."""
    if history and words_file:
        raise fail("--words reads a deployment: files hold no words.")
    if sold and not history:
        raise fail("--sold goes with --history.")
    with plainly():
        begins, ends = _days(first, last)
        if history:
            returned, goods = return_rows.of_files(history, sold)
        else:
            rows = return_rows.of_deployment(stage, begins, ends)
            returned, goods = rows.returned, rows.sold
        found = report(returned, goods, by, begins, ends, currency.upper())
    for line in report_table.table(found, MOST_LINES):
        out.print(line, markup=False)
    if csv:
        _write(csv, report_table.to_csv(found))
    if words_file:
        _write(words_file, words(rows.requests))
        advise(f"! {WARNING}")


def export_command(
    file: Annotated[Path, typer.Argument(help="Where to write the returned items as CSV.", dir_okay=False)],
    sold: Annotated[Path | None, typer.Option(help="Where to write what was sold.", dir_okay=False)] = None,
    first: _First = None,
    last: _Last = None,
    stage: Stage = "production",
) -> None:
    """Write returned items, and what was sold, to files for your own questions. They hold no words and no names."""
    with plainly():
        begins, ends = _days(first, last)
        rows = return_rows.of_deployment(stage, begins, ends)
    _write(file, write_returned(rows.returned))
    if sold:
        _write(sold, write_sold(rows.sold))


@suggest.command("backtest")
def backtest_command(file: RowFile) -> None:
    """Say how well suggestions would have foreseen what shoppers chose, month by month, against a constant."""
    with plainly():
        returned, _ = return_rows.of_files(file, None)
        found = backtest(returned)
    for line in table(found):
        out.print(line, markup=False)


@suggest.command("fit")
def fit_command(
    file: Annotated[
        Path | None, typer.Argument(help="Learn from this file. Left out: from the deployment.", exists=True)
    ] = None,
    publish: Annotated[bool, typer.Option("--publish", help="Suggest by it from now on.")] = False,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also where it foresees no more than a constant.")] = False,
    stage: Stage = "production",
) -> None:
    """Learn what keeps shoppers. It is put in force only where it foresees more than a constant does."""
    with plainly():
        rows = _past(file, stage)
        found = _measured(rows)
        out.print(verdict(found) if found else "Too short a past to measure it by.", markup=False)
        if not publish:
            model = fit(rows)
            done(f"Learned from {model.rows:,} returns: {len(model.cells):,} counts. Put it in force by --publish.")
            return
        if not anyway and not (found and found.whole.stands_out):
            raise fail("It was not put in force. Say --anyway if you want it all the same.")
        deployment = find(stage)
        suggestions = DynamoSuggestions(deployment.client("dynamodb"), deployment.table_name)
        model, smallest = put_in_force(suggestions, rows)
    done(f"In force: learned from {model.rows:,} returns, in counts of {smallest} and more. Followed within a minute.")


def _past(file: Path | None, stage: str) -> tuple[ReturnedItem, ...]:
    if file:
        return return_rows.of_files(file, None)[0]
    today = clock.now().date()
    return return_rows.of_deployment(stage, today - timedelta(days=LONGEST_PAST), today).returned


def _measured(rows: tuple[ReturnedItem, ...]) -> Backtest | None:
    try:
        return backtest(rows)
    except NothingToMeasure:
        return None


def _days(first: str | None, last: str | None) -> tuple[date, date]:
    ends = return_rows.day(last, "--to", clock.now().date())
    begins = return_rows.day(first, "--from", ends - timedelta(days=USUAL_DAYS))
    if begins > ends:
        raise return_rows.UnreadableDay("--from lies behind --to.")
    return begins, ends


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8-sig")  # with the mark by which spreadsheets know UTF-8
    except OSError as error:
        raise fail(f"{file} cannot be written: {error.strerror}.") from None
    done(f"{file} is written.")
