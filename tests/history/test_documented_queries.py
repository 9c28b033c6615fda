"""The queries that docs/history.md shows can be asked: on DuckDB, and in Athena's words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlglot

from shared.cli.checkout import ROOT
from shared.history.rows_query import rows_query
from shared.tracking.milestone import Milestone
from tests.history.duck import keep, over
from tests.history.samples import facts, reached, registered
from tests.samples import PARCEL

SHOWN = re.findall(r"```sql\n(SELECT.*?)```", (ROOT / "docs" / "history.md").read_text("utf-8"), re.DOTALL)


def test_the_page_shows_queries() -> None:
    assert len(SHOWN) == 2


@pytest.mark.parametrize("shown", SHOWN)
def test_a_shown_query_answers(tmp_path: Path, shown: str) -> None:
    keep(tmp_path, facts(registered(PARCEL), reached(Milestone.DELIVERED, 42)))
    _, [row] = over(tmp_path, f"WITH history AS ({rows_query()}) {shown}")
    assert row in [("JP", "150", "2026-11", 1, 3.0), ("usps", 1, 0.0)]
    assert not list(sqlglot.parse_one(shown, dialect="athena").find_all(sqlglot.exp.Anonymous))
