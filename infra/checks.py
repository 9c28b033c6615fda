"""What every synthesis must pass: cdk-nag's AwsSolutions pack, and the house's own rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jsii
from aws_cdk import (
    App,
    IPolicyValidationContext,
    IPolicyValidationPlugin,
    PolicyValidationPluginReport,
    PolicyViolatingResource,
    PolicyViolation,
    Validations,
)
from cdk_nag import AwsSolutionsChecks

from infra.acknowledgements import EVERYWHERE, ON_THE_LOCAL_CLOUD, acknowledge
from infra.stage import Stage

Resources = Mapping[str, Mapping[str, Any]]
"""Logical id -> resource, as in a CloudFormation template."""
Rule = Callable[[Resources], Iterator[str]]
"""Yields the logical ids of the resources that break it. Its docstring is the rule."""


def check(app: App, stage: Stage) -> None:
    """Make every finding fail the synthesis. The exceptions, with reasons: `infra/acknowledgements.py`."""
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), HouseRules())
    acknowledge(app, *EVERYWHERE, *(ON_THE_LOCAL_CLOUD if stage.is_local else ()))


def queues_have_dead_letters(resources: Resources) -> Iterator[str]:
    """Every queue has a dead-letter queue, or is one; and every dead-letter queue has an alarm."""
    dead_letters = {_target(q["Properties"]["RedrivePolicy"]["deadLetterTargetArn"]) for _, q in _redriven(resources)}
    failure_queues = {
        _target(mapping["Properties"].get("DestinationConfig", {}).get("OnFailure", {}).get("Destination"))
        for mapping in _of_type(resources, "AWS::Lambda::EventSourceMapping").values()
    }
    undelivered = {
        _target(target.get("DeadLetterConfig", {}).get("Arn"))
        for rule in _of_type(resources, "AWS::Events::Rule").values()
        for target in rule["Properties"]["Targets"]
    }
    alarmed = json.dumps([a["Properties"] for a in _of_type(resources, "AWS::CloudWatch::Alarm").values()])
    for name, queue in _of_type(resources, "AWS::SQS::Queue").items():
        if "RedrivePolicy" in queue["Properties"]:
            continue
        if name not in dead_letters | failure_queues | undelivered or f'"{name}"' not in alarmed:
            yield name


def alarms_reach_somebody(resources: Resources) -> Iterator[str]:
    """Every alarm tells a topic, and that topic lets CloudWatch in; one of another stack is looked at there."""
    let_in = {
        topic.get("Ref")
        for policy in _of_type(resources, "AWS::SNS::TopicPolicy").values()
        for topic in policy["Properties"]["Topics"]
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow" and statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    }
    for name, alarm in _of_type(resources, "AWS::CloudWatch::Alarm").items():
        actions = alarm["Properties"].get("AlarmActions", [])
        of_another_stack = any("Alarms" in str(action.get("Fn::ImportValue", "")) for action in actions)
        if not of_another_stack and not {action.get("Ref") for action in actions} & let_in:
            yield name


def streams_fail_well(resources: Resources) -> Iterator[str]:
    """A stream's consumer bisects, gives up only on what is old, notes where, and answers which records failed."""
    for name, mapping in _of_type(resources, "AWS::Lambda::EventSourceMapping").items():
        properties = mapping["Properties"]
        answers = "ReportBatchItemFailures" in properties.get("FunctionResponseTypes", [])
        is_stream = "StartingPosition" in properties
        by_age_only = properties.get("MaximumRetryAttempts", -1) == -1
        bounded = by_age_only and 0 < properties.get("MaximumRecordAgeInSeconds", -1) < _STREAM_KEEPS_SECONDS
        careful = properties.get("BisectBatchOnFunctionError") and "DestinationConfig" in properties and bounded
        if not answers or (is_stream and not careful):
            yield name


def rule_targets_fail_well(resources: Resources) -> Iterator[str]:
    """Every target of a bus rule has a dead-letter queue and a retry policy."""
    for name, rule in _of_type(resources, "AWS::Events::Rule").items():
        if any("DeadLetterConfig" not in t or "RetryPolicy" not in t for t in rule["Properties"]["Targets"]):
            yield name


def subscriptions_fail_well(resources: Resources) -> Iterator[str]:
    """Every queue subscribed to a topic has a dead-letter queue for what the topic could not deliver."""
    for name, subscription in _of_type(resources, "AWS::SNS::Subscription").items():
        if subscription["Properties"]["Protocol"] == "sqs" and "RedrivePolicy" not in subscription["Properties"]:
            yield name


def logs_end(resources: Resources) -> Iterator[str]:
    """Every log group has a retention, and every function a log group of its own."""
    for name, group in _of_type(resources, "AWS::Logs::LogGroup").items():
        if "RetentionInDays" not in group["Properties"]:
            yield name
    for name, function in _of_type(resources, "AWS::Lambda::Function").items():
        if "LogGroup" not in function["Properties"].get("LoggingConfig", {}):
            yield name


def permissions_are_named(resources: Resources) -> Iterator[str]:
    """No statement allows every action of a service, or acts on every resource where a name is possible."""
    for name, policy in {
        **_of_type(resources, "AWS::IAM::Policy"),
        **_of_type(resources, "AWS::IAM::Role"),
    }.items():
        for statement in _statements(policy["Properties"]):
            actions = _listed(statement.get("Action", []))
            if actions == ["dynamodb:ListStreams"]:  # AWS knows no narrower form of it
                continue
            if "NotResource" in statement and actions != ["sns:Publish"]:  # telephone numbers have no name either
                yield name
            if any(action.endswith("*") for action in actions) or "*" in _listed(statement.get("Resource", [])):
                yield name


def no_managed_policies(resources: Resources) -> Iterator[str]:
    """Roles hold what they were granted, not what AWS thinks is handy."""
    for name, role in _of_type(resources, "AWS::IAM::Role").items():
        if role["Properties"].get("ManagedPolicyArns"):
            yield name


def kept_things_are_kept(resources: Resources) -> Iterator[str]:
    """Tables, secrets, archives, buses, mail identities and pools of users survive their stack."""
    kept = (
        "AWS::DynamoDB::Table",
        "AWS::SecretsManager::Secret",
        "AWS::Events::Archive",
        "AWS::Events::EventBus",
        "AWS::SES::EmailIdentity",
        "AWS::S3::Bucket",
        "AWS::Cognito::UserPool",
    )
    for name, resource in resources.items():
        if resource["Type"] in kept and resource.get("DeletionPolicy") != "Retain":
            yield name


def no_secrets_in_environments(resources: Resources) -> Iterator[str]:
    """A function's environment holds names of secrets, never a secret."""
    for name, function in _of_type(resources, "AWS::Lambda::Function").items():
        if "{{resolve:" in json.dumps(function["Properties"].get("Environment", {})):
            yield name


RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        queues_have_dead_letters,
        alarms_reach_somebody,
        streams_fail_well,
        rule_targets_fail_well,
        subscriptions_fail_well,
        logs_end,
        permissions_are_named,
        no_managed_policies,
        kept_things_are_kept,
        no_secrets_in_environments,
    )
}


_STREAM_KEEPS_SECONDS = 24 * 60 * 60
"""After that a record is gone, noted or not."""


def findings(template: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(rule, logical id) of everything in a CloudFormation template that breaks a house rule."""
    resources = template.get("Resources", {})
    return [(name, broken) for name, rule in RULES.items() for broken in rule(resources)]


@jsii.implements(IPolicyValidationPlugin)
class HouseRules:
    """The house rules as CDK runs them: once per stack, on the template it wrote."""

    @property
    def name(self) -> str:
        return "todoku"

    @property
    def version(self) -> str | None:
        return None

    @property
    def rule_ids(self) -> list[str] | None:
        return list(RULES)

    def validate(self, context: IPolicyValidationContext) -> PolicyValidationPluginReport:
        violations = [
            PolicyViolation(
                rule_name=rule,
                description=RULES[rule].__doc__ or rule,
                violating_resources=[
                    PolicyViolatingResource(resource_logical_id=broken, template_path=path, locations=[])
                ],
            )
            for path in context.template_paths
            for rule, broken in findings(json.loads(Path(path).read_text()))
        ]
        return PolicyValidationPluginReport(success=not violations, violations=violations)


def _of_type(resources: Resources, kind: str) -> Resources:
    return {name: resource for name, resource in resources.items() if resource["Type"] == kind}


def _redriven(resources: Resources) -> list[tuple[str, Mapping[str, Any]]]:
    queues = _of_type(resources, "AWS::SQS::Queue").items()
    return [(name, queue) for name, queue in queues if "RedrivePolicy" in queue["Properties"]]


def _target(reference: Any) -> str | None:
    """The logical id a `Fn::GetAtt` points to."""
    return reference["Fn::GetAtt"][0] if isinstance(reference, dict) and "Fn::GetAtt" in reference else None


def _statements(properties: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for document in (properties.get("PolicyDocument"), *(p["PolicyDocument"] for p in properties.get("Policies", []))):
        yield from (document or {}).get("Statement", [])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
