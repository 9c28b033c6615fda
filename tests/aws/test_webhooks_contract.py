"""What the stores of webhooks must do, asked of the fakes and of DynamoDB; and the secrets, of Secrets Manager too."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from shared.aws.dynamodb_webhooks import DynamoDeliveries, DynamoEndpoints
from shared.aws.webhook_secrets import StoredWebhookSecrets
from shared.webhooks.delivery import Attempt, AttemptCode, Delivery, DeliveryState, StaleDelivery
from shared.webhooks.endpoint import DisabledReason, Endpoint, StaleEndpoint
from shared.webhooks.ports import Deliveries, Endpoints
from tests.aws.conftest import TABLE
from tests.fakes import InMemoryDeliveries, InMemoryEndpoints, InMemoryWebhookSecrets
from tests.samples import NOW

HOUR = timedelta(hours=1)


@pytest.fixture(params=["memory", "dynamodb"])
def endpoints(request: pytest.FixtureRequest) -> Endpoints:
    if request.param == "memory":
        return InMemoryEndpoints()
    return DynamoEndpoints(request.getfixturevalue("dynamodb"), TABLE)


@pytest.fixture(params=["memory", "dynamodb"])
def deliveries(request: pytest.FixtureRequest) -> Deliveries:
    if request.param == "memory":
        return InMemoryDeliveries()
    return DynamoDeliveries(request.getfixturevalue("dynamodb"), TABLE)


def endpoint(endpoint_id: str = "we_1", **more: Any) -> Endpoint:
    return Endpoint(endpoint_id, "https://shop.example.com/", ("*",), **{"created_at": NOW, **more})


def delivery(name: str = "a", state: DeliveryState = DeliveryState.PENDING, hours: float = 0, **more: Any) -> Delivery:
    """One that is due, or came into its state, `hours` after NOW."""
    at = NOW + hours * HOUR
    due = at if state is DeliveryState.PENDING else None
    values = {"endpoint_id": "we_1", "moved_at": at, "next_try_at": due, **more}
    return Delivery(message_id=f"msg_{name}", event_id=name, detail_type="X", body="{}", state=state, **values)


def names(found: Any) -> list[str]:
    return [one.event_id for one in found]


def test_an_endpoint_comes_back_with_every_field(endpoints: Endpoints) -> None:
    full = Endpoint(
        endpoint_id="we_1",
        url="https://shop.example.com/?a=b",
        events=("CaseChanged", "MilestoneReached"),
        created_at=NOW,
        description="倉庫",
        failing_since=NOW + timedelta(microseconds=5),
        rotated_at=NOW,
    ).disabled(NOW, DisabledReason.FAILING)
    saved = endpoints.save(full)
    assert saved == replace(full, version=1)
    assert endpoints.get("we_1") == saved
    assert endpoints.all() == [saved]


def test_endpoints_are_listed_oldest_first_until_they_are_removed(endpoints: Endpoints) -> None:
    second, first = endpoints.save(endpoint("we_1")), endpoints.save(endpoint("we_2", created_at=NOW - HOUR))
    assert endpoints.all() == [first, second]
    endpoints.remove("we_2")
    endpoints.remove("we_2")
    assert endpoints.all() == [second]
    assert endpoints.get("we_2") is None


def test_of_two_who_save_an_endpoint_at_once_only_one_does(endpoints: Endpoints) -> None:
    first = endpoints.save(endpoint())
    endpoints.save(replace(first, description="theirs"))
    with pytest.raises(StaleEndpoint):
        endpoints.save(replace(first, description="mine"))
    with pytest.raises(StaleEndpoint):
        endpoints.save(endpoint())


def test_a_delivery_comes_back_with_every_field_and_its_body_as_it_was(deliveries: Deliveries) -> None:
    attempts = (
        Attempt(NOW, AttemptCode.STATUS, 429, timedelta(seconds=90)),
        Attempt(NOW + timedelta(microseconds=7), AttemptCode.TIMED_OUT),
    )
    full = replace(delivery(), body='{"a": "\\u0000\\"椿"}' * 1000, attempts=attempts, replays=2)
    assert deliveries.keep(full)
    assert deliveries.get("we_1", "msg_a") == replace(full, version=1)
    assert list(deliveries.due("we_1", NOW, 9)) == [replace(full, version=1)]


def test_what_is_kept_once_is_not_kept_again(deliveries: Deliveries) -> None:
    assert deliveries.keep(delivery())
    assert not deliveries.keep(delivery(state=DeliveryState.MISSED))
    assert deliveries.keep(delivery(endpoint_id="we_2"))
    kept = deliveries.get("we_1", "msg_a")
    assert kept
    assert kept.state is DeliveryState.PENDING


def test_of_two_who_try_at_once_only_one_does(deliveries: Deliveries) -> None:
    deliveries.keep(delivery())
    read = deliveries.get("we_1", "msg_a")
    assert read
    deliveries.save(read.claimed(NOW + HOUR))
    with pytest.raises(StaleDelivery):
        deliveries.save(read.claimed(NOW + HOUR))


def test_due_is_what_is_pending_of_that_endpoint_the_longest_due_first(deliveries: Deliveries) -> None:
    for name, hours in (("later", 1), ("now", 0), ("long", -2), ("before", -1)):
        deliveries.keep(delivery(name, hours=hours))
    deliveries.keep(delivery("missed", DeliveryState.MISSED, -3))
    deliveries.keep(delivery("others", hours=-3, endpoint_id="we_2"))
    assert names(deliveries.due("we_1", NOW, 9)) == ["long", "before", "now"]
    assert names(deliveries.due("we_1", NOW, 1)) == ["long"]


def test_what_is_over_is_due_no_more(deliveries: Deliveries) -> None:
    deliveries.keep(delivery())
    read = deliveries.get("we_1", "msg_a")
    assert read
    saved = deliveries.save(read.after(Attempt(NOW, AttemptCode.OK, 200)))
    assert names(deliveries.due("we_1", NOW + 99 * HOUR, 9)) == []
    assert deliveries.listed("we_1", DeliveryState.DELIVERED, limit=9) == ([saved], None)


@pytest.mark.parametrize(
    ("state", "expected"),
    [(DeliveryState.PENDING, ["a", "b", "c", "d", "e"]), (DeliveryState.MISSED, ["e", "d", "c", "b", "a"])],
)
def test_a_state_is_listed_in_pages_of_any_size(
    deliveries: Deliveries, state: DeliveryState, expected: list[str]
) -> None:
    for hours, name in enumerate("abcde"):
        deliveries.keep(delivery(name, state, hours if name != "c" else 1))  # two at one moment
    for limit in (1, 2, 5, 9):
        found, after = deliveries.listed("we_1", state, limit=limit)
        everything = [*found]
        while after:
            found, after = deliveries.listed("we_1", state, limit=limit, after=after)
            everything += found
        assert names(everything) == expected
    assert deliveries.listed("we_1", DeliveryState.EXHAUSTED, limit=9) == ([], None)


def test_what_can_be_replayed_is_what_was_missed_and_what_was_given_up(deliveries: Deliveries) -> None:
    deliveries.keep(delivery("old", DeliveryState.MISSED, -5))
    deliveries.keep(delivery("missed", DeliveryState.MISSED, 0))
    deliveries.keep(delivery("given up", DeliveryState.EXHAUSTED, -1))
    deliveries.keep(delivery("taken", DeliveryState.DELIVERED))
    deliveries.keep(delivery("pending"))
    assert names(deliveries.replayable("we_1", None, 9)) == ["old", "missed", "given up"]
    assert names(deliveries.replayable("we_1", None, 2)) == ["old", "missed"]
    assert names(deliveries.replayable("we_1", NOW - HOUR, 9)) == ["missed", "given up"]
    assert names(deliveries.replayable("we_2", None, 9)) == []


def test_the_table_forgets_a_delivery_thirty_days_after_it_was_last_due(dynamodb: Any) -> None:
    DynamoDeliveries(dynamodb, TABLE).keep(delivery(hours=24))
    [item] = dynamodb.scan(TableName=TABLE)["Items"]
    assert int(item["expires_at"]["N"]) == (NOW + timedelta(days=31)).timestamp()


def test_an_event_as_large_as_the_bus_carries_fits_into_an_item(dynamodb: Any) -> None:
    store = DynamoDeliveries(dynamodb, TABLE)
    large = replace(delivery(), body='"' * 256 * 1024)
    store.keep(large)
    assert store.get("we_1", "msg_a") == replace(large, version=1)


@pytest.mark.parametrize("kind", ["memory", "secretsmanager"])
def test_secrets_are_rotated_and_forgotten_one_by_one(kind: str) -> None:
    with mock_aws():
        client = boto3.client("secretsmanager")
        client.create_secret(Name="webhooks", SecretString="{}")
        store = InMemoryWebhookSecrets() if kind == "memory" else StoredWebhookSecrets(client, "webhooks")
        store.rotate_in("we_1", "one", keep=1)
        store.rotate_in("we_2", "two")
        store.rotate_in("we_1", "three")
        store.rotate_in("we_1", "four")
        assert store.read() == {"we_1": ["four", "three"], "we_2": ["two"]}
        store.forget("we_1")
        store.forget("we_3")
        assert store.read() == {"we_2": ["two"]}
