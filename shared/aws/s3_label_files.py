"""Labels, slips and customs forms in a private S3 bucket. They hold the shopper's address: the bucket lets them expire,
and nobody reads them but through the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.aws.errors import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3LabelFiles:
    """Implements shared.returns.methods.ports.LabelFiles. Keys hold ids only."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, key: str, content_type: str, body: bytes) -> None:
        with aws_errors("keep label file"):
            self._client.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType=content_type)

    def get(self, key: str) -> tuple[str, bytes] | None:
        """None for one that is gone, or never was: without the right to list, S3 answers 403 for both."""
        with aws_errors("read label file"):
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if error.response["Error"]["Code"] in ("NoSuchKey", "AccessDenied"):
                    return None
                raise
            with found["Body"] as body:
                return found["ContentType"], body.read()
