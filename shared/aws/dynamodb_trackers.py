"""Trackers in DynamoDB: one item per parcel, beside its scans, and while it is active in its carrier's list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.conditional_put import put_version
from shared.aws.dynamodb_lists import DynamoLists
from shared.aws.errors import aws_errors
from shared.carriers.polling.tracker import Tracker, TrackerState
from shared.carriers.polling.trackers import Pause, StaleTracker

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_tracker = TypeAdapter(Tracker)
_pause = TypeAdapter(Pause)


class DynamoTrackers:
    """Implements shared.carriers.polling.trackers.Trackers. A save costs three write units: two are for its list."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name
        self._lists = DynamoLists(client, table_name)

    def start(self, tracker: Tracker) -> bool:
        return self._put(replace(tracker, version=1))

    def due(self, carrier: str, now: datetime, limit: int) -> Iterator[Tracker]:
        for entry in self._lists.page(keys.trackers_list(carrier), limit=limit, until=keys.due_until(now)):
            body = self._read({"PK": {"S": entry.partition}, "SK": {"S": entry.sort}})
            tracker = None if body is None else _tracker.validate_json(body)
            if tracker is not None and tracker.state is TrackerState.ACTIVE and tracker.due_at <= now:
                yield tracker

    def save(self, tracker: Tracker) -> Tracker:
        saved = replace(tracker, version=tracker.version + 1)
        if not self._put(saved):
            raise StaleTracker("Another run saved the tracker in between.")
        return saved

    def pause_of(self, carrier: str) -> Pause | None:
        body = self._read(keys.pause(carrier))
        return None if body is None else _pause.validate_json(body)

    def pause(self, pause: Pause) -> None:
        with aws_errors("save pause"):
            item: Item = {**keys.pause(pause.carrier), "body": {"S": _pause.dump_json(pause).decode()}}
            self._client.put_item(TableName=self._table, Item=item)

    def resume(self, carrier: str) -> None:
        with aws_errors("forget pause"):
            self._client.delete_item(TableName=self._table, Key=keys.pause(carrier))

    def _put(self, tracker: Tracker) -> bool:
        """Put it on the version before its own; False when that is not what is stored."""
        number = tracker.parcel.number
        item: Item = {
            **keys.tracker(tracker.parcel),
            "body": {"S": _tracker.dump_json(tracker, exclude_defaults=True).decode()},
        }
        if tracker.state is TrackerState.ACTIVE:
            entry = keys.due_as(tracker.due_at, number.tracking_number)
            item |= keys.listed(keys.trackers_list(number.carrier), entry)
        return put_version(self._client, self._table, item, tracker.version - 1, "save tracker")

    def _read(self, key: keys.Key) -> str | None:
        with aws_errors("read tracker"):
            found = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return found["Item"]["body"]["S"] if "Item" in found else None
