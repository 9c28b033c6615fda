"""Shoppers in DynamoDB: one item each, moved on under a fence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.conditional_put import put_version
from shared.aws.errors import aws_errors
from shared.shoppers.ports import StaleShopper
from shared.shoppers.shopper import Shopper

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

_shopper = TypeAdapter(Shopper)


class DynamoShoppers:
    """Implements shared.shoppers.ports.Shoppers. The stream publishes PreferencesChanged from what was saved."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def get(self, shopper_id: str) -> Shopper:
        with aws_errors("read shopper"):
            found = self._client.get_item(TableName=self._table, Key=keys.shopper(shopper_id), ConsistentRead=True)
        return _shopper.validate_json(found["Item"]["body"]["S"]) if "Item" in found else Shopper(shopper_id)

    def save(self, shopper: Shopper) -> Shopper:
        saved = replace(shopper, version=shopper.version + 1)
        body = _shopper.dump_json(saved, exclude_defaults=True).decode()
        item: dict[str, AttributeValueTypeDef] = {**keys.shopper(shopper.shopper_id), "body": {"S": body}}
        if not put_version(self._client, self._table, item, shopper.version, "save shopper"):
            raise StaleShopper("The shopper changed in between: try again.")
        return saved
