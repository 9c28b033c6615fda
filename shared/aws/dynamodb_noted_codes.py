"""What became of one-time codes, in DynamoDB: one item each beside its order; the table forgets it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from shared.aws import keys
from shared.aws.errors import aws_errors
from shared.notifications.noted_code import NOTED_FOR, CodeOutcome, NotedCode

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoNotedCodes:
    """Implements shared.notifications.noted_code.NotedCodes: one write unit for each."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def note(self, order_id: str, code: NotedCode) -> None:
        at = code.at.astimezone(UTC)
        with aws_errors("note code"):
            self._client.update_item(  # not put: of an item, this function may do that already
                TableName=self._table,
                Key=keys.noted_code(order_id, at),
                UpdateExpression="SET outcome = :outcome, expires_at = :gone",
                ExpressionAttributeValues={
                    ":outcome": {"S": code.outcome},
                    ":gone": {"N": str(int((at + NOTED_FOR).timestamp()))},
                },
            )

    def of_order(self, order_id: str) -> Sequence[NotedCode]:
        """At most 6 an hour were mailed, and somebody asked for the rest: one page of the answer is enough."""
        partition = keys.order(order_id)["PK"]
        with aws_errors("read codes"):
            found = self._client.query(
                TableName=self._table,
                KeyConditionExpression="PK = :order AND begins_with(SK, :code)",
                ExpressionAttributeValues={":order": partition, ":code": {"S": keys.NOTED_CODE}},
            )
        return [
            NotedCode(
                datetime.fromisoformat(item["SK"]["S"].removeprefix(keys.NOTED_CODE)),
                CodeOutcome(item["outcome"]["S"]),
            )
            for item in found["Items"]
        ]
