"""USPS: its signature, its samples, and what of a push or an answer is refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.usps import CARRIER
from shared.carriers.adapters.usps.codes import meaning
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.strict_json import MalformedJson
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "usps"
BODY = (SAMPLES / "delivered.json").read_bytes()
EVENT = "payload.trackingEvents[0]"


def signature(text: str | bytes, secret: str) -> str:
    signed_part = text.encode() if isinstance(text, str) else text
    return b64encode(hmac.new(secret.encode(), signed_part, hashlib.sha256).digest()).decode()


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How USPS sends a body: also for the tests of every carrier. What is no notification is signed as it stands."""
    try:
        notification = json.loads(body)
        return {"x-hmac": signature(notification["timestamp"] + notification["payload"], secret)}
    except (ValueError, TypeError, KeyError):
        return {"x-hmac": signature(body, secret)}


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())
    return update


def details(situation: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(situation).checkpoints]


def push(event: dict[str, Any] | None = None, **fields: Any) -> bytes:
    """A notification about one parcel with one event, some of its values replaced."""
    base = {"eventTimestamp": "2026-11-18T03:26:00", "eventCode": "EF", "eventType": "Departed USPS Facility"}
    place = {"eventCity": "KEARNY", "eventState": "NJ", "eventZIP": "07032", "eventCountry": ""}
    parcel = {"trackingNumber": "9400136208231234500018", "trackingEvents": [base | place | (event or {})]} | fields
    return json.dumps({"timestamp": "2026-11-22T08:59:30Z", "payload": json.dumps(parcel)}).encode()


def only_scan(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


def test_a_known_vector_is_accepted() -> None:
    # printf '%s' '2026-11-22T08:59:30Z{"trackingNumber":"9400136208231234500017"}' |
    #     openssl dgst -sha256 -hmac sample-secret-of-32-characters-0 -binary | base64
    body = rb'{"timestamp":"2026-11-22T08:59:30Z","payload":"{\"trackingNumber\":\"9400136208231234500017\"}"}'
    known = "vFL8zAFD/UMvs9xnYzF/YdrOrn8ZklKIBeoKb+4Hu/Q="
    CARRIER.verify({"x-hmac": known}, body, ["sample-secret-of-32-characters-0"], NOW)


def test_the_envelope_may_be_written_in_another_way() -> None:
    rewritten = json.dumps(json.loads(BODY), indent=4).encode()
    CARRIER.verify(signed(BODY, "secret", NOW), rewritten, ["secret"], NOW)


def test_the_deprecated_header_is_accepted() -> None:
    CARRIER.verify({"hmac-header": signed(BODY, "secret", NOW)["x-hmac"]}, BODY, ["secret"], NOW)


def test_a_body_without_an_envelope_is_signed_as_it_stands() -> None:
    CARRIER.verify({"x-hmac": signature(b"[]", "secret")}, b"[]", ["secret"], NOW)


@pytest.mark.parametrize("used", ["old", "new"])
def test_both_secrets_are_accepted_during_a_rotation(used: str) -> None:
    CARRIER.verify(signed(BODY, used, NOW), BODY, ["old", "new"], NOW)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "=",
        signature(BODY, "secret"),
        signed(BODY, "", NOW)["x-hmac"],
        signed(BODY, "secret", NOW)["x-hmac"].rstrip("="),
        "é\u0661",
        "\udcff",
    ],
)
def test_any_other_signature_is_refused(sent: str) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify({"x-hmac": sent}, BODY, ["secret", ""], NOW)


@pytest.mark.parametrize("changed", ["timestamp", "payload"])
def test_a_changed_timestamp_or_payload_is_refused(changed: str) -> None:
    notification = json.loads(BODY)
    notification[changed] += " "
    with pytest.raises(SignatureRefused):
        CARRIER.verify(signed(BODY, "secret", NOW), json.dumps(notification).encode(), ["secret"], NOW)


def test_a_delivered_parcel_brings_its_whole_history_newest_first() -> None:
    update = read("delivered")
    assert update.parcel == ParcelNumber("usps", "9400136208231234500034")
    assert update.carrier_estimate is None
    assert details("delivered") == [
        Detail.DELIVERED_TO_SAFE_PLACE,
        Detail.OUT_FOR_DELIVERY,
        Detail.AT_DELIVERY_DEPOT,
        Detail.IN_TRANSIT,
        Detail.DEPARTED,
        Detail.ARRIVED,
        Detail.PICKED_UP,
        Detail.LABEL_CREATED,
    ]
    assert update.checkpoints[0] == Checkpoint(
        occurred_at=datetime(2026, 11, 21, 21, 22, tzinfo=UTC),
        detail=Detail.DELIVERED_TO_SAFE_PLACE,
        carrier_code="01",
        message="Delivered, Front Door/Porch",
        place=Place(city="SACRAMENTO", region="CA", postal="95814", country="US"),
        proof=ProofOfDelivery(place="Front Door/Porch"),
    )


def test_who_took_it_is_proof_and_nothing_else() -> None:
    (delivered,) = read("signed_for").checkpoints
    assert delivered.proof == ProofOfDelivery(signed_by="A SAMPLE", place="Left with Individual")
    assert "SAMPLE" not in delivered.message
    assert only_scan(push({"name": "A SAMPLE"})).proof is None


def test_what_comes_back_to_the_sender_is_returned_and_not_delivered() -> None:
    assert details("returned") == [Detail.RETURNED, Detail.RETURNING, Detail.REFUSED]
    assert all(scan.proof is None for scan in read("returned").checkpoints)


def test_a_plain_delivery_after_a_return_is_one_to_the_sender() -> None:
    back = {"eventTimestamp": "2026-11-18T03:26:00Z", "eventCode": "09", "eventType": "Return to Sender"}
    there = {"eventTimestamp": "2026-11-20T03:26:00Z", "eventCode": "01", "eventType": "Delivered"}
    (update,) = CARRIER.parse(push(trackingEvents=[there, back]))
    assert [scan.detail for scan in update.checkpoints] == [Detail.RETURNED, Detail.RETURNING]


@pytest.mark.parametrize(
    ("situation", "detail"),
    [
        ("in_transit", Detail.DEPARTED),
        ("out_for_delivery", Detail.OUT_FOR_DELIVERY),
        ("attempt_failed", Detail.NOBODY_HOME),
        ("ready_for_pickup", Detail.AVAILABLE_FOR_PICKUP),
        ("customs", Detail.CUSTOMS_HELD),
        ("one_scan", Detail.AT_DELIVERY_DEPOT),
        ("unknown_code", Detail.UNKNOWN),
    ],
)
def test_each_sample_means_what_it_says(situation: str, detail: Detail) -> None:
    assert details(situation)[0] is detail


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"expectedDeliveryTimeStamp": "2026-11-21T21:00:00Z"}, date(2026, 11, 21)),
        ({"expectedDeliveryDate": "2026-11-21", "predictedDeliveryDate": "2026-11-20"}, date(2026, 11, 20)),
        ({"deliveryDateExpectation": {"guaranteedDeliveryDate": "2026-11-19"}}, date(2026, 11, 19)),
        ({"deliveryDateExpectation": {}, "expectedDeliveryDate": ""}, None),
    ],
)
def test_the_best_estimate_is_taken(fields: dict[str, Any], expected: date | None) -> None:
    assert CARRIER.parse(push(**fields))[0].carrier_estimate == expected


def test_an_answer_lists_parcels_and_those_usps_does_not_know_are_left_out() -> None:
    assert [len(update.checkpoints) for update in [read("answer")]] == [2]
    assert CARRIER.parse((SAMPLES / "not_a_parcel.json").read_bytes()) == ()


def test_a_parcel_by_itself_is_read_like_a_notification_about_it() -> None:
    parcel = json.loads(BODY)["payload"]
    as_object = json.dumps({"payload": json.loads(parcel)}).encode()
    assert CARRIER.parse(parcel.encode()) == CARRIER.parse(as_object) == CARRIER.parse(BODY)


def test_a_parcel_without_events_is_an_update_without_scans() -> None:
    assert CARRIER.parse(push(trackingEvents=[]))[0].checkpoints == ()
    assert CARRIER.parse(push(trackingEvents=None))[0].checkpoints == ()


@pytest.mark.parametrize(
    ("event", "hour", "inferred"),
    [
        ({"GMTTimestamp": "2026-11-18T08:26:00Z"}, 8, False),
        ({"GMTTimestamp": "2026-11-18T08:26:00"}, 8, False),
        ({"GMTOffset": "-05:00"}, 8, False),
        ({"GMTOffset": "-0700", "eventState": "CO"}, 10, False),
        ({"eventTimestamp": "2026-11-18T03:26:00Z", "GMTOffset": "-05:00"}, 3, False),
        ({}, 8, True),
        ({"eventState": "CA"}, 11, True),
        ({"eventState": "HI"}, 13, True),
        ({"eventState": "", "eventZIP": ""}, 8, True),
        ({"eventState": "AE"}, 8, True),
        ({"eventState": "", "eventZIP": "", "eventCountry": "DE"}, 2, True),
        ({"eventState": "", "eventZIP": "", "eventCountry": "GERMANY"}, 3, True),
    ],
)
def test_a_time_is_read_in_gmt_else_by_its_offset_else_by_its_place(
    event: dict[str, str], hour: int, inferred: bool
) -> None:
    scan = only_scan(push(event))
    assert (scan.occurred_at.hour, scan.time_inferred) == (hour, inferred)


def test_an_event_without_a_code_is_kept_in_uspss_words() -> None:
    scan = only_scan(push({"eventCode": None, "eventType": "Held in Customs"}))
    assert (scan.detail, scan.carrier_code[:5]) == (Detail.CUSTOMS_HELD, "text:")


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("01", "Delivered", (Detail.DELIVERED, None)),
        ("01", "DELIVERED, IN/AT MAILBOX", (Detail.DELIVERED_TO_MAILBOX, None)),
        ("01", "Delivered, To Agent", (Detail.DELIVERED, None)),
        ("01", "Delivered, To Original Sender", (Detail.RETURNED, None)),
        ("02", "Notice Left", (Detail.ATTEMPT_FAILED, None)),
        ("17", "Tendered to Returns Agent", (Detail.HANDED_TO_CARRIER, None)),
        ("NT", "In Transit, Arriving Late", (Detail.DELAYED, None)),
        ("OF", "Out for Delivery, Expected Delivery by 9:00pm", (Detail.OUT_FOR_DELIVERY, None)),
        ("TM", "", (Detail.DROPPED_OFF, None)),
        ("23", "Moved, Left no Address", (Detail.RECIPIENT_MOVED, None)),
        ("28", "Deceased", (Detail.UNDELIVERABLE, Cause.CONSIGNEE)),
        ("VC", "Departed USPS Facility", (Detail.DEPARTED, None)),
        ("VC", "", (Detail.UNKNOWN, None)),
        ("", "", (Detail.UNKNOWN, None)),
    ],
)
def test_a_listed_text_counts_before_the_code(code: str, text: str, expected: tuple[Detail, Cause | None]) -> None:
    assert meaning(code, text) == expected


def test_the_retired_xml_is_refused() -> None:
    with pytest.raises(MalformedJson):
        CARRIER.parse(b'<?xml version="1.0"?><TrackResponse><TrackInfo ID="9400"></TrackInfo></TrackResponse>')


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"1", None),
        (b"{}", "trackingNumber"),
        (b'{"error":{"code":"404"}}', "trackingNumber"),
        (b'["9400136208231234500017"]', "[0]"),
        (b'[{"trackingNumber":1}]', "[0].trackingNumber"),
        (b'{"payload":1}', "payload"),
        (b'{"payload":"<TrackInfo/>"}', "payload"),
        (b'{"payload":"[]"}', "payload"),
        (push(trackingNumber="940"), "payload.trackingNumber"),
        (push(trackingEvents={}), "payload.trackingEvents"),
        (push(expectedDeliveryDate="soon"), "payload.expectedDeliveryDate"),
        (push(deliveryDateExpectation=[]), "payload.deliveryDateExpectation"),
        (push({"eventTimestamp": None}), f"{EVENT}.eventTimestamp"),
        (push({"eventTimestamp": "November 18, 2026 3:26 am"}), f"{EVENT}.eventTimestamp"),
        (push({"GMTTimestamp": "soon"}), f"{EVENT}.GMTTimestamp"),
        (push({"GMTTimestamp": 1795000000}), f"{EVENT}.GMTTimestamp"),
        (push({"GMTOffset": "EST"}), f"{EVENT}.GMTOffset"),
        (push({"eventCode": 1}), f"{EVENT}.eventCode"),
        (push({"eventCode": "", "eventType": ""}), f"{EVENT}.eventType"),
        (push({"eventCity": 1}), f"{EVENT}.eventCity"),
        (push({"eventCode": "01", "eventType": "Delivered", "name": True}), f"{EVENT}.name"),
    ],
)
def test_what_is_unreadable_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field
