"""Every update is kept as it came: also poison, also repeats, and what was too large for an event."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.ingest_carrier_update.handler import handler as ingest
from functions.keep_raw_updates.handler import handler
from shared.aws import clients
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.errors import AwsUnavailable
from shared.aws.s3_raw_updates import S3RawUpdates
from shared.carriers.receive_update import MAX_IN_EVENT
from shared.carriers.registry import SLUGS
from shared.cli import carrier_codes
from shared.cli.deployment import Deployment
from shared.runtime import clock
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.detail import Detail
from tests.functions.conftest import BUCKET, Cloud, easypost_signature
from tests.functions.http_api import HttpApi
from tests.functions.test_receive_carrier_webhook import PUSH, push
from tests.functions.triggers import failed, from_queue

PARCEL = ParcelNumber("usps", "9400136208231234500027")


def kept() -> list[str]:
    raw = S3RawUpdates(clients.s3(), BUCKET)
    return list(raw.read(clock.now() - timedelta(hours=1), clock.now()))


def from_bus(cloud: Cloud) -> dict[str, Any]:
    return from_queue(*(json.dumps(event) for event in cloud.published()))


@pytest.fixture
def deployment(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    made = Deployment("local", "http://api", cloud.table, "carriers", "links", "hanare", BUCKET, *_rest())
    monkeypatch.setattr(Deployment, "client", lambda _, service: getattr(clients, service)())
    return made


def _rest() -> list[str]:
    """Fields this test has no use for."""
    known = ["stage", "api_url", "table_name", "carrier_secret", "link_secret", "merchant", "raw_updates_bucket"]
    return ["made-up" for name in Deployment.__dataclass_fields__ if name not in known]


def test_a_batch_becomes_one_compressed_object_with_a_line_for_each(cloud: Cloud, api: HttpApi) -> None:
    push(api), push(api, PUSH + b" ")
    handler(from_bus(cloud), None)
    assert len(clients.s3().list_objects_v2(Bucket=BUCKET)["Contents"]) == 1
    payloads = [json.loads(line)["detail"]["data"]["payload"].encode() for line in kept()]
    assert payloads == [PUSH, PUSH + b" "]


def test_poison_is_kept_too(cloud: Cloud) -> None:
    handler(from_queue("not json", '{"detail": 1}', "\ud800"), None)
    assert [json.loads(line) for line in kept()] == ["not json", {"detail": 1}, "\ud800"]


def test_a_batch_that_cannot_be_kept_is_delivered_again(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> str:
        raise AwsUnavailable("keep raw updates: AWS answered SlowDown.")

    monkeypatch.setattr(S3RawUpdates, "keep", refuse)
    with pytest.raises(AwsUnavailable):
        handler(from_queue("{}"), None)


def test_a_push_too_large_for_an_event_is_put_aside_and_read_from_there(cloud: Cloud, api: HttpApi) -> None:
    photo = json.loads(PUSH)
    photo["delivery_photo"] = "A" * (MAX_IN_EVENT + 1)
    body = json.dumps(photo).encode()
    assert push(api, body).status == 202
    event = from_bus(cloud)
    data = json.loads(event["Records"][0]["body"])["detail"]["data"]
    assert (data["payload"], data["payload_file"][:16]) == ("", "pushes/easypost/")
    assert failed(ingest(event, None)) == []
    assert len(DynamoParcels(clients.dynamodb(), cloud.table).history(PARCEL).checkpoints) == 6


def test_an_event_cannot_name_another_file_of_the_bucket(cloud: Cloud, api: HttpApi) -> None:
    push(api)
    event = from_bus(cloud)
    body = json.loads(event["Records"][0]["body"])
    body["detail"]["data"] |= {"payload": "", "payload_file": "updates/2026/11/25/00/x.jsonl.gz"}
    assert failed(ingest(from_queue(json.dumps(body)), None)) == []
    [(_, code, reason)] = cloud.parked()
    assert (code, reason) == ("unreadable_payload", "payload_file must begin with pushes/.")


def unknown_push(api: HttpApi, cloud: Cloud) -> None:
    """The carrier reports a code that nobody knows yet; it is recorded, and kept raw."""
    body = PUSH.replace(b'"out_for_delivery"', b'"drone_departed"')
    assert push(api, body, easypost_signature(body)).status == 202
    event = from_bus(cloud)
    ingest(event, None), handler(event, None)


def test_unknown_codes_are_listed_by_carrier_and_code_with_how_often(
    cloud: Cloud, api: HttpApi, deployment: Deployment
) -> None:
    unknown_push(api, cloud), unknown_push(api, cloud)
    [found] = carrier_codes.unknown_codes(deployment)
    assert (found.reported_by, found.carrier, found.scans) == ("easypost", "usps", 1)
    assert "easypost" in SLUGS


def test_after_a_table_is_mended_what_is_stored_is_remapped_from_the_raw_updates(
    cloud: Cloud, api: HttpApi, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown_push(api, cloud)
    remap: Callable[..., carrier_codes.Remapped] = carrier_codes.remap
    hours = {"since": clock.now() - timedelta(hours=1), "until": clock.now()}
    assert not remap(deployment, carrier=None, dry_run=False, **hours).changes
    monkeypatch.setitem(
        __import__("shared.carriers.adapters.easypost.codes", fromlist=["_STATUSES"])._STATUSES,
        "drone_departed",
        Detail.OUT_FOR_DELIVERY,
    )
    assert not remap(deployment, carrier="fedex", dry_run=False, **hours).updates
    planned = remap(deployment, carrier="easypost", dry_run=True, **hours)
    done = remap(deployment, carrier="easypost", dry_run=False, **hours)
    assert planned.changes == done.changes
    [(adapter, _, before, after)] = done.changes
    assert (adapter, before, after) == ("easypost", "unknown", "out_for_delivery")
    assert carrier_codes.unknown_codes(deployment) == ()
    assert not remap(deployment, carrier="easypost", dry_run=False, **hours).changes
