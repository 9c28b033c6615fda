"""A put that succeeds only on the version somebody read: the fence around every item that more than one may write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.aws.errors import aws_errors, condition_failed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, PutItemInputTypeDef


def put_version(
    client: DynamoDBClient, table: str, item: dict[str, AttributeValueTypeDef], seen_version: int, operation: str
) -> bool:
    """Put `item` as version `seen_version + 1`, unless the stored version is no longer `seen_version` (0: none).

    True: stored. False: somebody else was faster.
    """
    put: PutItemInputTypeDef = {
        "TableName": table,
        "Item": {**item, "version": {"N": str(seen_version + 1)}},
        "ConditionExpression": "attribute_not_exists(PK)",
    }
    if seen_version:
        put["ConditionExpression"] = "version = :seen"
        put["ExpressionAttributeValues"] = {":seen": {"N": str(seen_version)}}
    with aws_errors(operation):
        try:
            client.put_item(**put)
        except ClientError as error:
            if condition_failed(error):
                return False
            raise
    return True
