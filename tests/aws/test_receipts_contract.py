"""One suite, the fake and DynamoDB: receipts are kept once, found by id and by order, and never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from shared.aws.dynamodb_receipts import DynamoReceipts
from shared.aws.errors import AwsUnavailable
from shared.aws.stream_records import events_of
from shared.receipts.ports import KeptPromise, Receipts, Told
from tests.aws.conftest import TABLE
from tests.fakes import InMemoryReceipts
from tests.receipts.promises import RECEIPT, kept

SECOND = kept(replace(RECEIPT, id="pr_BBBBBBBBBBBBBBBBBBBBBB", made_at=RECEIPT.made_at + timedelta(hours=1)))
THIRD = kept(replace(RECEIPT, id="pr_CCCCCCCCCCCCCCCCCCCCCC", made_at=RECEIPT.made_at + timedelta(days=1)))


@pytest.fixture(params=["memory", "dynamodb"])
def receipts(request: pytest.FixtureRequest) -> Receipts:
    """The fake, and the real one."""
    if request.param == "memory":
        return InMemoryReceipts()
    return DynamoReceipts(request.getfixturevalue("dynamodb"), TABLE)


def test_a_receipt_comes_back_byte_for_byte(receipts: Receipts) -> None:
    assert receipts.keep(kept())
    assert receipts.get(RECEIPT.id) == kept()


def test_what_was_never_kept_is_not_there(receipts: Receipts) -> None:
    assert receipts.get(RECEIPT.id) is None
    assert receipts.of_order("A-1001") is None


def test_an_id_is_taken_once_and_what_was_kept_stays(receipts: Receipts) -> None:
    receipts.keep(kept())
    other = kept(replace(RECEIPT, order_id="A-2", made_at=THIRD.signed.receipt.made_at), "d2")
    assert not receipts.keep(other)
    assert receipts.get(RECEIPT.id) == kept()
    assert receipts.of_order("A-2") is None


def test_of_an_order_the_first_and_the_latest_are_found_in_whatever_order_they_came(receipts: Receipts) -> None:
    for promise in (SECOND, THIRD, kept()):
        receipts.keep(promise)
    assert receipts.of_order("A-1001") == Told(kept().signed, THIRD.signed)


def test_one_promise_is_the_first_and_the_latest(receipts: Receipts) -> None:
    receipts.keep(SECOND)
    assert receipts.of_order("A-1001") == Told(SECOND.signed, SECOND.signed)


def test_promises_of_another_order_are_not_found_with_it(receipts: Receipts) -> None:
    receipts.keep(kept())
    receipts.keep(KeptPromise(replace_order(THIRD, "A-10010"), "d3"))
    assert receipts.of_order("A-1001") == Told(kept().signed, kept().signed)


def replace_order(promise: KeptPromise, order_id: str) -> Any:
    return kept(replace(promise.signed.receipt, order_id=order_id)).signed


def test_what_the_stream_says_of_a_kept_receipt_is_the_event_and_of_its_place_nothing(dynamodb: Any) -> None:
    DynamoReceipts(dynamodb, TABLE).keep(kept())
    published = [events_of(inserted(item), "hanare") for item in dynamodb.scan(TableName=TABLE)["Items"]]
    assert sorted(len(events) for events in published) == [0, 1]
    [event] = max(published, key=len)
    assert (event.detail_type, event.data["promise_id"]) == ("PromiseMade", RECEIPT.id)


def inserted(item: dict[str, Any]) -> dict[str, Any]:
    keys = {name: item[name] for name in ("PK", "SK")}
    return {"eventName": "INSERT", "dynamodb": {"Keys": keys, "NewImage": item}}


def test_a_transaction_that_aws_cancelled_for_its_own_reasons_is_no_taken_id(
    dynamodb: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancel(**_: object) -> None:
        answer = {
            "Error": {"Code": "TransactionCanceledException", "Message": ""},
            "CancellationReasons": [{"Code": "ThrottlingError"}, {"Code": "None"}],
        }
        raise ClientError(answer, "TransactWriteItems")  # type: ignore[arg-type]

    monkeypatch.setattr(dynamodb, "transact_write_items", cancel)
    with pytest.raises(AwsUnavailable):
        DynamoReceipts(dynamodb, TABLE).keep(kept())


def test_of_two_at_once_under_one_key_one_is_kept(dynamodb: Any) -> None:
    store = DynamoReceipts(dynamodb, TABLE)
    later = kept(replace(RECEIPT, made_at=RECEIPT.made_at + timedelta(seconds=1)))
    assert [store.keep(kept()), store.keep(later)] == [True, False]
    assert len(dynamodb.scan(TableName=TABLE)["Items"]) == 2
