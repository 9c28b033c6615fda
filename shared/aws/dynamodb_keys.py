"""API keys in DynamoDB, by digest; the keys themselves are nowhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from shared.access.api_key import KeyKind, NewKey
from shared.aws import keys
from shared.aws.errors import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import PutTypeDef

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
        by_digest: PutTypeDef = {
            "TableName": self._table,
            "Item": {**keys.api_key(key.digest), "kind": {"S": key.kind}},
        }
        among_all: PutTypeDef = {"TableName": self._table, "Item": keys.api_key_among_all(key.kind, key.digest)}
        with aws_errors("add key"):
            self._client.transact_write_items(TransactItems=[{"Put": by_digest}, {"Put": among_all}])

    def digests(self, kind: KeyKind) -> list[str]:
        """The digests of all keys of a kind, as of now, in order."""
        partition = keys.api_key_among_all(kind, "")["PK"]
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            ConsistentRead=True,
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": partition},
        )
        with aws_errors("read keys"):
            return [item["SK"]["S"] for page in pages for item in page["Items"]]
