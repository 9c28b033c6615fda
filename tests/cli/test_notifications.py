"""`todoku notifications`: what is told, what was told, and the keys of channels."""

from __future__ import annotations

import csv
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

from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_noted_codes import DynamoNotedCodes
from shared.cli.deployment import Deployment
from shared.merchant.configuration_file import read
from shared.merchant.delivery_network import compile_network
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.message import Check, Message, MessageState, Reaction
from shared.notifications.message_log import COLUMNS
from shared.notifications.noted_code import CodeOutcome, NotedCode
from shared.outbound.web_push_encryption import encoded, point, read_private_key
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from tests.cli.conftest import Run
from tests.table import create_table

SAMPLE = Path(__file__).parents[2] / "shared" / "merchant" / "sample.yaml"
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
SENT = Message(
    message_id="a" * 26,
    order_id="1001",
    trigger="shipped",
    subject="order",
    kind=Kind.SERVICE,
    shopper="5f0c",
    language="ja",
    state=MessageState.SENT,
    reason="told",
    occurred_at=NOW,
    decided_at=NOW,
    channel=Channel.EMAIL,
    sent_at=NOW,
    reaction=Reaction(opened_at=NOW + timedelta(hours=1)),
)
STOPPED = replace(
    SENT,
    message_id="b" * 26,
    trigger="delivered",
    state=MessageState.SUPPRESSED,
    reason="too_old",
    checks=(Check("too_old", False, "happened 2026-11-20"),),
    decided_at=NOW + timedelta(days=1),
    sent_at=None,
    reaction=Reaction(),
)


@pytest.fixture(autouse=True)
def deployment(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    """A deployment with a configuration, two messages and an empty secret."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    fields: dict[str, Any] = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
    found = Deployment(**{**fields, "table_name": "todoku", "channel_secret": "channels", "endpoint": None})
    monkeypatch.setattr("shared.cli.notifications.find", lambda stage: found)
    with mock_aws():
        dynamodb = boto3.client("dynamodb")
        create_table(dynamodb, "todoku")
        boto3.client("secretsmanager").create_secret(Name="channels", SecretString="{}")
        configuration = read(SAMPLE.read_text("utf-8"))
        network = json.dumps(compile_network(configuration).to_json())
        document = configuration.model_dump_json(exclude_none=True)
        DynamoConfiguration(dynamodb, "todoku").publish(document, network, now=NOW)
        for message in (SENT, STOPPED):
            DynamoMessages(dynamodb, "todoku").save(message)
        yield found


def kept_secret() -> dict[str, list[str]]:
    content: dict[str, list[str]] = json.loads(
        boto3.client("secretsmanager").get_secret_value(SecretId="channels")["SecretString"]
    )
    return content


def test_every_trigger_is_listed_with_what_is_on(run: Run) -> None:
    listed = run("notifications", "triggers")
    assert listed.exit_code == 0
    assert all(f" {trigger.name} " in listed.stdout for trigger in TRIGGERS)
    [label] = [line for line in listed.stdout.splitlines() if " label_created " in line]
    assert "not told" in label
    assert f"{len(TRIGGERS) - 1} of {len(TRIGGERS)} are told." in listed.stderr


def test_a_file_can_be_asked_before_it_is_published(run: Run) -> None:
    assert run("notifications", "triggers", "--config", SAMPLE).exit_code == 0


def test_why_prints_every_decision_with_its_reason(run: Run) -> None:
    told = run("notifications", "why", "1001")
    assert "shipped (order): sent" in told.stdout
    assert "delivered (order): suppressed" in told.stdout
    assert "It was old news by the time it was decided." in told.stdout
    assert "stopped too_old: happened 2026-11-20" in told.stdout
    assert "label_created" in told.stderr


def test_why_says_when_one_time_codes_were_sent_and_why_one_was_not(run: Run) -> None:
    codes = DynamoNotedCodes(boto3.client("dynamodb"), "todoku")
    codes.note("1001", NotedCode(NOW + timedelta(minutes=5), CodeOutcome.LIMITED))
    codes.note("1001", NotedCode(NOW, CodeOutcome.SENT))
    codes.note("1002", NotedCode(NOW, CodeOutcome.SENT))
    lines = [line for line in run("notifications", "why", "1001").stdout.splitlines() if "one-time code" in line]
    assert lines == [
        "one-time code 2026-11-24T03:00:00+00:00: handed to the mail service",
        "one-time code 2026-11-24T03:05:00+00:00: not sent: enough were mailed about this order in that hour",
    ]


def test_why_of_an_order_of_which_nothing_was_decided_says_so(run: Run) -> None:
    told = run("notifications", "why", "no-such-order")
    assert (told.exit_code, told.stdout) == (0, "")
    assert "Nothing was decided about no-such-order" in told.stderr


def test_the_log_lists_the_days_that_were_asked_for(run: Run) -> None:
    first = run("notifications", "log", "--since", "2026-11-24", "--until", "2026-11-24").stdout
    assert "1001  shipped order by email  sent (told)  opened 11-24 04:00" in first
    assert "delivered" not in first
    both = run("notifications", "log", "--since", "2026-11-24", "--until", "2026-11-25").stdout
    assert "suppressed (too_old)" in both


def test_the_log_becomes_a_csv(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    written = run("notifications", "log", "--since", "2026-11-24", "--until", "2026-11-25", "--csv", file)
    assert "2 messages written" in written.stdout
    with file.open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["trigger"] for row in rows] == ["shipped", "delivered"]
    assert tuple(rows[0]) == COLUMNS


def test_a_day_is_a_day(run: Run) -> None:
    refused = run("notifications", "log", "--since", "yesterday")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "yesterday is no day: say one like 2026-11-01." in refused.stderr


def test_lines_token_replaces_the_last_and_is_not_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for token in ("first", "second"):
        monkeypatch.setattr("typer.prompt", lambda *_, token=token, **__: token)
        entered = run("notifications", "connect", "line")
        assert entered.exit_code == 0
        assert token not in entered.output
    assert kept_secret() == {"line_channel_token": ["second"]}


def test_the_push_key_is_made_once_and_only_its_public_half_is_shown(run: Run) -> None:
    first, again = (run("notifications", "connect", "push").stdout.strip() for _ in range(2))
    assert first == again
    [private] = kept_secret()["vapid_private_key"]
    assert private not in first
    assert first == encoded(point(read_private_key(private)))
    assert run("notifications", "connect", "push", "--anew").stdout.strip() != first


def test_other_channels_need_no_key(run: Run) -> None:
    refused = run("notifications", "connect", "sms")
    assert refused.exit_code == 1
    assert "say line or push" in refused.stderr
