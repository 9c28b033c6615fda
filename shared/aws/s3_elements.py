"""Versions of embedded elements in an S3 bucket. Names hold the digest of what they name: nothing is ever replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.aws.errors import aws_errors, error_code

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_IS_NOT_THERE = {"NoSuchKey", "AccessDenied"}
"""Who may not list a bucket is told the latter of an object that is not there."""


class S3Elements:
    """Every version that was ever served."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def find(self, file: str) -> bytes | None:
        """None for one that was never served. Raises Unavailable."""
        with aws_errors("read element"):
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=f"elements/{file}")
            except ClientError as error:
                if error_code(error) in _IS_NOT_THERE:
                    return None
                raise
            with found["Body"] as body:
                return body.read()

    def keep(self, file: str, content: bytes) -> None:
        """Again changes nothing. Raises Unavailable."""
        with aws_errors("keep element"):
            self._client.put_object(
                Bucket=self._bucket, Key=f"elements/{file}", Body=content, ContentType="text/javascript; charset=utf-8"
            )
