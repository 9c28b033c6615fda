"""The promise's bucket, as those see it who write into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.aws.errors import aws_errors, error_code
from shared.promise.snapshot import LANES, MODELS, SNAPSHOT

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_IS_NOT_THERE = {"NoSuchKey", "AccessDenied"}
"""Who may not list a bucket is told the latter of an object that is not there."""


class S3PromiseBucket:
    """Implements shared.promise.publish_snapshot.Published, and stores models."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def current(self) -> bytes | None:
        with aws_errors("read snapshot"):
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=SNAPSHOT)
            except ClientError as error:
                if error_code(error) in _IS_NOT_THERE:
                    return None
                raise
            with found["Body"] as body:
                return body.read()

    def replace(self, written: bytes) -> None:
        self._put(SNAPSHOT, written, "application/json")

    def put_model(self, name: str, written: bytes) -> None:
        """Store a model's file. Names are never used twice: who loaded it need not look whether it changed."""
        self._put(f"{MODELS}{name}", written, "application/octet-stream")

    def put_lanes(self, name: str, written: bytes) -> None:
        """Store a table of lanes. Its name is a digest of its content: again changes nothing."""
        self._put(f"{LANES}{name}", written, "application/octet-stream")

    def _put(self, key: str, content: bytes, content_type: str) -> None:
        with aws_errors("write to the promise's bucket"):
            self._client.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=content_type)
