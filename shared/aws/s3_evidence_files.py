"""Shoppers' photos in a private S3 bucket: put there by themselves, by a form that is signed for one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.aws.errors import aws_errors
from shared.evidence.evidence_files import Seen, Upload

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_NOT_THERE = ("404", "403", "NoSuchKey", "AccessDenied")
_NOTHING_TO_READ = (*_NOT_THERE, "InvalidRange")
"""The last of an empty file."""


class S3EvidenceFiles:
    """Implements shared.evidence.evidence_files.EvidenceFiles.

    The form's conditions are S3's: "Creating a POST policy" (sigv4-HTTPPOSTConstructPolicy, read 2026-11).
    """

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def upload(self, key: str, content_type: str, max_bytes: int, seconds: int, then: str = "") -> Upload:
        told = {"Content-Type": content_type, **({"success_action_redirect": then} if then else {})}
        with aws_errors("sign upload"):
            signed = self._client.generate_presigned_post(
                Bucket=self._bucket,
                Key=key,
                Fields=dict(told),
                Conditions=[*({name: value} for name, value in told.items()), ["content-length-range", 1, max_bytes]],
                ExpiresIn=seconds,
            )
        return Upload(signed["url"], signed["fields"])

    def seen(self, key: str, count: int) -> Seen | None:
        """One call; without the right to list, S3 answers 403 for what is not there."""
        with aws_errors("look at evidence"):
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=key, Range=f"bytes=0-{count - 1}")
            except ClientError as error:
                if error.response["Error"]["Code"] in _NOTHING_TO_READ:
                    return None
                raise
            return Seen(found["ContentType"], found["Body"].read(), found["ETag"])

    def mark(self, key: str) -> str:
        with aws_errors("check evidence"):
            try:
                return self._client.head_object(Bucket=self._bucket, Key=key)["ETag"]
            except ClientError as error:
                if error.response["Error"]["Code"] in _NOT_THERE:
                    return ""
                raise

    def address(self, key: str, seconds: int) -> str:
        """It is downloaded and not shown, so that no file of a shopper's runs as a page."""
        parameters = {"Bucket": self._bucket, "Key": key, "ResponseContentDisposition": "attachment"}
        with aws_errors("sign download"):
            return self._client.generate_presigned_url("get_object", Params=parameters, ExpiresIn=seconds)
