"""UPS: its credential, its samples, and what of a push or an answer is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.ups import CARRIER
from shared.carriers.adapters.ups.codes import meaning
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.strict_json import MalformedJson
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "ups"
PACKAGE = "trackResponse.shipment[0].package[0]"
ACTIVITY = f"{PACKAGE}.activity[0]"


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How UPS sends a body: also for the tests of every carrier."""
    return {"credential": secret}


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())
    return update


def details(situation: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(situation).checkpoints]


def push(status: dict[str, Any] | None = None, **fields: Any) -> bytes:
    """A push about one activity, some of its values replaced."""
    base = {
        "trackingNumber": "1Z999AA10312345018",
        "localActivityDate": "20261119",
        "localActivityTime": "225400",
        "activityLocation": {"city": "Memphis", "stateProvince": "TN", "country": "US"},
        "activityStatus": {"type": "I", "code": "DP", "descriptionCode": "005"} | (status or {}),
        "gmtActivityDate": "20261120",
        "gmtActivityTime": "045400",
    }
    return json.dumps(base | fields).encode()


def answer(activity: dict[str, Any] | None = None, **package: Any) -> bytes:
    """An answer about one package with one activity, some of its values replaced."""
    base = {"date": "20261119", "time": "225400", "status": {"type": "I", "code": "DP", "statusCode": "005"}}
    parcel = {"trackingNumber": "1Z999AA10312345018", "activity": [base | (activity or {})]} | package
    return json.dumps({"trackResponse": {"shipment": [{"package": [parcel]}]}}).encode()


def only_scan(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


@pytest.mark.parametrize("headers", [{"credential": "token"}, {"authorization": "Bearer token"}])
def test_a_push_with_the_credential_is_accepted(headers: dict[str, str]) -> None:
    CARRIER.verify(headers, b"{}", ["old", "token"], NOW)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"credential": ""},
        {"credential": "Token"},
        {"credential": "token "},
        {"authorization": "Basic token"},
        {"x-api-key": "token"},
        {"credential": "é\udcff"},
    ],
)
def test_any_other_credential_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify(headers, b"{}", ["token", ""], NOW)


def test_a_push_is_one_activity() -> None:
    update = read("in_transit")
    assert update.parcel == ParcelNumber("ups", "1Z999AA10312345018")
    assert update.carrier_estimate == date(2026, 11, 21)
    assert update.checkpoints == (
        Checkpoint(
            occurred_at=datetime(2026, 11, 20, 4, 54, tzinfo=UTC),
            detail=Detail.DEPARTED,
            carrier_code="I/DP/005",
            message="On the Way",
            place=Place(city="Memphis", region="TN", country="US"),
        ),
    )


@pytest.mark.parametrize(
    ("situation", "detail"),
    [
        ("label_created", Detail.LABEL_CREATED),
        ("out_for_delivery", Detail.OUT_FOR_DELIVERY),
        ("attempt_failed", Detail.NOBODY_HOME),
        ("ready_for_pickup", Detail.AVAILABLE_FOR_PICKUP),
        ("customs", Detail.DOCUMENTS_MISSING),
        ("estimate_changed", Detail.ESTIMATE_CHANGED),
        ("delivered_push", Detail.DELIVERED),
        ("unknown_code", Detail.UNKNOWN),
    ],
)
def test_each_push_means_what_it_says(situation: str, detail: Detail) -> None:
    assert details(situation) == [detail]


def test_who_received_it_is_proof_and_nothing_else() -> None:
    (delivered,) = read("delivered_push").checkpoints
    assert delivered.proof == ProofOfDelivery(signed_by="A SAMPLE")
    assert "SAMPLE" not in delivered.message
    assert only_scan(push(receivedBy="A SAMPLE")).proof is None


def test_an_answer_holds_the_whole_history_newest_first() -> None:
    update = read("delivered")
    assert details("delivered") == [
        Detail.DELIVERED,
        Detail.OUT_FOR_DELIVERY,
        Detail.AT_DELIVERY_DEPOT,
        Detail.ARRIVED,
        Detail.DEPARTED,
        Detail.PICKED_UP,
        Detail.LABEL_CREATED,
    ]
    assert update.checkpoints[0].proof == ProofOfDelivery(signed_by="SAMPLE", place="Front Door")
    assert [scan.weight_grams for scan in update.checkpoints] == [None] * 5 + [2268, None]
    assert update.carrier_estimate == date(2026, 11, 21)  # rescheduled from the 20th


def test_what_comes_back_to_the_sender_is_returned_and_not_delivered() -> None:
    assert details("returned") == [Detail.RETURNED, Detail.RETURNING, Detail.REFUSED]
    assert read("returned").checkpoints[0].proof is None


def test_scans_of_the_post_office_are_its_own_and_its_number_is_known() -> None:
    update = read("by_post_office")
    assert [scan.moved_by for scan in update.checkpoints] == ["usps", "usps", ""]
    assert [scan.detail for scan in update.checkpoints][-1] is Detail.HANDED_TO_CARRIER
    assert update.also == (ParcelNumber("usps", "9261290000001234567892"),)


def test_every_package_of_a_shipment_is_an_update() -> None:
    first, second = CARRIER.parse((SAMPLES / "two_parcels.json").read_bytes())
    assert first.parcel != second.parcel
    assert (len(first.checkpoints), second.checkpoints) == (1, ())


def test_a_number_ups_does_not_know_is_about_no_parcel() -> None:
    assert CARRIER.parse((SAMPLES / "not_a_parcel.json").read_bytes()) == ()
    assert CARRIER.parse(b'{"trackResponse":{}}') == ()


def test_a_local_time_is_read_in_the_zone_of_its_place_and_says_so() -> None:
    (scan,) = read("no_zone").checkpoints
    assert (scan.occurred_at, scan.time_inferred) == (datetime(2026, 11, 20, 4, 54, tzinfo=UTC), True)


@pytest.mark.parametrize("offset", ["-05.00", "-05:00"])
def test_a_local_time_with_an_offset_is_not_inferred(offset: str) -> None:
    scan = only_scan(answer({"gmtOffset": offset}))
    assert (scan.occurred_at, scan.time_inferred) == (datetime(2026, 11, 20, 3, 54, tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("written", "minutes"), [("074700", 467), ("74700", 467), ("07:47:00", 467), ("7:47:00", 467), ("0", 0)]
)
def test_leading_zeros_of_a_time_may_be_missing(written: str, minutes: int) -> None:
    at = only_scan(answer({"gmtDate": "20261120", "gmtTime": written})).occurred_at
    assert at.hour * 60 + at.minute == minutes


def test_a_push_and_an_answer_about_the_same_activity_are_the_same_scan() -> None:
    location = {"address": {"city": "Memphis", "stateProvince": "TN", "countryCode": "US"}}
    answered = only_scan(answer({"location": location, "gmtDate": "20261120", "gmtTime": "045400"}))
    assert answered.digest == only_scan(push()).digest


def test_the_number_that_was_asked_for_stands_in_for_a_missing_one() -> None:
    body = json.dumps({"trackResponse": {"shipment": [{"inquiryNumber": "1Z 999AA1 0312345018", "package": [{}]}]}})
    assert CARRIER.parse(body.encode())[0].parcel == ParcelNumber("ups", "1Z999AA10312345018")


def test_another_ups_number_of_the_parcel_is_kept() -> None:
    (update,) = CARRIER.parse(push(alternateTrackingNumber="1Z999AA10312345023"))
    assert update.also == (ParcelNumber("ups", "1Z999AA10312345023"),)
    (own,) = CARRIER.parse(push(alternateTrackingNumber="1Z999AA10312345018"))
    (none,) = CARRIER.parse(push(alternateTrackingNumber="n/a"))
    assert own.also == none.also == ()


def test_a_photo_is_not_kept() -> None:
    assert CARRIER.parse(push(deliveryPhoto="iVBORw0KGgo=" * 200)) == CARRIER.parse(push())


def test_a_status_code_without_quotes_is_read_as_three_digits() -> None:
    assert only_scan(push({"code": "OT", "descriptionCode": 21})).carrier_code == "I/OT/021"


def test_an_activity_without_codes_is_kept_in_upss_words() -> None:
    scan = only_scan(push({"type": "", "code": None, "descriptionCode": "", "description": "Sorted"}))
    assert (scan.detail, scan.carrier_code[:5], scan.message) == (Detail.UNKNOWN, "text:", "Sorted")


@pytest.mark.parametrize(
    ("delivered", "expected"), [("20261121", Milestone.DELIVERED), ("", None)], ids=["delivered", "loaded"]
)
def test_the_type_d_of_a_push_means_delivered_only_with_the_day_of_it(
    delivered: str, expected: Milestone | None
) -> None:
    body = push({"type": "D", "code": "9E", "descriptionCode": ""}, actualDeliveryDate=delivered)
    assert only_scan(body).milestone == expected


@pytest.mark.parametrize(
    ("kind", "status", "code", "expected"),
    [
        ("X", "061", "", (Detail.ATTEMPT_FAILED, Cause.CONSIGNEE)),
        ("I", "037", "OT", (Detail.RETURNING, None)),
        ("I", "005", "AR", (Detail.ARRIVED, None)),
        ("I", "005", "OT", (Detail.IN_TRANSIT, None)),
        ("X", "022", "48", (Detail.NOBODY_HOME, None)),
        ("X", "048", "48", (Detail.DELAYED, None)),
        ("I", "012", "SR", (Detail.CUSTOMS_STARTED, None)),
        ("X", "133", "", (Detail.INFORMATION, None)),
        ("D", "999", "FS", (Detail.UNKNOWN, None)),
        ("X", "", "SR", (Detail.CUSTOMS_CLEARED, None)),
        ("X", "", "ZZ", (Detail.EXCEPTION, None)),
        ("I", "", "", (Detail.IN_TRANSIT, None)),
        ("P", "", "", (Detail.PICKED_UP, None)),
        ("MV", "", "", (Detail.CANCELLED, None)),
        ("RS", "", "", (Detail.RETURNED, None)),
        ("NA", "", "", (Detail.UNKNOWN, None)),
        ("", "", "", (Detail.UNKNOWN, None)),
    ],
)
def test_the_finest_word_that_ups_lists_counts(
    kind: str, status: str, code: str, expected: tuple[Detail, Cause | None]
) -> None:
    assert meaning(kind, status, code) == expected


def test_the_retired_apis_are_refused() -> None:
    with pytest.raises(MalformedJson):
        CARRIER.parse(b'<?xml version="1.0"?><TrackResponse></TrackResponse>')
    with pytest.raises(UnreadablePayload):
        CARRIER.parse(b'{"TrackResponse":{"Shipment":{"Package":{}}}}')


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b"{}", "trackingNumber"),
        (b'{"response":{"errors":[{"code":"250003"}]}}', "trackingNumber"),
        (b'{"trackResponse":[]}', "trackResponse"),
        (push(trackingNumber=1), "trackingNumber"),
        (push(activityStatus=None), "activityStatus"),
        (push(activityLocation="Memphis"), "activityLocation"),
        (push(scheduledDeliveryDate="2026-11-21"), "scheduledDeliveryDate"),
        (push(scheduledDeliveryDate="20261131"), "scheduledDeliveryDate"),
        (push(gmtActivityDate="20261131"), "gmtActivityDate"),
        (push(gmtActivityTime="4:54 A.M."), "gmtActivityTime"),
        (push(gmtActivityDate="", localActivityTime=""), "localActivityTime"),
        (push(gmtActivityDate="", localActivityDate="19691231"), "localActivityDate"),
        (push(gmtActivityDate="", gmtOffset="-6"), "gmtOffset"),
        (push({"descriptionCode": True}), "activityStatus.descriptionCode"),
        (push({"type": "", "code": "", "descriptionCode": ""}), "activityStatus.description"),
        (answer(weight="5"), f"{PACKAGE}.weight"),
        (answer(deliveryDate=[{"type": "SDD", "date": "soon"}]), f"{PACKAGE}.deliveryDate[0].date"),
        (answer(deliveryInformation={"receivedBy": 1}), f"{PACKAGE}.deliveryInformation.receivedBy"),
        (answer({"date": "2026-11-19"}), f"{ACTIVITY}.date"),
        (answer({"status": {}}), f"{ACTIVITY}.status.description"),
        (answer({"location": {"address": {"city": 1}}}), f"{ACTIVITY}.location.address.city"),
    ],
)
def test_what_is_unreadable_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field


def test_an_answer_about_many_packages_holds_a_thousand_activities_at_most() -> None:
    activity = {"date": "20261119", "time": "225400", "status": {"type": "I"}}
    package = {"trackingNumber": "1Z999AA10312345018", "activity": [activity] * 600}
    body = json.dumps({"trackResponse": {"shipment": [{"package": [package] * 2}]}}).encode()
    with pytest.raises(UnreadablePayload, match="1000 activities"):
        CARRIER.parse(body)
