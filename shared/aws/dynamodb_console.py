"""Who may open the console, in DynamoDB: sign-in codes and sessions, in one partition; the table forgets them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.access.console_door import ConsoleSession, Person, SignInCode
from shared.access.console_role import role_named
from shared.aws import keys
from shared.aws.errors import aws_errors, condition_failed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = Mapping[str, AttributeValueTypeDef]

_OF_POOL = "of_pool"


class DynamoConsoleDoor:
    """Implements shared.access.console_door.ConsoleDoor. One read unit for each page, one write unit to sign in."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def keep_code(self, code: SignInCode) -> None:
        self._keep(keys.console_code(code.digest), _person(code.person), code.expires_at)

    def take_code(self, digest: str, now: datetime) -> Person | None:
        with aws_errors("take sign-in code"):
            try:
                taken = self._client.delete_item(
                    TableName=self._table,
                    Key=keys.console_code(digest),
                    ConditionExpression="expires_at > :now",
                    ExpressionAttributeValues={":now": {"N": str(int(now.timestamp()))}},
                    ReturnValues="ALL_OLD",
                )
            except ClientError as error:
                if condition_failed(error):
                    return None
                raise
        return _person_in(taken["Attributes"])

    def use_login(self, digest: str, until: datetime) -> bool:
        with aws_errors("note login"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item={**keys.console_login(digest), "expires_at": _seconds(until)},
                    ConditionExpression="attribute_not_exists(PK)",
                )
            except ClientError as error:
                if condition_failed(error):
                    return False
                raise
        return True

    def keep_session(self, session: ConsoleSession) -> None:
        came: Item = {_OF_POOL: {"BOOL": session.is_of_pool}}
        self._keep(keys.console_session(session.digest), {**_person(session.person), **came}, session.expires_at)

    def session(self, digest: str, now: datetime) -> ConsoleSession | None:
        with aws_errors("read session"):
            found = self._client.get_item(
                TableName=self._table, Key=keys.console_session(digest), ConsistentRead=True
            ).get("Item")
        person = _person_in(found) if found else None
        if found is None or person is None:
            return None
        expires_at = datetime.fromtimestamp(int(found["expires_at"]["N"]), UTC)
        is_of_pool = found.get(_OF_POOL, {}).get("BOOL", False)
        return ConsoleSession(digest, person, expires_at, is_of_pool) if now < expires_at else None

    def end_session(self, digest: str) -> None:
        with aws_errors("end session"):
            self._client.delete_item(TableName=self._table, Key=keys.console_session(digest))

    def end_all(self) -> int:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            ConsistentRead=True,
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": keys.console_session("")["PK"]},
            ProjectionExpression="PK, SK",
        )
        with aws_errors("end sessions"):
            found = [item for page in pages for item in page["Items"]]
            for key in found:
                self._client.delete_item(TableName=self._table, Key={"PK": key["PK"], "SK": key["SK"]})
        return sum(key["SK"]["S"].startswith(keys.CONSOLE_SESSION) for key in found)

    def _keep(self, key: keys.Key, content: Item, expires_at: datetime) -> None:
        with aws_errors("keep console item"):
            self._client.put_item(TableName=self._table, Item={**key, **content, "expires_at": _seconds(expires_at)})


def _person(person: Person) -> Item:
    return {"name": {"S": person.name}, "role": {"S": person.role}}


def _person_in(item: Item) -> Person | None:
    """None where no role is known: an item of before there were any lets nobody in."""
    role = role_named(item.get("role", {}).get("S"))
    return Person(item["name"]["S"], role) if role else None


def _seconds(at: datetime) -> AttributeValueTypeDef:
    return {"N": str(int(at.timestamp()))}
