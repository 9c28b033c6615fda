"""ShipEngine: its signature, its samples, and what of the tracking information is refused."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.shipengine import CARRIER
from shared.carriers.adapters.shipengine.codes import meaning, mover
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from tests.carriers.rsa_keys import ONE, OTHER, KeyPair

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "shipengine"
BODY = (SAMPLES / "delivered.json").read_bytes()


def key_of(name: str) -> KeyPair:
    """The key pair that stands for a secret's name: "secret" has its own, all others share one."""
    return ONE if name == "secret" else OTHER


def secret_of(name: str) -> str:
    """What a merchant stores for it: the public key. For the tests of every carrier."""
    return key_of(name).stored if name else ""


def headers_of(body: bytes, key: KeyPair, timestamp: str) -> dict[str, str]:
    return {
        "x-shipengine-rsa-sha256-key-id": key.id,
        "x-shipengine-rsa-sha256-signature": b64encode(key.sign(timestamp.encode() + b"." + body)).decode(),
        "x-shipengine-timestamp": timestamp,
    }


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How ShipEngine sends a body: also for the tests of every carrier."""
    return headers_of(body, key_of(secret), now.strftime("%Y-%m-%dT%H:%M:%SZ"))


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())
    return update


def details(situation: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(situation).checkpoints]


def push(event: dict[str, Any] | None = None, address: object = "", **data: Any) -> bytes:
    """A push with one event, some of its values replaced."""
    base = {"occurred_at": "2026-11-20T10:00:00Z", "status_code": "IT", "event_code": "10", "city_locality": "RENO"}
    tracking = {"carrier_code": "usps", "tracking_number": "9400136208230000002017", "events": [base | (event or {})]}
    return json.dumps({"resource_url": address, "resource_type": "API_TRACK", "data": tracking | data}).encode()


def only_scan(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


def test_a_signed_push_is_accepted() -> None:
    # A vector made by openssl is in test_rsa.py: it is the signature of this very body, at this time.
    body = b'{"resource_type":"API_BATCH"}'
    CARRIER.verify(headers_of(body, ONE, "2026-11-22T09:00:00Z"), body, [ONE.stored], NOW)


def test_the_whole_set_of_shipengines_keys_may_be_stored() -> None:
    keys = json.dumps({"keys": [OTHER.jwk, ONE.jwk]})
    CARRIER.verify(signed(BODY, "secret", NOW), BODY, ["garbage", keys], NOW)


def test_a_key_of_another_id_is_not_tried() -> None:
    renamed = json.dumps(ONE.jwk | {"kid": "key-9"})
    with pytest.raises(SignatureRefused):
        CARRIER.verify(signed(BODY, "secret", NOW), BODY, [renamed], NOW)
    without_id = json.dumps(ONE.jwk | {"kid": None})
    CARRIER.verify(signed(BODY, "secret", NOW), BODY, [without_id], NOW)


@pytest.mark.parametrize(
    "timestamp", ["2026-11-22T08:55:00Z", "2026-11-22T09:05:00.0000000Z", "2026-11-22T10:00:00+01:00"]
)
def test_a_push_is_accepted_within_five_minutes_either_way(timestamp: str) -> None:
    CARRIER.verify(headers_of(BODY, ONE, timestamp), BODY, [ONE.stored], NOW)


@pytest.mark.parametrize(
    "timestamp",
    [
        "2026-11-22T08:54:59Z",
        "2026-11-22T09:05:01Z",
        "2026-11-22T09:00:00",
        "2026-11-22",
        "1795338000",
        "",
        "0001-01-01",
    ],
)
def test_a_push_of_another_time_is_refused(timestamp: str) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify(headers_of(BODY, ONE, timestamp), BODY, [ONE.stored], NOW)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x-shipengine-timestamp", "2026-11-22T09:00:01Z"),
        ("x-shipengine-rsa-sha256-key-id", "key-2"),
        ("x-shipengine-rsa-sha256-signature", ""),
        ("x-shipengine-rsa-sha256-signature", "AAAA"),
        ("x-shipengine-rsa-sha256-signature", "A"),
        ("x-shipengine-rsa-sha256-signature", "é"),
        ("x-shipengine-rsa-sha256-signature", "\udcff"),
    ],
)
def test_a_push_with_any_header_replaced_is_refused(header: str, value: str) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify(signed(BODY, "secret", NOW) | {header: value}, BODY, [ONE.stored, OTHER.stored], NOW)


def test_a_captured_push_is_refused_an_hour_later() -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify(signed(BODY, "secret", NOW), BODY, [ONE.stored], NOW + timedelta(hours=1))


def test_a_delivered_parcel_brings_its_whole_history() -> None:
    update = read("delivered")
    assert update.parcel == ParcelNumber("usps", "9400136208230000002031")
    assert update.carrier_estimate == date(2026, 11, 20)
    assert details("delivered") == [
        Detail.DELIVERED,
        Detail.OUT_FOR_DELIVERY,
        Detail.PROCESSED,
        Detail.IN_TRANSIT,
        Detail.PICKED_UP,
        Detail.LABEL_CREATED,
    ]
    assert update.checkpoints[0] == Checkpoint(
        occurred_at=datetime(2026, 11, 20, 20, 41, tzinfo=UTC),
        detail=Detail.DELIVERED,
        carrier_code="01",
        message="Delivered, Left with Individual",
        place=Place(city="AUSTIN", region="TX", postal="78704", country="US"),
        proof=ProofOfDelivery("A SAMPLE", "https://proof.example.com/3.png", latitude=30.25, longitude=-97.76),
    )


def test_an_event_without_a_zone_is_read_at_its_place_and_says_so() -> None:
    inferred, *others = read("no_zone").checkpoints
    assert (inferred.occurred_at, inferred.time_inferred) == (datetime(2026, 11, 17, 9, 47, tzinfo=UTC), True)
    assert not any(scan.time_inferred for scan in others)


def test_the_local_time_is_read_where_it_is_all_there_is() -> None:
    local = {"occurred_at": None, "carrier_occurred_at": "2026-11-20T10:00:00", "country_code": "DE"}
    scan = only_scan(push(local))
    assert (scan.occurred_at, scan.time_inferred) == (datetime(2026, 11, 20, 9, 0, tzinfo=UTC), True)


def test_the_version_2_push_is_read_too() -> None:
    assert read("out_for_delivery").parcel.carrier == "usps"
    assert details("out_for_delivery")[0] == Detail.OUT_FOR_DELIVERY
    attempt = read("attempt_failed").checkpoints[0]
    assert (attempt.detail, attempt.carrier_code) == (Detail.ATTEMPT_FAILED, "X/48")


def test_a_parcel_at_a_service_point_waits_there() -> None:
    assert details("ready_for_pickup")[0] == Detail.AVAILABLE_FOR_PICKUP


def test_customs_hold_a_parcel_and_let_it_go() -> None:
    assert read("customs").parcel.carrier == "dhl_express"
    assert details("customs") == [Detail.CUSTOMS_CLEARED, Detail.CUSTOMS_HELD]


def test_an_event_without_a_status_of_its_own_has_the_parcels_if_the_parcel_names_its_code() -> None:
    assert details("events_without_status") == [Detail.IN_TRANSIT, *[Detail.UNKNOWN] * 3]
    earlier = {"occurred_at": "2026-11-20T10:00:00Z", "event_code": "OD"}
    later = {"occurred_at": "2026-11-20T12:00:00Z", "event_code": "ZZ"}
    (update,) = CARRIER.parse(push(events=[later, earlier], status_code="DE", carrier_status_code="OD"))
    assert [scan.detail for scan in update.checkpoints] == [Detail.UNKNOWN, Detail.DELIVERED]


def test_the_newest_event_has_the_parcels_status_if_no_code_is_named() -> None:
    earlier = {"occurred_at": "2026-11-20T10:00:00Z", "event_code": "OD"}
    later = {"occurred_at": "2026-11-20T12:00:00Z", "event_code": "DL", "signer": "A SAMPLE"}
    (update,) = CARRIER.parse(push(events=[earlier, later], status_code="DE"))
    assert [scan.detail for scan in update.checkpoints] == [Detail.UNKNOWN, Detail.DELIVERED]
    assert update.checkpoints[-1].proof == ProofOfDelivery("A SAMPLE")


def test_an_event_with_a_status_keeps_it() -> None:
    assert only_scan(push({"status_code": "AT"}, status_code="DE")).detail is Detail.ATTEMPT_FAILED
    told = {"occurred_at": "2026-11-20T12:00:00Z", "status_code": "IT"}
    silent = {"occurred_at": "2026-11-20T10:00:00Z", "event_code": "OD"}
    (update,) = CARRIER.parse(push(events=[told, silent], status_code="DE"))
    assert [scan.detail for scan in update.checkpoints] == [Detail.IN_TRANSIT, Detail.UNKNOWN]


def test_a_delivery_after_the_way_back_is_one_to_the_sender() -> None:
    back = {"status_code": "EX", "status_detail_code": "RETURN_TO_SENDER", "occurred_at": "2026-11-21T10:00:00Z"}
    there = {"status_code": "DE", "occurred_at": "2026-11-24T10:00:00Z", "event_code": "17"}
    (update,) = CARRIER.parse(push(events=[there, back]))
    assert [scan.detail for scan in update.checkpoints] == [Detail.RETURNED, Detail.RETURNING]


def test_an_unknown_code_is_kept_as_unknown_with_its_code() -> None:
    first = read("unknown_code").checkpoints[0]
    assert (first.detail, first.carrier_code) == (Detail.UNKNOWN, "ZQ")


def test_the_carriers_own_code_is_preferred() -> None:
    assert only_scan(push({"event_code": "D", "carrier_detail_code": "FS"})).carrier_code == "D/FS"
    assert only_scan(push({"event_code": "", "carrier_status_code": "D"})).carrier_code == "D"
    assert only_scan(push({"event_code": None, "status_detail_code": "MISSORTED"})).carrier_code == "IT/MISSORTED"
    words = only_scan(push({"event_code": None, "status_code": None, "description": "Signed for by: A CANARY"}))
    assert words.carrier_code.startswith("text:")
    assert "CANARY" not in repr(words)


@pytest.mark.parametrize(
    ("code", "address", "carrier"),
    [
        ("stamps_com", "https://api.shipengine.com/v1/tracking?carrier_code=ups&tracking_number=1", "usps"),
        (None, "https://api.shipengine.com/v1/tracking?carrier_code=ups&tracking_number=1", "ups"),
        (None, "https://api.shipengine.com/v1/labels/se-1/track", "shipengine"),
        (None, "https://[", "shipengine"),
        (None, None, "shipengine"),
        ("ヤマト", "", "shipengine"),
    ],
)
def test_the_mover_is_told_by_the_data_else_by_the_address(code: str | None, address: object, carrier: str) -> None:
    (update,) = CARRIER.parse(push(address=address, carrier_code=code))
    assert update.parcel.carrier == carrier


def test_a_push_about_something_else_is_about_no_parcel() -> None:
    assert CARRIER.parse((SAMPLES / "not_a_parcel.json").read_bytes()) == ()


def test_what_the_api_answers_about_a_number_is_read_like_a_push() -> None:
    tracking = json.loads(BODY)["data"] | {"carrier_code": "usps"}
    assert CARRIER.parse(json.dumps(tracking).encode()) == CARRIER.parse(BODY)


def test_a_tracking_without_events_is_an_update_without_checkpoints() -> None:
    (update,) = CARRIER.parse(push(events=None, estimated_delivery_date="0001-01-01T00:00:00"))
    assert (update.checkpoints, update.carrier_estimate) == ((), None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b'{"errors":[{"error_code":"tracking_error"}]}', "tracking_number"),
        (b'{"resource_type":1}', "resource_type"),
        (b'{"resource_type":"API_TRACK"}', "data"),
        (push(address=7), "resource_url"),
        (push(tracking_number=None), "data.tracking_number"),
        (push(carrier_code=3), "data.carrier_code"),
        (push(status_code=3), "data.status_code"),
        (push(events={}), "data.events"),
        (push(events=[7]), "data.events[0]"),
        (push(estimated_delivery_date="soon"), "data.estimated_delivery_date"),
        (push({"occurred_at": None}), "data.events[0].occurred_at"),
        (push({"occurred_at": "2026-11-20"}), "data.events[0].occurred_at"),
        (push({"occurred_at": None, "carrier_occurred_at": 5}), "data.events[0].carrier_occurred_at"),
        (push({"status_detail_code": []}), "data.events[0].status_detail_code"),
        (push({"event_code": "", "status_code": ""}), "data.events[0].description"),
        (push({"postal_code": 78704}), "data.events[0].postal_code"),
        (push({"signer": ["A SAMPLE"]}), "data.events[0].signer"),
    ],
)
def test_an_unreadable_push_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("status", "status_detail", "expected"),
    [
        ("NY", "", (Detail.LABEL_CREATED, None)),
        ("AC", "", (Detail.INFO_RECEIVED, None)),
        ("AC", "COLLECTION_MADE", (Detail.PICKED_UP, None)),
        ("IT", "CARRIER_STATUS_NOT_MAPPED", (Detail.IN_TRANSIT, None)),
        ("IT", "HELD_BY_CARRIER", (Detail.HELD, Cause.CARRIER)),
        ("AT", "", (Detail.ATTEMPT_FAILED, None)),
        ("AT", "COD_AMOUNT_NOT_PAID", (Detail.ATTEMPT_FAILED, Cause.CONSIGNEE)),
        ("SP", "DELIVERED_TO_LOCKER_COLLECTION_POINT", (Detail.IN_LOCKER, None)),
        ("DE", "DELIVERED_IN_PART", (Detail.INFORMATION, None)),
        ("DE", "DELIVERED_TO_ALTERNATIVE_DELIVERY_LOCATION", (Detail.AVAILABLE_FOR_PICKUP, None)),
        ("EX", "NEW_NEXT_YEAR", (Detail.EXCEPTION, None)),
        ("UN", "CARRIER_STATUS_NOT_MAPPED", (Detail.UNKNOWN, None)),
        ("", "", (Detail.UNKNOWN, None)),
        ("it", "", (Detail.UNKNOWN, None)),
    ],
)
def test_a_status_and_its_detail_mean_the_finer_of_the_two(
    status: str, status_detail: str, expected: tuple[Detail, Cause | None]
) -> None:
    assert meaning(status, status_detail) == expected


@pytest.mark.parametrize(
    ("code", "slug"),
    [("stamps_com", "usps"), ("fedex_uk", "fedex"), ("dhl_express_worldwide", "dhl_express"), ("ontrac", "ontrac")],
)
def test_the_mover_has_a_slug(code: str, slug: str) -> None:
    assert mover(code) == slug
