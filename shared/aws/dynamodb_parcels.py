"""Parcels in DynamoDB: each checkpoint one conditional put, each projection one fenced put."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.conditional_put import put_version
from shared.aws.errors import aws_errors, condition_failed
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.parcel import Assignment, Parcel
from shared.tracking.ports import ParcelHistory, Projected, StaleParcel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_checkpoint = TypeAdapter(Checkpoint)
_assignment = TypeAdapter(Assignment)
_parcel = TypeAdapter(Parcel)


class DynamoParcels:
    """Implements shared.tracking.ports.Parcels. A new checkpoint costs two write units: itself, and the projection."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def history(self, number: ParcelNumber) -> ParcelHistory:
        items = self._items(number)
        own = _checkpoints(items)
        also = tuple(keys.number_of(sort) for sort in items if sort.startswith(keys.ALSO))
        linked = [_moved_by(other.carrier, scan) for other in also for scan in _checkpoints(self._items(other))]
        return ParcelHistory(
            number=number,
            assignments={
                keys.ship_date_of(sort): _assignment.validate_json(item["body"]["S"])
                for sort, item in items.items()
                if sort.startswith(keys.ASSIGNMENT)
            },
            checkpoints=tuple(own),
            also=also,
            linked=tuple(linked),
            projections={
                keys.ship_date_of(sort): Projected(_parcel.validate_json(item["body"]["S"]), int(item["version"]["N"]))
                for sort, item in items.items()
                if sort.startswith(keys.PROJECTION)
            },
        )

    def add(self, number: ParcelNumber, checkpoint: Checkpoint, reported_by: str) -> bool:
        return put_version(
            self._client, self._table, _checkpoint_item(number, checkpoint, reported_by), 0, "keep checkpoint"
        )

    def replace(self, number: ParcelNumber, known: Checkpoint, better: Checkpoint, reported_by: str) -> bool:
        with aws_errors("complete checkpoint"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item={**_checkpoint_item(number, better, reported_by), "version": {"N": "1"}},
                    ConditionExpression="body = :known",
                    ExpressionAttributeValues={":known": {"S": _body(known)}},
                )
            except ClientError as error:
                if condition_failed(error):
                    return False
                raise
        return True

    def link(self, number: ParcelNumber, other: ParcelNumber) -> None:
        for one, another in ((number, other), (other, number)):
            put_version(self._client, self._table, dict(keys.also(one, another)), 0, "link numbers")

    def save(self, parcel: Parcel, seen_version: int) -> None:
        item: Item = {
            **keys.projection(parcel.id),
            "body": {"S": _parcel.dump_json(parcel, exclude_defaults=True).decode()},
        }
        if parcel.incident is not None:
            entry = keys.incident_entry(parcel.incident.opened_at, parcel.id.number)
            item |= keys.listed(keys.INCIDENTS_LIST, entry)
        if not put_version(self._client, self._table, item, seen_version, "save projection"):
            raise StaleParcel("The parcel changed in between: try again.")

    def forget(self, projected: Projected) -> None:
        with aws_errors("forget projection"):
            try:
                self._client.delete_item(
                    TableName=self._table,
                    Key=keys.projection(projected.parcel.id),
                    ConditionExpression="version = :seen",
                    ExpressionAttributeValues={":seen": {"N": str(projected.version)}},
                )
            except ClientError as error:
                if condition_failed(error):
                    raise StaleParcel("The parcel changed in between: try again.") from None
                raise

    def _items(self, number: ParcelNumber) -> dict[str, Item]:
        """Everything under a number, by sort key."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="PK = :parcel",
            ExpressionAttributeValues={":parcel": {"S": keys.parcel_partition(number)}},
            ConsistentRead=True,
        )
        with aws_errors("read parcel"):
            return {item["SK"]["S"]: item for page in pages for item in page["Items"]}


def _checkpoints(items: dict[str, Item]) -> list[Checkpoint]:
    return [
        _checkpoint.validate_json(item["body"]["S"]) for sort, item in items.items() if sort.startswith(keys.CHECKPOINT)
    ]


def _checkpoint_item(number: ParcelNumber, checkpoint: Checkpoint, reported_by: str) -> Item:
    item: Item = {
        **keys.checkpoint(number, checkpoint.occurred_at, checkpoint.digest),
        "body": {"S": _body(checkpoint)},
    }
    if checkpoint.is_unknown:
        entry = f"{checkpoint.carrier_code}#{checkpoint.occurred_at.isoformat()}"
        item |= keys.listed(keys.unknown_list(reported_by), entry)
    return item


def _body(checkpoint: Checkpoint) -> str:
    return _checkpoint.dump_json(checkpoint, exclude_defaults=True).decode()


def _moved_by(carrier: str, checkpoint: Checkpoint) -> Checkpoint:
    """A scan that another carrier reported under its own number of the parcel."""
    return checkpoint if checkpoint.moved_by else replace(checkpoint, moved_by=carrier)
