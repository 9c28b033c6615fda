"""Rows of returns for the command line: of files, or of a deployment."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from shared.aws.dynamodb_registry import DynamoRegistry
from shared.aws.dynamodb_returns import DynamoReturns
from shared.cli.deployment import find
from shared.cli.say import patience
from shared.errors import Invalid
from shared.returns.reports.read_rows import Rows, read_rows
from shared.returns.reports.returned_item import ReturnedItem, SoldItem
from shared.returns.reports.row_file import read_returned, read_sold
from shared.runtime import clock


class UnreadableDay(Invalid):
    """An option that is no day."""

    code = "unreadable_day"


def of_files(returned: Path, sold: Path | None) -> tuple[tuple[ReturnedItem, ...], tuple[SoldItem, ...] | None]:
    """Raises UnreadableRows."""
    return read_returned(returned.read_bytes()), read_sold(sold.read_bytes()) if sold else None


def of_deployment(stage: str, first: date, last: date) -> Rows:
    """Of orders placed in these days."""
    deployment = find(stage)
    client, table = deployment.client("dynamodb"), deployment.table_name
    with patience("reading orders and returns"):
        return read_rows(DynamoReturns(client, table), DynamoRegistry(client, table), first, last, clock.now())


def day(written: str | None, option: str, without: date) -> date:
    """An option's day; raises UnreadableDay."""
    if written is None:
        return without
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise UnreadableDay(f"{option} is a day like 2026-11-24.") from None
