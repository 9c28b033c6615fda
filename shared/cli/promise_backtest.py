"""`todoku promise backtest`: the shop's past, asked day by day, and how the answers would have been kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from shared.cli.backtest import page as backtest_page
from shared.cli.backtest import table
from shared.cli.backtest.run import Report, backtest_drafts, backtest_model, find_window, read_history
from shared.cli.say import err, fail
from shared.errors import Invalid
from shared.learning.backtest import Tell
from shared.learning.backtest_window import month_after
from shared.promise.policy import CONFIDENCES


class InvalidOption(Invalid):
    """An option that says nothing that can be done."""

    code = "invalid_option"


def ask(
    history: str,
    config: Path | None,
    compare: Path | None,
    first: str | None,
    last: str | None,
    confidence: int,
    *,
    live: bool,
) -> Report:
    """Replay what the options say. Raises InvalidOption, UnreadableHistory and NothingToMeasure."""
    if confidence not in CONFIDENCES:
        raise InvalidOption(f"--confidence is one of {', '.join(map(str, CONFIDENCES))}.")
    if compare and not config:
        raise InvalidOption("--compare needs --config: the configuration to compare with.")
    if live and config:
        raise InvalidOption("--live asks the learned model about parcels on the way: leave --config out.")
    begins, ends = _month(first, "--from"), _month(last, "--to")
    with _progress() as tell:
        read = read_history(history)
        window = find_window(read, begins, month_after(ends) - timedelta(days=1) if ends else None)
        if config:
            files = [config, compare] if compare else [config]
            return backtest_drafts(read, window, confidence, files, tell=tell)
        return backtest_model(read, window, confidence, live=live, tell=tell)


def check_folders(*files: Path | None) -> None:
    """Refuse what cannot be written before anything is waited for. Raises InvalidOption."""
    for file in files:
        if file and not file.parent.is_dir():
            raise InvalidOption(f"{file} cannot be written: there is no folder {file.parent}.")


def lines(report: Report) -> Iterator[str]:
    """The report as text."""
    yield f"{report.history}: {report.first} to {report.last}, each parcel asked about as of its own day"
    yield ""
    yield from table.table(table.rows_of(report), report.confidence)
    yield from table.details(report)
    yield from table.left_out(report)


def page(report: Report) -> str:
    """The report as HTML."""
    return backtest_page.page(report)


def figures(report: Report) -> str:
    """The report as JSON."""
    return report.to_json()


def write(file: Path, text: str) -> None:
    """Write a file; say so and end where that cannot be done."""
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise fail(f"{file} cannot be written: {error.strerror}.") from None


def _month(written: str | None, option: str) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        raise InvalidOption(f"{option} is a month like 2025-04.") from None


@contextmanager
def _progress() -> Iterator[Tell]:
    """Says which month is being gone through: in one moving line at a terminal, in a line a month elsewhere."""
    said: list[str] = []
    with err.status("reading, and learning from what came before …") as status:

        def tell(day: date) -> None:
            month = f"{day:%Y-%m}"
            if month in said:
                return
            said.append(month)
            if err.is_terminal:
                status.update(f"going through {month} …")
            else:
                err.print(f"  … {month}", markup=False)

        yield tell
