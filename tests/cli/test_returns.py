"""`todoku returns policy`: checked, compared, published, asked and written out."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_policies import DynamoPolicies
from shared.cli.deployment import Deployment
from shared.cli.policy_difference import difference
from shared.merchant.return_reasons import built_in
from shared.returns.vocabulary import ReasonGroup
from shared.runtime import clock
from tests.cli.conftest import Run
from tests.merchant.returning import WITHOUT, policy, written
from tests.samples import order
from tests.table import create_table

SECTION = """
window: { days: 14 }
reasons: { defect: [], delivery: [], warranty: [] }
rules:
  - name: gold
    priority: 5
    when: { customer: { tier: [gold] } }
    then: { window: { days: 30 }, fees: { shipping: free } }
  - { name: outlet, when: { product: { final_sale: true } }, then: { accept: false, because: final_sale } }
"""
ORDER = {
    "placed": "2026-11-20",
    "delivered": "2026-11-22",
    "today": "2026-12-10",
    "customer": {"tier": "gold"},
    "order": {"country": "JP"},
    "items": [{"sku": "CUP-1", "quantity": 2, "price": 1800, "final_sale": False}, {"sku": "CUP-2", "price": 900}],
}
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "merchant.yaml"
    path.write_text(written(SECTION), "utf-8")
    return path


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    path = tmp_path / "order.json"
    path.write_text(json.dumps(ORDER), "utf-8")
    return path


@pytest.fixture
def deployment(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    """A deployment in which nothing is published."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    fields: dict[str, Any] = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
    found = Deployment(**{**fields, "table_name": "todoku", "merchant": "hanare", "endpoint": None})
    monkeypatch.setattr("shared.cli.returns.find", lambda stage: found)
    with mock_aws():
        create_table(boto3.client("dynamodb"), "todoku")
        yield found


def test_a_policy_without_mistakes_is_checked(run: Run, file: Path) -> None:
    checked = run("returns", "policy", "check", file)
    assert checked.exit_code == 0
    reasons = len(built_in(ReasonGroup.CHANGE_OF_MIND))
    assert f"2 rules, {reasons} reasons, nothing doubtful" in checked.stdout


def test_what_is_doubtful_is_said_with_its_line(run: Run, file: Path) -> None:
    file.write_text(
        written(
            SECTION.replace("priority: 5", "priority: 0").replace(
                "accept: false, because: final_sale", "window: { days: 3 }"
            )
        )
    )
    checked = run("returns", "policy", "check", file)
    line = 1 + next(number for number, text in enumerate(file.read_text().splitlines()) if "name: outlet" in text)
    assert checked.exit_code == 0
    assert f"merchant.yaml:{line}:" in checked.stderr
    assert "returns.rules[1].then.window: decides what rule gold decides otherwise" in checked.stderr
    assert "1 doubtful" in checked.stdout


def test_what_is_wrong_ends_with_status_1(run: Run, file: Path) -> None:
    file.write_text(written(SECTION.replace("final_sale: true", "final_sale: soon")))
    checked = run("returns", "policy", "check", file)
    assert checked.exit_code == 1
    assert 'returns.rules[1].when.product.final_sale: expected true or false, found "soon"' in checked.stderr


def test_a_file_without_returns_says_how_to_begin(run: Run, file: Path) -> None:
    file.write_text(WITHOUT)
    checked = run("returns", "policy", "check", file)
    assert checked.exit_code == 1
    assert "returns: {}" in checked.stderr


def test_every_change_is_a_line() -> None:
    before = policy(SECTION)
    after = policy("""
window: { days: 21 }
currency: "USD"
reasons:
  change_of_mind: [{ code: style, needs_words: true }]
  defect: [{ code: defective }]
  delivery: []
  warranty: []
lists: { blocked: { customers: [C-1] } }
limits: { returns_per_order: 2 }
stock_kept: 3
rules:
  - name: gold
    priority: 7
    when: { customer: { tier: [gold, vip] } }
    then: { window: { days: 30 }, credit_percent: 90 }
  - { name: gifts, when: { order: { gift: true } }, then: { without_outcomes: [refund] } }
""")
    lines = list(difference(before, after))
    clock = "days from delivered, else from shipped + 7"
    assert lines[0] == f"~ window: 14 {clock} → 21 {clock}"
    assert "~ rule gold, priority: 5 → 7" in lines
    assert "~ rule gold, when: customer.tier is gold → customer.tier is gold or vip" in lines
    assert "~ rule gold, fees.shipping: free → nothing" in lines
    assert "~ rule gold, credit_percent: nothing → 90 %" in lines
    assert "- rule outlet: product.final_sale is true: accept: false, because final_sale" in lines
    assert "+ rule gifts (priority 0): order.gift is true: without_outcomes: refund" in lines
    assert "+ reason defective (defect)" in lines
    assert "~ reason style: needs_words false → true" in lines
    assert "~ blocked customers: 1 more, 0 less" in lines
    assert "~ limits: returns_per_order nothing → 2" in lines
    assert "~ stock_kept: 0 → 3" in lines
    assert "~ currency: JPY → USD" in lines
    assert list(difference(before, before)) == []


def test_the_order_of_rules_is_a_change() -> None:
    rules = ("{ name: a, then: { keep: no } }", "{ name: b, then: { keep: keep } }")
    before, after = (policy(f"rules: [{', '.join(each)}]") for each in (rules, rules[::-1]))
    assert list(difference(before, after)) == ["~ order of rules: b, a"]


def test_a_draft_is_compared_with_what_is_in_force_and_published(run: Run, deployment: Deployment, file: Path) -> None:
    assert "nothing was taken back so far" in run("returns", "policy", "preview", file).stdout
    assert "Version 1 is in force" in run("returns", "policy", "publish", file).stdout
    assert "Nothing changes" in run("returns", "policy", "preview", file).stdout
    file.write_text(written(SECTION.replace("days: 14", "days: 20")))
    assert run("returns", "policy", "preview", file).stdout.startswith("~ window: 14 days from delivered")
    run("returns", "policy", "publish", file)
    file.write_text(WITHOUT)
    assert "nothing is taken back any more" in run("returns", "policy", "preview", file).stdout
    policies = DynamoPolicies(boto3.client("dynamodb"), "todoku")
    assert [policies.version(number).base.window.days for number in (1, 2)] == [14, 20]  # type: ignore[union-attr]


def test_an_order_is_offered_every_reason_and_decided_for_one(run: Run, file: Path, made_up: Path) -> None:
    offered = run("returns", "policy", "explain", file, "--order", made_up)
    assert offered.stdout.startswith("CUP-1 × 2: eligible, until 2026-12-22\n")
    decided = run("returns", "policy", "explain", file, "--order", made_up, "--reason", "unwanted")
    assert "  until 2026-12-22, counted from delivered   [gold]\n  accept: true   [base]" in decided.stdout
    assert "  fees.shipping: free   [gold]" in decided.stdout


def test_what_is_against_a_return_is_said_with_its_rule(run: Run, file: Path, made_up: Path) -> None:
    made_up.write_text(json.dumps({**ORDER, "items": [{"sku": "CUP-1", "price": 1, "final_sale": True}]}))
    decided = run("returns", "policy", "explain", file, "--order", made_up, "--reason", "unwanted")
    assert "CUP-1 × 1: not eligible\n  against it: final_sale [outlet]" in decided.stdout


def test_a_reason_nobody_knows_is_told_with_those_there_are(run: Run, file: Path, made_up: Path) -> None:
    decided = run("returns", "policy", "explain", file, "--order", made_up, "--reason", "tired")
    assert decided.exit_code == 1
    assert "There is no reason tired: say one of size_too_small" in decided.stderr


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"placed": None}, "placed: "),
        ({"items": []}, "items: "),
        ({"order": {"colour": "red"}}, "order.colour: no fact that rules may ask about"),
        ({"order": {"value": 3}}, "order.value: follows from the rest of the file; leave it out"),
        ({"customer": {"tags": {"a": 1}}}, "customer.tags: expected a text"),
    ],
)
def test_an_order_that_cannot_be_read_names_the_field(
    run: Run, file: Path, made_up: Path, change: dict[str, Any], expected: str
) -> None:
    made_up.write_text(json.dumps({**ORDER, **change}))
    decided = run("returns", "policy", "explain", file, "--order", made_up)
    assert decided.exit_code == 1
    assert expected in decided.stderr


def test_an_order_of_the_deployment_can_be_asked_about(run: Run, deployment: Deployment, file: Path) -> None:
    kept = order()
    DynamoOrders(boto3.client("dynamodb"), "todoku").save(kept, [])
    asked = run("returns", "policy", "explain", file, "--order", kept.order_id)
    assert asked.exit_code == 0, asked.output
    assert kept.lines[0].sku in asked.stdout
    unknown = run("returns", "policy", "explain", file, "--order", "no-such-order")
    assert "There is no order no-such-order" in unknown.stderr


def test_the_policy_is_written_out(run: Run, file: Path) -> None:
    assert run("returns", "policy", "text", file).stdout.startswith("# ")
    assert "14日" in run("returns", "policy", "text", file, "--language", "ja", "--as", "notice").stdout
    assert run("returns", "policy", "text", file, "--as", "html").stdout.startswith("<article")
    assert run("returns", "policy", "text", file, "--language", "xx").exit_code == 1
    assert run("returns", "policy", "text", file, "--as", "paper").exit_code == 1
    [markup] = json.loads(run("returns", "policy", "schema-org", file).stdout)
    assert (markup["applicableCountry"], markup["merchantReturnDays"]) == ("JP", 14)
    assert "cases" in run("returns", "policy", "tests", file).stdout
