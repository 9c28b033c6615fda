"""The promise's bucket, as a function with boto3 reads it: what the storefront is answered from, for all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.aws.errors import aws_errors, error_code, http_status
from shared.aws.lean.bucket import NotThere, StoredObject

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import GetObjectRequestTypeDef

_NOT_MODIFIED = 304
_IS_NOT_THERE = {"NoSuchKey", "AccessDenied"}
"""Who may not list a bucket is told the latter of an object that is not there."""


class S3PromiseObjects:
    """Implements shared.aws.lean.promise_data.Bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def get(self, key: str, known_tag: str = "") -> StoredObject | None:
        request: GetObjectRequestTypeDef = {"Bucket": self._bucket, "Key": key}
        if known_tag:
            request["IfNoneMatch"] = known_tag
        with aws_errors("read what promises are made from"):
            try:
                found = self._client.get_object(**request)
            except ClientError as error:
                if http_status(error) == _NOT_MODIFIED:
                    return None
                if error_code(error) in _IS_NOT_THERE:
                    raise NotThere(f"S3 has no {key}.") from None
                raise
            with found["Body"] as body:
                return StoredObject(body.read(), found["ETag"])
