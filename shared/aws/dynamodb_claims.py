"""Claims in DynamoDB: one item each, beside its order and its case. A save costs one write unit per KB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.batch_get import batch_get
from shared.aws.conditional_put import put_version
from shared.aws.errors import aws_errors
from shared.claims.claim import Claim, claims_by_age
from shared.claims.ports import StaleClaim

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

_claim = TypeAdapter(Claim)


class DynamoClaims:
    """Implements shared.claims.ports.Claims. The stream publishes ClaimReported from what was saved."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def get(self, order_id: str, claim_id: str) -> Claim | None:
        with aws_errors("read claim"):
            found = self._client.get_item(
                TableName=self._table, Key=keys.claim(order_id, claim_id), ConsistentRead=True
            )
        return _claim.validate_json(found["Item"]["body"]["S"]) if "Item" in found else None

    def of_order(self, order_id: str) -> Sequence[Claim]:
        with aws_errors("read claims of an order"):
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="PK = :order AND begins_with(SK, :claim)",
                ExpressionAttributeValues={":order": keys.order(order_id)["PK"], ":claim": {"S": keys.CLAIM}},
                ConsistentRead=True,
            )
            found = [_claim.validate_json(item["body"]["S"]) for page in pages for item in page["Items"]]
        return claims_by_age(found)

    def some(self, ids: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Claim]:
        items = batch_get(self._client, self._table, [keys.claim(*each) for each in dict.fromkeys(ids)], "read claims")
        found = [_claim.validate_json(item["body"]["S"]) for item in items]
        return {(claim.order_id, claim.claim_id): claim for claim in found}

    def save(self, claim: Claim) -> Claim:
        saved = replace(claim, version=claim.version + 1)
        body = _claim.dump_json(saved, exclude_defaults=True).decode()
        item: dict[str, AttributeValueTypeDef] = {**keys.claim(claim.order_id, claim.claim_id), "body": {"S": body}}
        if not put_version(self._client, self._table, item, claim.version, "save claim"):
            raise StaleClaim("The claim changed in between: try again.")
        return saved
