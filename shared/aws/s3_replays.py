"""Replays in S3: a draft beside the parts of a history that it is asked about, and what came of them.

`replays/<id>/draft.json`, `parts.jsonl` (a line each: what the Distributed Map reads), `parts/<part>.jsonl.gz`,
`summaries/<part>.json` and, last, `summary.json`. Nothing is ever listed: names follow from the list of parts.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from pydantic import TypeAdapter, ValidationError

from shared.aws.errors import aws_errors, error_code
from shared.errors import Invalid, NotFound
from shared.returns.policy.policy import Policy
from shared.returns.policy.stored import to_json
from shared.returns.replay.figures import Assumptions
from shared.returns.replay.summary import Summary, read_summary, written

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PREFIX = "replays/"


class ReplayUnknown(NotFound):
    """There is no such replay, or a part of it is missing."""

    code = "replay_unknown"


class UnreadableDraft(Invalid):
    """The draft is of another version of this software: replay anew."""

    code = "unreadable_draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a history is replayed by."""

    policy: Policy
    assumptions: Assumptions


@dataclass(frozen=True, slots=True)
class PartName:
    """A part of a history, as the list of parts names it."""

    part: str
    first: int
    """The number of its first line in the history, from 1."""


_drafts = TypeAdapter(Draft)
_names = TypeAdapter(PartName)


class S3Replays:
    """One bucket. What is written is written once; a part that is replayed again has the same summary."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put_draft(self, replay_id: str, draft: Draft) -> None:
        """Keep what the history is replayed by."""
        self._put(f"{PREFIX}{replay_id}/draft.json", json.dumps(to_json(draft)).encode())

    def draft(self, replay_id: str) -> Draft:
        """Raises ReplayUnknown and UnreadableDraft."""
        try:
            return _drafts.validate_json(self._get(f"{PREFIX}{replay_id}/draft.json"))
        except ValidationError:
            raise UnreadableDraft("The draft cannot be read: replay anew.") from None

    def put_part(self, replay_id: str, number: int, first: int, lines: Sequence[bytes]) -> PartName:
        """Keep some lines of the history; they end as they stood there."""
        name = PartName(f"{number:06}", first)
        self._put(f"{PREFIX}{replay_id}/parts/{name.part}.jsonl.gz", gzip.compress(b"".join(lines), mtime=0))
        return name

    def part(self, replay_id: str, part: str) -> list[bytes]:
        """The lines of a part. Raises ReplayUnknown."""
        return gzip.decompress(self._get(f"{PREFIX}{replay_id}/parts/{part}.jsonl.gz")).splitlines()

    def put_list(self, replay_id: str, names: Sequence[PartName]) -> str:
        """Say which parts there are; answers the list's key."""
        key = f"{PREFIX}{replay_id}/parts.jsonl"
        lines = (json.dumps({"part": name.part, "first": name.first}) for name in names)
        self._put(key, "".join(f"{line}\n" for line in lines).encode())
        return key

    def put_summary(self, replay_id: str, part: str, summary: Summary) -> None:
        """Keep what was found in a part."""
        self._put(f"{PREFIX}{replay_id}/summaries/{part}.json", json.dumps(written(summary)).encode())

    def summaries(self, replay_id: str) -> Iterator[Summary]:
        """Of every part, one at a time. Raises ReplayUnknown where one is missing, and UnreadableSummary."""
        for line in self._get(f"{PREFIX}{replay_id}/parts.jsonl").splitlines():
            name = _names.validate_json(line)
            yield read_summary(self._get(f"{PREFIX}{replay_id}/summaries/{name.part}.json"))

    def put_joined(self, replay_id: str, summary: Summary) -> None:
        """Keep what was found in all of it."""
        self._put(f"{PREFIX}{replay_id}/summary.json", json.dumps(written(summary)).encode())

    def joined(self, replay_id: str) -> Summary:
        """Raises ReplayUnknown while it is not there, and UnreadableSummary."""
        return read_summary(self._get(f"{PREFIX}{replay_id}/summary.json"))

    def _put(self, key: str, content: bytes) -> None:
        with aws_errors("keep replay"):
            self._client.put_object(Bucket=self._bucket, Key=key, Body=content)

    def _get(self, key: str) -> bytes:
        with aws_errors("read replay"):
            try:
                return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
            except ClientError as error:
                if error_code(error) == "NoSuchKey":
                    raise ReplayUnknown("There is no such replay, or a part of it is missing.") from None
                raise
