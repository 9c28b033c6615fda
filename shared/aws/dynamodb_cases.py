"""Cases in DynamoDB: one item each, beside its order. A save costs one write unit per KB."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.conditional_put import put_version
from shared.aws.errors import aws_errors
from shared.cases.case import Case
from shared.cases.ports import StaleCase

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

_case = TypeAdapter(Case)


class DynamoCases:
    """Implements shared.cases.ports.Cases. The stream publishes CaseChanged from what was saved."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def get(self, order_id: str, case_id: str) -> Case | None:
        with aws_errors("read case"):
            found = self._client.get_item(TableName=self._table, Key=keys.case(order_id, case_id), ConsistentRead=True)
        return _case.validate_json(found["Item"]["body"]["S"]) if "Item" in found else None

    def of_order(self, order_id: str) -> Sequence[Case]:
        with aws_errors("read cases of an order"):
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="PK = :order AND begins_with(SK, :case)",
                ExpressionAttributeValues={":order": keys.order(order_id)["PK"], ":case": {"S": keys.CASE}},
                ConsistentRead=True,
            )
            return [_case.validate_json(item["body"]["S"]) for page in pages for item in page["Items"]]

    def save(self, case: Case) -> Case:
        saved = replace(case, version=case.version + 1)
        body = _case.dump_json(saved, exclude_defaults=True).decode()
        item: dict[str, AttributeValueTypeDef] = {**keys.case(case.order_id, case.case_id), "body": {"S": body}}
        if not put_version(self._client, self._table, item, case.version, "save case"):
            raise StaleCase("The case changed in between: try again.")
        return saved
