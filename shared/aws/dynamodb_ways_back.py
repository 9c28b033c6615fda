"""Ways back in DynamoDB: who is making one, and how full a courier's slots are. Both go away by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.batch_get import batch_get
from shared.aws.errors import aws_errors, condition_failed
from shared.returns.methods.ports import Claim, WayBackFile
from shared.returns.return_request import ReturnShipment

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEPT = timedelta(days=90)
"""How long a claim is kept: much longer than anybody asks for the same way back again."""
_AFTER_THE_DAY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class _Made:
    shipment: ReturnShipment
    files: tuple[WayBackFile, ...]


_made = TypeAdapter(_Made)


class DynamoWayBackClaims:
    """Implements shared.returns.methods.ports.WayBackClaims: one item per purchase, two write units for each."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def claim(self, purchase_id: str, now: datetime, lease_seconds: int) -> Claim | None:
        with aws_errors("claim way back"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item={
                        **keys.way_back_claim(purchase_id),
                        "claimed_at": {"N": str(now.timestamp())},
                        "expires_at": {"N": str(int((now + _KEPT).timestamp()))},
                    },
                    ConditionExpression="attribute_not_exists(PK)"
                    " OR (attribute_not_exists(body) AND claimed_at <= :over)",
                    ExpressionAttributeValues={":over": {"N": str(now.timestamp() - lease_seconds)}},
                )
            except ClientError as error:
                if not condition_failed(error):
                    raise
                return self._read(purchase_id, now)
        return None

    def made(self, purchase_id: str, shipment: ReturnShipment, files: Sequence[WayBackFile], now: datetime) -> None:
        body = _made.dump_json(_Made(shipment, tuple(files)), exclude_defaults=True).decode()
        with aws_errors("note way back"):
            self._client.put_item(
                TableName=self._table,
                Item={
                    **keys.way_back_claim(purchase_id),
                    "claimed_at": {"N": str(now.timestamp())},
                    "expires_at": {"N": str(int((now + _KEPT).timestamp()))},
                    "body": {"S": body},
                },
            )

    def release(self, purchase_id: str) -> None:
        with aws_errors("release way back"):
            try:
                self._client.delete_item(
                    TableName=self._table,
                    Key=keys.way_back_claim(purchase_id),
                    ConditionExpression="attribute_not_exists(body)",
                )
            except ClientError as error:
                if not condition_failed(error):
                    raise

    def _read(self, purchase_id: str, now: datetime) -> Claim:
        with aws_errors("read way back"):
            found = self._client.get_item(
                TableName=self._table, Key=keys.way_back_claim(purchase_id), ConsistentRead=True
            ).get("Item")
        if found is None:  # released in between: the next try gets it
            return Claim(purchase_id, now)
        claimed_at = datetime.fromtimestamp(float(found["claimed_at"]["N"]), now.tzinfo)
        if "body" not in found:
            return Claim(purchase_id, claimed_at)
        made = _made.validate_json(found["body"]["S"])
        return Claim(purchase_id, claimed_at, made.shipment, made.files)


class DynamoPickupCapacity:
    """Implements shared.returns.methods.ports.PickupCapacity: one item per slot, with whose the places are."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def taken(self, slots: Sequence[str]) -> dict[str, int]:
        items = batch_get(self._client, self._table, map(keys.pickups, dict.fromkeys(slots)), "read pickups")
        return {
            item["PK"]["S"].partition("#")[2]: len(item["shipments"]["SS"]) for item in items if "shipments" in item
        }

    def take(self, slot: str, shipment_id: str, capacity: int) -> bool:
        day = date.fromisoformat(slot.partition("#")[0])
        gone = datetime.combine(day, time(0), UTC) + _AFTER_THE_DAY
        if capacity < 1:
            return False
        with aws_errors("take pickup"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=keys.pickups(slot),
                    UpdateExpression="ADD shipments :mine SET expires_at = :gone",
                    ConditionExpression="attribute_not_exists(shipments) OR contains(shipments, :id)"
                    " OR size(shipments) < :capacity",
                    ExpressionAttributeValues={
                        ":mine": {"SS": [shipment_id]},
                        ":id": {"S": shipment_id},
                        ":capacity": {"N": str(capacity)},
                        ":gone": {"N": str(int(gone.timestamp()))},
                    },
                )
            except ClientError as error:
                if condition_failed(error):
                    return False
                raise
        return True

    def give_back(self, slot: str, shipment_id: str) -> bool:
        with aws_errors("give back pickup"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=keys.pickups(slot),
                    UpdateExpression="DELETE shipments :mine",
                    ConditionExpression="contains(shipments, :id)",
                    ExpressionAttributeValues={":mine": {"SS": [shipment_id]}, ":id": {"S": shipment_id}},
                )
            except ClientError as error:
                if condition_failed(error):
                    return False
                raise
        return True
