"""Cases in DynamoDB: one item each, beside its order. A save costs one write unit per KB.

A case that waits for the shop is an entry of a list by the same put, and no entry once it does not wait any more: each
costs a unit in the index, and two where it waits anew since another moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.batch_get import batch_get
from shared.aws.conditional_put import put_version
from shared.aws.dynamodb_lists import DynamoLists, Entry
from shared.aws.errors import aws_errors
from shared.cases.case import Case
from shared.cases.ports import StaleCase
from shared.tracking.cursor import InvalidCursor

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

_case = TypeAdapter(Case)


class DynamoCases:
    """Implements shared.cases.ports.Cases. The stream publishes CaseChanged from what was saved."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name
        self._lists = DynamoLists(client, table_name)

    def get(self, order_id: str, case_id: str) -> Case | None:
        with aws_errors("read case"):
            found = self._client.get_item(TableName=self._table, Key=keys.case(order_id, case_id), ConsistentRead=True)
        return _read(found["Item"]) if "Item" in found else None

    def of_order(self, order_id: str) -> Sequence[Case]:
        with aws_errors("read cases of an order"):
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="PK = :order AND begins_with(SK, :case)",
                ExpressionAttributeValues={":order": keys.order(order_id)["PK"], ":case": {"S": keys.CASE}},
                ConsistentRead=True,
            )
            return [_read(item) for page in pages for item in page["Items"]]

    def waiting(self, limit: int, cursor: str = "") -> tuple[Sequence[Case], str]:
        after = _entry(cursor) if cursor else None
        entries = self._lists.page(keys.CASES_WAITING, limit=limit, after=after)
        asked = [keys.case(*_ids(entry)) for entry in entries]
        items = batch_get(self._client, self._table, asked, "read cases that wait")
        found = {(case.order_id, case.case_id): case for case in (_read(item) for item in items) if case.waits_since}
        listed = [found[ids] for ids in map(_ids, entries) if ids in found]
        return listed, entries[-1].listed_as if len(entries) == limit else ""

    def save(self, case: Case) -> Case:
        saved = replace(case, version=case.version + 1)
        body = _case.dump_json(saved, exclude_defaults=True).decode()
        item: dict[str, AttributeValueTypeDef] = {**keys.case(case.order_id, case.case_id), "body": {"S": body}}
        if saved.waits_since:
            entry = keys.case_entry(saved.waits_since, case.order_id, case.case_id)
            item |= keys.listed(keys.CASES_WAITING, entry)
        if not put_version(self._client, self._table, item, case.version, "save case"):
            raise StaleCase("The case changed in between: try again.")
        return saved


def _read(item: Mapping[str, AttributeValueTypeDef]) -> Case:
    return _case.validate_json(item["body"]["S"])


def _entry(listed_as: str) -> Entry:
    """The entry that a cursor names."""
    since, _, ids = listed_as.partition("#")
    order_id, _, case_id = ids.partition("#")
    if not (since and order_id and case_id):
        raise InvalidCursor
    key = keys.case(order_id, case_id)
    return Entry(listed_as, str(key["PK"]["S"]), str(key["SK"]["S"]))


def _ids(entry: Entry) -> tuple[str, str]:
    return keys.order_id_of(entry.partition), entry.sort.removeprefix(keys.CASE)
