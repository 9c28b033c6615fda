"""Advisories in DynamoDB: each by its id, and once more among those in force, sorted by when they are over.

Both are saved in one transaction. Those in force are a partition of their own, not a list of the index: the snapshot of
the promise is published from them, and must not miss what was saved a moment ago. What is over by itself stays there,
before the place where reading begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.errors import AwsUnavailable, aws_errors, cancellation_reasons, error_code
from shared.disruptions.advisory import AdvisoryRecord
from shared.disruptions.ports import StaleAdvisory, place_behind, place_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import PutTypeDef, TransactWriteItemTypeDef

_record = TypeAdapter(AdvisoryRecord)


class DynamoAdvisories:
    """Implements shared.disruptions.ports.Advisories."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def get(self, advisory_id: str) -> AdvisoryRecord | None:
        with aws_errors("read advisory"):
            found = self._client.get_item(TableName=self._table, Key=keys.advisory(advisory_id), ConsistentRead=True)
        return _record.validate_json(found["Item"]["body"]["S"]) if "Item" in found else None

    def save(self, before: AdvisoryRecord | None, after: AdvisoryRecord) -> AdvisoryRecord:
        seen_version = before.version if before else 0
        saved = replace(after, version=seen_version + 1)
        body = _record.dump_json(saved, exclude_defaults=True).decode()
        stood, stands = place_of(before) if before else None, place_of(saved)
        items = [self._put_record(saved, body, seen_version)]
        if stood and stood != stands:
            items.append({"Delete": {"TableName": self._table, "Key": keys.advisory_in_force(stood)}})
        if stands:
            item = {**keys.advisory_in_force(stands), "body": {"S": body}}
            items.append({"Put": {"TableName": self._table, "Item": item}})
        self._transact(items)
        return saved

    def in_force(self, now: datetime, *, after: str | None = None, limit: int = 1000) -> Sequence[AdvisoryRecord]:
        behind = max(place_behind(now), after or "")
        found: list[AdvisoryRecord] = []
        with aws_errors("read advisories"):
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="PK = :in_force AND SK > :behind",
                ExpressionAttributeValues={":in_force": {"S": keys.ADVISORIES_IN_FORCE}, ":behind": {"S": behind}},
                ConsistentRead=True,
                PaginationConfig={"MaxItems": limit},
            )
            for page in pages:
                found += [_record.validate_json(item["body"]["S"]) for item in page["Items"]]
        return found

    def _put_record(self, record: AdvisoryRecord, body: str, seen_version: int) -> TransactWriteItemTypeDef:
        put: PutTypeDef = {
            "TableName": self._table,
            "Item": {
                **keys.advisory(record.advisory_id),
                "body": {"S": body},
                "version": {"N": str(record.version)},
            },
            "ConditionExpression": "attribute_not_exists(PK)",
        }
        if seen_version:
            put["ConditionExpression"] = "version = :seen"
            put["ExpressionAttributeValues"] = {":seen": {"N": str(seen_version)}}
        return {"Put": put}

    def _transact(self, items: list[TransactWriteItemTypeDef]) -> None:
        with aws_errors("save advisory"):
            try:
                self._client.transact_write_items(TransactItems=items)
            except ClientError as error:
                if error_code(error) != "TransactionCanceledException":
                    raise
                reasons = set(cancellation_reasons(error))
                if reasons & {"ConditionalCheckFailed", "TransactionConflict"}:
                    raise StaleAdvisory("The advisory changed in between: try again.") from None
                raise AwsUnavailable("save advisory: AWS cancelled the transaction.") from None
