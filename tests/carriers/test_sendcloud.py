"""Sendcloud: its signature, its samples of three shapes, and what of them is refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.sendcloud import CARRIER
from shared.carriers.adapters.sendcloud.codes import event, parcel_status, tracked_status
from shared.carriers.adapters.sendcloud.movers import mover, mover_by_method
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "sendcloud"
BODY = (SAMPLES / "in_transit.json").read_bytes()


def signature(body: bytes, secret: bytes) -> str:
    return hmac.new(secret, body, hashlib.sha256).hexdigest()


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How Sendcloud sends a body: also for the tests of every carrier."""
    return {"sendcloud-signature": signature(body, secret.encode())}


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())
    return update


def status_push(parcel: dict[str, Any] | None = None, **document: Any) -> bytes:
    """A push that a status changed, some of its values replaced."""
    base = {"tracking_number": "3SABCD0000001", "status": {"id": 91, "message": "Parcel en route"}}
    base |= {"carrier": {"code": "postnl"}}
    pushed = {"action": "parcel_status_changed", "timestamp": 1795338000000, "parcel": base | (parcel or {})}
    return json.dumps(pushed | document).encode()


def event_push(happened: dict[str, Any] | None = None, **parcel: Any) -> bytes:
    """A push that an event was created, some of its values replaced."""
    base = {"timestamp": "2026-11-22T09:00:00Z", "phase": "in_transit", "exception": "none", "sub_status": "none"}
    number = {"tracking_number": "01505000000015", "carrier_code": "dpd"} | parcel
    data = {"parcel": number, "event": base | (happened or {})}
    return json.dumps({"event_type": "parcels.event.created", "data": data}).encode()


def answer(happened: dict[str, Any] | None = None, **document: Any) -> bytes:
    """An answer of the tracking API with one event, some of its values replaced."""
    base = {"event_at": "2026-11-22T09:00:00Z", "status_code": "accepted", "sub_status_code": "none"}
    numbers = [{"carrier_code": "postnl", "tracking_number": "3SABCD0000011"}]
    return json.dumps({"tracking_numbers": numbers, "events": [base | (happened or {})]} | document).encode()


def only_scan(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


def only_parcel(body: bytes) -> ParcelNumber:
    (update,) = CARRIER.parse(body)
    return update.parcel


def test_the_vector_of_the_documentation_is_accepted() -> None:
    # printf '{"key": "value"}' | openssl dgst -sha256 -hmac secretkey
    known = "1eed4b3d41f4653ac64fd56f1bf1cbfd349e4482cbc11dff7134bd93e5da4b0a"
    CARRIER.verify({"sendcloud-signature": known}, b'{"key": "value"}', ["secretkey"], NOW)


@pytest.mark.parametrize("used", ["old", "new"])
def test_both_keys_are_accepted_during_a_rotation(used: str) -> None:
    CARRIER.verify({"sendcloud-signature": signature(BODY, used.encode())}, BODY, ["old", "new"], NOW)
    CARRIER.verify({"authorization": f"Bearer {used}"}, BODY, ["old", "new"], NOW)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sendcloud-signature": ""},
        {"sendcloud-signature": signature(BODY, b"key").upper()},
        {"sendcloud-signature": signature(BODY, b"key") + " "},
        {"sendcloud-signature": signature(BODY + b" ", b"key")},
        {"sendcloud-signature": signature(BODY, b"")},
        {"sendcloud-signature": "é\udcff"},
        {"sendcloud-signature": "wrong", "authorization": "Bearer key"},
        {"authorization": "key"},
        {"authorization": "Bearer "},
        {"authorization": "Bearer key "},
        {"authorization": "Basic key"},
        {"authorization": "Bearer é\udcff"},
    ],
)
def test_anything_else_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify(headers, BODY, ["key", ""], NOW)


def test_a_changed_status_is_one_scan_at_the_carriers_time() -> None:
    update = read("in_transit")
    assert update.parcel == ParcelNumber("postnl", "3SABCD0000001")
    assert update.checkpoints == (
        Checkpoint(
            occurred_at=datetime(2026, 11, 22, 2, 10, tzinfo=UTC),
            detail=Detail.IN_TRANSIT,
            carrier_code="91",
            message="Parcel en route",
        ),
    )


def test_a_history_of_the_tracking_api_is_read_whole() -> None:
    update = read("delivered")
    assert (update.parcel, update.carrier_estimate) == (ParcelNumber("postnl", "3SABCD0000011"), date(2026, 11, 22))
    assert [(scan.carrier_code, scan.detail) for scan in update.checkpoints] == [
        ("announced", Detail.LABEL_CREATED),
        ("accepted", Detail.PICKED_UP),
        ("sorted", Detail.PROCESSED),
        ("in_delivery", Detail.OUT_FOR_DELIVERY),
        ("delivered/mailbox", Detail.DELIVERED_TO_MAILBOX),
    ]


def test_a_created_event_has_a_place_but_no_street() -> None:
    update = read("event_created")
    assert update.parcel == ParcelNumber("dpd", "01505000000015")
    assert update.checkpoints == (
        Checkpoint(
            occurred_at=datetime(2026, 11, 22, 10, 31, tzinfo=UTC),
            detail=Detail.NOBODY_HOME,
            carrier_code="attempted/none/not_home",
            message="Nobody was at home",
            place=Place(city="Eindhoven", postal="5611 EM", country="NL"),
        ),
    )


def test_the_recipients_address_is_not_kept() -> None:
    assert not {"SAMPLE", "Eindhoven", "Street"} & set(repr(read("in_transit")).replace("'", " ").split())


@pytest.mark.parametrize(
    ("situation", "detail"),
    [
        ("out_for_delivery", Detail.OUT_FOR_DELIVERY),
        ("ready_for_pickup", Detail.AVAILABLE_FOR_PICKUP),
        ("attempt_failed", Detail.NOBODY_HOME),
        ("returned", Detail.RETURNING),
        ("unknown_code", Detail.UNKNOWN),
    ],
)
def test_a_status_push_says_where_the_parcel_is(situation: str, detail: Detail) -> None:
    assert [scan.detail for scan in read(situation).checkpoints] == [detail]


def test_a_parcel_of_two_carriers_names_both_numbers() -> None:
    update = read("last_mile")
    assert (update.parcel, update.also) == (
        ParcelNumber("spring", "GB0000000014"),
        (ParcelNumber("postnl", "3SABCD0000014"),),
    )


@pytest.mark.parametrize("situation", ["not_a_parcel", "no_number"])
def test_what_is_not_about_a_parcel_with_a_number_is_no_update(situation: str) -> None:
    assert CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes()) == ()


def test_other_events_and_events_without_a_number_are_no_update() -> None:
    assert CARRIER.parse(event_push(tracking_number=None)) == ()
    assert CARRIER.parse(b'{"event_type":"parcel.created","data":{"id":1}}') == ()
    assert CARRIER.parse(b'{"tracking_numbers":[]}') == ()


@pytest.mark.parametrize("timestamp", [1795338000, 1795338000000, 1795338000.0])
def test_a_unix_time_is_read_in_seconds_and_in_milliseconds(timestamp: float) -> None:
    scan = only_scan(status_push(timestamp=timestamp))
    assert (scan.occurred_at, scan.time_inferred) == (NOW, False)


def test_milliseconds_are_kept() -> None:
    assert only_scan(status_push(timestamp=1795338000134)).occurred_at == NOW.replace(microsecond=134000)


@pytest.mark.parametrize(
    ("parcel", "slug"),
    [
        ({"carrier": {"code": "dhl_parcel_iberia"}}, "dhl"),
        ({"carrier": None, "tracking_url": "https://tracking.sendcloud.sc/forward?carrier=gls_it&code=1"}, "gls"),
        ({"carrier": {}, "tracking_url": "https://[", "shipment": {"name": "DHL Express Worldwide"}}, "dhl_express"),
        ({"carrier": None, "shipment": {"id": 1, "name": "PostNL Standard"}}, "postnl"),
    ],
)
def test_the_company_is_found_where_the_push_names_it(parcel: dict[str, Any], slug: str) -> None:
    assert only_parcel(status_push(parcel)).carrier == slug


@pytest.mark.parametrize(
    ("code", "number", "name", "detail"),
    [
        ("", 62989, "At Customs", Detail.CUSTOMS_STARTED),
        ("", 11, "Livré", Detail.DELIVERED),
        ("", 3, "Ready to send", Detail.LABEL_CREATED),
        ("", None, "Refused by recipient", Detail.REFUSED),
        ("DRIVER_ON_ROUTE", None, "", Detail.OUT_FOR_DELIVERY),
        ("", 1337, "Unknown status - check carrier track & trace page for more insights", Detail.UNKNOWN),
        ("", 70001, "", Detail.UNKNOWN),
    ],
)
def test_a_status_is_known_by_code_or_name_or_number(code: str, number: int | None, name: str, detail: Detail) -> None:
    assert parcel_status(code, number, name) is detail


@pytest.mark.parametrize(
    ("phase", "exception", "sub_status", "detail"),
    [
        ("delivered", "none", "neighbour", Detail.DELIVERED_TO_NEIGHBOUR),
        ("delivered", "", "none", Detail.DELIVERED),
        ("delivered", "none", "sender", Detail.RETURNED),
        ("delivered", "none", "partly", Detail.EXCEPTION),
        ("delivered", "returned_sender", "none", Detail.RETURNED),
        ("in_transit", "returned_sender", "none", Detail.RETURNING),
        ("in_transit", "delivery_delay", "weather_conditions", Detail.DELAYED_BY_WEATHER),
        ("customs", "customs_issue", "documents", Detail.DOCUMENTS_MISSING),
        ("pup", "none", "locker", Detail.IN_LOCKER),
        ("in_transit", "unknown", "none", Detail.UNKNOWN),
        ("in_transit", "eaten_by_a_dog", "none", Detail.UNKNOWN),
        ("delivery_forced", "none", "none", Detail.UNKNOWN),
        ("none", "none", "none", Detail.UNKNOWN),
    ],
)
def test_an_event_is_its_exception_or_else_its_phase(
    phase: str, exception: str, sub_status: str, detail: Detail
) -> None:
    assert event(phase, exception, sub_status, returning=False) is detail


@pytest.mark.parametrize(
    ("phase", "detail"),
    [
        ("delivered", Detail.RETURNED),
        ("in_delivery", Detail.RETURNING),
        ("pup", Detail.RETURNING),
        ("cancelled", Detail.CANCELLED),
        ("unknown", Detail.UNKNOWN),
    ],
)
def test_a_parcel_on_its_way_back_is_never_delivered(phase: str, detail: Detail) -> None:
    assert only_scan(event_push({"phase": phase, "is_returned": True})).detail is detail


def test_a_carrier_that_is_responsible_is_the_cause_of_trouble_only() -> None:
    held = only_scan(event_push({"exception": "hold", "is_carrier_responsible": True}))
    moving = only_scan(event_push({"is_carrier_responsible": True}))
    assert (held.milestone, held.cause, moving.cause) == (Milestone.EXCEPTION, Cause.CARRIER, None)


@pytest.mark.parametrize(
    ("status", "sub_status", "detail"),
    [
        ("attempted", "not_home", Detail.NOBODY_HOME),
        ("shipment-on-route", "none", Detail.IN_TRANSIT),
        ("DRIVER_ON_ROUTE", "", Detail.OUT_FOR_DELIVERY),
        ("damaged", "none", Detail.DAMAGED),
        ("teleported", "none", Detail.UNKNOWN),
    ],
)
def test_the_tracking_apis_status_is_of_either_vocabulary(status: str, sub_status: str, detail: Detail) -> None:
    assert tracked_status(status, sub_status) is detail


def test_the_guides_name_for_the_status_is_read_too() -> None:
    assert only_scan(answer({"status_code": None, "parent_status": "delivered"})).detail is Detail.DELIVERED


def test_a_time_as_text_without_an_offset_is_utc_and_says_so() -> None:
    scan = only_scan(answer({"event_at": "2026-11-22T09:00:00"}))
    assert (scan.occurred_at, scan.time_inferred) == (NOW, True)


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        ("amazon", "amazon_shipping"),
        ("dp", "deutsche_post"),
        ("royal_mail", "royal_mail"),
        ("New Carrier", "new_carrier"),
    ],
)
def test_a_code_is_a_company(code: str, slug: str) -> None:
    assert mover(code) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [("DPD Home 0-31.5kg", "dpd"), ("Mondial Relay Point Relais", "mondial_relay"), ("Unstamped letter", ""), ("", "")],
)
def test_a_shipping_method_begins_with_its_carrier(name: str, slug: str) -> None:
    assert mover_by_method(name) == slug


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b"{}", "action"),
        (b'{"parcel_id":"629","carrier_code":"postnl","statuses":[]}', "action"),
        (b'{"detail":"Parcel does not exist"}', "action"),
        (status_push(action=7), "action"),
        (status_push(parcel={"tracking_number": 3}), "parcel.tracking_number"),
        (status_push(parcel={"tracking_number": "3S"}), "parcel.tracking_number"),
        (status_push(parcel={"carrier": "postnl"}), "parcel.carrier"),
        (status_push(parcel={"carrier": None}), "parcel.carrier.code"),
        (status_push(parcel={"carrier": None, "shipment": {"name": "Unstamped letter"}}), "parcel.carrier.code"),
        (status_push(parcel={"status": None}), "parcel.status"),
        (status_push(parcel={"status": {}}), "parcel.status.id"),
        (status_push(parcel={"status": {"id": "91"}}), "parcel.status.id"),
        (status_push(parcel={"status": {"id": True}}), "parcel.status.id"),
        (status_push(parcel={"status": {"id": 91, "message": 1}}), "parcel.status.message"),
        (status_push(timestamp="2026-11-22"), "timestamp"),
        (status_push(timestamp=None), "timestamp"),
        (status_push(timestamp=123), "timestamp"),
        (status_push(timestamp=10**30), "timestamp"),
        (status_push(timestamp=-(10**30)), "timestamp"),
        (status_push(carrier_status_change_timestamp=123), "carrier_status_change_timestamp"),
        (event_push(carrier_code=None), "data.parcel.carrier_code"),
        (event_push(carrier_code="!"), "data.parcel.carrier_code"),
        (event_push({"phase": None}), "data.event.phase"),
        (event_push({"timestamp": "soon"}), "data.event.timestamp"),
        (event_push({"location_details": {"city": 7}}), "data.event.location_details.city"),
        (answer(tracking_numbers={}), "tracking_numbers"),
        (answer(tracking_numbers=[{"carrier_code": "dpd"}]), "tracking_numbers[0].tracking_number"),
        (answer(events={}), "events"),
        (answer({"event_at": None}), "events[0].event_at"),
        (answer({"status_code": None}), "events[0].parent_status"),
        (answer({"status_code": ["accepted"]}), "events[0].status_code"),
        (answer(details={"expected_delivery_date": "soon"}), "details.expected_delivery_date"),
    ],
)
def test_an_unreadable_push_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field
