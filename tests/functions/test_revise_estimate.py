"""What is told of a parcel's arrival: revised by events and by the clock, published, and shown to shop and shopper."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.publish_events.handler import handler as publish_events
from functions.publish_promise_snapshot import handler as snapshot
from functions.revise_due_estimates import handler as revise_due_estimates
from functions.revise_due_estimates.handler import NotAllRevised
from functions.revise_due_estimates.handler import handler as revise_due
from functions.revise_estimate.handler import handler as revise
from shared.aws import clients
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.errors import AwsUnavailable
from shared.aws.s3_promise_objects import S3PromiseObjects
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_orders_api import ORDER
from tests.functions.triggers import failed, from_bus, from_queue, from_stream, on_bus

Headers = dict[str, str]
Tell = Callable[[], list[dict[str, Any]]]
NUMBER = ParcelNumber("yamato", "123456789012")
BODY = {**ORDER, "placed_at": NOW.isoformat(), "promise": {"earliest": "2026-11-26", "latest": "2026-11-26"}}
SHIPMENT = {
    "shipped_at": NOW.isoformat(),
    "parcels": [{"carrier": "yamato", "tracking_number": NUMBER.tracking_number}],
}


@pytest.fixture(autouse=True)
def published(cloud: Cloud) -> None:
    """The snapshot that promises and estimates are made from."""
    snapshot.publish([])


@pytest.fixture
def tell(cloud: Cloud) -> Tell:
    """`tell()` publishes what the table's stream holds, and lets what is heard of it revise; answers what was new."""
    seen: set[str] = set()

    def until_silent() -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = []
        while True:
            publish_events(from_stream(cloud.changes("EVENT#", "CHECKPOINT#", "ESTIMATE#")), None)
            events = {event["detail"]["metadata"]["event_id"]: event for event in cloud.published()}
            new = [event for event_id, event in events.items() if event_id not in seen]
            if not new:
                return told
            seen.update(events)
            told += [event for event in new if event["source"] == "postpurchase.estimates"]
            heard = [event for event in new if event["source"] == "postpurchase.tracking"]
            assert failed(revise(from_bus(*heard), None)) == []

    return until_silent


@pytest.fixture
def link(api: HttpApi, merchant: Headers) -> str:
    """An order with one parcel; answers the token of its link."""
    assert api.request("PUT", "/v1/orders/A-1", headers=merchant, body=BODY).status == 201
    answer = api.request("PUT", "/v1/orders/A-1/shipments/S-1", headers=merchant, body=SHIPMENT)
    url: str = answer.json()["tracking_url"]
    return url.rpartition("/")[2]


def scan(cloud: Cloud, detail: Detail, at: datetime) -> None:
    DynamoParcels(clients.dynamodb(), cloud.table).add(NUMBER, Checkpoint(at, detail, detail.value), "yamato")


def names(events: list[dict[str, Any]]) -> list[str]:
    return [event["detail-type"] for event in events]


@pytest.mark.usefixtures("link")
def test_a_parcel_is_estimated_from_its_registration_on_and_kept_promises_are_published(
    cloud: Cloud, tell: Tell, at: Callable[[datetime], None]
) -> None:
    (first,) = tell()
    assert first["detail"]["data"]["tracking_number"] == NUMBER.tracking_number
    assert first["detail"]["data"]["estimate_source"] == "carrier_table"
    assert first["detail"]["metadata"]["correlation_id"] == "A-1"
    scan(cloud, Detail.PICKED_UP, NOW + timedelta(hours=6))
    delivered = NOW + timedelta(days=1, hours=3)
    scan(cloud, Detail.DELIVERED, delivered)
    at(delivered)
    (kept,) = tell()
    assert (kept["detail-type"], kept["detail"]["data"]["arrived_on"]) == ("PromiseKept", "2026-11-25")


def test_before_it_ships_the_orders_own_estimate_is_told_and_shown(
    api: HttpApi, merchant: Headers, tell: Tell, cloud: Cloud
) -> None:
    answer = api.request("PUT", "/v1/orders/A-1", headers=merchant, body=BODY)
    (first,) = tell()
    assert "carrier" not in first["detail"]["data"]
    token = answer.json()["tracking_url"].rpartition("/")[2]
    assert api.request("GET", f"/v1/track/{token}").json()["expected"]["standing"] == "on_time"


def test_the_clock_finds_the_day_that_passed_and_shop_and_shopper_see_it(
    api: HttpApi, merchant: Headers, cloud: Cloud, link: str, tell: Tell, at: Callable[[datetime], None]
) -> None:
    scan(cloud, Detail.PICKED_UP, NOW + timedelta(hours=6))
    tell()
    at(datetime(2026, 11, 26, 15, 1, tzinfo=UTC))  # 00:01 on the 27th in Tokyo
    revise_due({}, None)
    assert "PromiseMissed" in names(tell())
    path = f"/v1/parcels/yamato/{NUMBER.tracking_number}"
    full = api.request("GET", path, headers=merchant).json()["estimate"]
    assert (full["outcome"], full["standing"], full["promised"]) == ("missed", "late", "2026-11-26")
    assert full["first"]["made_at"] < full["latest"]["made_at"]
    (listed,) = api.request("GET", "/v1/parcels", headers=merchant).json()["parcels"]
    assert (listed["at_risk"], listed["expected"]["standing"]) == (False, "late")
    (shown,) = api.request("GET", f"/v1/track/{link}").json()["parcels"]
    assert shown["expected"]["standing"] == "late"
    assert "遅れております" in api.request("GET", f"/t/{link}").text
    assert "later than promised" in api.request("GET", f"/t/{link}?lang=en").text


@pytest.mark.usefixtures("link")
def test_an_advisory_reaches_a_parcel_at_the_next_run_of_the_clock_and_so_does_its_end(
    api: HttpApi, merchant: Headers, cloud: Cloud, tell: Tell
) -> None:
    scan(cloud, Detail.PICKED_UP, NOW)
    tell()
    snow = {"id": "snow", "kind": "snow", "severity": "extreme", "area": [{"country": "JP", "postal_prefix": "15"}]}
    assert api.request("POST", "/v1/advisories", headers=merchant, body=snow).status == 201
    told: dict[str, list[str]] = {}
    for moment in ("snow", "over"):
        if moment == "over":
            assert api.request("POST", "/v1/advisories/snow/end", headers=merchant, body={}).status == 200
        snapshot.publish([])
        revise_due_estimates.promise_data.cache_clear()
        revise_due({}, None)
        told[moment] = names(tell())
        revise_due({}, None)
        assert tell() == []
    assert told == {"snow": ["EstimateRevised", "PromiseAtRisk"], "over": ["EstimateRevised"]}


def test_a_promise_that_is_kept_after_the_order_is_estimated_against(
    api: HttpApi, merchant: Headers, cloud: Cloud, tell: Tell, storefront_key: str
) -> None:
    order = {name: value for name, value in BODY.items() if name != "promise"}
    assert api.request("PUT", "/v1/orders/A-1", headers=merchant, body=order).status == 201
    assert tell() == []
    asked = api.request("GET", f"/v1/promise?key={storefront_key}&country=JP&postal=150&method=home").json()
    cart = {
        "order_id": "A-1",
        "question": {"country": "JP", "postal": "150", "lang": "ja"},
        "items": [
            {
                "id": "1",
                "quantity": 1,
                "option": {name: asked["options"][0][name] for name in ("method", "service", "promised")},
            }
        ],
        "shown_at": asked["as_of"],
    }
    kept = api.request("POST", "/v1/promises", headers={**merchant, "Idempotency-Key": "1"}, body=cart)
    assert kept.status == 201, kept.text
    publish_events(from_stream(cloud.changes("PROMISE#")), None)
    (made,) = [event for event in cloud.published() if event["detail-type"] == "PromiseMade"]
    assert failed(revise(from_bus(made), None)) == []
    (first,) = tell()
    assert (first["detail-type"], first["detail"]["data"]["promised"]) == (
        "EstimateRevised",
        kept.json()["receipt"]["promised"],
    )


@pytest.mark.usefixtures("link")
def test_what_is_at_risk_is_listed_as_such(
    api: HttpApi, merchant: Headers, cloud: Cloud, tell: Tell, at: Callable[[datetime], None]
) -> None:
    scan(cloud, Detail.PICKED_UP, NOW + timedelta(hours=6))
    scan(cloud, Detail.DELAYED_BY_WEATHER, NOW + timedelta(days=1))
    at(NOW + timedelta(days=1, hours=1))
    assert names(tell())[-2:] == ["EstimateRevised", "PromiseAtRisk"]
    (listed,) = api.request("GET", "/v1/parcels", headers=merchant).json()["parcels"]
    assert (listed["at_risk"], listed["expected"]["reason"]) == (True, "weather")


@pytest.mark.usefixtures("link")
def test_the_same_events_again_change_nothing(cloud: Cloud, tell: Tell) -> None:
    scan(cloud, Detail.PICKED_UP, NOW)
    tell()
    before = cloud.items()
    heard = [on_bus(event) for event in _tracking_events(cloud)]
    assert failed(revise(from_bus(*heard, *heard), None)) == []
    assert cloud.items() == before


def _tracking_events(cloud: Cloud) -> list[dict[str, Any]]:
    publish_events(from_stream(cloud.changes("EVENT#", "CHECKPOINT#")), None)
    return cloud.published()


@pytest.mark.usefixtures("link")
def test_the_log_and_the_events_hold_nothing_personal(cloud: Cloud, tell: Tell, logs: Any) -> None:
    events = tell()
    assert "'changed': 1" in logs()
    for personal in (ORDER["contact"]["email"], "150-0001", "1500001"):  # type: ignore[index]
        assert personal not in logs()
        assert personal not in str(events)


def test_an_event_that_cannot_be_read_is_parked(cloud: Cloud) -> None:
    assert failed(revise(from_queue(json.dumps(on_bus({"detail-type": "MilestoneReached"}))), None)) == []
    assert [code for _, code, _ in cloud.parked()] == ["unreadable_event"]


@pytest.mark.usefixtures("link")
def test_without_a_snapshot_estimates_are_made_all_the_same(cloud: Cloud, tell: Tell) -> None:
    clients.s3().delete_object(Bucket="a-bucket", Key="snapshot.json")
    (first,) = tell()
    assert first["detail"]["data"]["estimate_source"] == "promise"


@pytest.mark.usefixtures("link")
def test_an_outage_of_the_snapshot_is_no_reason_to_estimate_without(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = _tracking_events(cloud)

    def down(*_: object) -> None:
        raise AwsUnavailable("AWS answered InternalError.")

    monkeypatch.setattr(S3PromiseObjects, "get", down)
    assert failed(revise(from_bus(*events), None)) == [f"m{n}" for n in range(len(events))]


@pytest.mark.usefixtures("link")
def test_the_clocks_run_fails_when_something_could_not_be_looked_at(
    cloud: Cloud, tell: Tell, at: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell()

    def down(*_: object) -> None:
        raise AwsUnavailable("AWS answered InternalError.")

    monkeypatch.setattr(DynamoOrders, "get", down)
    at(NOW + timedelta(days=5))
    with pytest.raises(NotAllRevised):
        revise_due({}, None)
