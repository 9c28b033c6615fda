"""What is registered, in DynamoDB: lists of keys by the index, then the items behind them in batches."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.batch_get import batch_get
from shared.aws.dynamodb_lists import DynamoLists, Entry
from shared.tracking.carrier_update import ParcelId
from shared.tracking.order import Order
from shared.tracking.parcel import Assignment, Parcel
from shared.tracking.ports import OpenIncident, PlacedOrder

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_order = TypeAdapter(Order)
_assignment = TypeAdapter(Assignment)
_parcel = TypeAdapter(Parcel)


class DynamoRegistry:
    """Implements shared.tracking.ports.Registry."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name
        self._lists = DynamoLists(client, table_name)

    def shipped_on(self, day: date, after: ParcelId | None, limit: int) -> Sequence[ParcelId]:
        behind = _entry(keys.parcel_entry(after.number), keys.assignment(after)) if after else None
        found = self._lists.page(keys.parcels_list(day), limit=limit, after=behind, newest_first=True)
        return [_parcel_id(entry) for entry in found]

    def placed_on(self, day: date, after: PlacedOrder | None, limit: int) -> Sequence[PlacedOrder]:
        behind = None
        if after:
            behind = _entry(keys.order_entry(after.placed_at, after.order_id), keys.order(after.order_id))
        found = self._lists.page(keys.orders_list(day), limit=limit, after=behind, newest_first=True)
        return [PlacedOrder(keys.moment_of(entry.listed_as), keys.order_id_of(entry.partition)) for entry in found]

    def with_incident(self, after: OpenIncident | None, limit: int) -> Sequence[OpenIncident]:
        behind = None
        if after:
            behind = _entry(keys.incident_entry(after.opened_at, after.parcel.number), keys.projection(after.parcel))
        found = self._lists.page(keys.INCIDENTS_LIST, limit=limit, after=behind, newest_first=True)
        return [OpenIncident(keys.moment_of(entry.listed_as), _parcel_id(entry)) for entry in found]

    def parcels(self, wanted: Collection[ParcelId]) -> Mapping[ParcelId, Parcel]:
        """As last projected; whose they are is said by the assignments, which are there before the projection is."""
        asked = [key(parcel) for parcel in dict.fromkeys(wanted) for key in (keys.assignment, keys.projection)]
        assigned: dict[ParcelId, Assignment] = {}
        projected: dict[ParcelId, Parcel] = {}
        for item in batch_get(self._client, self._table, asked, "read parcels"):
            sort, body = item["SK"]["S"], item["body"]["S"]
            parcel_id = ParcelId(keys.number_of(item["PK"]["S"]), keys.ship_date_of(sort))
            if sort.startswith(keys.ASSIGNMENT):
                assigned[parcel_id] = _assignment.validate_json(body)
            else:
                projected[parcel_id] = _parcel.validate_json(body)
        return {
            parcel_id: replace(projected.get(parcel_id, Parcel(parcel_id)), assignment=assignment)
            for parcel_id, assignment in assigned.items()
        }

    def orders(self, wanted: Collection[str]) -> Mapping[str, Order]:
        asked = [keys.order(order_id) for order_id in dict.fromkeys(wanted)]
        items = batch_get(self._client, self._table, asked, "read orders")
        found = [_order.validate_json(item["body"]["S"]) for item in items]
        return {order.order_id: order for order in found}


def _entry(listed_as: str, key: Item) -> Entry:
    return Entry(listed_as, str(key["PK"]["S"]), str(key["SK"]["S"]))


def _parcel_id(entry: Entry) -> ParcelId:
    return ParcelId(keys.number_of(entry.partition), keys.ship_date_of(entry.sort))
