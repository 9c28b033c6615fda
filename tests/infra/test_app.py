"""What is deployed: functions, their permissions, their environments, and the ways things may fail."""

from __future__ import annotations

import importlib
import json
import re
from dataclasses import MISSING, fields
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from functions.openapi import document
from infra.sizes import functions
from shared.aws import keys
from shared.carriers.asking.polling import RUN_EVERY
from shared.carriers.polling.poll_carrier import RUN_LASTS
from shared.estimates import revise_due
from shared.notifications import tell_due
from shared.notifications.send_message import LEASE
from shared.returns import expire_returns
from shared.runtime.settings import Settings
from tests.infra.templates import Template
from tests.table import ATTRIBUTES, INDEXES, KEY_SCHEMA

SENDING = {
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:PutItem",
    "secretsmanager:GetSecretValue",
    "sns:Publish",
    "sqs:SendMessage",
}
"""All that every sender may do. `sns:Publish`: of its own topic, where a message goes on to the next channel."""
PERMISSIONS = {
    "advisories_api": {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem"},
    "ingest_advisory": {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem", "sqs:SendMessage"},
    "carriers_api": {"dynamodb:GetItem", "events:PutEvents"},
    "import_scan_file": {"events:PutEvents", "s3:DeleteObject", "s3:GetObject", "s3:PutObject", "sqs:SendMessage"},
    "poll_carriers": {
        "dynamodb:GetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:DeleteItem",
        "events:PutEvents",
        "s3:PutObject",
        "secretsmanager:GetSecretValue",
    },
    "promise_api": {"s3:GetObject"},
    "publish_promise_snapshot": {
        "dynamodb:GetItem",
        "dynamodb:Query",
        "s3:GetObject",
        "s3:PutObject",
    },
    "revise_due_estimates": {
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "s3:GetObject",
    },
    "revise_estimate": {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "s3:GetObject", "sqs:SendMessage"},
    "start_trackers": {"dynamodb:PutItem", "secretsmanager:GetSecretValue", "sqs:SendMessage"},
    "orders_api": {
        "dynamodb:GetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:DeleteItem",
        "secretsmanager:GetSecretValue",
    },
    "parcels_api": {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem"},
    "tracking_api": {
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "secretsmanager:GetSecretValue",
    },
    "cases_api": {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem"},
    "claims_api": {
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "s3:GetObject",
        "s3:PutObject",
        "secretsmanager:GetSecretValue",
    },
    "record_reported_case": {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "sqs:SendMessage"},
    "reviews_api": {
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "secretsmanager:GetSecretValue",
    },
    "shoppers_api": {
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "secretsmanager:GetSecretValue",
    },
    "deliver_webhook": {
        "dynamodb:GetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "secretsmanager:GetSecretValue",
        "sqs:SendMessage",
    },
    "retry_webhooks": {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "secretsmanager:GetSecretValue"},
    "webhooks_api": {
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:DeleteItem",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
    },
    "receive_carrier_webhook": {"events:PutEvents", "s3:PutObject", "secretsmanager:GetSecretValue"},
    "ingest_carrier_update": {"dynamodb:Query", "dynamodb:PutItem", "s3:GetObject", "sqs:SendMessage"},
    "receive_shop_webhook": {"sqs:SendMessage", "secretsmanager:GetSecretValue"},
    "ingest_shop_update": {
        "dynamodb:GetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:DeleteItem",
        "sqs:SendMessage",
    },
    "keep_raw_updates": {"s3:PutObject"},
    "replay_returns_batch": {"s3:GetObject", "s3:PutObject"},
    "join_return_replay": {"s3:GetObject", "s3:PutObject"},
    "keep_history": {"dynamodb:GetItem", "dynamodb:BatchGetItem", "s3:PutObject", "sqs:SendMessage"},
    "fit_promise_model": {
        "athena:StartQueryExecution",
        "athena:GetQueryExecution",
        "glue:GetDatabase",
        "glue:GetTable",
        "glue:GetPartitions",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "s3:GetBucketLocation",
        "s3:ListBucket",
        "s3:GetObject",
        "s3:PutObject",
        "s3:DeleteObject",
    },
    "project_shipment": {"dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem", "sqs:SendMessage"},
    "returns_api": {
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:DeleteItem",
        "dynamodb:UpdateItem",
        "s3:GetObject",
        "s3:PutObject",
        "secretsmanager:GetSecretValue",
    },
    "returns_portal_api": {
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:DeleteItem",
        "dynamodb:UpdateItem",
        "s3:GetObject",
        "s3:PutObject",
        "secretsmanager:GetSecretValue",
    },
    "return_ways_api": {
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:DeleteItem",
        "dynamodb:UpdateItem",
        "s3:GetObject",
        "s3:PutObject",
        "secretsmanager:GetSecretValue",
    },
    "return_policy_api": {"dynamodb:GetItem", "dynamodb:Query"},
    "follow_return_parcels": {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem", "sqs:SendMessage"},
    "expire_returns": {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem"},
    "ask_after_refunds": {
        "dynamodb:GetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:DeleteItem",
        "secretsmanager:GetSecretValue",
        "sqs:SendMessage",
    },
    "pay_return_settlement": {
        "dynamodb:GetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:DeleteItem",
        "secretsmanager:GetSecretValue",
        "sqs:SendMessage",
    },
    "promises_api": {
        "dynamodb:GetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "s3:GetObject",
        "secretsmanager:GetSecretValue",
    },
    "publish_events": {"events:PutEvents", "sqs:SendMessage"},
    "console_api": {
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "dynamodb:PutItem",
        "dynamodb:DeleteItem",
        "s3:GetObject",
        "secretsmanager:GetSecretValue",
    },
    "elements_api": {"s3:GetObject", "s3:PutObject"},
    "order_access_api": {
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "secretsmanager:GetSecretValue",
    },
    "send_access_code": {
        "dynamodb:GetItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
        "secretsmanager:GetSecretValue",
        "ses:SendEmail",
        "sqs:SendMessage",
    },
    "notify_customer": {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "sns:Publish", "sqs:SendMessage"},
    "tell_due_messages": {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "sns:Publish"},
    "record_mail_feedback": {"dynamodb:GetItem", "dynamodb:PutItem", "sqs:SendMessage"},
    "send_email": {*SENDING, "ses:SendEmail"},
    "send_line": SENDING,
    "send_push": SENDING,
    "send_text": SENDING,
    "send_whatsapp": SENDING,
}
"""All that each function may do, beside writing its log and reading its queue or stream."""

_TO_READ_ITS_TRIGGER = {
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:DescribeStream",
    "dynamodb:ListStreams",
}
_TO_WRITE_ITS_LOG = {"logs:CreateLogStream", "logs:PutLogEvents"}


def deployed(template: Template) -> dict[str, dict[str, Any]]:
    """Function name -> its resource."""
    found = template.find_resources("AWS::Lambda::Function").values()
    return {resource["Properties"]["Handler"].split(".")[1]: resource["Properties"] for resource in found}


def actions(template: Template, function: str) -> set[str]:
    """Everything the function's role allows."""
    role = deployed(template)[function]["Role"]["Fn::GetAtt"][0]
    allowed: set[str] = set()
    for policy in template.find_resources("AWS::IAM::Policy").values():
        if {"Ref": role} in policy["Properties"]["Roles"]:
            for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
                listed = statement["Action"]
                allowed |= set(listed if isinstance(listed, list) else [listed])
    return allowed


def written_below(template: Template, function: str, action: str) -> list[str]:
    """The partitions that a function may do `action` on: nothing, where a statement bounds none."""
    role = deployed(template)[function]["Role"]["Fn::GetAtt"][0]
    return [
        partition
        for policy in template.find_resources("AWS::IAM::Policy").values()
        if {"Ref": role} in policy["Properties"]["Roles"]
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if action in statement["Action"]
        for partition in statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    ]


def clock_of(template: Template, function: str) -> str:
    """By which clock a function is called."""
    rules = [rule["Properties"] for rule in template.find_resources("AWS::Events::Rule").values()]
    [clock] = [
        rule["ScheduleExpression"]
        for rule in rules
        if "ScheduleExpression" in rule and function in str(rule["Targets"][0]["Arn"])
    ]
    return str(clock)


def test_every_function_folder_is_deployed_and_nothing_else(template: Template) -> None:
    assert sorted(deployed(template)) == functions() == sorted(PERMISSIONS)


@pytest.mark.parametrize("function", sorted(PERMISSIONS))
def test_a_function_may_do_what_it_needs_and_nothing_else(template: Template, function: str) -> None:
    assert actions(template, function) - _TO_READ_ITS_TRIGGER - _TO_WRITE_ITS_LOG == PERMISSIONS[function]


def test_the_tracking_page_writes_clicks_and_nothing_else(template: Template) -> None:
    kept = written_below(template, "tracking_api", "dynamodb:PutItem")
    for key in (keys.message("1001", "m"), keys.shopper("s")):
        assert any(fnmatchcase(key["PK"]["S"], partition) for partition in kept)
    assert kept == ["ORDER#*", "SHOPPER#*"]
    [counted] = written_below(template, "tracking_api", "dynamodb:UpdateItem")
    assert fnmatchcase(keys.promotion_clicks("spring", date(2026, 11, 24))["PK"]["S"], counted)


@pytest.mark.parametrize("function", sorted(PERMISSIONS))
def test_a_functions_environment_is_its_settings(template: Template, function: str) -> None:
    module = importlib.import_module(f"functions.{function}.handler")
    named = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Settings)]
    settings = max(named, key=lambda value: len(value.__mro__))  # senders build on what all of them are told
    environment = set(deployed(template)[function]["Environment"]["Variables"])
    known = {field.name.upper() for field in fields(settings)}
    needed = {field.name.upper() for field in fields(settings) if field.default is MISSING}
    assert needed <= environment <= known


def test_the_apis_routes_are_the_documented_paths(template: Template) -> None:
    routes = {r["Properties"]["RouteKey"] for r in template.find_resources("AWS::ApiGatewayV2::Route").values()}
    assert routes == {f"ANY {path}" for path in document()["paths"]}


@pytest.mark.parametrize("function", ["send_email", "send_line", "send_push", "send_text", "send_whatsapp"])
def test_a_messages_claim_outlives_its_sender_and_is_over_when_the_queue_tries_again(
    template: Template, function: str
) -> None:
    queues = template.find_resources("AWS::SQS::Queue")
    senders = {name: r["Properties"] for name, r in template.find_resources("AWS::Lambda::Function").items()}
    [waiting] = [
        queues[mapping["Properties"]["EventSourceArn"]["Fn::GetAtt"][0]]["Properties"]
        for mapping in template.find_resources("AWS::Lambda::EventSourceMapping").values()
        if senders[mapping["Properties"]["FunctionName"]["Ref"]]["Handler"].split(".")[1] == function
    ]
    may_run = timedelta(seconds=deployed(template)[function]["Timeout"])
    assert may_run < LEASE < timedelta(seconds=waiting["VisibilityTimeout"])


def test_carriers_are_asked_as_often_and_as_long_as_the_rules_of_polling_count_on(
    template: Template,
) -> None:
    assert clock_of(template, "PollCarriers") == f"rate({RUN_EVERY // timedelta(minutes=1)} minutes)"
    may_run = timedelta(seconds=deployed(template)["poll_carriers"]["Timeout"])
    assert RUN_LASTS + timedelta(minutes=1) < may_run < RUN_EVERY


def test_due_estimates_are_revised_as_often_and_as_long_as_their_rules_count_on(template: Template) -> None:
    every, lasts = revise_due.RUN_EVERY, revise_due.RUN_LASTS
    assert clock_of(template, "ReviseDueEstimates") == f"rate({every // timedelta(minutes=1)} minutes)"
    may_run = timedelta(seconds=deployed(template)["revise_due_estimates"]["Timeout"])
    assert lasts + timedelta(minutes=1) < may_run < every


def test_terms_of_returns_are_looked_at_as_often_and_as_long_as_their_rules_count_on(template: Template) -> None:
    every, lasts = expire_returns.RUN_EVERY, expire_returns.RUN_LASTS
    assert clock_of(template, "ExpireReturns") == f"rate({every // timedelta(minutes=1)} minutes)"
    may_run = timedelta(seconds=deployed(template)["expire_returns"]["Timeout"])
    assert lasts + timedelta(minutes=1) < may_run < every


def test_messages_that_are_due_are_told_as_often_and_as_long_as_their_rules_count_on(
    template: Template,
) -> None:
    every, lasts = tell_due.RUN_EVERY, tell_due.RUN_LASTS
    assert clock_of(template, "TellDueMessages") == f"rate({every // timedelta(minutes=1)} minutes)"
    may_run = timedelta(seconds=deployed(template)["tell_due_messages"]["Timeout"])
    assert lasts + timedelta(seconds=30) <= may_run < every


def test_the_alarm_about_refused_credentials_listens_to_what_the_function_logs(template: Template) -> None:
    [listening] = template.find_resources("AWS::Logs::MetricFilter").values()
    said = re.findall(r'logger\.error\("([^"]+)"', Path("functions/poll_carriers/handler.py").read_text())
    assert listening["Properties"]["FilterPattern"] in [f'{{ $.message = "{words}" }}' for words in said]


def test_the_stream_filters_spell_keys_as_the_table_does(template: Template) -> None:
    spelled = {keys.CHECKPOINT, keys.EVENT, keys.MESSAGE, keys.ASSIGNMENT, keys.PROJECTION, keys.ALSO, keys.API_KEYS}
    spelled.add(keys.ESTIMATE)
    spelled |= {keys.ADVISORY, keys.ADVISORIES_IN_FORCE}
    spelled |= {keys.PROMISE, keys.SHOPPER, keys.REVIEW, keys.ENDPOINT, keys.CASE, keys.CLAIM, keys.RETURN, keys.LOOKUP}
    spelled |= {str(part["S"]) for part in keys.current_configuration().values()}
    spelled.add(str(keys.promise_model()["PK"]["S"]))
    patterns = [
        filtered["Pattern"]
        for mapping in template.find_resources("AWS::Lambda::EventSourceMapping").values()
        for filtered in mapping["Properties"].get("FilterCriteria", {}).get("Filters", [])
    ]
    written = set(re.findall(r'"([A-Z]+#?)"', " ".join(patterns)))
    assert written - {"INSERT", "MODIFY", "S", "PK", "SK"} == spelled


def kinds_named(detail_types: list[Any]) -> list[str]:
    """Every detail-type in a pattern: those it wants, or those it does not."""
    return [
        kind
        for named in detail_types
        for kinds in ([[named]] if isinstance(named, str) else named.values())
        for kind in kinds
    ]


def test_every_rule_listens_to_events_that_are_published(template: Template) -> None:
    schemas = {path.parent.name: path for path in Path("events/schemas").glob("*/*.json")}
    for rule in template.find_resources("AWS::Events::Rule").values():
        if "ScheduleExpression" in rule["Properties"]:
            continue
        pattern = rule["Properties"]["EventPattern"]
        if "EventBusName" not in rule["Properties"]:
            assert pattern["source"] in (["aws.s3"], ["aws.ses"])  # on the account's own bus: what happens at AWS
            continue
        for detail_type in kinds_named(pattern["detail-type"]):
            published = json.loads(schemas[detail_type].read_text())["x-source"]
            # Where no source is named, others put it on the bus too; a prefix means every event of ours.
            assert pattern.get("source", [published]) in ([published], [{"prefix": "postpurchase."}])


def test_tests_use_the_table_that_is_deployed(data_template: Template) -> None:
    [made] = data_template.find_resources("AWS::DynamoDB::Table").values()
    assert made["Properties"]["KeySchema"] == KEY_SCHEMA
    assert made["Properties"]["GlobalSecondaryIndexes"] == INDEXES
    assert sorted(made["Properties"]["AttributeDefinitions"], key=str) == sorted(ATTRIBUTES, key=str)
    assert [index["IndexName"] for index in INDEXES] == [keys.LISTS]


def test_the_table_can_be_restored_and_does_not_go_with_its_stack(data_template: Template) -> None:
    [table] = data_template.find_resources("AWS::DynamoDB::Table").values()
    assert table["DeletionPolicy"] == "Retain"
    assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["Properties"]["DeletionProtectionEnabled"] is True
    assert table["Properties"]["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}


def test_functions_run_on_arm_with_the_deploying_interpreters_version(template: Template) -> None:
    for properties in deployed(template).values():
        assert properties["Architectures"] == ["arm64"]
        assert re.fullmatch(r"python3\.\d+", properties["Runtime"])


def test_no_access_log_holds_a_path_or_a_query(template: Template) -> None:
    [stage] = template.find_resources("AWS::ApiGatewayV2::Stage").values()
    assert not re.search(r"\$context\.(path|http|identity)", stage["Properties"]["AccessLogSettings"]["Format"])


def test_every_function_and_the_api_raise_an_alarm_when_they_fail(template: Template) -> None:
    watched = [
        (alarm["Properties"]["MetricName"], alarm["Properties"]["Namespace"])
        for alarm in template.find_resources("AWS::CloudWatch::Alarm").values()
    ]
    assert watched.count(("Errors", "AWS/Lambda")) == len(PERMISSIONS)
    assert watched.count(("5xx", "AWS/ApiGateway")) == 1
    mappings = template.find_resources("AWS::Lambda::EventSourceMapping").values()
    streams = [mapping for mapping in mappings if "StartingPosition" in mapping["Properties"]]
    assert watched.count(("IteratorAge", "AWS/Lambda")) == len(streams)


def test_the_stream_has_no_more_readers_than_aws_supports(template: Template) -> None:
    mappings = template.find_resources("AWS::Lambda::EventSourceMapping").values()
    assert len([mapping for mapping in mappings if "StartingPosition" in mapping["Properties"]]) <= 2
