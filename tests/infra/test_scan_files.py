"""From the bucket to the function: what S3 tells, who hears of it, and on what the function may lay its hands."""

from __future__ import annotations

import json
from typing import Any

from shared.carriers.scan_files import import_scan_file as paths
from shared.runtime.s3_events import OBJECT_CREATED
from tests.functions.triggers import sample
from tests.infra.templates import Template


def only(template: Template, kind: str, name: str) -> dict[str, Any]:
    """The properties of the one resource of a kind whose logical id begins so."""
    [found] = [r for logical, r in template.find_resources(kind).items() if logical.startswith(name)]
    properties: dict[str, Any] = found["Properties"]
    return properties


def test_the_bucket_tells_of_its_objects_and_keeps_none_for_good(data_template: Template) -> None:
    bucket = only(data_template, "AWS::S3::Bucket", "Incoming")
    assert bucket["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    assert [rule["ExpirationInDays"] for rule in bucket["LifecycleConfiguration"]["Rules"]] == [90]
    kept = only(data_template, "AWS::S3::Bucket", "RawUpdates")
    assert not any("ExpirationInDays" in rule for rule in kept["LifecycleConfiguration"]["Rules"])


def test_the_queue_hears_of_files_of_scans_and_of_nothing_else(template: Template) -> None:
    rule = only(template, "AWS::Events::Rule", "CarriersScanFiles")
    [target] = rule["Targets"]
    pattern = rule["EventPattern"]
    assert "EventBusName" not in rule
    assert (pattern["source"], pattern["detail-type"]) == (["aws.s3"], [OBJECT_CREATED])
    assert pattern["detail"]["object"] == {"key": [{"prefix": paths.SCANS}]}
    assert "ExportsOutputRefIncoming" in json.dumps(pattern["detail"]["bucket"])
    assert {"DeadLetterConfig", "RetryPolicy"} <= set(target)
    assert not paths.PROBLEMS.startswith(paths.SCANS)


def test_the_sample_of_what_s3_tells_is_what_the_rule_lets_through(template: Template) -> None:
    pattern = only(template, "AWS::Events::Rule", "CarriersScanFiles")["EventPattern"]
    told = json.loads(sample("sqs_from_s3")["Records"][0]["body"])
    assert (told["source"], told["detail-type"]) == (pattern["source"][0], pattern["detail-type"][0])
    assert set(pattern["detail"]) <= set(told["detail"])
    assert told["detail"]["object"]["key"].startswith(paths.SCANS)


def test_the_function_reads_files_of_scans_and_writes_problems_only(template: Template) -> None:
    policy = only(template, "AWS::IAM::Policy", "CarriersImportScanFileRole")
    allowed = {
        action: json.dumps(statement["Resource"])
        for statement in policy["PolicyDocument"]["Statement"]
        for action in (statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]])
        if action.startswith("s3:")
    }
    assert set(allowed) == {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"}
    assert f"/{paths.SCANS}*" in allowed["s3:GetObject"]
    assert all(f"/{paths.PROBLEMS}*" in allowed[action] for action in ("s3:PutObject", "s3:DeleteObject"))


def test_one_file_is_imported_at_a_time(template: Template) -> None:
    mapping = only(template, "AWS::Lambda::EventSourceMapping", "CarriersImportScanFile")
    assert mapping["BatchSize"] == 1
