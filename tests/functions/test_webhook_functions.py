"""From the bus to a receiver and, where it does not take it, again by the clock until it does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.deliver_webhook import handler as deliver_webhook
from functions.retry_webhooks import handler as retry_webhooks
from shared.aws import clients
from shared.aws.dynamodb_webhooks import DynamoEndpoints
from shared.webhooks.endpoint import Endpoint
from tests.functions.conftest import NOW, Cloud
from tests.functions.triggers import failed, from_bus, from_queue, sample
from tests.webhooks.receiver import SECRET, URL, Receiver, is_signed
from tests.webhooks.test_deliver import EVENT

ENDPOINT = Endpoint("we_" + "0" * 24, URL, ("*",), NOW)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Receiver:
    """Stands where webhooks go out."""
    standing = Receiver(200)
    for module in (deliver_webhook, retry_webhooks):
        monkeypatch.setattr(module, "WebhookPost", lambda *_, **__: standing)
    return standing


@pytest.fixture(autouse=True)
def endpoint(cloud: Cloud) -> Endpoint:
    """One endpoint, with its secret."""
    secrets = json.dumps({ENDPOINT.endpoint_id: [SECRET]})
    clients.secretsmanager().put_secret_value(SecretId="webhooks", SecretString=secrets)
    return DynamoEndpoints(clients.dynamodb(), cloud.table).save(ENDPOINT)


def deliver(event: dict[str, Any]) -> list[str]:
    return failed(deliver_webhook.handler(event, None))


def kept(cloud: Cloud) -> list[dict[str, Any]]:
    """Every webhook that was not taken at once."""
    return [json.loads(i["body"]["S"]) for i in cloud.items() if i["SK"]["S"].startswith("DELIVERY#")]


def test_an_event_on_the_bus_arrives_and_nothing_is_written(receiver: Receiver, cloud: Cloud) -> None:
    before = cloud.items()
    assert deliver(from_bus(EVENT)) == []
    [(url, headers, body)] = receiver.got
    assert url == URL
    assert is_signed(headers, body, SECRET)
    assert json.loads(body)["data"] == EVENT.data
    assert cloud.items() == before


def test_of_a_batch_each_is_told_for_itself(receiver: Receiver, cloud: Cloud) -> None:
    second = EVENT.model_copy(update={"metadata": EVENT.metadata.model_copy(update={"event_id": "another"})})
    assert deliver(from_bus(EVENT, {"detail": {"data": {}}}, second)) == []
    assert len(set(receiver.ids)) == 2
    [(_, code, reason)] = cloud.parked()
    assert code == "unreadable_event"
    assert "metadata" in reason


@pytest.mark.parametrize("body", ["{", "[]", '{"detail": 3}', '{"detail": {"metadata": {}, "data": []}}'])
def test_what_is_no_event_is_parked_with_a_reason(receiver: Receiver, cloud: Cloud, body: str) -> None:
    assert deliver(from_queue(body)) == []
    assert [parked for parked, _, _ in cloud.parked()] == [body]
    assert receiver.got == []


def test_what_is_not_taken_goes_out_again_by_the_clock_and_then_never_more(
    receiver: Receiver, cloud: Cloud, at: Callable[[datetime], None], logs: Callable[[], str]
) -> None:
    receiver.answers = [503, 200]
    deliver(from_bus(EVENT))
    assert [(one["state"], len(one["attempts"])) for one in kept(cloud)] == [("pending", 1)]
    retry_webhooks.handler(sample("schedule"), None)
    assert len(receiver.got) == 1
    at(NOW + timedelta(minutes=1))
    retry_webhooks.handler(sample("schedule"), None)
    assert [(one["state"], len(one["attempts"])) for one in kept(cloud)] == [("delivered", 2)]
    at(NOW + timedelta(days=9))
    retry_webhooks.handler(sample("schedule"), None)
    assert deliver(from_bus(EVENT)) == []
    assert len(receiver.got) == 2
    assert len(set(receiver.ids)) == 1
    assert len({body for _, _, body in receiver.got}) == 1
    for personal in (URL, SECRET, "椿"):
        assert personal not in logs()


def test_an_endpoint_without_a_secret_leaves_the_event_in_the_queue_and_fails_the_clocks_run(
    receiver: Receiver, cloud: Cloud, at: Callable[[datetime], None]
) -> None:
    receiver.answers = [503]
    deliver(from_bus(EVENT))
    clients.secretsmanager().put_secret_value(SecretId="webhooks", SecretString="{}")
    deliver_webhook.known.cache_clear()
    another = EVENT.model_copy(update={"metadata": EVENT.metadata.model_copy(update={"event_id": "another"})})
    assert deliver(from_bus(another)) == ["m0"]
    at(NOW + timedelta(minutes=1))
    with pytest.raises(retry_webhooks.NotAllTried):
        retry_webhooks.handler(sample("schedule"), None)
    assert len(receiver.got) == 1


def test_an_endpoint_that_is_gone_is_disabled_at_once(receiver: Receiver, cloud: Cloud, endpoint: Endpoint) -> None:
    receiver.answers = [410]
    deliver(from_bus(EVENT))
    [stored] = DynamoEndpoints(clients.dynamodb(), cloud.table).all()
    assert not stored.is_active
    assert replace(stored.enabled(), version=1) == endpoint
