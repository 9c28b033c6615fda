"""The promise's bucket read with boto3: as the function that answers storefronts reads it, and no unforeseen error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from shared.aws.errors import AwsUnavailable
from shared.aws.lean.bucket import NotThere
from shared.aws.s3_promise_objects import S3PromiseObjects

BUCKET = "todoku-promise"


@pytest.fixture
def s3() -> Iterator[Any]:
    """An S3 client whose account holds the bucket, and a snapshot in it."""
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        client.put_object(Bucket=BUCKET, Key="snapshot.json", Body=b"{}")
        yield client


def test_an_object_comes_with_the_tag_that_tells_whether_it_changed(s3: Any) -> None:
    objects = S3PromiseObjects(s3, BUCKET)
    found = objects.get("snapshot.json")
    assert found is not None
    assert found.content == b"{}"
    assert objects.get("snapshot.json", found.tag) is None
    s3.put_object(Bucket=BUCKET, Key="snapshot.json", Body=b"[]")
    changed = objects.get("snapshot.json", found.tag)
    assert changed is not None
    assert changed.content == b"[]"


def test_what_is_not_there_is_said_not_to_be(s3: Any) -> None:
    with pytest.raises(NotThere):
        S3PromiseObjects(s3, BUCKET).get("models/none")


def test_a_busy_s3_is_unavailable(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise ClientError({"Error": {"Code": "SlowDown", "Message": ""}}, "GetObject")

    monkeypatch.setattr(s3, "get_object", refuse)
    with pytest.raises(AwsUnavailable):
        S3PromiseObjects(s3, BUCKET).get("snapshot.json")
