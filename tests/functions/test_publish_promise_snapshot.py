"""What was saved is what promises are made from: the snapshot follows the table, by its events."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.publish_events.handler import handler as publish_events
from functions.publish_promise_snapshot.handler import handler
from shared.access.api_key import KeyKind, new_key
from shared.aws import clients, keys
from shared.aws.dynamodb_advisories import DynamoAdvisories
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_promise_model import DynamoPromiseModel
from shared.disruptions.advisory import End, EndReason
from shared.promise.network import UnreadableNetwork
from shared.promise.snapshot import SNAPSHOT, ModelPointer
from tests.aws.test_advisories_contract import record
from tests.functions.conftest import BUCKET, Cloud
from tests.functions.triggers import failed, from_bus, from_stream, sample

MODEL = ModelPointer("2026-11-24.bin", datetime(2026, 11, 24, tzinfo=UTC))


def published() -> dict[str, Any]:
    body = clients.s3().get_object(Bucket=BUCKET, Key=SNAPSHOT)["Body"].read()
    document: dict[str, Any] = json.loads(body)
    return document


def told(cloud: Cloud, *kinds: str) -> list[dict[str, Any]]:
    """The events of what was saved, with `kinds` of sort keys that begin so, as the bus delivers them."""
    assert failed(publish_events(from_stream(cloud.changes(*kinds)), None)) == []
    return [event for event in cloud.published() if event["detail-type"] == "PromiseBasisChanged"]


def run(cloud: Cloud, *kinds: str) -> None:
    events = told(cloud, *kinds)
    assert events
    assert failed(handler(from_bus(*events), None)) == []


def test_a_published_configuration_reaches_the_promise(cloud: Cloud) -> None:
    run(cloud, "CURRENT")
    document = published()
    assert document["configuration"] == 1
    assert document["network"]["services"]
    assert (document["storefront_keys"], document["model"]) == ([], None)


def test_storefront_keys_are_there_by_their_digests_and_merchants_are_not(cloud: Cloud) -> None:
    storefront, merchant = new_key(KeyKind.STOREFRONT, b"\x02" * 32), new_key(KeyKind.MERCHANT, b"\x01" * 32)
    for key in (storefront, merchant):
        DynamoKeys(clients.dynamodb(), cloud.table).add(key)
    run(cloud)
    assert published()["storefront_keys"] == [storefront.digest]
    assert merchant.digest not in json.dumps(published())
    assert storefront.plain not in json.dumps(published())


def test_a_fitted_model_is_named(cloud: Cloud) -> None:
    DynamoPromiseModel(clients.dynamodb(), cloud.table).put(MODEL)
    run(cloud, "PROMISE")
    assert published()["model"] == {"name": MODEL.name, "made_at": "2026-11-24T00:00:00+00:00"}


def test_a_repeated_batch_writes_nothing(cloud: Cloud) -> None:
    run(cloud, "CURRENT")
    before = clients.s3().head_object(Bucket=BUCKET, Key=SNAPSHOT)["LastModified"]
    run(cloud, "CURRENT")
    assert clients.s3().head_object(Bucket=BUCKET, Key=SNAPSHOT)["LastModified"] == before


def test_every_part_that_is_saved_or_deleted_is_told_once(cloud: Cloud) -> None:
    store = DynamoAdvisories(clients.dynamodb(), cloud.table)
    DynamoKeys(clients.dynamodb(), cloud.table).add(new_key(KeyKind.STOREFRONT, b"\x02" * 32))
    DynamoPromiseModel(clients.dynamodb(), cloud.table).put(MODEL)
    advisory = store.save(None, record())
    store.save(advisory, replace(advisory, end=End(MODEL.made_at, EndReason.ENDED, "merchant")))
    events = told(cloud)
    parts = [event["detail"]["data"]["part"] for event in events]
    assert parts == ["configuration", "api_keys", "model", "advisories", "advisories"]
    assert len({event["detail"]["metadata"]["event_id"] for event in events}) == len(events)


def test_a_past_configuration_is_no_news(cloud: Cloud) -> None:
    assert told(cloud, "VERSION#") == []


def test_while_a_network_cannot_be_read_the_old_snapshot_stands(cloud: Cloud) -> None:
    run(cloud, "CURRENT")
    before = published()
    item = {**keys.current_configuration(), "version": {"N": "2"}, "document": {"S": "{}"}, "network": {"S": "{}"}}
    clients.dynamodb().put_item(TableName=cloud.table, Item=item)
    with pytest.raises(UnreadableNetwork):
        run(cloud, "CURRENT")
    assert published() == before


def test_the_envelope_aws_sends_is_understood(cloud: Cloud) -> None:
    assert failed(handler(sample("sqs_from_bus"), None)) == []
