"""Orders in DynamoDB: the order, its events, its link and its parcels' assignments in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from pydantic import TypeAdapter

from shared.access.order_number import canonical, other_number
from shared.aws import keys
from shared.aws.errors import AwsUnavailable, aws_errors, cancellation_reasons, error_code
from shared.eventing.envelope import Event
from shared.tracking.carrier_update import ParcelId
from shared.tracking.order import Order, Shipment
from shared.tracking.parcel import Assignment
from shared.tracking.ports import ParcelTaken, StaleOrder

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import PutTypeDef, TransactWriteItemTypeDef

_order = TypeAdapter(Order)
_assignment = TypeAdapter(Assignment)


MOST_OF_A_NUMBER = 10
"""Orders of one number that are looked at: more than that have no number, but a word that stands for all."""


class DynamoOrders:
    """Implements shared.tracking.ports.Orders. A save costs two write units per KB and item: it is a transaction.

    The first save of an order that shoppers know by another number than its id has one item more, which finds it.
    """

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def get(self, order_id: str) -> Order | None:
        with aws_errors("read order"):
            found = self._client.get_item(TableName=self._table, Key=keys.order(order_id), ConsistentRead=True)
        return _order.validate_json(found["Item"]["body"]["S"]) if "Item" in found else None

    def by_link(self, link: str) -> Order | None:
        with aws_errors("read link"):
            found = self._client.get_item(TableName=self._table, Key=keys.link(link), ConsistentRead=True)
        return self.get(found["Item"]["order_id"]["S"]) if "Item" in found else None

    def by_number(self, number: str) -> Sequence[Order]:
        with aws_errors("read number"):
            found = self._client.query(
                TableName=self._table,
                KeyConditionExpression="PK = :number",
                ExpressionAttributeValues={":number": keys.order_number(number, "")["PK"]},
                Limit=MOST_OF_A_NUMBER,
                ConsistentRead=True,
            )
        ids = dict.fromkeys((number, *(item["SK"]["S"] for item in found["Items"])))
        orders = [self.get(order_id) for order_id in ids]
        return [order for order in orders if order and number in (order.order_id, canonical(order.shown_name))]

    def save(
        self,
        order: Order,
        events: Sequence[Event],
        assign: Shipment | None = None,
        release: Sequence[ParcelId] = (),
        *,
        renamed: bool = False,
    ) -> Order:
        saved = replace(order, version=order.version + 1)
        parcels = assign.parcel_ids() if assign else ()
        items = [
            self._put_order(saved),
            *(self._put_event(saved, number, event) for number, event in enumerate(events)),
            *(
                self._assign(parcel, Assignment(saved.order_id, assign.shipment_id, assign.leg))
                for parcel in parcels
                if assign
            ),
        ]
        items += [self._release(parcel, saved.order_id) for parcel in release]
        if order.version == 0:
            items.append(self._put_link(saved))
        number = other_number(saved.order_id, saved.shown_name)
        if number and (order.version == 0 or renamed):
            items.append({"Put": {"TableName": self._table, "Item": keys.order_number(number, saved.order_id)}})
        try:
            with aws_errors("save order"):
                self._transact(items)
        except _Cancelled as cancelled:
            raise self._reason(cancelled, first_parcel=1 + len(events), parcels=len(parcels)) from None
        return saved

    def _transact(self, items: list[TransactWriteItemTypeDef]) -> None:
        try:
            self._client.transact_write_items(TransactItems=items)
        except ClientError as error:
            if error_code(error) == "TransactionCanceledException":
                raise _Cancelled(cancellation_reasons(error)) from None
            raise

    @staticmethod
    def _reason(cancelled: _Cancelled, *, first_parcel: int, parcels: int) -> Exception:
        """A cancelled transaction is stale, or a parcel's, only when that condition failed: throttling cancels too."""
        failed = [n for n, reason in enumerate(cancelled.reasons) if reason == "ConditionalCheckFailed"]
        if any(first_parcel <= n < first_parcel + parcels for n in failed):
            return ParcelTaken("A parcel of this shipment belongs to another order.", field="parcels")
        if failed or "TransactionConflict" in cancelled.reasons:
            return StaleOrder("The order changed in between: try again.")
        return AwsUnavailable("save order: AWS cancelled the transaction.")

    def _put_order(self, order: Order) -> TransactWriteItemTypeDef:
        put: PutTypeDef = {
            "TableName": self._table,
            "Item": {
                **keys.order(order.order_id),
                **keys.listed(
                    keys.orders_list(order.placed_at.date()), keys.order_entry(order.placed_at, order.order_id)
                ),
                "body": {"S": _order.dump_json(order).decode()},
                "version": {"N": str(order.version)},
            },
            "ConditionExpression": "attribute_not_exists(PK)",
        }
        if order.version > 1:
            put["ConditionExpression"] = "version = :seen"
            put["ExpressionAttributeValues"] = {":seen": {"N": str(order.version - 1)}}
        return {"Put": put}

    def _put_event(self, order: Order, number: int, event: Event) -> TransactWriteItemTypeDef:
        item = {**keys.event(order.order_id, order.version, number), "body": {"S": event.model_dump_json()}}
        return {"Put": {"TableName": self._table, "Item": item}}

    def _put_link(self, order: Order) -> TransactWriteItemTypeDef:
        item = {**keys.link(order.link), "order_id": {"S": order.order_id}}
        return {"Put": {"TableName": self._table, "Item": item, "ConditionExpression": "attribute_not_exists(PK)"}}

    def _assign(self, parcel: ParcelId, assignment: Assignment) -> TransactWriteItemTypeDef:
        return {
            "Put": {
                "TableName": self._table,
                "Item": {
                    **keys.assignment(parcel),
                    **keys.listed(keys.parcels_list(parcel.ship_date), keys.parcel_entry(parcel.number)),
                    "order_id": {"S": assignment.order_id},
                    "body": {"S": _assignment.dump_json(assignment).decode()},
                },
                "ConditionExpression": "attribute_not_exists(PK) OR order_id = :order",
                "ExpressionAttributeValues": {":order": {"S": assignment.order_id}},
            }
        }

    def _release(self, parcel: ParcelId, order_id: str) -> TransactWriteItemTypeDef:
        return {
            "Delete": {
                "TableName": self._table,
                "Key": keys.assignment(parcel),
                "ConditionExpression": "attribute_not_exists(PK) OR order_id = :order",
                "ExpressionAttributeValues": {":order": {"S": order_id}},
            }
        }


class _Cancelled(Exception):
    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
