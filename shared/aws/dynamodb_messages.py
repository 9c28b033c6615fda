"""Messages in DynamoDB: one item per message, beside its order, moved on under a fence.

Each is an entry of one list: of those that wait for their moment, by when, until a sender takes it; else of those that
were decided on its day, where it stays. The table forgets it when its time is over (`expires_at`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.batch_get import batch_get
from shared.aws.conditional_put import put_version
from shared.aws.dynamodb_lists import DynamoLists, Entry
from shared.aws.errors import aws_errors
from shared.notifications.message import Message, MessageState
from shared.notifications.ports import StaleMessage

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_message = TypeAdapter(Message)
_PAGE = 100
_WAITS = frozenset({MessageState.PLANNED, MessageState.DECIDED})


class DynamoMessages:
    """Implements shared.notifications.ports.Messages.

    Write units, while an item is below a kilobyte: one to keep it and one for its list; one to claim it, one to mark it
    sent, and one for each reaction. So four for a message that goes out at once; most are a little over a kilobyte once
    the service's id is in them, and the mark costs two (`make bench-notify` counts). One that is planned costs four
    more: one to decide it anew, and two to move it from one list to the other; and one if it is put off, with two for
    its place in the list.
    """

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name
        self._lists = DynamoLists(client, table_name)

    def keep(self, message: Message) -> Message:
        try:
            return self.save(replace(message, version=0))
        except StaleMessage:
            stored = self.get(message.order_id, message.message_id)  # somebody kept it before: theirs stands
            if stored is None:
                raise
            return stored

    def get(self, order_id: str, message_id: str) -> Message | None:
        return self._read(keys.message(order_id, message_id))

    def of_order(self, order_id: str) -> Sequence[Message]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="PK = :order AND begins_with(SK, :message)",
            ExpressionAttributeValues={
                ":order": keys.message(order_id, "")["PK"],
                ":message": {"S": keys.MESSAGE},
            },
            ConsistentRead=True,
        )
        with aws_errors("read messages"):
            return [_message.validate_json(item["body"]["S"]) for page in pages for item in page["Items"]]

    def save(self, message: Message) -> Message:
        saved = replace(message, version=message.version + 1)
        item: Item = {
            **keys.message(message.order_id, message.message_id),
            **_listed(message),
            "body": {"S": _message.dump_json(saved, exclude_defaults=True).decode()},
        }
        if message.keep_until is not None:
            item["expires_at"] = {"N": str(int(message.keep_until.timestamp()))}
        if not put_version(self._client, self._table, item, message.version, "save message"):
            raise StaleMessage("The message changed in between: try again.")
        return saved

    def due(self, now: datetime, limit: int) -> Iterator[Message]:
        for entry in self._lists.page(keys.PLANNED_LIST, limit=limit, until=keys.due_until(now)):
            message = self._read({"PK": {"S": entry.partition}, "SK": {"S": entry.sort}})
            due_at = None if message is None else _waits_for(message)
            if message is not None and due_at is not None and due_at <= now:
                yield message

    def decided_on(self, day: date) -> Iterator[Message]:
        name, after = keys.messages_list(day), None
        while True:
            page = self._lists.page(name, limit=_PAGE, after=after)
            yield from self._in_order(page)
            if len(page) < _PAGE:
                return
            after = page[-1]

    def _in_order(self, page: Sequence[Entry]) -> Iterator[Message]:
        asked: list[keys.Key] = [{"PK": {"S": entry.partition}, "SK": {"S": entry.sort}} for entry in page]
        found = {
            (item["PK"]["S"], item["SK"]["S"]): item
            for item in batch_get(self._client, self._table, asked, "read messages")
        }
        for entry in page:
            item = found.get((entry.partition, entry.sort))
            if item is not None:
                yield _message.validate_json(item["body"]["S"])

    def _read(self, key: keys.Key) -> Message | None:
        with aws_errors("read message"):
            found = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return _message.validate_json(found["Item"]["body"]["S"]) if "Item" in found else None


def _waits_for(message: Message) -> datetime | None:
    """The moment it waits for, or for a sender since; None for one that does not wait."""
    return message.due_at if message.state in _WAITS else None


def _listed(message: Message) -> keys.Key:
    due_at = _waits_for(message)
    if due_at is not None:
        return keys.listed(keys.PLANNED_LIST, keys.due_as(due_at, message.message_id))
    entry = keys.message_entry(message.decided_at, message.message_id)
    return keys.listed(keys.messages_list(message.decided_at.date()), entry)
