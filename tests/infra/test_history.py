"""From the bus to the bucket to the model: who hears what, what the table says, and who may lay hands on what."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest

from infra.layer import build
from shared.aws import s3_history as places
from shared.history.fact import Fact
from shared.history.facts_of import STAGES
from tests.infra.templates import Template
from tests.infra.test_scan_files import only


def allowed(template: Template, role: str) -> dict[str, str]:
    """Action -> the resources it is allowed on, as text."""
    statements = only(template, "AWS::IAM::Policy", role)["PolicyDocument"]["Statement"]
    found: dict[str, str] = {}
    for statement in statements:
        for action in statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]:
            found[action] = found.get(action, "") + json.dumps(statement["Resource"])
    return found


def test_of_checkpoints_only_the_stages_are_heard(template: Template) -> None:
    rule = only(template, "AWS::Events::Rule", "HistoryFactsOnCheckpointRecorded")
    assert set(rule["EventPattern"]["detail"]["data"]["detail"]) == {detail.value for detail in STAGES}
    milestones = only(template, "AWS::Events::Rule", "HistoryFactsOnMilestoneReached")
    assert "detail" not in milestones["EventPattern"]


def test_the_table_has_every_field_of_a_fact_and_computes_its_days(template: Template) -> None:
    table: dict[str, Any] = only(template, "AWS::Glue::Table", "HistoryFactsTable")["TableInput"]
    columns = {column["Name"] for column in table["StorageDescriptor"]["Columns"]}
    assert columns == {field.name for field in fields(Fact)}
    assert table["Name"] == "facts"
    assert (table["Parameters"]["projection.enabled"], table["Parameters"]["projection.dt.type"]) == ("true", "date")
    assert f"/{places.FACTS}" in json.dumps(table["StorageDescriptor"]["Location"])


def test_queries_answer_encrypted_into_the_same_bucket(template: Template) -> None:
    result = only(template, "AWS::Athena::WorkGroup", "HistoryQueries")["WorkGroupConfiguration"]["ResultConfiguration"]
    assert result["EncryptionConfiguration"] == {"EncryptionOption": "SSE_S3"}
    assert f"/{places.RESULTS}" in json.dumps(result["OutputLocation"])


def test_history_goes_after_three_years_and_answers_after_a_week(data_template: Template) -> None:
    rules = only(data_template, "AWS::S3::Bucket", "History")["LifecycleConfiguration"]["Rules"]
    assert {rule.get("Prefix", ""): rule["ExpirationInDays"] for rule in rules} == {"": 1095, places.RESULTS: 7}


def test_who_keeps_facts_adds_files_and_reads_orders_only(template: Template) -> None:
    found = allowed(template, "HistoryKeepHistoryRole")
    assert f"/{places.FACTS}*" in found["s3:PutObject"]
    assert {action for action in found if action.startswith(("s3:", "dynamodb:"))} == {
        "s3:PutObject",
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
    }


def test_who_fits_asks_one_workgroup_about_one_table_and_changes_models_only(template: Template) -> None:
    found = allowed(template, "HistoryFitPromiseModelRole")
    assert "workgroup/todoku-production" in found["athena:StartQueryExecution"]
    assert "table/todoku_production/facts" in found["glue:GetTable"]
    assert "models/*" in found["s3:DeleteObject"]
    assert "facts/*" not in found["s3:DeleteObject"] + found["s3:PutObject"]


def test_the_model_is_fitted_every_night_with_time_and_memory_enough(template: Template) -> None:
    function = only(template, "AWS::Lambda::Function", "HistoryFitPromiseModel")
    assert (function["Timeout"], function["MemorySize"], len(function["Layers"])) == (900, 3008, 2)
    clock = only(template, "AWS::Events::Rule", "HistoryClock")
    assert clock["ScheduleExpression"] == "cron(20 3 * * ? *)"


@pytest.mark.parametrize("python", ["3.11", "3.13"])
def test_the_layer_to_fit_holds_numpy_and_holidays_in_wheels_of_lambdas_platform(python: str) -> None:
    folder = build("arm64", python, "fit") / "python"
    names = {path.name.partition("-")[0].partition(".")[0] for path in folder.iterdir()} - {"__pycache__"}
    assert names == {"dateutil", "holidays", "numpy", "python_dateutil", "six"}
    assert list(folder.glob(f"numpy/_core/_multiarray_umath.cpython-{python.replace('.', '')}-aarch64-*.so"))
