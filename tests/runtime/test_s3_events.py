"""What S3 tells about an object, opened."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.runtime.events import UnreadableEvent
from shared.runtime.s3_events import open_object_created
from shared.strict_json import MalformedJson
from tests.functions.triggers import sample


def told(**changes: Any) -> str:
    envelope = json.loads(sample("sqs_from_s3")["Records"][0]["body"])
    return json.dumps({**envelope, **changes})


def test_the_object_that_was_put_there_is_named_as_it_is() -> None:
    assert open_object_created(told()) == "scans/yamato/2026-11-25.csv"
    assert open_object_created(told(detail={"object": {"key": "scans/冬 1+1%20.csv"}})) == "scans/冬 1+1%20.csv"


@pytest.mark.parametrize("body", ["[]", "{}", told(**{"detail-type": "Object Deleted"})])
def test_another_event_is_refused(body: str) -> None:
    with pytest.raises(UnreadableEvent, match="detail-type"):
        open_object_created(body)


@pytest.mark.parametrize(
    "detail", [None, [], {}, {"object": []}, {"object": {}}, {"object": {"key": 1}}, {"object": {"key": ""}}]
)
def test_an_event_without_a_key_is_refused(detail: Any) -> None:
    with pytest.raises(UnreadableEvent, match="no object"):
        open_object_created(told(detail=detail))


def test_what_is_not_json_is_refused() -> None:
    with pytest.raises(MalformedJson):
        open_object_created("scans/yamato/a.csv")
