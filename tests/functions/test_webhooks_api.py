"""Endpoints over HTTP: registered, changed, rotated, tested, replayed, removed; the secret shown once."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.publish_events.handler import handler as publish
from functions.webhooks_api import handler as webhooks_api
from shared.aws import clients
from shared.aws.dynamodb_webhooks import DynamoDeliveries, DynamoEndpoints
from shared.webhooks.delivery import Delivery, DeliveryState
from shared.webhooks.endpoint import DisabledReason
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.triggers import failed, from_stream
from tests.webhooks.receiver import URL, Receiver, is_signed

PATH = "/v1/webhook-endpoints"
Ask = Callable[..., Reply]


@pytest.fixture
def ask(api: HttpApi, merchant: dict[str, str]) -> Ask:
    def call(method: str, target: str = "", body: object = b"") -> Reply:
        return api.request(method, f"{PATH}{target}", headers=merchant, body=body)

    return call


@pytest.fixture
def made(ask: Ask) -> dict[str, Any]:
    """A registered endpoint with its secret."""
    answer: dict[str, Any] = ask("POST", "", {"url": URL, "description": "warehouse"}).json()
    return answer


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Receiver:
    """Stands where webhooks go out."""
    standing = Receiver(200)
    monkeypatch.setattr(webhooks_api, "post", lambda: standing)
    return standing


def missed(cloud: Cloud, endpoint_id: str, count: int) -> None:
    store = DynamoDeliveries(clients.dynamodb(), cloud.table)
    for number in range(count):
        moved_at, state = NOW + timedelta(minutes=number), DeliveryState.MISSED
        store.keep(Delivery(endpoint_id, f"msg_{number}", f"e{number}", "CaseChanged", "{}", state, moved_at))


def test_a_registered_endpoint_shows_its_secret_this_once(ask: Ask, logs: Callable[[], str]) -> None:
    reply = ask("POST", "", {"url": URL, "events": ["CaseChanged"]})
    assert reply.status == 201
    secret, endpoint = reply.json()["secret"], reply.json()["endpoint"]
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert (endpoint["url"], endpoint["events"], endpoint["state"]) == (URL, ["CaseChanged"], "active")
    assert ask("GET").json() == {"endpoints": [endpoint]}
    assert ask("GET", f"/{endpoint['id']}").json() == endpoint
    assert secret not in ask("GET").text
    assert secret not in logs()
    assert URL not in logs()


def test_without_a_choice_all_events_are_told(made: dict[str, Any]) -> None:
    assert made["endpoint"]["events"] == ["*"]


def test_the_same_sent_again_makes_no_second_one(ask: Ask, made: dict[str, Any]) -> None:
    again = ask("POST", "", {"url": URL})
    assert (again.status, again.code) == (409, "webhook_url_taken")
    assert len(ask("GET").json()["endpoints"]) == 1


def test_an_endpoint_is_changed_disabled_and_enabled(ask: Ask, made: dict[str, Any]) -> None:
    target = f"/{made['endpoint']['id']}"
    changed = ask("PATCH", target, {"events": ["CaseChanged"], "state": "disabled"}).json()
    assert (changed["events"], changed["state"], changed["disabled_because"]) == (
        ["CaseChanged"],
        "disabled",
        "merchant",
    )
    assert ask("PATCH", target, {"state": "active"}).json()["disabled_at"] is None
    assert ask("GET", target).json()["description"] == "warehouse"


def test_a_disabled_endpoint_is_published_to_whom_it_may_concern(ask: Ask, made: dict[str, Any], cloud: Cloud) -> None:
    ask("PATCH", f"/{made['endpoint']['id']}", {"state": "disabled"})
    assert failed(publish(from_stream(cloud.changes("ENDPOINT#")), None)) == []
    [event] = cloud.published()
    assert event["detail-type"] == "WebhookEndpointDisabled"
    assert event["detail"]["data"]["reason"] == "merchant"
    assert URL not in json.dumps(event)


def test_a_rotated_secret_signs_beside_the_one_before(ask: Ask, made: dict[str, Any], receiver: Receiver) -> None:
    endpoint_id = made["endpoint"]["id"]
    rotated = ask("POST", f"/{endpoint_id}/rotate-secret").json()
    assert rotated["secret"] != made["secret"]
    assert rotated["endpoint"]["secret_rotated_at"] is not None
    assert ask("POST", f"/{endpoint_id}/test").json() == {"at": "2026-11-24T01:30:00Z", "code": "ok", "status": 200}
    [(_, headers, body)] = receiver.got
    assert is_signed(headers, body, rotated["secret"])
    assert is_signed(headers, body, made["secret"])


def test_a_day_later_only_the_new_secret_signs(
    ask: Ask, made: dict[str, Any], receiver: Receiver, at: Callable[[datetime], None]
) -> None:
    endpoint_id = made["endpoint"]["id"]
    rotated = ask("POST", f"/{endpoint_id}/rotate-secret").json()
    at(NOW + timedelta(hours=24))
    ask("POST", f"/{endpoint_id}/test")
    [(_, headers, body)] = receiver.got
    assert is_signed(headers, body, rotated["secret"])
    assert not is_signed(headers, body, made["secret"])


def test_what_was_missed_is_listed_in_pages_and_replayed(ask: Ask, made: dict[str, Any], cloud: Cloud) -> None:
    target = f"/{made['endpoint']['id']}"
    missed(cloud, made["endpoint"]["id"], 3)
    first = ask("GET", f"{target}/deliveries?state=missed&limit=2").json()
    rest = ask("GET", f"{target}/deliveries?state=missed&limit=2&cursor={first['cursor']}").json()
    assert [one["event_id"] for page in (first, rest) for one in page["deliveries"]] == ["e2", "e1", "e0"]
    assert rest["cursor"] is None
    since = (NOW + timedelta(minutes=1)).isoformat()
    assert ask("POST", f"{target}/replay", {"since": since}).json() == {"replayed": 2, "more": False}
    assert ask("POST", f"{target}/replay", {}).json() == {"replayed": 1, "more": False}
    pending = ask("GET", f"{target}/deliveries").json()["deliveries"]
    assert [(one["state"], one["replays"], one["attempts"]) for one in pending] == [("pending", 1, [])] * 3


def test_a_disabled_endpoint_is_enabled_before_it_is_replayed(ask: Ask, made: dict[str, Any], cloud: Cloud) -> None:
    store = DynamoEndpoints(clients.dynamodb(), cloud.table)
    [endpoint] = store.all()
    store.save(endpoint.disabled(NOW, DisabledReason.FAILING))
    reply = ask("POST", f"/{endpoint.endpoint_id}/replay", {})
    assert (reply.status, reply.code) == (409, "webhook_endpoint_disabled")


def test_what_is_removed_is_gone_with_its_secret(ask: Ask, made: dict[str, Any]) -> None:
    target = f"/{made['endpoint']['id']}"
    assert ask("DELETE", target).status == 204
    assert ask("GET", target).status == 404
    assert ask("DELETE", target).code == "webhook_endpoint_unknown"
    assert clients.secretsmanager().get_secret_value(SecretId="webhooks")["SecretString"] == "{}"


ID = "we_" + "0" * 24


@pytest.mark.parametrize(
    ("method", "target", "body", "status", "code"),
    [
        ("POST", "", b"{", 400, "malformed_json"),
        ("POST", "", {}, 422, "invalid_body"),
        ("POST", "", {"url": URL, "secret": "canary"}, 422, "invalid_body"),
        ("POST", "", {"url": "https://169.254.169.254/canary"}, 422, "invalid_webhook_endpoint"),
        ("POST", "", {"url": URL, "events": ["Canary"]}, 422, "invalid_body"),
        ("POST", "", {"url": URL, "events": ["CarrierUpdateReceived"]}, 422, "invalid_body"),
        ("GET", f"/{ID}", b"", 404, "webhook_endpoint_unknown"),
        ("GET", "/canary", b"", 400, "bad_request"),
        ("PATCH", f"/{ID}", {"state": "canary"}, 422, "invalid_body"),
        ("PATCH", f"/{ID}", {}, 404, "webhook_endpoint_unknown"),
        ("POST", f"/{ID}/replay", {"since": "2026-11-24T09:00:00"}, 422, "invalid_body"),
        ("POST", f"/{ID}/replay", {}, 404, "webhook_endpoint_unknown"),
        ("POST", f"/{ID}/test", b"", 404, "webhook_endpoint_unknown"),
        ("POST", f"/{ID}/rotate-secret", b"", 404, "webhook_endpoint_unknown"),
        ("GET", f"/{ID}/deliveries", b"", 404, "webhook_endpoint_unknown"),
        ("GET", f"/{ID}/deliveries?state=canary", b"", 422, "invalid_query"),
        ("GET", f"/{ID}/deliveries?limit=0", b"", 422, "invalid_query"),
        ("GET", f"/{ID}/deliveries?cursor=canary", b"", 422, "invalid_cursor"),
        ("PUT", "", b"", 405, "method_not_allowed"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_code_and_unrepeated(
    ask: Ask, method: str, target: str, body: object, status: int, code: str
) -> None:
    reply = ask(method, target, body)
    assert (reply.status, reply.code) == (status, code)
    assert "canary" not in reply.text.lower()


@pytest.mark.parametrize("target", ["", f"/{ID}", f"/{ID}/deliveries"])
def test_only_the_merchant_may(api: HttpApi, storefront_key: str, target: str) -> None:
    for headers, status in (({}, 401), ({"authorization": f"Bearer {storefront_key}"}, 403)):
        assert api.request("GET", f"{PATH}{target}", headers=headers).status == status
