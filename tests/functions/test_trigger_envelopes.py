"""The envelopes in events/triggers/ are what AWS sends, and what this suite's own API Gateway builds."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.functions.http_api import event
from tests.functions.triggers import TRIGGERS, sample

NAMES = sorted(path.stem for path in TRIGGERS.glob("*.json"))


def test_the_gateway_of_this_suite_builds_the_envelope_of_aws() -> None:
    envelope = sample("http")
    headers = {name: value for name, value in envelope["headers"].items() if name not in ("host", "x-forwarded-for")}
    body = envelope["body"].encode()
    built = event("PUT", "/v1/orders/{order_id}", envelope["rawPath"], envelope["pathParameters"], "", headers, body)
    assert built == envelope


@pytest.mark.parametrize(
    ("content_type", "body", "encoded"),
    [
        ("application/json", b"{}", False),
        ("application/json; charset=utf-8", b"{}", False),
        ("text/plain", b"a", False),
        ("application/octet-stream", b"{}", True),
        ("", b"{}", True),
        ("application/json", b"\xff", True),
    ],
)
def test_text_travels_as_text_and_the_rest_as_base64(content_type: str, body: bytes, encoded: bool) -> None:
    built = event("POST", "/x", "/x", {}, "", {"Content-Type": content_type}, body)
    assert built["isBase64Encoded"] is encoded
    assert (built["body"] == body.decode("latin-1")) is not encoded


def test_names_are_lowered_repeated_headers_joined_and_paths_decoded() -> None:
    built = event("GET", "/{a}", "/%E5%B1%8A", {"a": "届"}, "q=%20", {"X-A": ["1", "2"]}, b"")
    assert (built["headers"]["x-a"], built["rawPath"], built["rawQueryString"]) == ("1,2", "/届", "q=%20")
    assert "body" not in built


@pytest.mark.parametrize("name", NAMES)
def test_no_envelope_holds_a_real_account(name: str) -> None:
    text = (TRIGGERS / f"{name}.json").read_text("utf-8")
    assert set(re.findall(r":([0-9]{12}):", text) + re.findall(r'"account(?:Id)?\\?": *\\?"([0-9]+)', text)) == {
        "123456789012"
    }


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("sqs", {"messageId", "receiptHandle", "body", "attributes", "messageAttributes", "eventSourceARN"}),
        ("sqs_from_s3", {"messageId", "receiptHandle", "body", "attributes", "messageAttributes", "eventSourceARN"}),
        ("sqs_from_ses", {"messageId", "receiptHandle", "body", "attributes", "messageAttributes", "eventSourceARN"}),
        ("sqs_from_bus", {"messageId", "receiptHandle", "body", "attributes", "messageAttributes", "eventSourceARN"}),
        ("stream", {"eventID", "eventName", "eventSource", "dynamodb", "eventSourceARN"}),
    ],
)
def test_a_batch_holds_records(name: str, keys: set[str]) -> None:
    records: list[dict[str, Any]] = sample(name)["Records"]
    assert records
    assert all(keys <= set(record) for record in records)


def test_a_schedule_says_what_it_was_scheduled_with() -> None:
    scheduled = sample("schedule")
    assert (scheduled["source"], scheduled["detail-type"]) == ("aws.scheduler", "Scheduled Event")
    assert json.loads(scheduled["detail"]) == {}


def test_what_the_bus_put_into_a_queue_is_an_event() -> None:
    (record,) = sample("sqs_from_bus")["Records"]
    assert {"version", "id", "detail-type", "source", "time", "detail"} <= set(json.loads(record["body"]))
