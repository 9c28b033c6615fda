"""Many pushes at once, with repeats, forgeries and poison: the table says what all of them say together, no more.

The suite pushes 400; `make storm` pushes 2,000. 20 connections, shuffled, 5% repeats, 5% bad signatures, 2% poison.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.s3_raw_updates import S3RawUpdates
from shared.carriers.registry import carrier
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.ports import ParcelHistory
from shared.tracking.project_shipment import project_shipment
from shared.tracking.record_update import record_update
from tests.fakes import InMemoryParcels
from tests.journeys.conftest import Local

pytestmark = [pytest.mark.journey, pytest.mark.long, pytest.mark.enable_socket]

CONNECTIONS = 20
SCANS = 8
PATIENCE_SECONDS = 420
ACCEPTED, REFUSED = 202, 401
WAY = [
    ("pre_transit", "label_created"),
    ("in_transit", "received_at_origin_facility"),
    ("in_transit", "departed_facility"),
    ("in_transit", "arrived_at_facility"),
    ("in_transit", "delayed"),
    ("in_transit", "arrived_at_destination"),
    ("out_for_delivery", "out_for_delivery"),
    ("delivered", "arrived_at_destination"),
]


@dataclass(frozen=True, slots=True)
class Sent:
    """One push, and how it must be answered."""

    body: bytes
    signature: str
    answer: int


def push_body(parcel: int, scans: int) -> bytes:
    """EasyPost's push of a parcel with its first `scans` scans."""
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=4)
    details = [
        {
            "object": "TrackingDetail",
            "status": status,
            "status_detail": detail,
            "datetime": (start + timedelta(hours=9 * n, seconds=parcel)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "message": f"{detail} 配送",
            "tracking_location": {"city": "AUSTIN", "state": "TX", "zip": "78704", "country": "US"},
        }
        for n, (status, detail) in enumerate(WAY[:scans])
    ]
    result = {"object": "Tracker", "tracking_code": number(parcel).tracking_number, "carrier": "USPS"}
    event = {"object": "Event", "description": "tracker.updated", "result": result | {"tracking_details": details}}
    return json.dumps(event, ensure_ascii=False).encode()


def number(parcel: int) -> ParcelNumber:
    return ParcelNumber("usps", f"94001362082312{parcel:08d}")


def storm(count: int, secret: str, chance: random.Random) -> tuple[list[Sent], list[bytes]]:
    """`count` pushes in any order, and the bodies of those that are good."""
    poison, forged, repeats = count * 2 // 100, count * 5 // 100, count * 5 // 100
    good = [push_body(n // SCANS, n % SCANS + 1) for n in range(count - poison - forged - repeats)]
    bad = [json.dumps({"object": "Event", "description": "tracker.updated", "n": n}).encode() for n in range(poison)]
    sent = [Sent(body, signed(body, secret), ACCEPTED) for body in (*good, *bad)]
    sent += [Sent(body, signed(body, secret), ACCEPTED) for body in chance.choices(good, k=repeats)]
    sent += [Sent(body, signed(body, "another secret"), REFUSED) for body in chance.choices(good, k=forged)]
    chance.shuffle(sent)
    return sent, good


def signed(body: bytes, secret: str) -> str:
    return "hmac-sha256-hex=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def push_all(local: Local, sent: Sequence[Sent]) -> list[int]:
    """The answers' statuses. A push whose connection breaks is pushed again, as carriers do."""

    def push(one: Sent) -> int:
        for _ in range(5):
            try:
                headers = {"X-Hmac-Signature": one.signature}
                status = local.api.call("POST", "/v1/carriers/easypost/webhook", body=one.body, headers=headers).status
            except OSError:
                continue
            if status < 500:
                return status
        return 599

    with ThreadPoolExecutor(CONNECTIONS) as connections:
        return list(connections.map(push, sent))


def folded(good: Sequence[bytes]) -> dict[ParcelNumber, ParcelHistory]:
    """What the same pushes make of an empty store, one after another."""
    parcels = InMemoryParcels()
    for body in good:
        for update in carrier("easypost").parse(body):
            record_update(parcels, update, reported_by="easypost")
            project_shipment(parcels, update.parcel)
    return {known: parcels.history(known) for known in parcels.checkpoints}


def differing(local: Local, expected: dict[ParcelNumber, ParcelHistory]) -> list[str]:
    """Parcels of which the table says something else."""
    parcels = DynamoParcels(local.cloud.client("dynamodb"), local.deployment.table_name)
    return [n.tracking_number for n, fold in expected.items() if not _same(parcels.history(n), fold)]


def _same(stored: ParcelHistory, fold: ParcelHistory) -> bool:
    projected = {day: kept.parcel for day, kept in stored.projections.items()}
    return set(stored.checkpoints) == set(fold.checkpoints) and projected == {
        day: kept.parcel for day, kept in fold.projections.items()
    }


def eventually(settled: Callable[[], object], what: str) -> None:
    """Wait until `settled` answers nothing that is still open."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while open_still := settled():
        assert time.monotonic() < deadline, f"{what}: {str(open_still)[:300]}"
        time.sleep(1)


def _payload(message: dict[str, Any]) -> str:
    """What the carrier sent, of a parked message."""
    return str(json.loads(message["Body"])["detail"]["data"]["payload"])


def parked(local: Local) -> list[dict[str, Any]]:
    """Every message in the dead-letter queue of carrier updates, which stay there."""
    sqs = local.cloud.client("sqs")
    (url,) = [u for u in sqs.list_queues()["QueueUrls"] if "CarrierUpdatesCarrierUpdatesDeadLetters" in u]
    found: dict[str, dict[str, Any]] = {}
    while True:
        answer = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"], VisibilityTimeout=30
        )
        new = {m["MessageId"]: m for m in answer.get("Messages", []) if m["MessageId"] not in found}
        if not new:
            return list(found.values())
        found |= new


def forget_parcels(local: Local, numbers: Sequence[ParcelNumber]) -> None:
    """Take everything about the parcels out of the table, as if it had been lost."""
    client, table = local.cloud.client("dynamodb"), local.deployment.table_name
    for known in numbers:
        partition = f"PARCEL#{known.carrier}#{known.tracking_number}"
        items = client.query(
            TableName=table,
            KeyConditionExpression="PK = :p",
            ExpressionAttributeValues={":p": {"S": partition}},
            ProjectionExpression="PK, SK",
        )["Items"]
        for key in items:
            client.delete_item(TableName=table, Key=key)


def test_a_storm_of_updates_is_folded_once_its_poison_parked_and_its_archive_replays(
    local: Local, storm_updates: int
) -> None:
    chance = random.Random(20261125)
    events = local.cloud.client("events")
    bus = events.describe_event_bus(Name="todoku-local")["Arn"]
    events.create_archive(
        ArchiveName="storm",
        EventSourceArn=bus,
        EventPattern=json.dumps({"detail-type": ["CarrierUpdateReceived"]}),
    )
    before = {message["MessageId"] for message in parked(local)}
    began = datetime.now(UTC)
    sent, good = storm(storm_updates, local.keys.easypost_secret, chance)
    assert push_all(local, sent) == [one.answer for one in sent]

    expected = folded(good)
    eventually(lambda: differing(local, expected), "parcels that differ from the fold")
    poison = [m for m in parked(local) if m["MessageId"] not in before]
    # Queues deliver at least once: where the machine is busy, one may be parked twice. None is missing, none is more.
    assert len({_payload(message) for message in poison}) == storm_updates * 2 // 100
    assert {m["MessageAttributes"]["code"]["StringValue"] for m in poison} == {"unreadable_payload"}

    accepted = sum(one.answer == ACCEPTED for one in sent)
    raw = S3RawUpdates(local.cloud.client("s3"), local.deployment.raw_updates_bucket)

    def raw_updates() -> int:
        return sum("tracker.updated" in event for event in raw.read(began, datetime.now(UTC)))

    eventually(lambda: accepted - min(accepted, raw_updates()), "raw updates not kept yet")

    forget_parcels(local, list(expected))
    assert len(differing(local, expected)) == len(expected)
    (archive,) = [a for a in events.list_archives()["Archives"] if a["ArchiveName"] == "storm"]
    events.start_replay(
        ReplayName="storm",
        EventSourceArn=events.describe_archive(ArchiveName=archive["ArchiveName"])["ArchiveArn"],
        EventStartTime=began - timedelta(minutes=1),
        EventEndTime=datetime.now(UTC) + timedelta(minutes=1),
        Destination={"Arn": bus},
    )
    eventually(lambda: differing(local, expected), "parcels that differ after the replay")
