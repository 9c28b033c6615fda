"""The merchant's published configuration in DynamoDB: the one in force, and every one before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.aws import keys
from shared.aws.errors import aws_errors, error_code
from shared.errors import Conflict, Unavailable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, PutTypeDef


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
        return PublishedConfiguration(int(item["version"]["N"]), item["document"]["S"], item["network"]["S"])

    def publish(self, document: str, network: str) -> int:
        """Publish as the next version, and answer its number. What is in force already is not published again."""
        try:
            current = self.current()
        except NothingPublished:
            current = PublishedConfiguration(0, "", "")
        if (current.document, current.network) == (document, network):
            return current.version
        self._transact(replace(current, version=current.version + 1, document=document, network=network))
        return current.version + 1

    def _transact(self, publication: PublishedConfiguration) -> None:
        """Keep the version and put it in force, both or neither."""
        attributes: dict[str, AttributeValueTypeDef] = {
            "version": {"N": str(publication.version)},
            "document": {"S": publication.document},
            "network": {"S": publication.network},
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
        with aws_errors("publish configuration"):
            try:
                self._client.transact_write_items(TransactItems=[{"Put": in_force}, {"Put": kept}])
            except ClientError as error:
                if error_code(error) == "TransactionCanceledException":
                    raise PublishedInBetween("Somebody else published in between: look, and publish again.") from None
                raise
