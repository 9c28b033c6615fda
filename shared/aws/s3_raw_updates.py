"""Carriers' raw updates in S3: one compressed object per batch, a bus event a line, by the hour they were kept in."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from shared.aws.errors import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PREFIX = "updates/"


class S3RawUpdates:
    """Where raw updates are kept, and read again when a code table was mended. Repeats are kept each time they come."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def keep(self, events: Sequence[str], batch: str, now: datetime) -> str:
        """Keep a batch of events (JSON texts as EventBridge delivers them), named `batch`; answers the object's key."""
        key = f"{PREFIX}{now:%Y/%m/%d/%H}/{batch}.jsonl.gz"
        lines = "".join(f"{event}\n" for event in (_one_line(event) for event in events))
        with aws_errors("keep raw updates"):
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=gzip.compress(lines.encode("utf-8", "backslashreplace"), mtime=0),
                ContentType="application/x-ndjson",
                ContentEncoding="gzip",
            )
        return key

    def read(self, since: datetime, until: datetime) -> Iterator[str]:
        """Every event (JSON text) kept from the hour of `since` to that of `until` (UTC), by hour."""
        hour = since.replace(minute=0, second=0, microsecond=0)
        while hour <= until:
            for key in self._keys(f"{PREFIX}{hour:%Y/%m/%d/%H}/"):
                yield from self._lines(key)
            hour += timedelta(hours=1)

    def _keys(self, prefix: str) -> list[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        with aws_errors("list raw updates"):
            return [item["Key"] for page in pages for item in page.get("Contents", [])]

    def _lines(self, key: str) -> list[str]:
        with aws_errors("read raw updates"):
            body = self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        return gzip.decompress(body).decode("utf-8").splitlines()


def _one_line(event: str) -> str:
    """The event on one line. What is not JSON is kept too, as a JSON string: nothing that came is lost."""
    try:
        value: Any = json.loads(event)
    except (ValueError, RecursionError):
        value = event
    return json.dumps(value, separators=(",", ":"))
