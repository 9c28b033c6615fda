"""Many items in few calls: BatchGetItem, asked again for what DynamoDB left out."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from shared.aws.errors import AwsUnavailable, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, KeysAndAttributesTypeDef

    Item = dict[str, AttributeValueTypeDef]

KEYS_PER_CALL = 100
PAUSES = (0.05, 0.1, 0.2, 0.4)
"""Seconds to wait before each further try that follows one which brought nothing at all."""


def batch_get(
    client: DynamoDBClient, table: str, keys: Iterable[Item], operation: str, *, consistent: bool = False
) -> list[Item]:
    """The items there are under `keys` (each once), in no order; `consistent`: strongly, which costs twice.

    DynamoDB leaves out what is beyond 16 MB of one answer, and what it throttles: that is asked for again, after a
    pause where nothing came at all. Raises AwsUnavailable when it still answers nothing.
    """
    wanted = list(keys)
    found: list[Item] = []
    pauses = iter(PAUSES)
    while wanted:
        with aws_errors(operation):
            asked: KeysAndAttributesTypeDef = {"Keys": wanted[:KEYS_PER_CALL], "ConsistentRead": consistent}
            answer = client.batch_get_item(RequestItems={table: asked})
        items = answer["Responses"].get(table, [])
        left_out = answer.get("UnprocessedKeys", {}).get(table, {"Keys": []})["Keys"]
        found += items
        if len(left_out) == len(wanted[:KEYS_PER_CALL]):
            _wait(pauses, operation)
        else:
            pauses = iter(PAUSES)
        wanted = [*left_out, *wanted[KEYS_PER_CALL:]]
    return found


def _wait(pauses: Iterable[float], operation: str) -> None:
    pause = next(iter(pauses), None)
    if pause is None:
        raise AwsUnavailable(f"{operation}: DynamoDB left out every item that was asked for.")
    time.sleep(pause)
