"""Counts in DynamoDB: how often somebody asked in an hour, and which customers share a contact. They expire."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.aws import keys
from shared.aws.errors import aws_errors, condition_failed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoCounters:
    """Implements shared.access.limits.Counters: one write unit for each count, none beyond the limit's."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def take(self, key: str, window: datetime, most: int, expires_at: datetime) -> bool:
        if most < 1:
            return False
        with aws_errors("count"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=keys.limit(key, window),
                    UpdateExpression="ADD hits :one SET expires_at = :gone",
                    ConditionExpression="attribute_not_exists(hits) OR hits < :most",
                    ExpressionAttributeValues={
                        ":one": {"N": "1"},
                        ":most": {"N": str(most)},
                        ":gone": {"N": str(int(expires_at.timestamp()))},
                    },
                )
            except ClientError as error:
                if condition_failed(error):
                    return False
                raise
        return True

    def counted(self, key: str, window: datetime) -> int:
        with aws_errors("read count"):
            item = self._client.get_item(TableName=self._table, Key=keys.limit(key, window), ConsistentRead=True).get(
                "Item"
            )
        return int(item["hits"]["N"]) if item else 0


class DynamoContacts:
    """Implements shared.returns.abuse.watching.Contacts: one item for each contact, at most `MOST` customers in it."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def seen(self, contact: str, customer_id: str, most: int, expires_at: datetime) -> int:
        with aws_errors("note contact"):
            try:
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=keys.contact(contact),
                    UpdateExpression="ADD customers :them SET expires_at = :gone",
                    ConditionExpression="attribute_not_exists(customers) OR contains(customers, :id)"
                    " OR size(customers) < :most",
                    ExpressionAttributeValues={
                        ":them": {"SS": [customer_id]},
                        ":id": {"S": customer_id},
                        ":most": {"N": str(most)},
                        ":gone": {"N": str(int(expires_at.timestamp()))},
                    },
                    ReturnValues="ALL_NEW",
                )
            except ClientError as error:
                if condition_failed(error):
                    return most
                raise
        return len(answer["Attributes"]["customers"]["SS"])

    def known(self, contact: str) -> int:
        with aws_errors("read contact"):
            item = self._client.get_item(TableName=self._table, Key=keys.contact(contact)).get("Item")
        return len(item["customers"]["SS"]) if item else 0
