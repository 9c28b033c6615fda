"""What only DynamoDB can get wrong: sizes, write units, cancelled transactions, refusals."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from shared.access.api_key import KeyKind, new_key
from shared.aws.dynamodb_configuration import DynamoConfiguration, NothingPublished, PublishedInBetween
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.errors import AwsRefused, AwsUnavailable
from shared.aws.keys import api_key
from shared.tracking.carrier_update import CarrierUpdate
from shared.tracking.checkpoint import Place
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Assignment, join
from shared.tracking.ports import StaleOrder
from shared.tracking.project_shipment import project_shipment
from shared.tracking.record_update import record_update
from tests.aws.conftest import TABLE
from tests.samples import PARCEL, PARCEL_ID, checkpoint, order

KB = 1024
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def size(item: dict[str, Any]) -> int:
    """Bytes as DynamoDB counts them: names and values."""
    return sum(len(name) + len(str(next(iter(value.values()))).encode()) for name, value in item.items())


def counted(client: Any) -> Counter[str]:
    """Counts the calls a client makes from now on."""
    calls: Counter[str] = Counter()
    client.meta.events.register("before-call.dynamodb.*", lambda model, **_: calls.update([model.name]))
    return calls


def test_what_others_may_just_have_written_is_read_strongly_consistent(dynamodb: Any) -> None:
    DynamoConfiguration(dynamodb, TABLE).publish("{}", "[]", now=NOW)
    asked: list[tuple[str, bool]] = []
    dynamodb.meta.events.register(
        "provide-client-params.dynamodb.*",
        lambda params, model, **_: asked.append((model.name, params.get("ConsistentRead", False))),
    )
    DynamoConfiguration(dynamodb, TABLE).current()
    DynamoOrders(dynamodb, TABLE).get("A-1")
    DynamoOrders(dynamodb, TABLE).by_link("none")
    DynamoMessages(dynamodb, TABLE).get("A-1", "none")
    DynamoParcels(dynamodb, TABLE).history(PARCEL)
    assert asked == [("GetItem", True)] * 4 + [("Query", True)]


def test_a_number_that_is_no_id_costs_a_new_order_one_item_more_and_a_later_save_none(dynamodb: Any) -> None:
    orders = DynamoOrders(dynamodb, TABLE)

    def prefixes() -> Counter[str]:
        return Counter(item["PK"]["S"].partition("#")[0] for item in dynamodb.scan(TableName=TABLE)["Items"])

    orders.save(order(name="#A-1"), [])
    assert prefixes() == {"ORDER": 1, "LINK": 1}
    named = orders.save(order(order_id="A-2", link="b" * 22, name="#1001"), [])
    assert prefixes() == {"ORDER": 2, "LINK": 2, "NUMBER": 1}
    sent: list[int] = []
    dynamodb.meta.events.register(
        "provide-client-params.dynamodb.TransactWriteItems",
        lambda params, **_: sent.append(len(params["TransactItems"])),
    )
    orders.save(named, [])
    assert sent == [1]


def test_a_history_longer_than_one_answer_of_dynamodb_comes_back_whole(dynamodb: Any) -> None:
    parcels = DynamoParcels(dynamodb, TABLE)
    seen = [replace(checkpoint(Milestone.IN_TRANSIT, hours), message="x" * 100 * KB) for hours in range(12)]
    for each in seen:
        parcels.add(PARCEL, each, "usps")
    calls = counted(dynamodb)
    assert parcels.history(PARCEL).checkpoints == tuple(seen)
    assert calls == {"Query": 2}


def test_a_carrier_update_with_one_new_scan_costs_two_write_units(dynamodb: Any) -> None:
    parcels = DynamoParcels(dynamodb, TABLE)
    old = tuple(checkpoint(Milestone.IN_TRANSIT, -hours) for hours in range(1, 9))
    record_update(parcels, CarrierUpdate(PARCEL, old), reported_by="usps")
    project_shipment(parcels, PARCEL)
    calls = counted(dynamodb)
    update = CarrierUpdate(PARCEL, (*old, checkpoint(Milestone.OUT_FOR_DELIVERY)))
    record_update(parcels, update, reported_by="usps")
    project_shipment(parcels, PARCEL)
    assert calls == {"Query": 2, "PutItem": 2}
    assert max(size(item) for item in dynamodb.scan(TableName=TABLE)["Items"]) <= KB


def test_a_carrier_update_that_says_nothing_new_writes_nothing(dynamodb: Any) -> None:
    parcels = DynamoParcels(dynamodb, TABLE)
    update = CarrierUpdate(PARCEL, (checkpoint(Milestone.IN_TRANSIT),))
    record_update(parcels, update, reported_by="usps")
    project_shipment(parcels, PARCEL)
    calls = counted(dynamodb)
    record_update(parcels, update, reported_by="usps")
    project_shipment(parcels, PARCEL)
    assert calls == {"Query": 2}


def test_a_wordy_checkpoint_and_a_full_projection_still_fit_one_write_unit(dynamodb: Any) -> None:
    parcels = DynamoParcels(dynamodb, TABLE)
    place = Place("LLANFAIRPWLLGWYNGYLLGOGERYCHWYRN", "ISLE OF ANGLESEY", "LL61 5UJ", "GB")
    wordy = replace(checkpoint(Milestone.IN_TRANSIT), message="Departed from the regional facility. " * 8, place=place)
    parcels.add(PARCEL, wordy, "usps")
    everything = [checkpoint(milestone, hours) for hours, milestone in enumerate(Milestone)]
    parcels.save(join(PARCEL_ID, Assignment("A" * 64, "S" * 64), everything), 0)
    assert max(size(item) for item in dynamodb.scan(TableName=TABLE)["Items"]) <= KB


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        (["ConditionalCheckFailed"], StaleOrder),
        (["TransactionConflict"], StaleOrder),
        (["ThrottlingError"], AwsUnavailable),
    ],
)
def test_a_cancelled_transaction_is_stale_only_when_it_is(
    dynamodb: Any, monkeypatch: pytest.MonkeyPatch, reasons: list[str], expected: type[Exception]
) -> None:
    def cancel(**_: object) -> None:
        answer = {
            "Error": {"Code": "TransactionCanceledException", "Message": ""},
            "CancellationReasons": [{"Code": r} for r in reasons],
        }
        raise ClientError(answer, "TransactWriteItems")  # type: ignore[arg-type]

    monkeypatch.setattr(dynamodb, "transact_write_items", cancel)
    with pytest.raises(expected):
        DynamoOrders(dynamodb, TABLE).save(order(), [])


def test_what_aws_says_in_an_error_is_never_repeated(dynamodb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        answer = {"Error": {"Code": "AccessDeniedException", "Message": "aiko@shopper.example may not"}}
        raise ClientError(answer, "GetItem")  # type: ignore[arg-type]

    monkeypatch.setattr(dynamodb, "get_item", refuse)
    with pytest.raises(AwsRefused) as refused:
        DynamoOrders(dynamodb, TABLE).get("A-1")
    assert "aiko" not in refused.value.detail
    assert refused.value.__cause__ is None


def test_an_aws_that_does_not_answer_is_unavailable(dynamodb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(**_: object) -> None:
        raise EndpointConnectionError(endpoint_url="http://nowhere")

    monkeypatch.setattr(dynamodb, "get_item", hang)
    with pytest.raises(AwsUnavailable):
        DynamoOrders(dynamodb, TABLE).get("A-1")


def test_only_the_digest_of_a_key_is_stored(dynamodb: Any) -> None:
    key = new_key(KeyKind.MERCHANT, b"\x07" * 32)
    keys = DynamoKeys(dynamodb, TABLE)
    assert keys.kind(key.digest) is None
    keys.add(key)
    assert keys.kind(key.digest) is KeyKind.MERCHANT
    assert key.plain not in str(dynamodb.scan(TableName=TABLE)["Items"])


def test_a_key_is_read_once_a_minute_at_most(dynamodb: Any) -> None:
    key = new_key(KeyKind.STOREFRONT, b"\x08" * 32)
    keys = DynamoKeys(dynamodb, TABLE)
    keys.add(key)
    calls = counted(dynamodb)
    assert {keys.kind(key.digest) for _ in range(5)} == {KeyKind.STOREFRONT}
    assert calls["GetItem"] == 1


def test_a_revoked_key_is_forgotten_after_a_minute(dynamodb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key(KeyKind.MERCHANT, b"\x09" * 32)
    keys = DynamoKeys(dynamodb, TABLE)
    keys.add(key)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert keys.kind(key.digest) is KeyKind.MERCHANT
    dynamodb.delete_item(TableName=TABLE, Key=api_key(key.digest))
    monkeypatch.setattr(time, "monotonic", lambda: now + 61)
    assert keys.kind(key.digest) is None


def test_256_keys_are_remembered_and_no_more(dynamodb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[object] = []
    monkeypatch.setattr(dynamodb, "get_item", lambda **asked: reads.append(asked) or {"Item": {"kind": {"S": "sk"}}})
    keys, digests = DynamoKeys(dynamodb, TABLE), [str(number) for number in range(300)]
    for digest in 2 * digests[:256]:
        keys.kind(digest)
    assert len(reads) == 256
    for digest in [*digests[256:], *reversed(digests)]:
        keys.kind(digest)
    assert len(reads) >= 300 + (300 - 256)


def test_each_published_configuration_is_kept_and_the_last_is_in_force(dynamodb: Any) -> None:
    published = DynamoConfiguration(dynamodb, TABLE)
    with pytest.raises(NothingPublished):
        published.current()
    assert published.publish("{}", "[1]", now=NOW) == 1
    assert published.publish("{}", "[2]", now=NOW) == 2
    assert published.publish("{}", "[2]", now=NOW) == 2
    assert (published.current().version, published.current().network) == (2, "[2]")
    items = dynamodb.scan(TableName=TABLE)["Items"]
    kept = [item["SK"]["S"] for item in items if item["PK"]["S"] == "CONFIGURATION"]
    assert sorted(kept) == ["CURRENT", "VERSION#000001", "VERSION#000002"]


def test_two_who_publish_at_once_do_not_overwrite_each_other(dynamodb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, theirs = DynamoConfiguration(dynamodb, TABLE), DynamoConfiguration(dynamodb, TABLE)
    mine.publish("{}", "[1]", now=NOW)
    seen = mine.current()
    theirs.publish("{}", "[2]", now=NOW)
    monkeypatch.setattr(mine, "current", lambda: seen)
    with pytest.raises(PublishedInBetween):
        mine.publish("{}", "[3]", now=NOW)
    assert theirs.current().network == "[2]"
