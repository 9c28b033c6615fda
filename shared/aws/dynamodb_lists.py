"""The table's lists (`shared/aws/keys.py`), read page by page through the index that holds their entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.aws import keys
from shared.aws.errors import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, QueryInputTypeDef


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list, and the item it stands for."""

    listed_as: str
    partition: str
    sort: str


class DynamoLists:
    """Reads lists. An index is eventually consistent: what was saved a moment ago may not be listed yet."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def page(
        self,
        name: str,
        *,
        limit: int,
        after: Entry | None = None,
        until: str | None = None,
        newest_first: bool = False,
    ) -> list[Entry]:
        """At most `limit` entries of the list, in their order, beginning behind `after`, none beyond `until`.

        Fewer than `limit` means that the list ends there. `newest_first`: in the opposite order.
        """
        found: list[Entry] = []
        query: QueryInputTypeDef = {
            "TableName": self._table,
            "IndexName": keys.LISTS,
            "KeyConditionExpression": "listed_in = :list" + (" AND listed_as <= :until" if until else ""),
            "ExpressionAttributeValues": {":list": {"S": name}, **({":until": {"S": until}} if until else {})},
            "ScanIndexForward": not newest_first,
        }
        start = _start(name, after) if after else None
        while len(found) < limit:
            query["Limit"] = limit - len(found)
            if start:
                query["ExclusiveStartKey"] = start
            with aws_errors("read list"):
                answer = self._client.query(**query)
            found += [_entry(item) for item in answer["Items"]]
            start = answer.get("LastEvaluatedKey")
            if not start:
                break
        return found

    def all(self, name: str) -> Iterator[Entry]:
        """Every entry of the list, read as it is needed."""
        after: Entry | None = None
        while True:
            page = self.page(name, limit=_PAGE, after=after)
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1]


_PAGE = 1000


def _entry(item: dict[str, AttributeValueTypeDef]) -> Entry:
    return Entry(item["listed_as"]["S"], item["PK"]["S"], item["SK"]["S"])


def _start(name: str, entry: Entry) -> dict[str, AttributeValueTypeDef]:
    return {**keys.listed(name, entry.listed_as), "PK": {"S": entry.partition}, "SK": {"S": entry.sort}}
