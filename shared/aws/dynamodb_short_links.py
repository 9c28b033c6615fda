"""Short links in DynamoDB: one item per code."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.aws import keys
from shared.aws.errors import aws_errors, condition_failed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_LIVES_ON = timedelta(days=30)
"""A code that has longer than this left is not written again."""


class DynamoShortLinks:
    """Implements shared.access.short_link.KeptShortLinks. A code costs one write unit, and one more in half a year."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def keep(self, code: str, link: str, expires_at: datetime) -> bool:
        known = self._read(code)
        if known is not None and known[0] == link and known[1] > (expires_at - _LIVES_ON).timestamp():
            return True
        with aws_errors("keep short link"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item={
                        **keys.short_link(code),
                        "stands_for": {"S": link},
                        "expires_at": {"N": str(int(expires_at.timestamp()))},
                    },
                    ConditionExpression="attribute_not_exists(PK) OR stands_for = :link",
                    ExpressionAttributeValues={":link": {"S": link}},
                )
            except ClientError as error:
                if condition_failed(error):
                    return False
                raise
        return True

    def link_of(self, code: str, now: datetime) -> str | None:
        known = self._read(code)
        return known[0] if known and known[1] > now.timestamp() else None

    def _read(self, code: str) -> tuple[str, int] | None:
        with aws_errors("read short link"):
            found = self._client.get_item(TableName=self._table, Key=keys.short_link(code)).get("Item")
        return (found["stands_for"]["S"], int(found["expires_at"]["N"])) if found else None
