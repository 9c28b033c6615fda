"""The query that turns facts into history, as both engines are asked it."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def rows_query() -> str:
    """SQL over the table `facts`; a row per parcel, the oldest order first. Same text on Athena and on DuckDB."""
    return Path(__file__).with_name("history.sql").read_text("utf-8")
