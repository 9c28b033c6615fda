"""`todoku returns report`, `export` and `suggest`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_returns import DynamoReturns
from shared.aws.dynamodb_suggestions import DynamoSuggestions
from shared.cli.deployment import Deployment
from shared.returns.reports.row_file import write_returned
from shared.runtime import clock
from tests.cli.conftest import Run
from tests.returns.money.selling import NOW, item, line, order, request
from tests.returns.suggestions.made_up_past import past
from tests.table import create_table


@pytest.fixture(scope="module")
def with_effect(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("past") / "returned.csv"
    path.write_text(write_returned(past(1, effect=True, rows=600)), "utf-8-sig")
    return path


@pytest.fixture(scope="module")
def without_effect(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("past") / "returned.csv"
    path.write_text(write_returned(past(2, effect=False, rows=500)), "utf-8-sig")
    return path


@pytest.fixture
def deployment(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A deployment with an order of two mugs, of which one came back."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    fields: dict[str, Any] = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
    found = Deployment(**{**fields, "table_name": "todoku", "endpoint": None})
    monkeypatch.setattr("shared.cli.return_insights.find", lambda stage: found)
    monkeypatch.setattr("shared.cli.return_rows.find", lambda stage: found)
    for span in ("USUAL_DAYS", "LONGEST_PAST"):  # each day is a query or two
        monkeypatch.setattr(f"shared.cli.return_insights.{span}", 10)
    with mock_aws():
        client = boto3.client("dynamodb")
        create_table(client, "todoku")
        DynamoOrders(client, "todoku").save(order(line(quantity=2, price=2000), placed_at=NOW - timedelta(days=9)), ())
        back = replace(item(), line="mug", words="It leaks, says Aiko")
        DynamoReturns(client, "todoku").save(request(back))
        yield client


def test_a_report_of_a_deployment_says_rates_and_formulas(run: Run, deployment: Any) -> None:
    said = run("returns", "report", "--by", "reason")
    assert said.exit_code == 0, said.stderr
    lines = said.stdout.splitlines()
    assert lines[0] == "Returns, by reason, of orders placed from 2026-11-14 to 2026-11-24"
    assert lines[3].split()[:4] == ["size", "2", "1", "50.0%"]
    assert any(line.startswith("cost = ") for line in lines)


def test_words_are_written_on_demand_only_and_with_a_warning(run: Run, deployment: Any, tmp_path: Path) -> None:
    assert "leaks" not in run("returns", "report").stdout
    said = run("returns", "report", "--words", tmp_path / "words.csv", "--csv", tmp_path / "report.csv")
    assert "They may name people" in said.stderr
    assert "It leaks, says Aiko" in (tmp_path / "words.csv").read_text("utf-8-sig")
    assert (tmp_path / "report.csv").read_text("utf-8-sig").splitlines()[1].startswith("MUG,2,1,0.5000")


def test_what_was_exported_is_reported_alike(run: Run, deployment: Any, tmp_path: Path) -> None:
    returned, sold = tmp_path / "returned.csv", tmp_path / "sold.csv"
    assert run("returns", "export", returned, "--sold", sold).exit_code == 0
    assert "leaks" not in returned.read_text("utf-8-sig")
    of_files = run("returns", "report", "--history", returned, "--sold", sold)
    assert of_files.stdout == run("returns", "report").stdout


def test_a_backtest_says_whether_anything_was_found(run: Run, with_effect: Path, without_effect: Path) -> None:
    assert "It foresees more" in run("returns", "suggest", "backtest", with_effect).stdout
    assert "nothing was found" in run("returns", "suggest", "backtest", without_effect).stdout


def test_only_a_model_that_found_something_is_put_in_force(
    run: Run, deployment: Any, with_effect: Path, without_effect: Path
) -> None:
    store = DynamoSuggestions(deployment, "todoku")
    refused = run("returns", "suggest", "fit", without_effect, "--publish")
    assert refused.exit_code == 1
    assert store.current() is None
    assert run("returns", "suggest", "fit", with_effect).exit_code == 0
    assert store.current() is None
    assert "In force: learned from 600 returns" in run("returns", "suggest", "fit", with_effect, "--publish").stdout
    assert store.current()
    assert run("returns", "suggest", "fit", without_effect, "--publish", "--anyway").exit_code == 0


def test_a_short_past_of_the_deployment_is_not_put_in_force(run: Run, deployment: Any) -> None:
    said = run("returns", "suggest", "fit", "--publish")
    assert said.exit_code == 1
    assert "Too short a past" in said.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("report", "--from", "1.9.2026"), "--from is a day like 2026-11-24."),
        (("report", "--from", "2026-11-02", "--to", "2026-11-01"), "--from lies behind --to."),
        (("report", "--sold", __file__), "--sold goes with --history."),
        (("report", "--history", __file__, "--words", "words.csv"), "--words reads a deployment"),
        (("suggest", "backtest", __file__), "see docs/returns-insights.md"),
    ],
)
def test_what_makes_no_sense_is_said(run: Run, arguments: tuple[str, ...], says: str) -> None:
    said = run("returns", *arguments)
    assert said.exit_code == 1
    assert says in said.stderr
