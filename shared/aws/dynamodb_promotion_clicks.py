"""Clicks on promotions in DynamoDB: one item per promotion and day, one write unit per click."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from shared.aws import keys
from shared.aws.errors import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoPromotionClicks:
    """Implements shared.pages.promotion_clicks.PromotionClicks."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def note(self, promotion_id: str, day: date) -> None:
        with aws_errors("count click"):
            self._client.update_item(
                TableName=self._table,
                Key=keys.promotion_clicks(promotion_id, day),
                UpdateExpression="ADD clicks :one",
                ExpressionAttributeValues={":one": {"N": "1"}},
            )

    def counted(self, promotion_id: str, first: date, last: date) -> Mapping[date, int]:
        begins, ends = keys.promotion_clicks(promotion_id, first), keys.promotion_clicks(promotion_id, last)
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="PK = :promotion AND SK BETWEEN :first AND :last",
            ExpressionAttributeValues={":promotion": begins["PK"], ":first": begins["SK"], ":last": ends["SK"]},
        )
        with aws_errors("read clicks"):
            items = [item for page in pages for item in page["Items"]]
        return {
            date.fromisoformat(item["SK"]["S"].removeprefix(keys.CLICKS)): int(item["clicks"]["N"]) for item in items
        }
