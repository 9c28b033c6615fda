"""Promise receipts in DynamoDB: the receipt, under its order, and where it is, by its id, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.errors import AwsUnavailable, aws_errors, cancellation_reasons, error_code
from shared.receipts.ports import KeptPromise, Told
from shared.receipts.receipt import SignedReceipt

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

_signed = TypeAdapter(SignedReceipt)


class DynamoReceipts:
    """Implements shared.receipts.ports.Receipts. The stream publishes PromiseMade from the receipt itself.

    The place of a promise is its idempotency record too: the id follows from the idempotency key. Keeping one costs
    two write units per KB of the receipt, and two for its place.
    """

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name

    def get(self, promise_id: str) -> KeptPromise | None:
        with aws_errors("read promise"):
            place = self._client.get_item(
                TableName=self._table, Key=keys.promise_place(promise_id), ConsistentRead=True
            ).get("Item")
            if place is None:
                return None
            key = {"PK": place["receipt_pk"], "SK": place["receipt_sk"]}
            item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)["Item"]
        return KeptPromise(_signed.validate_json(item["body"]["S"]), place["request_digest"]["S"])

    def of_order(self, order_id: str) -> Told | None:
        first = self._outermost(order_id, forward=True)
        latest = self._outermost(order_id, forward=False) if first else None
        return Told(first, latest) if first and latest else None

    def keep(self, promise: KeptPromise) -> bool:
        try:
            with aws_errors("keep promise"):
                self._transact(self._put_place(promise), self._put_receipt(promise.signed))
        except _Taken:
            return False
        return True

    def _outermost(self, order_id: str, *, forward: bool) -> SignedReceipt | None:
        """The first promise of an order, or the last."""
        with aws_errors("read promises of an order"):
            found = self._client.query(
                TableName=self._table,
                KeyConditionExpression="PK = :order AND begins_with(SK, :promise)",
                ExpressionAttributeValues={
                    ":order": keys.order(order_id)["PK"],
                    ":promise": {"S": keys.PROMISE},
                },
                ScanIndexForward=forward,
                Limit=1,
                ConsistentRead=True,
            )["Items"]
        return _signed.validate_json(found[0]["body"]["S"]) if found else None

    def _transact(self, *items: TransactWriteItemTypeDef) -> None:
        try:
            self._client.transact_write_items(TransactItems=items)
        except ClientError as error:
            if error_code(error) != "TransactionCanceledException":
                raise
            if "ConditionalCheckFailed" in cancellation_reasons(error):
                raise _Taken from None
            raise AwsUnavailable("keep promise: AWS cancelled the transaction.") from None

    def _put_place(self, promise: KeptPromise) -> TransactWriteItemTypeDef:
        receipt = promise.signed.receipt
        there = keys.promise(receipt.order_id, receipt.made_at, receipt.id)
        item = {
            **keys.promise_place(receipt.id),
            "receipt_pk": there["PK"],
            "receipt_sk": there["SK"],
            "request_digest": {"S": promise.request_digest},
        }
        return {"Put": {"TableName": self._table, "Item": item, "ConditionExpression": "attribute_not_exists(PK)"}}

    def _put_receipt(self, signed: SignedReceipt) -> TransactWriteItemTypeDef:
        receipt = signed.receipt
        item = {
            **keys.promise(receipt.order_id, receipt.made_at, receipt.id),
            "body": {"S": _signed.dump_json(signed).decode()},
        }
        return {"Put": {"TableName": self._table, "Item": item, "ConditionExpression": "attribute_not_exists(PK)"}}


class _Taken(Exception):
    """The id is another promise's already, or this one's."""
