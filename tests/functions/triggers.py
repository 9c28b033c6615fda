"""What AWS hands to a function that is no API: the envelopes of events/triggers/, filled."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from shared.eventing.envelope import Event

TRIGGERS = Path(__file__).parents[2] / "events" / "triggers"


def sample(name: str) -> dict[str, Any]:
    """The envelope as the file holds it."""
    content: dict[str, Any] = json.loads((TRIGGERS / f"{name}.json").read_text("utf-8"))
    return content


def from_queue(*bodies: str) -> dict[str, Any]:
    """A batch of queued messages; the nth has the id "m<n>"."""
    (record,) = sample("sqs")["Records"]
    return {"Records": [{**record, "messageId": f"m{n}", "body": body} for n, body in enumerate(bodies)]}


def from_bus(*events: Event | Mapping[str, Any]) -> dict[str, Any]:
    """A batch of events that a rule put into a queue."""
    return from_queue(*(json.dumps(on_bus(event)) for event in events))


def on_bus(event: Event | Mapping[str, Any]) -> dict[str, Any]:
    """An event as EventBridge delivers it."""
    (record,) = sample("sqs_from_bus")["Records"]
    envelope: dict[str, Any] = json.loads(record["body"])
    if isinstance(event, Event):
        detail = json.loads(event.detail())
        return {**envelope, "detail-type": event.detail_type, "source": event.source, "detail": detail}
    return {**envelope, **event}


def from_s3(key: str) -> dict[str, Any]:
    """What S3 tells of an object that was put into a bucket, as a rule put it into a queue."""
    (record,) = sample("sqs_from_s3")["Records"]
    envelope: dict[str, Any] = json.loads(record["body"])
    envelope["detail"]["object"]["key"] = key
    return from_queue(json.dumps(envelope))


def from_stream(records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A batch of a table's changes, in order; `records` as the streams API gives them."""
    (record,) = sample("stream")["Records"]
    return {"Records": [{**copy.deepcopy(record), **found} for found in records]}


def failed(answer: Mapping[str, Any]) -> list[str]:
    """What a batch's answer leaves for another try."""
    assert set(answer) == {"batchItemFailures"}
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
