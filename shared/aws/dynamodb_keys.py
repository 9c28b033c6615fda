"""API keys in DynamoDB, by digest; the keys themselves are nowhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from shared.access.api_key import KeyKind, NewKey
from shared.aws import keys
from shared.aws.errors import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_REMEMBERED_SECONDS = 60.0
"""How long a key may live on after it was revoked."""
_REMEMBERED = 256
"""Keys a running function remembers. Only keys that exist are: nobody can fill the memory by guessing."""


class DynamoKeys:
    """Implements shared.access.api_key.Keys. A key that was found is read again after a minute."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name
        self._known: dict[str, tuple[float, KeyKind]] = {}

    def kind(self, digest: str) -> KeyKind | None:
        read_at, kind = self._known.get(digest, (float("-inf"), None))
        if kind is not None and time.monotonic() - read_at < _REMEMBERED_SECONDS:
            return kind
        with aws_errors("read key"):
            found = self._client.get_item(TableName=self._table, Key=keys.api_key(digest))
        if "Item" not in found:
            self._known.pop(digest, None)
            return None
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        kind = KeyKind(found["Item"]["kind"]["S"])
        self._known[digest] = time.monotonic(), kind
        return kind

    def add(self, key: NewKey) -> None:
        with aws_errors("add key"):
            self._client.put_item(TableName=self._table, Item={**keys.api_key(key.digest), "kind": {"S": key.kind}})
