"""Which learned model promises are made with, in DynamoDB. The model itself is a file in the promise's bucket."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from shared.aws import keys
from shared.aws.errors import aws_errors
from shared.promise.snapshot import ModelPointer

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef


class DynamoPromiseModel:
    """One pointer. Whoever fits a model writes the file first, and then this."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def current(self) -> ModelPointer | None:
        """The model in use; None before the first was fitted."""
        with aws_errors("read model pointer"):
            found = self._client.get_item(TableName=self._table, Key=keys.promise_model(), ConsistentRead=True)
        if "Item" not in found:
            return None
        item = found["Item"]
        return ModelPointer(item["name"]["S"], datetime.fromisoformat(item["made_at"]["S"]))

    def summary(self) -> str:
        """What was noted of the model in use when it was fitted; "" where nothing was."""
        with aws_errors("read model pointer"):
            found = self._client.get_item(TableName=self._table, Key=keys.promise_model(), ConsistentRead=True)
        return found["Item"]["summary"]["S"] if "summary" in found.get("Item", {}) else ""

    def put(self, pointer: ModelPointer, summary: str = "") -> None:
        """Use this model from now on. `summary`: JSON, for whoever decides about the next one."""
        attributes: dict[str, AttributeValueTypeDef] = {
            "name": {"S": pointer.name},
            "made_at": {"S": pointer.made_at.isoformat()},
            "summary": {"S": summary},
        }
        with aws_errors("write model pointer"):
            self._client.put_item(TableName=self._table, Item={**keys.promise_model(), **attributes})
