"""How messages are deployed: what is heard, who takes which channel, who may send what, and what comes back."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import App

from infra.notifications import HEARD
from infra.stage import Stage
from shared.aws.ses_feedback import DETAIL_TYPES
from shared.notifications.occasions import HEARD as SETS_OFF
from shared.shoppers.channel import Channel
from tests.infra.templates import Template

SENDERS = {
    Channel.EMAIL: "send_email",
    Channel.SMS: "send_text",
    Channel.LINE: "send_line",
    Channel.WHATSAPP: "send_whatsapp",
    Channel.PUSH: "send_push",
}


def statements(template: Template, function: str) -> list[dict[str, Any]]:
    """Everything the function's role says."""
    functions = template.find_resources("AWS::Lambda::Function").values()
    [role] = [
        f["Properties"]["Role"]["Fn::GetAtt"][0]
        for f in functions
        if f["Properties"]["Handler"].split(".")[1] == function
    ]
    return [
        statement
        for policy in template.find_resources("AWS::IAM::Policy").values()
        if {"Ref": role} in policy["Properties"]["Roles"]
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    ]


def queue_of(template: Template, function: str) -> str:
    """The logical id of the queue that calls a function."""
    functions = template.find_resources("AWS::Lambda::Function")
    [queue] = [
        mapping["Properties"]["EventSourceArn"]["Fn::GetAtt"][0]
        for mapping in template.find_resources("AWS::Lambda::EventSourceMapping").values()
        if functions[mapping["Properties"]["FunctionName"]["Ref"]]["Properties"]["Handler"].split(".")[1] == function
    ]
    return str(queue)


def fed_by(template: Template, queue: str) -> list[dict[str, Any]]:
    """The patterns of the rules that feed a queue."""
    return [
        rule["Properties"]["EventPattern"]
        for rule in template.find_resources("AWS::Events::Rule").values()
        if any(target["Arn"] == {"Fn::GetAtt": [queue, "Arn"]} for target in rule["Properties"]["Targets"])
    ]


def test_every_event_that_sets_a_message_off_is_heard_and_no_other(template: Template) -> None:
    assert {event.detail_type: event.source for event in SETS_OFF} == HEARD
    patterns = fed_by(template, queue_of(template, "notify_customer"))
    heard = {kind: pattern["source"] for pattern in patterns for kind in pattern["detail-type"]}
    assert heard == {kind: [source] for kind, source in HEARD.items()}


def test_every_channel_has_a_queue_that_takes_its_messages_alone(template: Template) -> None:
    taken = {
        tuple(s["Properties"]["FilterPolicy"]["channel"]): s["Properties"]["Endpoint"]["Fn::GetAtt"][0]
        for s in template.find_resources("AWS::SNS::Subscription").values()
    }
    assert taken == {(str(channel),): queue_of(template, function) for channel, function in SENDERS.items()}


def test_senders_read_messages_as_they_were_announced(template: Template) -> None:
    subscriptions = template.find_resources("AWS::SNS::Subscription").values()
    assert [each["Properties"]["RawMessageDelivery"] for each in subscriptions] == [True] * len(SENDERS)


def test_texts_go_to_telephones_and_to_no_topic_but_our_own(template: Template) -> None:
    publishing = [s for s in statements(template, "send_text") if s["Action"] == "sns:Publish"]
    assert len(publishing) == 2
    [own] = [s["Resource"] for s in publishing if "Resource" in s]
    assert "Messages" in own["Fn::ImportValue"]
    [others] = [s["NotResource"] for s in publishing if "NotResource" in s]
    assert others["Fn::Join"][1][-1] == ":sns:*:*:*"


def test_no_other_sender_sends_texts(template: Template) -> None:
    for function in {*SENDERS.values()} - {"send_text"}:
        assert not any("NotResource" in statement for statement in statements(template, function))


def test_a_mail_leaves_under_one_identity_and_one_configuration_set(template: Template) -> None:
    [sending] = [s for s in statements(template, "send_email") if s["Action"] == "ses:SendEmail"]
    assert [str(resource) for resource in sending["Resource"] if "*" in str(resource)] == []
    assert len(sending["Resource"]) == 2


def test_channel_keys_are_read_by_those_that_need_them(template: Template) -> None:
    reads = {function for function in SENDERS.values() if "/channels-??????" in str(statements(template, function))}
    assert reads == {"send_line", "send_push"}


def test_everything_ses_tells_of_our_mails_is_heard(template: Template) -> None:
    [pattern] = fed_by(template, queue_of(template, "record_mail_feedback"))
    assert pattern["source"] == ["aws.ses"]
    assert set(pattern["detail-type"]) == set(DETAIL_TYPES)
    [name] = pattern["detail"]["mail"]["tags"]["ses:configuration-set"]
    assert name["Ref"] in template.find_resources("AWS::SES::ConfigurationSet")
    [destination] = template.find_resources("AWS::SES::ConfigurationSetEventDestination").values()
    told = destination["Properties"]["EventDestination"]
    assert len(told["MatchingEventTypes"]) == len(DETAIL_TYPES)
    assert "event-bus/default" in str(told["EventBridgeDestination"])


def test_somebody_hears_of_bounces_and_complaints_before_aws_stops_the_account(template: Template) -> None:
    alarms = [alarm["Properties"] for alarm in template.find_resources("AWS::CloudWatch::Alarm").values()]
    watched = {alarm["MetricName"]: alarm["Threshold"] for alarm in alarms if alarm["Namespace"] == "AWS/SES"}
    assert watched["Reputation.BounceRate"] < 0.05
    assert watched["Reputation.ComplaintRate"] < 0.001


def test_the_topic_outlives_what_runs_so_that_others_subscriptions_do(data_template: Template) -> None:
    [topic] = data_template.find_resources("AWS::SNS::Topic").values()
    assert topic["DeletionPolicy"] == "Retain"


def test_old_messages_leave_the_table_by_themselves(data_template: Template) -> None:
    [table] = data_template.find_resources("AWS::DynamoDB::Table").values()
    assert table["Properties"]["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


@pytest.mark.parametrize(
    ("context", "follows"), [({}, True), ({"follows_reading": "true"}, True), ({"follows_reading": "false"}, False)]
)
def test_the_context_says_whether_reading_is_followed(context: dict[str, str], follows: bool) -> None:
    needed = {"stage": "production", "merchant": "todoku", "mail_identity": "example.com"}
    stage = Stage.from_context(App(context={**needed, **context}).node)
    assert stage.follows_reading is follows
    assert (stage.line_address, stage.whatsapp_number) == ("https://api.line.me", "")
