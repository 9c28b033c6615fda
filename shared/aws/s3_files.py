"""Files in an S3 bucket, by path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.aws.errors import aws_errors
from shared.carriers.ports import FileTooLarge, StoredFile

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3Files:
    """One bucket. A path is an object's key."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def read(self, path: str, at_most: int) -> StoredFile:
        """The object as it is now; its size is known before its content is loaded. Raises FileTooLarge.

        One that is gone raises AwsRefused: who may not list a bucket is not told whether an object is there.
        """
        with aws_errors("read file"):
            found = self._client.get_object(Bucket=self._bucket, Key=path)
            with found["Body"] as body:
                if found["ContentLength"] > at_most:
                    raise FileTooLarge(f"The file is larger than {at_most} bytes. Split it.")
                return StoredFile(body.read(), found["LastModified"])

    def write(self, path: str, content: bytes) -> None:
        with aws_errors("write file"):
            self._client.put_object(Bucket=self._bucket, Key=path, Body=content)

    def remove(self, path: str) -> None:
        with aws_errors("remove file"):
            self._client.delete_object(Bucket=self._bucket, Key=path)
