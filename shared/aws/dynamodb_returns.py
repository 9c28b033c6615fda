"""Returns in DynamoDB: the return and the accounts of its orders in one transaction, with what finds it.

A save writes the return and the accounts that changed, two write units per KB each; the first one also what finds it
by number and by customer (two each), and one that begins or stops to wait for staff an entry of that queue (two, and
one in the index). Where the term that passes next is another, the index takes two more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.batch_get import batch_get
from shared.aws.dynamodb_lists import DynamoLists, Entry
from shared.aws.errors import AwsUnavailable, aws_errors, cancellation_reasons, error_code
from shared.returns.order_account import OrderAccount
from shared.returns.ports import NumberTaken, ReturnTooLarge, StaleReturn
from shared.returns.request.queue import waits_for_staff
from shared.returns.return_request import ReturnRequest

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, PutTypeDef, TransactWriteItemTypeDef

    Item = dict[str, AttributeValueTypeDef]

MAX_BYTES = 350_000
"""Of one item. DynamoDB takes 400 KB with keys and attribute names; a return that large is worked on by no shop."""

_request = TypeAdapter(ReturnRequest)
_account = TypeAdapter(OrderAccount)


class DynamoReturns:
    """Implements shared.returns.ports.Returns."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._table = table_name
        self._lists = DynamoLists(client, table_name)

    def get(self, return_id: str) -> ReturnRequest | None:
        item = self._read(keys.return_request(return_id))
        return _request.validate_json(item["body"]["S"]) if item else None

    def by_number(self, number: str) -> ReturnRequest | None:
        item = self._read(keys.return_number(number))
        return self.get(item["return_id"]["S"]) if item else None

    def account(self, order_id: str) -> OrderAccount:
        item = self._read(keys.return_account(order_id))
        return _account.validate_json(item["body"]["S"]) if item else OrderAccount(order_id)

    def of_order(self, order_id: str) -> Sequence[ReturnRequest]:
        found = [self.get(return_id) for return_id in self.account(order_id).return_ids]
        return [request for request in found if request is not None]

    def of_customer(self, customer_id: str, limit: int) -> Sequence[ReturnRequest]:
        with aws_errors("read returns of a customer"):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="PK = :customer AND begins_with(SK, :returns)",
                ExpressionAttributeValues={
                    ":customer": {"S": keys.customer(customer_id)},
                    ":returns": {"S": "RETURN#"},
                },
                ScanIndexForward=False,
                Limit=limit,
                ConsistentRead=True,
            )
        return self._all([keys.return_id_of(item["SK"]["S"]) for item in answer["Items"]], consistent=True)

    def save(self, request: ReturnRequest, accounts: Sequence[OrderAccount] = ()) -> ReturnRequest:
        waits = waits_for_staff(request)
        saved = replace(request, version=request.version + 1, is_queued=waits)
        writes = [self._put_request(saved), *(self._put_account(account) for account in accounts)]
        first_pointer = len(writes)
        if request.version == 0:
            writes += self._pointers(saved)
        if waits != request.is_queued:
            writes.append(self._queue(saved) if waits else self._leave_queue(saved))
        try:
            with aws_errors("save return"):
                self._transact(writes)
        except _Cancelled as cancelled:
            raise _reason(cancelled, number_at=first_pointer if request.version == 0 else None) from None
        return saved

    def due(self, until: datetime, limit: int) -> Sequence[str]:
        entries = self._lists.page(keys.RETURNS_LIST, limit=limit, until=keys.due_until(until))
        return [keys.return_id_of(entry.listed_as) for entry in entries]

    def created_on(self, day: date, limit: int, cursor: str = "") -> tuple[Sequence[ReturnRequest], str]:
        return self._page(keys.returns_list(day), limit, cursor, newest_first=True)

    def waiting(self, limit: int, cursor: str = "") -> tuple[Sequence[ReturnRequest], str]:
        return self._page(keys.RETURNS_WAITING, limit, cursor, newest_first=False)

    def _page(self, name: str, limit: int, cursor: str, *, newest_first: bool) -> tuple[Sequence[ReturnRequest], str]:
        """`cursor`: the entry and the partition it stands for, "\\n" between them; both make the item's key."""
        after = None
        if cursor:
            listed_as, partition, sort = cursor.split("\n")
            after = Entry(listed_as, partition, sort)
        entries = self._lists.page(name, limit=limit, after=after, newest_first=newest_first)
        goes_on = ""
        if len(entries) == limit:
            last = entries[-1]
            goes_on = "\n".join((last.listed_as, last.partition, last.sort))
        return self._all([keys.return_id_of(entry.listed_as) for entry in entries]), goes_on

    def _all(self, return_ids: Sequence[str], *, consistent: bool = False) -> list[ReturnRequest]:
        """In the order of the ids; those that are not there any more are left out."""
        asked = [keys.return_request(return_id) for return_id in dict.fromkeys(return_ids)]
        items = batch_get(self._client, self._table, asked, "read returns", consistent=consistent)
        found = {item["PK"]["S"]: _request.validate_json(item["body"]["S"]) for item in items}
        partitions = [str(key["PK"]["S"]) for key in asked]
        return [found[partition] for partition in partitions if partition in found]

    def _read(self, key: keys.Key) -> Item | None:
        with aws_errors("read return"):
            found = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return found.get("Item")

    def _put_request(self, request: ReturnRequest) -> TransactWriteItemTypeDef:
        body = _request.dump_json(request, exclude_defaults=True).decode()
        item: Item = {**keys.return_request(request.return_id), "body": {"S": _small_enough(body)}}
        if request.look_again_at is not None:
            item |= keys.listed(keys.RETURNS_LIST, keys.due_as(request.look_again_at, request.return_id))
        return self._versioned(item, request.version)

    def _put_account(self, account: OrderAccount) -> TransactWriteItemTypeDef:
        saved = replace(account, version=account.version + 1)
        body = _account.dump_json(saved, exclude_defaults=True).decode()
        item: Item = {**keys.return_account(account.order_id), "body": {"S": _small_enough(body)}}
        return self._versioned(item, saved.version)

    def _versioned(self, item: Item, version: int) -> TransactWriteItemTypeDef:
        put: PutTypeDef = {
            "TableName": self._table,
            "Item": {**item, "version": {"N": str(version)}},
            "ConditionExpression": "attribute_not_exists(PK)",
        }
        if version > 1:
            put["ConditionExpression"] = "version = :seen"
            put["ExpressionAttributeValues"] = {":seen": {"N": str(version - 1)}}
        return {"Put": put}

    def _pointers(self, request: ReturnRequest) -> list[TransactWriteItemTypeDef]:
        number: PutTypeDef = {
            "TableName": self._table,
            "Item": {
                **keys.return_number(request.number),
                **keys.listed(
                    keys.returns_list(request.created_at.date()),
                    keys.return_entry(request.created_at, request.return_id),
                ),
                "return_id": {"S": request.return_id},
            },
            "ConditionExpression": "attribute_not_exists(PK)",
        }
        if not request.customer_id:
            return [{"Put": number}]
        item = keys.customer_return(request.customer_id, request.created_at, request.return_id)
        return [{"Put": number}, {"Put": {"TableName": self._table, "Item": item}}]

    def _queue(self, request: ReturnRequest) -> TransactWriteItemTypeDef:
        since = request.log[-1].at if request.log else request.created_at
        item: Item = {
            **keys.return_waiting(request.return_id),
            **keys.listed(keys.RETURNS_WAITING, keys.return_entry(since, request.return_id)),
        }
        return {"Put": {"TableName": self._table, "Item": item}}

    def _leave_queue(self, request: ReturnRequest) -> TransactWriteItemTypeDef:
        return {"Delete": {"TableName": self._table, "Key": keys.return_waiting(request.return_id)}}

    def _transact(self, writes: list[TransactWriteItemTypeDef]) -> None:
        try:
            self._client.transact_write_items(TransactItems=writes)
        except ClientError as error:
            if error_code(error) == "TransactionCanceledException":
                raise _Cancelled(cancellation_reasons(error)) from None
            raise


def _small_enough(body: str) -> str:
    if len(body.encode()) > MAX_BYTES:
        raise ReturnTooLarge("The return holds too much: too many parts, entries or words.")
    return body


def _reason(cancelled: _Cancelled, *, number_at: int | None) -> Exception:
    """A cancelled transaction is stale only when a condition failed, or another transaction was at it."""
    failed = [place for place, reason in enumerate(cancelled.reasons) if reason == "ConditionalCheckFailed"]
    if failed == [number_at]:
        return NumberTaken("Another return has this number.", field="number")
    if failed or "TransactionConflict" in cancelled.reasons:
        return StaleReturn("The return, or another return of its order, changed in between: try again.")
    return AwsUnavailable("save return: AWS cancelled the transaction.")


class _Cancelled(Exception):
    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
