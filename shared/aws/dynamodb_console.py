"""Who may open the console, in DynamoDB: sign-in codes and sessions, in one partition; the table forgets them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.access.console_door import ConsoleSession, SignInCode
from shared.aws import keys
from shared.aws.errors import aws_errors, condition_failed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoConsoleDoor:
    """Implements shared.access.console_door.ConsoleDoor. One read unit for each page, one write unit to sign in."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def keep_code(self, code: SignInCode) -> None:
        self._keep(keys.console_code(code.digest), code.name, code.expires_at)

    def take_code(self, digest: str, now: datetime) -> str | None:
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
        return taken["Attributes"]["name"]["S"]

    def keep_session(self, session: ConsoleSession) -> None:
        self._keep(keys.console_session(session.digest), session.name, session.expires_at)

    def session(self, digest: str, now: datetime) -> ConsoleSession | None:
        with aws_errors("read session"):
            found = self._client.get_item(
                TableName=self._table, Key=keys.console_session(digest), ConsistentRead=True
            ).get("Item")
        if found is None:
            return None
        expires_at = datetime.fromtimestamp(int(found["expires_at"]["N"]), UTC)
        return ConsoleSession(digest, found["name"]["S"], expires_at) if now < expires_at else None

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

    def _keep(self, key: keys.Key, name: str, expires_at: datetime) -> None:
        with aws_errors("keep console item"):
            self._client.put_item(
                TableName=self._table,
                Item={**key, "name": {"S": name}, "expires_at": {"N": str(int(expires_at.timestamp()))}},
            )
