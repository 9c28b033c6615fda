"""DuckDB as Athena is asked: the table `facts` over files of lines, and the query unchanged."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from shared.history.fact import Fact
from shared.history.rows_query import rows_query


def rows(folder: Path, *batches: Iterable[Fact]) -> list[dict[str, Any]]:
    """History of `batches` of facts, each in a file of its own."""
    keep(folder, *batches)
    names, found = over(folder, rows_query())
    return [dict(zip(names, row, strict=True)) for row in found]


def keep(folder: Path, *batches: Iterable[Fact]) -> None:
    """Each batch in a file of its own, as it is kept in S3."""
    for number, batch in enumerate(batches):
        lines = "".join(f"{fact.line()}\n" for fact in batch)
        (folder / f"{number}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))


def over(folder: Path, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """What `sql` answers about the files in `folder`, whose types the engine guesses: names of columns, and rows."""
    with duckdb.connect() as connection:
        facts = connection.read_json(str(folder / "*.jsonl.gz"), union_by_name=True)
        facts.create_view("facts")
        found = connection.execute(sql)
        return [column[0] for column in found.description], found.fetchall()
