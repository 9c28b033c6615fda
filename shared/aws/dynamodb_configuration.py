"""The merchant's published configuration in DynamoDB: the one in force, and every one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.aws import keys
from shared.aws.errors import aws_errors, error_code
from shared.aws.policy_items import policy_items
from shared.errors import Conflict, Unavailable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, PutTypeDef, TransactWriteItemTypeDef


class NothingPublished(Unavailable):
    """No configuration was ever published."""

    code = "nothing_published"


class PublishedInBetween(Conflict):
    """Somebody else published since the version was read."""

    code = "published_in_between"


@dataclass(frozen=True, slots=True)
class PublishedConfiguration:
    """What was published, as JSON texts: each reader decodes the part it needs, and imports no more than that."""

    version: int
    document: str
    """The merchant's whole configuration."""
    network: str
    """The delivery network compiled from it, for the promise."""
    published_at: datetime | None = None
    """Aware, UTC; None where it was published before that was kept."""
    returns_digest: str = ""
    """Of what was compiled of its returns; "" where they are off."""


class DynamoConfiguration:
    """Where configurations are published to and read from."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def current(self) -> PublishedConfiguration:
        """The configuration in force; raises NothingPublished when there is none."""
        with aws_errors("read configuration"):
            found = self._client.get_item(TableName=self._table, Key=keys.current_configuration(), ConsistentRead=True)
        if "Item" not in found:
            raise NothingPublished("No configuration is published: run `todoku config publish merchant.yaml`.")
        item = found["Item"]
        return PublishedConfiguration(
            version=int(item["version"]["N"]),
            document=item["document"]["S"],
            network=item["network"]["S"],
            published_at=datetime.fromisoformat(item["published_at"]["S"]) if "published_at" in item else None,
            returns_digest=item["returns_digest"]["S"] if "returns_digest" in item else "",
        )

    def publish(self, document: str, network: str, returns: str = "", *, now: datetime) -> int:
        """Publish as the next version, and answer its number. What is in force already is not published again.

        `returns`: what `shared.returns.published` reads, as JSON; "" where they are off. `now`: aware, UTC. A version
        is never older than the one before it, whatever the clocks of those who publish say.
        """
        digest = sha256(returns.encode()).hexdigest() if returns else ""
        try:
            current = self.current()
        except NothingPublished:
            current = PublishedConfiguration(0, "", "")
        if (current.document, current.network, current.returns_digest) == (document, network, digest):
            return current.version
        at = max(now, current.published_at or now)
        self._transact(PublishedConfiguration(current.version + 1, document, network, at, digest), at, returns)
        return current.version + 1

    def _transact(self, publication: PublishedConfiguration, at: datetime, returns: str) -> None:
        """Keep the version, put it in force and note what it says of returns: all or nothing."""
        attributes: dict[str, AttributeValueTypeDef] = {
            "version": {"N": str(publication.version)},
            "document": {"S": publication.document},
            "network": {"S": publication.network},
            "published_at": {"S": at.isoformat()},
            "returns_digest": {"S": publication.returns_digest},
        }
        in_force: PutTypeDef = {
            "TableName": self._table,
            "Item": {**keys.current_configuration(), **attributes},
            "ConditionExpression": "attribute_not_exists(PK) OR version = :seen",
            "ExpressionAttributeValues": {":seen": {"N": str(publication.version - 1)}},
        }
        kept: PutTypeDef = {
            "TableName": self._table,
            "Item": {**keys.past_configuration(publication.version), **attributes},
            "ConditionExpression": "attribute_not_exists(PK)",
        }
        of_returns: list[TransactWriteItemTypeDef] = [
            {"Put": {"TableName": self._table, "Item": item}} for item in policy_items(publication.version, at, returns)
        ]
        with aws_errors("publish configuration"):
            try:
                self._client.transact_write_items(TransactItems=[{"Put": in_force}, {"Put": kept}, *of_returns])
            except ClientError as error:
                if error_code(error) == "TransactionCanceledException":
                    raise PublishedInBetween("Somebody else published in between: look, and publish again.") from None
                raise
