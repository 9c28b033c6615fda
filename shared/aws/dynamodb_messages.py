"""Messages in DynamoDB: one item per message, beside its order, moved on under a fence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.conditional_put import put_version
from shared.aws.errors import aws_errors
from shared.notifications.message import Message
from shared.notifications.ports import StaleMessage

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

_message = TypeAdapter(Message)


class DynamoMessages:
    """Implements shared.notifications.ports.Messages. A message that goes out costs three write units."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def keep(self, message: Message) -> Message:
        stored = self.get(message.order_id, message.message_id)
        if stored is not None:
            return stored
        try:
            return self.save(message)
        except StaleMessage:
            return self.keep(message)  # somebody kept it in between: theirs stands

    def get(self, order_id: str, message_id: str) -> Message | None:
        with aws_errors("read message"):
            found = self._client.get_item(
                TableName=self._table, Key=keys.message(order_id, message_id), ConsistentRead=True
            )
        return _message.validate_json(found["Item"]["body"]["S"]) if "Item" in found else None

    def save(self, message: Message) -> Message:
        saved = replace(message, version=message.version + 1)
        item: dict[str, AttributeValueTypeDef] = {
            **keys.message(message.order_id, message.message_id),
            "body": {"S": _message.dump_json(saved, exclude_none=True).decode()},
        }
        if not put_version(self._client, self._table, item, message.version, "save message"):
            raise StaleMessage("The message changed in between: try again.")
        return saved
