"""The suggestion model in DynamoDB: one item, its JSON compressed."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from shared.aws import keys
from shared.aws.errors import aws_errors
from shared.returns.suggestions.model import ModelTooLarge, SuggestionModel, UnreadableModel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LARGEST = 300_000
"""Bytes, compressed: below the 400 KB of an item (AWS, DynamoDB quotas, 2026-11)."""
LARGEST_READ = 20_000_000
"""Bytes that are unpacked at most."""


class DynamoSuggestions:
    """Implements shared.returns.suggestions.ports.Suggestions."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def current(self) -> SuggestionModel | None:
        with aws_errors("read suggestion model"):
            found = self._client.get_item(TableName=self._table, Key=keys.suggestion_model())
        if "Item" not in found:
            return None
        return SuggestionModel.from_json(_unpacked(bytes(found["Item"]["model"]["B"])))

    def put(self, model: SuggestionModel) -> None:
        packed = zlib.compress(model.to_json().encode(), 9)
        if len(packed) > LARGEST:
            raise ModelTooLarge(f"The model has {len(packed):,} bytes, and at most {LARGEST:,} can be kept.")
        with aws_errors("write suggestion model"):
            self._client.put_item(TableName=self._table, Item={**keys.suggestion_model(), "model": {"B": packed}})


def _unpacked(packed: bytes) -> str:
    unpacking = zlib.decompressobj()
    try:
        written = unpacking.decompress(packed, LARGEST_READ)
        if unpacking.unconsumed_tail:
            raise ValueError
        return written.decode()
    except (zlib.error, ValueError):
        raise UnreadableModel("The suggestion model cannot be read: fit it anew.") from None
