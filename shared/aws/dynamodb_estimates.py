"""Live estimates in DynamoDB: one item beside the parcel's scans, or beside the order until it has a parcel.

While one must be looked at again it is in a list by when: an entry that moves costs two write units, so it is moved
only where it must be (`shared/estimates/next_look.py`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.batch_get import batch_get
from shared.aws.conditional_put import put_version
from shared.aws.dynamodb_lists import DynamoLists, Entry
from shared.aws.errors import aws_errors
from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.ports import StaleEstimate
from shared.estimates.sweep import Sweep
from shared.tracking.carrier_update import ParcelId

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_live = TypeAdapter(LiveEstimate)
_sweep = TypeAdapter(Sweep)


class DynamoEstimates:
    """Implements shared.estimates.ports.Estimates."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name
        self._lists = DynamoLists(client, table_name)

    def of_parcel(self, parcel: ParcelId) -> LiveEstimate | None:
        return self._read(keys.estimate(parcel))

    def of_parcels(self, parcels: Collection[ParcelId]) -> Mapping[ParcelId, LiveEstimate]:
        asked = [keys.estimate(parcel) for parcel in dict.fromkeys(parcels)]
        items = batch_get(self._client, self._table, asked, "read estimates")
        lives = [_live.validate_json(item["body"]["S"]) for item in items]
        return {live.parcel: live for live in lives if live.parcel}

    def of_order(self, order_id: str) -> LiveEstimate | None:
        return self._read(keys.unshipped_estimate(order_id))

    def save(self, live: LiveEstimate) -> LiveEstimate:
        saved = replace(live, version=live.version + 1)
        body = _live.dump_json(saved, exclude_defaults=True).decode()
        key = keys.estimate(live.parcel) if live.parcel else keys.unshipped_estimate(live.order_id)
        item: Item = {**key, "body": {"S": body}}
        if live.look_at is not None:
            item |= keys.listed(keys.ESTIMATES_LIST, keys.due_as(live.look_at, _name(live)))
        if not put_version(self._client, self._table, item, live.version, "save estimate"):
            raise StaleEstimate("The estimate changed in between: try again.")
        return saved

    def due(self, now: datetime, limit: int) -> Iterator[LiveEstimate]:
        for entry in self._lists.page(keys.ESTIMATES_LIST, limit=limit, until=keys.due_until(now)):
            live = self._read({"PK": {"S": entry.partition}, "SK": {"S": entry.sort}})
            if live is not None and live.look_at is not None and live.look_at <= now:
                yield live

    def open_ones(self, place: str, limit: int) -> tuple[Sequence[LiveEstimate], str]:
        after = Entry(*json.loads(place)) if place else None
        entries = self._lists.page(keys.ESTIMATES_LIST, limit=limit, after=after)
        found = batch_get(
            self._client,
            self._table,
            [{"PK": {"S": entry.partition}, "SK": {"S": entry.sort}} for entry in entries],
            "read estimates",
        )
        lives = [_live.validate_json(item["body"]["S"]) for item in found]
        goes_on = json.dumps(astuple(entries[-1])) if len(entries) == limit else ""
        return [live for live in lives if live.look_at is not None], goes_on

    def swept(self) -> Sweep:
        with aws_errors("read sweep"):
            found = self._client.get_item(TableName=self._table, Key=keys.estimates_sweep(), ConsistentRead=True)
        return _sweep.validate_json(found["Item"]["body"]["S"]) if "Item" in found else Sweep()

    def note_sweep(self, sweep: Sweep) -> None:
        item: Item = {**keys.estimates_sweep(), "body": {"S": _sweep.dump_json(sweep).decode()}}
        with aws_errors("save sweep"):
            self._client.put_item(TableName=self._table, Item=item)

    def _read(self, key: keys.Key) -> LiveEstimate | None:
        with aws_errors("read estimate"):
            found = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return _live.validate_json(found["Item"]["body"]["S"]) if "Item" in found else None


def _name(live: LiveEstimate) -> str:
    return keys.parcel_entry(live.parcel.number) if live.parcel else live.order_id
