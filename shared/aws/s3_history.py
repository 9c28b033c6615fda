"""History in S3: facts as they are kept, past orders as they were sent in, and the rows that a query answered."""

from __future__ import annotations

import codecs
import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import IO, TYPE_CHECKING, cast

from botocore.exceptions import IncompleteReadError, ReadTimeoutError

from shared.aws.errors import AwsUnavailable, aws_errors
from shared.history.fact import Fact

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FACTS = "facts/"
"""By the day they were kept on: the table `facts` lies over this."""
PAST = "past/"
"""Compressed CSV files in the history format: what happened before Todoku."""
RESULTS = "results/"
"""Answers of queries; they go after a few days."""


class S3History:
    """One bucket. Nothing in it is ever changed; facts that are kept twice are one to whoever reads them."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def keep(self, facts: Iterable[Fact], batch: str, now: datetime) -> str:
        """Keep facts as one compressed object, a line each, named `batch`; answers its key."""
        key = f"{FACTS}dt={now:%Y-%m-%d}/{batch}.jsonl.gz"
        lines = "".join(f"{fact.line()}\n" for fact in facts)
        with aws_errors("keep history"):
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=gzip.compress(lines.encode(), mtime=0),
                ContentType="application/x-ndjson",
            )
        return key

    def put_past(self, name: str, content: bytes) -> str:
        """Keep past orders (CSV in the history format), in place of those of the same name; answers the key."""
        key = f"{PAST}{name}.csv.gz"
        with aws_errors("keep past orders"):
            self._client.put_object(Bucket=self._bucket, Key=key, Body=gzip.compress(content, mtime=0))
        return key

    def past(self) -> Iterator[Mapping[str, str]]:
        """Every row of every file of past orders, read as it is needed."""
        for key in self._keys(PAST):
            yield from self._rows(key, compressed=True)

    def answer(self, place: str) -> Iterator[Mapping[str, str]]:
        """The rows of a query's answer, read as they are needed: an answer may be larger than the memory.

        `place`: where the query says that its answer is. (The local cloud puts it into a folder of that name.)
        """
        for key in self._keys(place):
            if key.endswith(".csv"):
                yield from self._rows(key, compressed=False)

    def _keys(self, prefix: str) -> list[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        with aws_errors("list history"):
            return [item["Key"] for page in pages for item in page.get("Contents", [])]

    def _rows(self, key: str, *, compressed: bool) -> Iterator[Mapping[str, str]]:
        with aws_errors("read history"):
            body = self._client.get_object(Bucket=self._bucket, Key=key)["Body"]
        with body:
            raw = cast(IO[bytes], body)
            try:
                yield from csv.DictReader(
                    codecs.getreader("utf-8-sig")(gzip.GzipFile(fileobj=raw) if compressed else raw)
                )
            except (IncompleteReadError, ReadTimeoutError) as error:
                raise AwsUnavailable(f"read history: {type(error).__name__}.") from None
