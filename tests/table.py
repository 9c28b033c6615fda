"""The table as `infra/data_stack.py` makes it, for tests on moto; `tests/infra/test_app.py` compares the two."""

from __future__ import annotations

from typing import Any

KEY_SCHEMA = [{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}]
INDEXES = [
    {
        "IndexName": "lists",
        "KeySchema": [
            {"AttributeName": "listed_in", "KeyType": "HASH"},
            {"AttributeName": "listed_as", "KeyType": "RANGE"},
        ],
        "Projection": {"ProjectionType": "KEYS_ONLY"},
    }
]
ATTRIBUTES = [{"AttributeName": name, "AttributeType": "S"} for name in ("PK", "SK", "listed_as", "listed_in")]


def create_table(client: Any, name: str, **more: Any) -> None:
    """Make the table; `more` goes to CreateTable."""
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=KEY_SCHEMA,
        AttributeDefinitions=ATTRIBUTES,
        GlobalSecondaryIndexes=INDEXES,
        **more,
    )
