"""Look-ups in DynamoDB: one item each, written once and then only counted and marked; the table forgets it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from pydantic import TypeAdapter

from shared.access.lookup import KEPT_FOR, KeptLookup, Lookup
from shared.aws import keys
from shared.aws.errors import aws_errors, condition_failed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = Mapping[str, AttributeValueTypeDef]

_lookup = TypeAdapter(Lookup)


class DynamoLookups:
    """Implements shared.access.lookup.Lookups.

    Write units: one to keep a look-up, one for each try, and for one that finds an order one to note that, and one
    when its code was entered.
    """

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def keep(self, lookup: Lookup) -> None:
        with aws_errors("keep look-up"):
            self._client.put_item(
                TableName=self._table,
                Item={
                    **keys.lookup(lookup.lookup_id),
                    "body": {"S": _lookup.dump_json(lookup, exclude_defaults=True).decode()},
                    "tries": {"N": "0"},
                    "expires_at": {"N": str(int((lookup.asked_at + KEPT_FOR).timestamp()))},
                },
                ConditionExpression="attribute_not_exists(PK)",
            )

    def get(self, lookup_id: str) -> KeptLookup | None:
        with aws_errors("read look-up"):
            found = self._client.get_item(TableName=self._table, Key=keys.lookup(lookup_id), ConsistentRead=True)
        return _kept(found["Item"]) if "Item" in found else None

    def note_found(self, lookup_id: str, link: str) -> bool:
        change = "SET found_link = :link"
        return self._update(lookup_id, change, "attribute_not_exists(found_link)", {":link": {"S": link}}) is not None

    def take_try(self, lookup_id: str, most: int) -> KeptLookup | None:
        values: Item = {":one": {"N": "1"}, ":most": {"N": str(most)}}
        counted = self._update(lookup_id, "ADD tries :one", "tries < :most", values)
        return _kept(counted) if counted is not None else None

    def note_opened(self, lookup_id: str, now: datetime) -> None:
        values: Item = {":now": {"S": now.astimezone(UTC).isoformat()}}
        self._update(lookup_id, "SET opened_at = :now", "attribute_not_exists(opened_at)", values)

    def _update(self, lookup_id: str, change: str, condition: str, values: Item) -> Item | None:
        """The item after the change; None where the look-up is gone, or the condition does not hold."""
        with aws_errors("update look-up"):
            try:
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=keys.lookup(lookup_id),
                    UpdateExpression=change,
                    ConditionExpression=f"attribute_exists(PK) AND {condition}",
                    ExpressionAttributeValues=values,
                    ReturnValues="ALL_NEW",
                )
            except ClientError as error:
                if condition_failed(error):
                    return None
                raise
        return answer["Attributes"]


def _kept(item: Item) -> KeptLookup:
    opened_at = item.get("opened_at")
    return KeptLookup(
        lookup=_lookup.validate_json(item["body"]["S"]),
        found=item["found_link"]["S"] if "found_link" in item else "",
        tries=int(item["tries"]["N"]),
        opened_at=datetime.fromisoformat(opened_at["S"]) if opened_at else None,
    )
