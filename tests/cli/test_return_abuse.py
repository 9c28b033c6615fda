"""`todoku returns risk` and `todoku returns fairness`."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_policies import DynamoPolicies
from shared.aws.dynamodb_returns import DynamoReturns
from shared.cli.deployment import Deployment
from shared.returns.axes import Action, Approval, Logistics
from shared.returns.order_account import OrderAccount
from shared.returns.return_request import ReturnRequest
from shared.returns.vocabulary import Condition
from shared.runtime import clock
from tests.cli.conftest import Run
from tests.returns.abuse.customers import NOW as PAST
from tests.returns.abuse.customers import item, logged, order, request
from tests.returns.request.setting import policy
from tests.table import create_table

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
def deployment(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    """A deployment with a policy, an order and a returned parcel that was empty."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(DynamoPolicies, "in_force", lambda self: policy())
    fields: dict[str, Any] = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
    found = Deployment(**{**fields, "table_name": "todoku", "endpoint": None})
    monkeypatch.setattr("shared.cli.return_abuse.find", lambda stage: found)
    with mock_aws():
        client = boto3.client("dynamodb")
        create_table(client, "todoku")
        boto3.client("secretsmanager").create_secret(
            Name="made-up", SecretString=json.dumps({"link_signing": ["a-secret"]})
        )
        DynamoOrders(client, "todoku").save(order("A-1"), [])
        returns = DynamoReturns(client, "todoku")
        for number in range(12):
            returns.save(_submitted(number), [OrderAccount(f"X-{number}")])
        yield found


def _submitted(number: int) -> ReturnRequest:
    """Eleven are approved; one came empty, and is declined. All are of the order A-1."""
    is_empty = number == 0
    piece = item(
        approval=Approval.APPROVED,
        logistics=Logistics.RECEIVED,
        found=Condition.EMPTY if is_empty else None,
    )
    if number == 1:
        piece = item(approval=Approval.DECLINED)
    one = replace(
        request("A-1", piece),
        return_id=f"R{number:015d}",
        number=f"N-{number}",
        customer_id="C-1" if is_empty else "C-2",
    )
    return logged(replace(one, created_at=PAST - timedelta(days=2)), (Action.SUBMIT, timedelta(days=2)))


def test_a_customer_s_risk_is_told_signal_by_signal(run: Run, deployment: Deployment) -> None:
    told = run("returns", "risk", "C-1")
    assert told.exit_code == 0, told.stderr
    assert "C-1: 15 of 100 points, normal" in told.stdout
    assert "15  discrepancies  1 returns came empty" in told.stdout
    assert "watched from 40" in told.stdout


def test_it_is_told_in_japanese_too_and_a_stranger_has_no_points(run: Run, deployment: Deployment) -> None:
    assert "荷物が空" in run("returns", "risk", "C-1", "--language", "ja").stdout
    assert "C-9: 0 of 100 points, normal" in run("returns", "risk", "C-9").stdout


def test_fairness_is_told_over_what_is_kept(run: Run, deployment: Deployment, tmp_path: Path) -> None:
    export = tmp_path / "decided.jsonl"
    told = run("returns", "fairness", "--from", "2026-11-20", "--until", "2026-11-24", "--export", export)
    assert told.exit_code == 0, told.stderr
    assert "12 returns: denied 8.3%" in told.stdout
    assert "1 to 3 years (12): denied 8.3%" in told.stdout
    assert "R0000" not in export.read_text("utf-8")
    again = run("returns", "fairness", "--from", "2026-11-20", "--until", "2026-11-24", "--file", export)
    assert again.stdout in told.stdout


def test_days_on_which_nothing_was_asked_for_are_a_report_of_nothing(run: Run, deployment: Deployment) -> None:
    assert "0 returns" in run("returns", "fairness", "--from", "2026-11-01", "--until", "2026-11-02").stdout


def test_small_groups_are_not_told(run: Run, tmp_path: Path) -> None:
    row = {"risk": "normal", "tier": "", "region": "JP", "tenure": "unknown", "is_denied": True, "is_slowed": False}
    rows = [*[row] * 12, *[{**row, "region": "BR"}] * 3, *[{**row, "region": "DE"}] * 2]
    file = tmp_path / "decided.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    told = run("returns", "fairness", "--from", "2026-11-01", "--until", "2026-11-02", "--file", file).stdout
    assert "BR: too few to tell" in told
    assert "(3)" not in told


@pytest.mark.parametrize("line", ["{", '{"risk": "normal"}', '{"risk": 1}'])
def test_an_export_that_is_none_is_refused_with_its_line(run: Run, tmp_path: Path, line: str) -> None:
    file = tmp_path / "decided.jsonl"
    file.write_text(line, "utf-8")
    told = run("returns", "fairness", "--from", "2026-11-01", "--until", "2026-11-02", "--file", file)
    assert told.exit_code == 1
    assert "line 1:" in told.stderr


def test_days_the_wrong_way_round_are_refused(run: Run) -> None:
    told = run("returns", "fairness", "--from", "2026-11-02", "--until", "2026-11-01")
    assert (told.exit_code, "before --from" in told.stderr) == (1, True)
