"""Parcels in DynamoDB: each checkpoint one conditional put, the projection one fenced put."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.conditional_put import put_version
from shared.aws.errors import aws_errors
from shared.tracking.carrier_update import ParcelId
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.parcel import Assignment, Parcel
from shared.tracking.ports import ParcelHistory, StaleParcel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

_checkpoint = TypeAdapter(Checkpoint)
_assignment = TypeAdapter(Assignment)
_parcel = TypeAdapter(Parcel)


class DynamoParcels:
    """Implements shared.tracking.ports.Parcels. A new checkpoint costs two write units: itself, and the projection."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def history(self, parcel_id: ParcelId) -> ParcelHistory:
        items = {item["SK"]["S"]: item for item in self._items(parcel_id)}
        projection = items.get(keys.PROJECTION)
        assignment = items.get(keys.ASSIGNMENT)
        return ParcelHistory(
            assignment=_assignment.validate_json(assignment["body"]["S"]) if assignment else None,
            checkpoints=tuple(
                _checkpoint.validate_json(item["body"]["S"])
                for sort, item in items.items()
                if sort.startswith(keys.CHECKPOINT)
            ),
            projection=_parcel.validate_json(projection["body"]["S"]) if projection else None,
            version=int(projection["version"]["N"]) if projection else 0,
        )

    def add(self, parcel_id: ParcelId, checkpoint: Checkpoint) -> bool:
        item: dict[str, AttributeValueTypeDef] = {
            **keys.checkpoint(parcel_id, checkpoint.occurred_at, checkpoint.digest),
            "body": {"S": _checkpoint.dump_json(checkpoint, exclude_defaults=True).decode()},
        }
        return put_version(self._client, self._table, item, 0, "keep checkpoint")

    def save(self, parcel: Parcel, seen_version: int) -> None:
        item: dict[str, AttributeValueTypeDef] = {
            **keys.projection(parcel.id),
            "body": {"S": _parcel.dump_json(parcel).decode()},
        }
        if not put_version(self._client, self._table, item, seen_version, "save projection"):
            raise StaleParcel("The parcel changed in between: try again.")

    def _items(self, parcel_id: ParcelId) -> list[dict[str, AttributeValueTypeDef]]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="PK = :parcel",
            ExpressionAttributeValues={":parcel": {"S": keys.parcel_partition(parcel_id)}},
            ConsistentRead=True,
        )
        with aws_errors("read parcel"):
            return [item for page in pages for item in page["Items"]]
