"""Every 15 minutes, carriers are asked: over a fake transport, and over real HTTPS to a server that fails on demand."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from functions.ingest_carrier_update import handler as ingest
from functions.poll_carriers import handler as poll
from shared.aws import clients
from shared.aws.carrier_credentials import CarrierCredentials
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_trackers import DynamoTrackers
from shared.aws.errors import AwsUnavailable
from shared.aws.eventbridge_bus import EventBridgeBus
from shared.carriers.adapters.laposte import ask as laposte
from shared.carriers.polling.tracker import Tracker, TrackerState
from shared.exchange import Answer, NoAnswer, Question
from shared.outbound.https import Https
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.order import Contact, Destination, Order, Shipment
from tests.functions.conftest import LAPOSTE_KEY, NOW, Cloud
from tests.functions.triggers import failed, from_queue
from tests.outbound.stand_in import StandIn, certificate_in, chunked, replies, stand_in

ANSWER = (Path(__file__).parents[2] / "events" / "carriers" / "laposte" / "in_transit.json").read_bytes()
NUMBER = json.loads(ANSWER)["shipment"]["idShip"]
PARCEL = ParcelId(ParcelNumber("laposte", NUMBER), NOW.date())
SCHEDULED = {"detail-type": "Scheduled Event", "source": "aws.events", "detail": {}}


class Carriers:
    """A transport that answers what it is told to."""

    def __init__(self, reply: Answer | NoAnswer) -> None:
        self.reply = reply
        self.questions: list[Question] = []

    def __call__(self, question: Question) -> Answer:
        self.questions.append(question)
        if isinstance(self.reply, NoAnswer):
            raise self.reply
        return self.reply


@pytest.fixture
def tracker(cloud: Cloud) -> Tracker:
    """A parcel of an order, whose tracker is due."""
    order = Order(
        "A-1", NOW, Contact("aiko@shopper.example", "ja"), Destination("FR", "75001", "Europe/Paris"), (), "l"
    )
    shipment = Shipment("S-1", NOW, (PARCEL.number,))
    DynamoOrders(clients.dynamodb(), cloud.table).save(order, [], assign=shipment)
    tracker = Tracker(PARCEL, due_at=NOW, last_new_at=NOW)
    assert trackers(cloud).start(tracker)
    return tracker


@pytest.fixture
def carriers(monkeypatch: pytest.MonkeyPatch) -> Carriers:
    """What the function's questions meet."""
    carriers = Carriers(Answer(200, ANSWER))
    monkeypatch.setattr(poll, "Https", lambda: carriers)
    return carriers


def trackers(cloud: Cloud) -> DynamoTrackers:
    return DynamoTrackers(clients.dynamodb(), cloud.table)


def stored(cloud: Cloud) -> dict[str, Any]:
    (item,) = [i for i in cloud.items() if i["SK"]["S"].startswith("TRACKER#")]
    body: dict[str, Any] = json.loads(item["body"]["S"])
    return body


def test_an_answer_takes_the_way_of_a_push_into_the_table(
    cloud: Cloud, tracker: Tracker, carriers: Carriers, at: Callable[[datetime], None]
) -> None:
    poll.handler(SCHEDULED, None)
    (question,) = carriers.questions
    assert (question.headers["X-Okapi-Key"], NUMBER in question.url) == (LAPOSTE_KEY, True)
    (event,) = cloud.published()
    assert (event["detail-type"], event["detail"]["data"]["payload"]) == ("CarrierUpdateReceived", ANSWER.decode())
    assert failed(ingest.handler(from_queue(json.dumps(event)), None)) == []
    assert [i for i in cloud.items() if i["SK"]["S"].startswith("CHECKPOINT#")]
    at(NOW + timedelta(hours=3))
    poll.handler(SCHEDULED, None)
    assert len(carriers.questions) == 2
    assert cloud.published() == []
    assert (stored(cloud)["asked"], stored(cloud)["unchanged_in_a_row"]) == (2, 1)


def test_a_delivered_parcel_is_asked_after_no_more(
    cloud: Cloud, tracker: Tracker, carriers: Carriers, at: Callable[[datetime], None]
) -> None:
    delivered = json.loads(ANSWER)
    delivered["shipment"]["event"].insert(0, {"code": "DI1", "label": "Livré", "date": "2026-11-24T10:00:00+01:00"})
    carriers.reply = Answer(200, json.dumps(delivered).encode())
    poll.handler(SCHEDULED, None)
    (event,) = cloud.published()
    ingest.handler(from_queue(json.dumps(event)), None)
    for hours in (3, 60):
        at(NOW + timedelta(hours=hours))
        poll.handler(SCHEDULED, None)
    assert len(carriers.questions) == 1
    assert stored(cloud)["state"] == TrackerState.COMPLETED


def test_without_credentials_nobody_is_asked(cloud: Cloud, tracker: Tracker, carriers: Carriers) -> None:
    clients.secretsmanager().put_secret_value(SecretId="credentials", SecretString='{"easypost": {"key": "x"}}')
    poll.handler(SCHEDULED, None)
    assert carriers.questions == []


def test_refused_credentials_are_logged_once_with_the_words_the_alarm_listens_to(
    cloud: Cloud, tracker: Tracker, carriers: Carriers, logs: Any, at: Callable[[datetime], None]
) -> None:
    carriers.reply = Answer(401, b"canary")
    for minutes in (0, 15, 30, 45):
        at(NOW + timedelta(minutes=minutes))
        poll.handler(SCHEDULED, None)
    assert len(carriers.questions) == 1
    assert logs().count("'msg': 'carrier credentials do not work'") == 1
    assert "credentials_refused" in logs()
    assert stored(cloud).get("state", "active") == "active"


@pytest.mark.parametrize("reply", [Answer(429, b"canary"), Answer(503, b"canary"), NoAnswer("it took too long")])
def test_a_carrier_in_trouble_is_left_alone_for_a_while_and_its_tracker_is_kept(
    cloud: Cloud,
    tracker: Tracker,
    carriers: Carriers,
    reply: Answer | NoAnswer,
    logs: Any,
    at: Callable[[datetime], None],
) -> None:
    carriers.reply = reply
    poll.handler(SCHEDULED, None)
    poll.handler(SCHEDULED, None)
    assert len(carriers.questions) == 1
    assert "unavailable" in logs()
    carriers.reply = Answer(200, ANSWER)
    at(NOW + timedelta(minutes=20))
    poll.handler(SCHEDULED, None)
    assert len(cloud.published()) == 1
    assert stored(cloud)["asked"] == 2


def test_nothing_of_an_answer_and_no_number_stands_in_the_log(
    cloud: Cloud, tracker: Tracker, carriers: Carriers, logs: Any
) -> None:
    carriers.reply = Answer(200, b'{"canary":' + ANSWER + b"}")
    poll.handler(SCHEDULED, None)
    assert "carrier polled" in logs()
    for secret in ("canary", NUMBER, LAPOSTE_KEY, "laposte.fr"):
        assert secret not in logs()


def test_an_error_of_ours_costs_the_other_carriers_nothing_and_fails_the_function(
    cloud: Cloud, tracker: Tracker, carriers: Carriers, monkeypatch: pytest.MonkeyPatch, logs: Any
) -> None:
    CarrierCredentials(clients.secretsmanager(), "credentials").put("australia_post", {})
    pause_of = DynamoTrackers.pause_of

    def broken(self: DynamoTrackers, carrier: str) -> Any:
        if carrier == "australia_post":
            raise ZeroDivisionError("canary")
        return pause_of(self, carrier)

    monkeypatch.setattr(DynamoTrackers, "pause_of", broken)
    with pytest.raises(poll.NotAllPolled, match="1 of 2"):
        poll.handler(SCHEDULED, None)
    assert len(cloud.published()) == 1
    assert "ZeroDivisionError" in logs()
    assert "canary" not in logs()


def test_news_the_bus_did_not_take_are_told_later(
    cloud: Cloud,
    tracker: Tracker,
    carriers: Carriers,
    monkeypatch: pytest.MonkeyPatch,
    at: Callable[[datetime], None],
) -> None:
    def down(*_: object) -> None:
        raise AwsUnavailable("publish events: AWS answered InternalFailure.")

    with monkeypatch.context() as patch:
        patch.setattr(EventBridgeBus, "publish", down)
        with pytest.raises(poll.NotAllPolled):
            poll.handler(SCHEDULED, None)
    at(NOW + timedelta(minutes=20))
    poll.handler(SCHEDULED, None)
    assert len(cloud.published()) == 1


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """La Poste on this machine."""
    certificate = certificate_in(tmp_path)
    trusted = ssl.create_default_context(cafile=certificate[0])
    with stand_in(certificate) as server:
        monkeypatch.setattr(laposte, "_URL", f"{server.url}/idships")
        monkeypatch.setattr(poll, "Https", partial(Https, trusted, silence_seconds=0.3, answer_seconds=0.6))
        yield server


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    "fails",
    [
        replies(429, b"{}", Retry_After="60"),
        replies(500, b"<html>"),
        replies(200, ANSWER[:40], Content_Length=str(len(ANSWER))),
        chunked(ANSWER[:40], ends=False),
        replies(200, b"<html>Back soon"),
        replies(200, b"x" * (3 * 1024 * 1024)),
        replies(302, Location="https://evil.example/"),
        lambda _: time.sleep(0.6),
    ],
    ids=["busy", "broken", "half", "half chunk", "no json", "huge", "redirect", "silent"],
)
def test_whatever_goes_wrong_on_the_way_the_news_come_once_it_is_over(
    cloud: Cloud, tracker: Tracker, server: StandIn, at: Callable[[datetime], None], fails: Any
) -> None:
    path = f"/idships/{NUMBER}"
    server.behaviours[path] = fails
    poll.handler(SCHEDULED, None)
    assert cloud.published() == []
    server.behaviours[path] = replies(200, ANSWER)
    at(NOW + timedelta(minutes=20))
    poll.handler(SCHEDULED, None)
    (event,) = cloud.published()
    assert event["detail"]["data"]["payload"] == ANSWER.decode()
    assert [headers["x-okapi-key"] for _, _, headers, _ in server.requests] == [LAPOSTE_KEY] * 2
