"""AfterShip: its signature, its samples, and what of a Tracking is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.aftership import CARRIER
from shared.carriers.adapters.aftership.codes import detail, mover
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "aftership"
BODY = (SAMPLES / "delivered.json").read_bytes()
SCAN = "msg.checkpoints[0]"


def signature(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How AfterShip sends a body: also for the tests of every carrier."""
    return {"aftership-hmac-sha256": signature(body, secret)}


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())
    return update


def details(situation: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(situation).checkpoints]


def push(scan: dict[str, Any] | None = None, **msg: Any) -> bytes:
    """A push with one checkpoint, some of its values replaced."""
    base = {"checkpoint_time": "2026-11-20T10:00:00-08:00", "tag": "InTransit", "subtag": "InTransit_003"}
    tracking = {"slug": "usps", "tracking_number": "9400136208230000001010", "checkpoints": [base | (scan or {})]}
    return json.dumps({"event": "tracking_update", "event_id": "1", "ts": 1795338000, "msg": tracking | msg}).encode()


def only(body: bytes) -> CarrierUpdate:
    (update,) = CARRIER.parse(body)
    return update


def only_scan(body: bytes) -> Checkpoint:
    (checkpoint,) = only(body).checkpoints
    return checkpoint


def test_a_known_vector_is_accepted() -> None:
    # printf '{"event":"tracking_update"}' | openssl dgst -sha256 -hmac sample-secret -binary | base64
    known = "psuZiece9dye+/O35Ta+ak9e3bzQzwq1j+LCNQexyvc="
    CARRIER.verify({"aftership-hmac-sha256": known}, b'{"event":"tracking_update"}', ["sample-secret"], NOW)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        signature(BODY, "secret").rstrip("="),
        signature(BODY, "secret") + " ",
        signature(BODY + b" ", "secret"),
        signature(BODY, ""),
        hmac.new(b"secret", BODY, hashlib.sha256).hexdigest(),
        "é\udcff",
    ],
)
def test_any_other_signature_is_refused(sent: str) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify({"aftership-hmac-sha256": sent}, BODY, ["secret", ""], NOW)


def test_the_headers_of_aftership_s_other_products_are_not_read() -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify({"as-signature-hmac-sha256": signature(BODY, "secret")}, BODY, ["secret"], NOW)


def test_a_delivered_parcel_brings_its_whole_history() -> None:
    update = read("delivered")
    assert update.parcel == ParcelNumber("usps", "9400136208230000001034")
    assert (update.carrier_estimate, update.also) == (date(2026, 11, 20), ())
    assert details("delivered") == [
        Detail.INFO_RECEIVED,
        Detail.PICKED_UP,
        Detail.ARRIVED,
        Detail.DEPARTED,
        Detail.OUT_FOR_DELIVERY,
        Detail.DELIVERED_IN_PERSON,
    ]
    assert update.checkpoints[-1] == Checkpoint(
        occurred_at=datetime(2026, 11, 20, 20, 41, tzinfo=UTC),
        detail=Detail.DELIVERED_IN_PERSON,
        carrier_code="01",
        message="Delivered, Left with Individual",
        place=Place(city="AUSTIN", region="TX", postal="78704", country="US"),
        proof=ProofOfDelivery("A SAMPLE", "https://proof.example.com/3.jpg", latitude=30.25, longitude=-97.76),
    )


def test_nobody_home_is_told_from_other_attempts() -> None:
    assert details("attempt_failed")[-1] == Detail.NOBODY_HOME


def test_a_parcel_that_goes_back_is_not_delivered_when_it_is_there() -> None:
    assert details("returned")[-2:] == [Detail.RETURNING, Detail.RETURNED]
    told = {"tag": "Delivered", "subtag": "Delivered_001", "events": [{"code": "returned_to_sender"}]}
    assert only_scan(push(told)).detail is Detail.RETURNED


def test_a_parcel_of_two_carriers_has_both_numbers_and_says_who_moved_it() -> None:
    update = read("two_carriers")
    assert update.parcel == ParcelNumber("dhl_express", "1234567891")
    assert update.also == (ParcelNumber("usps", "9400136208230000001102"),)
    assert [scan.moved_by for scan in update.checkpoints] == ["", "", "", "", "usps"]
    assert [scan.place.country for scan in update.checkpoints] == ["DE", "US", "US", "US", "US"]
    assert details("two_carriers") == [
        Detail.PICKED_UP,
        Detail.CUSTOMS_STARTED,
        Detail.DOCUMENTS_MISSING,
        Detail.CUSTOMS_CLEARED,
        Detail.ARRIVED,
    ]


@pytest.mark.parametrize(
    "mile",
    [
        None,
        {},
        {"slug": "usps", "tracking_number": None},
        {"tracking_number": "9400136208230000001102"},
        {"slug": "usps", "tracking_number": "9400 1362 0823 0000 0010 10"},
    ],
)
def test_a_mile_without_another_number_adds_none(mile: object) -> None:
    assert only(push(last_mile=mile)).also == ()


def test_a_push_may_bring_nothing_but_an_estimate() -> None:
    update = read("estimate_only")
    assert (update.checkpoints, update.carrier_estimate) == ((), date(2026, 11, 24))


@pytest.mark.parametrize(
    ("estimates", "day"),
    [
        ({}, None),
        ({"expected_delivery": "2026-11-23T00:00:00"}, date(2026, 11, 23)),
        ({"courier_estimated_delivery_date": {"estimated_delivery_date": "2026-11-24"}}, date(2026, 11, 24)),
        ({"courier_estimated_delivery_date": {"estimated_delivery_date_max": "2026-11-25"}}, date(2026, 11, 25)),
        ({"latest_estimated_delivery": {"source": "AfterShip EDD", "datetime": "2026-11-26"}}, None),
        ({"latest_estimated_delivery": {"source": "Carrier EDD", "datetime": "2026-11-26"}}, date(2026, 11, 26)),
        ({"latest_estimated_delivery": {"source": "Carrier EDD"}}, None),
    ],
)
def test_an_estimate_is_the_carriers_own_or_none(estimates: dict[str, Any], day: date | None) -> None:
    assert only(push(**estimates)).carrier_estimate == day


def test_the_weight_is_not_taken_because_the_merchant_may_have_told_it() -> None:
    assert only_scan(push(shipment_weight={"unit": "kg", "value": 2})).weight_grams is None


def test_an_unknown_tag_is_kept_as_unknown_with_its_code() -> None:
    last = read("unknown_code").checkpoints[-1]
    assert (last.detail, last.carrier_code) == (Detail.UNKNOWN, "DroneHandover_001")


def test_the_couriers_own_code_is_preferred() -> None:
    assert only_scan(push({"raw_tag": "10"})).carrier_code == "10"
    assert only_scan(push()).carrier_code == "InTransit_003"
    assert only_scan(push({"subtag": None})).carrier_code == "InTransit"
    words = only_scan(push({"tag": None, "subtag": None, "message": "Signed for by: A CANARY"}))
    assert words.carrier_code.startswith("text:")
    assert "CANARY" not in repr(words)


def test_who_signed_is_kept_with_the_delivery_and_not_in_the_message() -> None:
    delivered = only_scan(push({"tag": "Delivered", "subtag": None, "message": "Delivered, signed by: A SAMPLE"}))
    assert (delivered.message, delivered.proof) == ("Delivered", ProofOfDelivery(signed_by="A SAMPLE"))
    assert "SAMPLE" not in repr(CARRIER.parse(push(signed_by="A SAMPLE")))
    assert (
        only_scan(push({"subtag": "Delivered_001"}, proof_of_delivery=[{"url": "http://insecure.example.com"}])).proof
        is None
    )


def test_scans_out_of_order_keep_their_own_times() -> None:
    times = [checkpoint.occurred_at for checkpoint in read("late_scan").checkpoints]
    assert times != sorted(times)


def test_a_time_without_an_offset_is_read_at_its_place_and_says_so() -> None:
    *known, inferred = read("no_zone").checkpoints
    assert (inferred.occurred_at, inferred.time_inferred) == (datetime(2026, 11, 17, 9, 47, tzinfo=UTC), True)
    assert not any(scan.time_inferred for scan in known)
    nowhere = only_scan(push({"checkpoint_time": "2026-11-17T01:47:00"}))
    assert (nowhere.occurred_at, nowhere.time_inferred) == (datetime(2026, 11, 17, 1, 47, tzinfo=UTC), True)


def test_the_names_of_earlier_versions_are_read_too() -> None:
    scan = only_scan(push({"city": "Austin", "zip": "78704", "country_iso3": "USA", "coordinates": []}))
    assert scan.place == Place(city="Austin", postal="78704", country="US")
    assert only(push(slug=None, courier_code="ups")).parcel.carrier == "ups"


def test_what_the_api_answers_is_read_like_a_push() -> None:
    assert details("api_answer") == details("in_transit")
    tracking = json.loads(BODY)["msg"]
    legacy = {"meta": {"code": 200}, "data": {"tracking": tracking}}
    assert CARRIER.parse(json.dumps(legacy).encode()) == CARRIER.parse(BODY)
    page = {"meta": {"code": 200}, "data": {"trackings": [tracking, tracking]}}
    assert CARRIER.parse(json.dumps(page).encode()) == CARRIER.parse(BODY) * 2


def test_an_event_about_something_else_is_about_no_parcel() -> None:
    assert CARRIER.parse(b'{"event":"courier_connection_update","msg":{}}') == ()


def test_a_parcel_of_an_unrecognised_courier_is_aftership_s() -> None:
    assert only(push(slug="unrecognized")).parcel.carrier == "aftership"
    assert only(push(slug=None)).parcel.carrier == "aftership"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b'{"meta":{"code":4004,"message":"Tracking does not exist."},"data":{}}', "data.tracking_number"),
        (b'{"meta":{"code":401}}', "data"),
        (b'{"event":1}', "event"),
        (b'{"event":"tracking_update"}', "msg"),
        (b'{"data":{"trackings":[7]}}', "data.trackings[0]"),
        (b'{"data":{"tracking":null}}', "data.tracking"),
        (push(tracking_number=None), "msg.tracking_number"),
        (push(slug=7), "msg.slug"),
        (push(checkpoints={}), "msg.checkpoints"),
        (push(checkpoints=["scan"]), SCAN),
        (push(signed_by=["A SAMPLE"]), "msg.signed_by"),
        (push(proof_of_delivery={}), "msg.proof_of_delivery"),
        (push(last_mile=[]), "msg.last_mile"),
        (push(last_mile={"slug": "usps", "tracking_number": "?"}), "msg.last_mile.tracking_number"),
        (push(latest_estimated_delivery=[]), "msg.latest_estimated_delivery"),
        (
            push(latest_estimated_delivery={"source": "Carrier EDD", "datetime": "soon"}),
            "msg.latest_estimated_delivery.datetime",
        ),
        (
            push(courier_estimated_delivery_date={"estimated_delivery_date": 7}),
            "msg.courier_estimated_delivery_date.estimated_delivery_date",
        ),
        (push(expected_delivery="soon"), "msg.expected_delivery"),
        (push({"checkpoint_time": "2026-11-20"}), f"{SCAN}.checkpoint_time"),
        (push({"checkpoint_time": None}), f"{SCAN}.checkpoint_time"),
        (push({"tag": 1}), f"{SCAN}.tag"),
        (push({"tag": "", "subtag": ""}), f"{SCAN}.message"),
        (push({"postal_code": 78704}), f"{SCAN}.postal_code"),
        (push({"subtag": "Delivered_001", "coordinate": []}), f"{SCAN}.coordinate"),
        (push({"subtag": "Delivered_001", "events": {}}), f"{SCAN}.events"),
    ],
)
def test_an_unreadable_push_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("tag", "subtag", "expected"),
    [
        ("Pending", "Pending_001", Detail.PENDING),
        ("InfoReceived", "InfoReceived_001", Detail.INFO_RECEIVED),
        ("InTransit", "InTransit_001", Detail.IN_TRANSIT),
        ("InTransit", "InTransit_099", Detail.IN_TRANSIT),
        ("OutForDelivery", "OutForDelivery_003", Detail.OUT_FOR_DELIVERY),
        ("OutForDelivery", "OutForDelivery_004", Detail.DELIVERY_SCHEDULED),
        ("AvailableForPickup", "AvailableForPickup_001", Detail.AVAILABLE_FOR_PICKUP),
        ("AttemptFail", "AttemptFail_001", Detail.ATTEMPT_FAILED),
        ("Delivered", "Delivered_005", Detail.DELIVERED_TO_NEIGHBOUR),
        ("Exception", "Exception_008", Detail.UNCLAIMED),
        ("Exception", "Exception_016", Detail.DELAYED_BY_CARRIER),
        ("Expired", "Expired_001", Detail.EXPIRED),
        ("", "Exception_013", Detail.LOST),
        ("intransit", "", Detail.UNKNOWN),
        ("", "", Detail.UNKNOWN),
    ],
)
def test_a_tag_and_its_subtag_mean_the_finer_of_the_two(tag: str, subtag: str, expected: Detail) -> None:
    assert detail(tag, subtag) is expected


@pytest.mark.parametrize(
    ("courier", "slug"),
    [
        ("usps", "usps"),
        ("dhl", "dhl_express"),
        ("dhl-germany", "dhl"),
        ("dhl-global-mail", "dhl_ecommerce"),
        ("taqbin-jp", "yamato"),
        ("dpd-uk", "dpd"),
        ("la-poste-colissimo", "la_poste_colissimo"),
    ],
)
def test_the_mover_has_a_slug(courier: str, slug: str) -> None:
    assert mover(courier) == slug
