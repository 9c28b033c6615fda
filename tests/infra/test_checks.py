"""The house's own rules on the infrastructure: each is kept by the app, and broken by what it is there to catch."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.checks import RULES, findings

Template = dict[str, Any]


@pytest.fixture(scope="session")
def templates(synthesised: Path) -> Template:
    """All stacks' resources as one template."""
    resources: dict[str, Any] = {}
    for path in synthesised.glob("*.template.json"):
        resources |= json.loads(path.read_text())["Resources"]
    return {"Resources": resources}


def first(template: Template, kind: str) -> dict[str, Any]:
    """The first resource of a type."""
    found: dict[str, Any] = next(r for r in template["Resources"].values() if r["Type"] == kind)
    return found


def stream_consumer(template: Template) -> dict[str, Any]:
    """A stream's event source mapping."""
    found: dict[str, Any] = next(
        r
        for r in template["Resources"].values()
        if r["Type"] == "AWS::Lambda::EventSourceMapping" and "StartingPosition" in r["Properties"]
    )
    return found["Properties"]


def without_alarms(template: Template) -> None:
    for name in [n for n, r in template["Resources"].items() if r["Type"] == "AWS::CloudWatch::Alarm"]:
        del template["Resources"][name]


def without_topic_policies(template: Template) -> None:
    for name in [n for n, r in template["Resources"].items() if r["Type"] == "AWS::SNS::TopicPolicy"]:
        del template["Resources"][name]


SPOILED: list[tuple[str, Callable[[Template], Any]]] = [
    (
        "queues_have_dead_letters",
        lambda t: (
            first(t, "AWS::SQS::Queue")["Properties"].pop("RedrivePolicy", None)
            or t["Resources"].update(Lonely={"Type": "AWS::SQS::Queue", "Properties": {}})
        ),
    ),
    ("queues_have_dead_letters", without_alarms),
    ("streams_fail_well", lambda t: stream_consumer(t).pop("BisectBatchOnFunctionError")),
    ("streams_fail_well", lambda t: stream_consumer(t).pop("DestinationConfig")),
    ("streams_fail_well", lambda t: stream_consumer(t).update(MaximumRecordAgeInSeconds=-1)),
    ("streams_fail_well", lambda t: stream_consumer(t).update(MaximumRetryAttempts=0)),
    ("streams_fail_well", lambda t: stream_consumer(t).update(MaximumRecordAgeInSeconds=24 * 3600)),
    ("alarms_reach_somebody", lambda t: first(t, "AWS::CloudWatch::Alarm")["Properties"].pop("AlarmActions")),
    ("alarms_reach_somebody", without_topic_policies),
    ("streams_fail_well", lambda t: stream_consumer(t).pop("MaximumRecordAgeInSeconds")),
    ("streams_fail_well", lambda t: stream_consumer(t).pop("FunctionResponseTypes")),
    (
        "rule_targets_fail_well",
        lambda t: first(t, "AWS::Events::Rule")["Properties"]["Targets"][0].pop("DeadLetterConfig"),
    ),
    ("rule_targets_fail_well", lambda t: first(t, "AWS::Events::Rule")["Properties"]["Targets"][0].pop("RetryPolicy")),
    ("subscriptions_fail_well", lambda t: first(t, "AWS::SNS::Subscription")["Properties"].pop("RedrivePolicy")),
    ("logs_end", lambda t: first(t, "AWS::Logs::LogGroup")["Properties"].pop("RetentionInDays")),
    ("logs_end", lambda t: first(t, "AWS::Lambda::Function")["Properties"].pop("LoggingConfig")),
    (
        "permissions_are_named",
        lambda t: first(t, "AWS::IAM::Policy")["Properties"]["PolicyDocument"]["Statement"].append(
            {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:::table/t"}
        ),
    ),
    (
        "permissions_are_named",
        lambda t: first(t, "AWS::IAM::Policy")["Properties"]["PolicyDocument"]["Statement"].append(
            {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}
        ),
    ),
    (
        "permissions_are_named",
        lambda t: first(t, "AWS::IAM::Policy")["Properties"]["PolicyDocument"]["Statement"].append(
            {"Effect": "Allow", "Action": "sqs:SendMessage", "NotResource": "arn:aws:sqs:::q"}
        ),
    ),
    ("no_managed_policies", lambda t: first(t, "AWS::IAM::Role")["Properties"].update(ManagedPolicyArns=["arn:x"])),
    ("kept_things_are_kept", lambda t: first(t, "AWS::DynamoDB::Table").pop("DeletionPolicy")),
    (
        "no_secrets_in_environments",
        lambda t: first(t, "AWS::Lambda::Function")["Properties"]["Environment"]["Variables"].update(
            KEY="{{resolve:secretsmanager:x}}"
        ),
    ),
]


def test_the_app_breaks_no_rule(templates: Template) -> None:
    assert findings(templates) == []


@pytest.mark.parametrize(("rule", "spoil"), SPOILED, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(SPOILED)])
def test_a_rule_catches_what_it_is_there_for(templates: Template, rule: str, spoil: Callable[[Template], Any]) -> None:
    spoiled = copy.deepcopy(templates)
    spoil(spoiled)
    assert rule in {name for name, _ in findings(spoiled)}


def test_every_rule_is_shown_to_catch_something() -> None:
    assert {rule for rule, _ in SPOILED} == set(RULES)
