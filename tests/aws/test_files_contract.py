"""Files in memory and in S3: one suite for both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto import mock_aws

from shared.aws.errors import AwsUnavailable
from shared.aws.s3_files import S3Files
from shared.carriers.ports import Files, FileTooLarge
from tests.fakes import InMemoryFiles

PATH = "scans/yamato/冬 1+1.csv"


@pytest.fixture(params=["memory", "s3"])
def files(request: pytest.FixtureRequest) -> Iterator[Files]:
    if request.param == "memory":
        yield InMemoryFiles(datetime.now(UTC))
        return
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket="incoming")
        yield S3Files(client, "incoming")


def test_a_file_is_read_as_it_was_written_last(files: Files) -> None:
    files.write(PATH, b"one"), files.write(PATH, b"other")
    found = files.read(PATH, 5)
    assert found.raw == b"other"
    assert abs(found.stored_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_file_may_be_as_large_as_asked_and_no_larger(files: Files) -> None:
    files.write(PATH, b"12345")
    with pytest.raises(FileTooLarge):
        files.read(PATH, 4)


def test_a_file_that_is_not_there_may_be_removed(files: Files) -> None:
    files.remove(PATH), files.write(PATH, b""), files.remove(PATH)


def test_a_file_that_is_too_large_is_not_loaded() -> None:
    class Body:
        def __enter__(self) -> Body:
            return self

        def __exit__(self, *_: object) -> None:
            """Closed."""

        def read(self) -> bytes:
            pytest.fail("loaded")

    class Client:
        def get_object(self, **_: object) -> dict[str, object]:
            return {"ContentLength": 6, "Body": Body(), "LastModified": datetime.now(UTC)}

    with pytest.raises(FileTooLarge):
        S3Files(Client(), "incoming").read(PATH, 5)  # type: ignore[arg-type]


def test_a_file_that_is_gone_is_asked_for_again() -> None:
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket="incoming")
        with pytest.raises(AwsUnavailable, match="NoSuchKey"):
            S3Files(client, "incoming").read(PATH, 5)
