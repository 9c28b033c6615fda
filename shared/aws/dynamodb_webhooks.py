"""Webhooks in DynamoDB: endpoints in one partition, and what they did not take at once in a partition for each.

A delivery is in the list of its state, so that it is found by when it is due, or since when it waits to be replayed.
The table forgets it by its `expires_at`. The body stands beside the rest: JSON within JSON could grow beyond what an
item may weigh.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.batch_get import KEYS_PER_CALL, batch_get
from shared.aws.conditional_put import put_version
from shared.aws.dynamodb_lists import DynamoLists, Entry
from shared.aws.errors import aws_errors
from shared.webhooks.delivery import REPLAYABLE, Delivery, DeliveryPlace, DeliveryState, StaleDelivery
from shared.webhooks.endpoint import Endpoint, StaleEndpoint

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_endpoint = TypeAdapter(Endpoint)
_delivery = TypeAdapter(Delivery)


class DynamoEndpoints:
    """Implements shared.webhooks.ports.Endpoints."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def all(self) -> Sequence[Endpoint]:
        with aws_errors("read webhook endpoints"):
            found = self._client.query(
                TableName=self._table,
                KeyConditionExpression="PK = :pk AND begins_with(SK, :sk)",
                ExpressionAttributeValues={":pk": keys.endpoint("")["PK"], ":sk": keys.endpoint("")["SK"]},
                ConsistentRead=True,
            )
        read = [_endpoint.validate_json(item["body"]["S"]) for item in found["Items"]]
        return sorted(read, key=lambda endpoint: (endpoint.created_at, endpoint.endpoint_id))

    def get(self, endpoint_id: str) -> Endpoint | None:
        with aws_errors("read webhook endpoint"):
            found = self._client.get_item(TableName=self._table, Key=keys.endpoint(endpoint_id), ConsistentRead=True)
        return _endpoint.validate_json(found["Item"]["body"]["S"]) if "Item" in found else None

    def save(self, endpoint: Endpoint) -> Endpoint:
        saved = replace(endpoint, version=endpoint.version + 1)
        body = _endpoint.dump_json(saved, exclude_defaults=True).decode()
        item: Item = {**keys.endpoint(endpoint.endpoint_id), "body": {"S": body}}
        if not put_version(self._client, self._table, item, endpoint.version, "save webhook endpoint"):
            raise StaleEndpoint("The endpoint changed in between: try again.")
        return saved

    def remove(self, endpoint_id: str) -> None:
        with aws_errors("remove webhook endpoint"):
            self._client.delete_item(TableName=self._table, Key=keys.endpoint(endpoint_id))


class DynamoDeliveries:
    """Implements shared.webhooks.ports.Deliveries. A save costs three write units and more for large bodies."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name
        self._lists = DynamoLists(client, table_name)

    def get(self, endpoint_id: str, message_id: str) -> Delivery | None:
        return self._read(keys.delivery(endpoint_id, message_id))

    def keep(self, delivery: Delivery) -> bool:
        return self._put(replace(delivery, version=1))

    def save(self, delivery: Delivery) -> Delivery:
        saved = replace(delivery, version=delivery.version + 1)
        if not self._put(saved):
            raise StaleDelivery("Somebody else tried or replayed it in between.")
        return saved

    def due(self, endpoint_id: str, now: datetime, limit: int) -> Iterator[Delivery]:
        name = keys.deliveries_list(endpoint_id, DeliveryState.PENDING)
        for entry in self._lists.page(name, limit=limit, until=keys.due_until(now)):
            delivery = self._read({"PK": {"S": entry.partition}, "SK": {"S": entry.sort}})
            if delivery is not None and delivery.is_due(now):
                yield delivery

    def listed(
        self, endpoint_id: str, state: DeliveryState, *, limit: int, after: DeliveryPlace | None = None
    ) -> tuple[Sequence[Delivery], DeliveryPlace | None]:
        entries = self._lists.page(
            keys.deliveries_list(endpoint_id, state),
            limit=limit,
            after=_entry(endpoint_id, after) if after else None,
            newest_first=state is not DeliveryState.PENDING,
        )
        goes_on = _place(entries[-1]) if len(entries) == limit else None
        return [delivery for delivery in self._read_all(entries) if delivery.state is state], goes_on

    def replayable(self, endpoint_id: str, since: datetime | None, limit: int) -> Sequence[Delivery]:
        return list(islice(self._replayable(endpoint_id, since), limit))

    def _replayable(self, endpoint_id: str, since: datetime | None) -> Iterator[Delivery]:
        for state in REPLAYABLE:
            entries = self._lists.all(keys.deliveries_list(endpoint_id, state))
            wanted = (entry for entry in entries if since is None or keys.moment_of(entry.listed_as) >= since)
            while some := list(islice(wanted, KEYS_PER_CALL)):
                yield from (delivery for delivery in self._read_all(some) if delivery.state in REPLAYABLE)

    def _put(self, delivery: Delivery) -> bool:
        """Put it on the version before its own; False when that is not what is stored."""
        body = _delivery.dump_json(replace(delivery, body=""), exclude_defaults=True).decode()
        item: Item = {
            **keys.delivery(delivery.endpoint_id, delivery.message_id),
            **keys.listed(
                keys.deliveries_list(delivery.endpoint_id, delivery.state),
                keys.due_as(delivery.place().at, delivery.message_id),
            ),
            "body": {"S": body},
            "payload": {"S": delivery.body},
            "expires_at": {"N": str(int(delivery.expires_at().timestamp()))},
        }
        return put_version(self._client, self._table, item, delivery.version - 1, "save webhook")

    def _read(self, key: keys.Key) -> Delivery | None:
        with aws_errors("read webhook"):
            found = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return _of(found["Item"]) if "Item" in found else None

    def _read_all(self, entries: Sequence[Entry]) -> list[Delivery]:
        """In the order of the entries, without those that are gone."""
        asked: list[Item] = [{"PK": {"S": entry.partition}, "SK": {"S": entry.sort}} for entry in entries]
        items = batch_get(self._client, self._table, asked, "read webhooks")
        found = {item["SK"]["S"]: _of(item) for item in items}
        return [found[entry.sort] for entry in entries if entry.sort in found]


def _of(item: Item) -> Delivery:
    return replace(_delivery.validate_json(item["body"]["S"]), body=item["payload"]["S"])


def _entry(endpoint_id: str, place: DeliveryPlace) -> Entry:
    key = keys.delivery(endpoint_id, place.message_id)
    return Entry(keys.due_as(place.at, place.message_id), str(key["PK"]["S"]), str(key["SK"]["S"]))


def _place(entry: Entry) -> DeliveryPlace:
    return DeliveryPlace(keys.moment_of(entry.listed_as), entry.sort.removeprefix(keys.DELIVERY))
