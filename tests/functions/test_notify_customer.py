"""Milestones become messages: decided once, kept with their reason, announced until somebody took them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.notify_customer import handler as notify_customer
from functions.project_shipment.handler import handler as project
from functions.tell_due_messages.handler import NotAllTold
from functions.tell_due_messages.handler import handler as tell_due
from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.errors import AwsUnavailable
from shared.aws.sns_announcements import SnsAnnouncements
from shared.cases.case import Case, CaseKind, CaseNews, Told
from shared.cases.events import CaseChanged
from shared.eventing.envelope import Event, Metadata
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.events import MilestoneReached
from shared.tracking.milestone import Milestone
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_orders_api import SHIPMENT, changed
from tests.functions.triggers import failed, from_bus, from_queue, from_stream, on_bus

PARCEL = ParcelNumber("usps", "9400136208231234500027")
AT = datetime(2026, 11, 23, 23, 10, tzinfo=UTC)
"""Two hours before the clock of these tests."""

handler = notify_customer.handler


def reached(
    milestone: Milestone = Milestone.OUT_FOR_DELIVERY,
    order_id: str | None = "A-1001",
    number: str = PARCEL.tracking_number,
) -> Event:
    data = MilestoneReached(
        carrier="usps",
        tracking_number=number,
        milestone=milestone,
        reached_at=AT,
        order_id=order_id,
        shipment_id="S-1",
    )
    return Event.of(data, Metadata(event_id="e", version=1, occurred_at=AT, merchant_id="hanare", correlation_id="A"))


def scanned(cloud: Cloud, *milestones: Milestone) -> None:
    """The parcel came this far, and its projection says so."""
    parcels = DynamoParcels(clients.dynamodb(), cloud.table)
    for hour, milestone in enumerate(milestones):
        parcels.add(PARCEL, Checkpoint(AT.replace(hour=hour), Detail(milestone), milestone.value), "usps")
    project(from_stream(cloud.changes("CHECKPOINT#")), None)


@pytest.fixture(autouse=True)
def order(api: HttpApi, merchant: dict[str, str]) -> None:
    """An order with one parcel."""
    body = changed("contact.email", "canary-mail@shopper.example")
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=body)
    api.request("PUT", "/v1/orders/A-1001/shipments/S-1", headers=merchant, body=SHIPMENT)


def kept(cloud: Cloud) -> list[dict[str, Any]]:
    return [json.loads(item["body"]["S"]) for item in cloud.items() if item["SK"]["S"].startswith("MESSAGE#")]


def test_a_milestone_is_announced_by_ids_only(cloud: Cloud, logs: Any) -> None:
    scanned(cloud, Milestone.OUT_FOR_DELIVERY)
    assert failed(handler(from_bus(reached()), None)) == []
    (announced,) = cloud.announced()
    (message,) = kept(cloud)
    assert announced == {
        "order_id": "A-1001",
        "message_id": message["message_id"],
        "channel": "email",
        "trigger": "out_for_delivery",
        "kind": "service",
        "language": "ja",
    }
    assert (message["state"], message["reason"]) == ("decided", "told")
    assert "canary" not in logs() + json.dumps(message)


def test_a_repeated_event_is_the_same_message(cloud: Cloud) -> None:
    scanned(cloud, Milestone.OUT_FOR_DELIVERY)
    handler(from_bus(reached(), reached()), None)
    handler(from_bus(reached()), None)
    assert len(kept(cloud)) == 1
    assert len({announced["message_id"] for announced in cloud.announced()}) == 1


def test_old_news_is_kept_as_suppressed_and_not_announced(cloud: Cloud) -> None:
    scanned(cloud, Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED)
    assert failed(handler(from_bus(reached()), None)) == []
    assert [(message["state"], message["reason"]) for message in kept(cloud)] == [("suppressed", "superseded")]
    assert cloud.announced() == []


def test_what_the_merchant_did_not_ask_for_is_not_decided(cloud: Cloud) -> None:
    scanned(cloud, Milestone.INFO_RECEIVED)
    assert failed(handler(from_bus(reached(Milestone.INFO_RECEIVED), reached(order_id=None)), None)) == []
    assert (kept(cloud), cloud.announced()) == ([], [])


def test_a_case_is_told_and_what_it_waits_for_is_reminded_of_when_it_is_due(
    cloud: Cloud, at: Callable[[datetime], None]
) -> None:
    asked = CaseChanged(
        order_id="A-1001",
        case_id="C-1",
        kind=CaseKind.CLAIM,
        news=CaseNews.NEEDS_MORE,
        happened_at=NOW,
        is_open=True,
    )
    case = Case("A-1001", "C-1", CaseKind.CLAIM, news={CaseNews.NEEDS_MORE: Told(NOW)})
    DynamoCases(clients.dynamodb(), cloud.table).save(case)
    event = Event.of(asked, Metadata(event_id="e", version=1, occurred_at=NOW, merchant_id="h", correlation_id="A"))
    assert failed(handler(from_bus(event), None)) == []
    assert [announced["trigger"] for announced in cloud.announced()] == ["claim_needs_photo"]
    tell_due({}, None)
    assert cloud.announced() == []
    at(NOW + timedelta(days=3))
    tell_due({}, None)
    assert [announced["trigger"] for announced in cloud.announced()] == ["claim_photo_reminder"]


def test_what_could_not_be_told_though_it_is_due_fails_the_run_and_stays_due(
    cloud: Cloud, at: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object) -> None:
        raise AwsUnavailable("read order: AWS answered InternalError.")

    scanned(cloud, Milestone.AVAILABLE_FOR_PICKUP)
    assert failed(handler(from_bus(reached(Milestone.AVAILABLE_FOR_PICKUP)), None)) == []
    cloud.announced()
    at(NOW + timedelta(days=3, hours=1))
    with monkeypatch.context() as outage:
        outage.setattr(DynamoOrders, "get", down)
        with pytest.raises(NotAllTold):
            tell_due({}, None)
    tell_due({}, None)
    assert [announced["trigger"] for announced in cloud.announced()] == ["pickup_reminder"]


def test_an_event_that_came_too_early_is_tried_again(cloud: Cloud) -> None:
    assert failed(handler(from_bus(reached()), None)) == ["m0"]
    scanned(cloud, Milestone.OUT_FOR_DELIVERY)
    assert failed(handler(from_bus(reached()), None)) == []
    assert cloud.parked() == []


def test_poison_is_parked_with_its_reason(cloud: Cloud, logs: Any) -> None:
    bad = on_bus(reached())
    bad["detail"]["data"]["milestone"] = "canary"
    assert failed(handler(from_queue(json.dumps(bad), "{canary"), None)) == []
    parked = cloud.parked()
    assert [(body, code) for body, code, _ in parked] == [
        (json.dumps(bad), "unreadable_event"),
        ("{canary", "malformed_json"),
    ]
    assert "milestone" in parked[0][2]
    assert "canary" not in parked[0][2] + parked[1][2] + logs()


def test_only_what_failed_is_tried_again(cloud: Cloud) -> None:
    scanned(cloud, Milestone.OUT_FOR_DELIVERY)
    assert failed(handler(from_bus(reached(order_id="A-404"), reached()), None)) == ["m0"]
    assert len(cloud.announced()) == 1


def test_a_decision_that_could_not_be_announced_is_announced_on_the_next_try(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object) -> None:
        raise AwsUnavailable("announce message: AWS answered InternalError.")

    scanned(cloud, Milestone.OUT_FOR_DELIVERY)
    with monkeypatch.context() as outage:
        outage.setattr(SnsAnnouncements, "announce", down)
        assert failed(handler(from_bus(reached(), reached()), None)) == ["m0", "m1"]
    assert failed(handler(from_bus(reached()), None)) == []
    assert (len(kept(cloud)), len(cloud.announced())) == (1, 1)


def test_without_a_configuration_nothing_is_decided_and_all_is_tried_again(cloud: Cloud) -> None:
    scanned(cloud, Milestone.OUT_FOR_DELIVERY)
    key = {"PK": {"S": "CONFIGURATION"}, "SK": {"S": "CURRENT"}}
    clients.dynamodb().delete_item(TableName=cloud.table, Key=key)
    assert failed(handler(from_bus(reached()), None)) == ["m0"]
    assert kept(cloud) == []
