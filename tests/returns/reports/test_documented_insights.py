"""What docs/returns-insights.md shows is what the command line answers, and what the answer holds."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared.cli.main import app
from shared.merchant.returns import ReturnsConfiguration
from shared.returns.reports.report import By
from shared.returns.reports.row_file import RETURNED_COLUMNS, write_returned, write_sold
from shared.returns.suggestions.fit import fit
from shared.returns.suggestions.suggest import Shelf, suggest
from shared.returns.view.suggestion import SuggestionView
from shared.returns.vocabulary import Outcome
from tests.merchant.returning import shop
from tests.returns.suggestions.made_up_past import past, sold
from tests.returns.suggestions.test_suggest import Counted

PAGE = (Path(__file__).parents[3] / "docs" / "returns-insights.md").read_text("utf-8")
COMMANDS = re.findall(r"^\$ (.*)\n((?:[^$`].*\n|\n)*)", PAGE, re.MULTILINE)


def block(language: str) -> str:
    [found] = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_every_command_answers_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    Path("returned.csv").write_text(write_returned(past(1, effect=True)), "utf-8")
    Path("nothing.csv").write_text(write_returned(past(0, effect=False)), "utf-8")
    Path("sold.csv").write_text(write_sold(sold()), "utf-8")
    assert len(COMMANDS) == 5
    for line, shown in COMMANDS:
        assert CliRunner().invoke(app, shlex.split(line)[1:]).output == shown, line


def test_the_suggestion_that_is_shown_is_what_is_answered() -> None:
    rows = past(1, effect=True)
    goods = replace(next(row.goods for row in rows if row.goods.sku == "tee-M"), tier="")
    (first, *_) = suggest(fit(rows), goods, "size_too_small", frozenset(Outcome), Shelf(Counted()))
    shown = json.loads(block("json"))["suggestions"]
    assert [SuggestionView.of(first, "Too small", "en").model_dump(mode="json")] == shown


def test_the_slots_that_are_shown_can_be_read() -> None:
    configuration = shop(block("yaml")).returns
    assert isinstance(configuration, ReturnsConfiguration)
    assert len(configuration.slots) == 1


def test_every_column_and_every_side_is_on_the_page() -> None:
    assert {name for name in (*RETURNED_COLUMNS, *(by.value for by in By)) if f"`{name}`" not in PAGE} == set()
