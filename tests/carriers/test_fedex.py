"""FedEx: its signature, its samples, and what of a push is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.fedex import CARRIER
from shared.carriers.adapters.fedex.codes import meaning
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.strict_json import MalformedJson
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "fedex"
BODY = (SAMPLES / "delivered.json").read_bytes()
RESULT = "output.completeTrackResults[0].trackResults[0]"


def signature(body: bytes, secret: bytes) -> str:
    return base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest()).decode()


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How FedEx sends a body: also for the tests of every carrier."""
    return {"fdx-signature": signature(body, secret.encode())}


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())
    return update


def milestones(situation: str) -> list[str | None]:
    return [checkpoint.milestone for checkpoint in read(situation).checkpoints]


def push(scan: dict[str, Any] | None = None, **result: Any) -> bytes:
    """A push about one parcel with one scan, some of its values replaced."""
    base = {"date": "2026-11-20T10:00:00-06:00", "eventType": "AR", "scanLocation": {"city": "MEMPHIS"}}
    track = {"trackingNumberInfo": {"trackingNumber": "771234560016"}, "scanEvents": [base | (scan or {})]} | result
    complete = {"trackingNumber": "771234560016", "trackResults": [track]}
    return json.dumps({"output": {"completeTrackResults": [complete]}}).encode()


def only_scan(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


def test_a_signed_push_is_accepted() -> None:
    CARRIER.verify({"fdx-signature": signature(BODY, b"token")}, BODY, ["token"], NOW)


def test_a_known_vector_is_accepted() -> None:
    # printf '{"output":{}}' | openssl dgst -sha256 -hmac sample-token -binary | base64
    CARRIER.verify(
        {"fdx-signature": "pw7L1/YesXlbHMJJaPKhFHLGERnY0p3Wfia/1Idl8mQ="}, b'{"output":{}}', ["sample-token"], NOW
    )


@pytest.mark.parametrize("used", ["old", "new"])
def test_both_tokens_are_accepted_during_a_rotation(used: str) -> None:
    CARRIER.verify({"fdx-signature": signature(BODY, used.encode())}, BODY, ["old", "new"], NOW)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "=",
        signature(BODY, b"token").rstrip("="),
        signature(BODY, b"token") + "\n",
        signature(BODY + b" ", b"token"),
        signature(BODY, b""),
        hmac.new(b"token", BODY, hashlib.sha256).hexdigest(),
        "é\u0661",
        "\udcff",
    ],
)
def test_any_other_signature_is_refused(sent: str) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify({"fdx-signature": sent}, BODY, ["token", ""], NOW)


def test_a_delivered_parcel_brings_its_whole_history_newest_first() -> None:
    update = read("delivered")
    assert update.parcel == ParcelNumber("fedex", "771234560038")
    assert update.carrier_estimate is None
    assert milestones("delivered") == [
        Milestone.DELIVERED,
        Milestone.OUT_FOR_DELIVERY,
        *[Milestone.IN_TRANSIT] * 6,
        Milestone.INFO_RECEIVED,
    ]
    assert update.checkpoints[0] == Checkpoint(
        occurred_at=datetime(2026, 11, 19, 2, 3, tzinfo=UTC),
        detail=Detail.DELIVERED,
        carrier_code="DL",
        message="Delivered",
        place=Place(city="KOTO-KU", postal="1350064", country="JP"),
        proof=ProofOfDelivery(signed_by="A.SAMPLE", place="Receptionist/Front Desk"),
    )


def test_the_weight_is_with_the_first_scan_in_fedexs_hands() -> None:
    weights = {scan.carrier_code: scan.weight_grams for scan in read("delivered").checkpoints if scan.weight_grams}
    assert weights == {"PU": 1134}


def test_a_parcel_under_way_has_no_proof_though_fedex_says_where_it_goes() -> None:
    assert only_scan(push(deliveryDetails={"locationType": "RESIDENCE"})).proof is None


def test_what_comes_back_to_the_shipper_is_returned_and_not_delivered() -> None:
    details = [checkpoint.detail for checkpoint in read("returned").checkpoints]
    assert details[:3] == [Detail.RETURNED, Detail.RETURNING, Detail.REFUSED]
    assert all(checkpoint.proof is None for checkpoint in read("returned").checkpoints)


def test_a_ground_economy_parcel_goes_on_to_usps_under_the_same_number() -> None:
    update = read("ground_economy")
    assert update.also == (ParcelNumber("usps", update.parcel.tracking_number),)
    assert [checkpoint.moved_by for checkpoint in update.checkpoints] == ["usps", "", "", ""]
    assert update.checkpoints[0].detail is Detail.HANDED_TO_CARRIER


def test_a_delay_for_weather_says_so_and_has_no_new_estimate() -> None:
    update = read("delayed")
    assert update.checkpoints[0].detail is Detail.DELAYED_BY_WEATHER
    assert update.carrier_estimate is None


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["ESTIMATED_DELIVERY", "COMMITMENT"], date(2026, 11, 20)),
        (["COMMITMENT", "APPOINTMENT_DELIVERY"], date(2026, 11, 21)),
        (["SHIP", "COMMITMENT"], date(2026, 11, 21)),
        (["SHIP", "ACTUAL_DELIVERY"], None),
    ],
)
def test_the_best_estimate_is_taken(dates: list[str], expected: date | None) -> None:
    listed = [{"type": kind, "dateTime": f"2026-11-{20 + i}T00:00:00-06:00"} for i, kind in enumerate(dates)]
    assert CARRIER.parse(push(dateAndTimes=listed))[0].carrier_estimate == expected


def test_a_parcel_in_transit_is_estimated_for_the_destinations_day() -> None:
    assert milestones("in_transit")[0] == Milestone.IN_TRANSIT
    assert read("in_transit").carrier_estimate == date(2026, 11, 19)


def test_the_estimate_is_not_moved_to_the_utc_day() -> None:
    body = push(dateAndTimes=[{"type": "ESTIMATED_DELIVERY", "dateTime": "2026-11-20T08:00:00+09:00"}])
    assert CARRIER.parse(body)[0].carrier_estimate == date(2026, 11, 20)


def test_a_parcel_out_for_delivery_says_so_in_one_scan() -> None:
    assert milestones("out_for_delivery") == [Milestone.OUT_FOR_DELIVERY]


def test_a_late_scan_is_read_like_any_other() -> None:
    late, known = read("late_scan"), read("out_for_delivery")
    assert late.parcel == known.parcel
    assert late.checkpoints[0].occurred_at < known.checkpoints[0].occurred_at


def test_an_attempt_that_met_nobody_is_told_from_other_exceptions() -> None:
    assert milestones("attempt_failed")[0] == Milestone.ATTEMPT_FAILED
    assert only_scan(push({"eventType": "DE", "exceptionCode": "A47"})).milestone == Milestone.EXCEPTION


def test_a_parcel_at_a_pickup_point_waits_there_and_its_street_is_not_kept() -> None:
    waiting = read("ready_for_pickup").checkpoints[0]
    assert (waiting.milestone, waiting.carrier_code) == (Milestone.AVAILABLE_FOR_PICKUP, "HP/015A")
    assert "SAMPLE" not in repr(waiting)


def test_an_unknown_event_is_kept_as_unknown_though_fedex_derives_a_status() -> None:
    first = read("unknown_code").checkpoints[0]
    assert (first.milestone, first.carrier_code) == (None, "ZQ")


def test_a_date_without_an_offset_is_read_in_the_zone_of_its_place_and_says_so() -> None:
    known, assumed = read("no_zone").checkpoints
    assert (known.time_inferred, assumed.time_inferred) == (False, True)
    assert assumed.occurred_at == datetime(2026, 11, 16, 8, 0, tzinfo=UTC)  # midnight in Oakland


def test_the_retired_xml_is_refused() -> None:
    with pytest.raises(MalformedJson):
        CARRIER.parse(b'<?xml version="1.0"?><TrackReply xmlns="http://fedex.com/ws/track/v3"></TrackReply>')


def test_a_push_may_bring_nothing_but_an_estimate() -> None:
    update = read("estimate_only")
    assert (update.checkpoints, update.carrier_estimate) == ((), date(2026, 11, 20))


def test_a_number_fedex_does_not_know_is_about_no_parcel() -> None:
    assert CARRIER.parse((SAMPLES / "not_a_parcel.json").read_bytes()) == ()


def test_scans_beside_an_error_are_still_read() -> None:
    assert only_scan(push(error={"code": "TRACKING.DATA.NOTUNIQUE"})).milestone == Milestone.IN_TRANSIT


def test_results_without_the_output_around_them_are_read_too() -> None:
    bare = json.dumps(json.loads(BODY)["output"]).encode()
    assert CARRIER.parse(bare) == CARRIER.parse(BODY)


def test_the_results_own_number_is_preferred() -> None:
    (inner,) = CARRIER.parse(push(trackingNumberInfo={"trackingNumber": "7712 3456 0027"}))
    (outer,) = CARRIER.parse(push(trackingNumberInfo=None))
    assert (inner.parcel.tracking_number, outer.parcel.tracking_number) == ("771234560027", "771234560016")


def test_an_event_without_a_type_is_kept_in_fedexs_words() -> None:
    scan = only_scan(push({"eventType": None, "eventDescription": "Sorted"}))
    assert (scan.milestone, scan.carrier_code[:5], scan.message) == (None, "text:", "Sorted")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b'{"errors":[{"code":"X"}]}', "output"),
        (b'{"output":{}}', "output.completeTrackResults"),
        (b'{"completeTrackResults":null}', "completeTrackResults"),
        (push(trackingNumberInfo={"trackingNumber": 771234560016}), f"{RESULT}.trackingNumberInfo.trackingNumber"),
        (push(scanEvents="none"), f"{RESULT}.scanEvents"),
        (push(scanEvents=[{}] * 1001), f"{RESULT}.scanEvents"),
        (push({"date": "2018-02-02"}), f"{RESULT}.scanEvents[0].date"),
        (push({"date": "Feb 2, 2018 12:01"}), f"{RESULT}.scanEvents[0].date"),
        (push({"date": None}), f"{RESULT}.scanEvents[0].date"),
        (push({"eventType": ["AR"]}), f"{RESULT}.scanEvents[0].eventType"),
        (push({"eventType": ""}), f"{RESULT}.scanEvents[0].eventDescription"),
        (push({"scanLocation": {"city": 7}}), f"{RESULT}.scanEvents[0].scanLocation.city"),
        (push({"delayDetail": {"type": 1}}), f"{RESULT}.scanEvents[0].delayDetail.type"),
        (push(deliveryDetails={"receivedByName": {}}), f"{RESULT}.deliveryDetails.receivedByName"),
        (push(serviceCommitMessage=["soon"]), f"{RESULT}.serviceCommitMessage"),
        (
            push(packageDetails={"weightAndDimensions": {"weight": {"value": "1"}}}),
            f"{RESULT}.packageDetails.weightAndDimensions.weight",
        ),
        (push(dateAndTimes=[{"type": "ESTIMATED_DELIVERY", "dateTime": "soon"}]), f"{RESULT}.dateAndTimes[0].dateTime"),
    ],
)
def test_an_unreadable_push_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field


def test_a_push_about_many_parcels_holds_a_thousand_scans_at_most() -> None:
    scan = {"date": "2026-11-20T10:00:00Z", "eventType": "AR"}
    complete = {"trackingNumber": "771234560016", "trackResults": [{"scanEvents": [scan] * 600}]}
    body = json.dumps({"output": {"completeTrackResults": [complete] * 2}}).encode()
    with pytest.raises(UnreadablePayload, match="1000 scans"):
        CARRIER.parse(body)


@pytest.mark.parametrize(
    ("derived", "expected"),
    [("IN", Milestone.INFO_RECEIVED), ("IT", Milestone.IN_TRANSIT), ("XX", None), ("", None)],
)
def test_an_event_in_which_nothing_moves_stands_where_fedex_derives_it(derived: str, expected: Milestone) -> None:
    detail, _ = meaning("AO", "", derived, "")
    assert detail.milestone == expected


@pytest.mark.parametrize(
    ("event_type", "expected"),
    [
        ("OC", Milestone.INFO_RECEIVED),
        ("PU", Milestone.IN_TRANSIT),
        ("OD", Milestone.OUT_FOR_DELIVERY),
        ("HL", Milestone.AVAILABLE_FOR_PICKUP),
        ("DL", Milestone.DELIVERED),
        ("SE", Milestone.EXCEPTION),
        ("RS", Milestone.EXCEPTION),
        ("CD", Milestone.EXCEPTION),
        ("", None),
        ("dl", None),
    ],
)
def test_an_event_type_has_the_milestone_fedex_documents(event_type: str, expected: Milestone | None) -> None:
    detail, _ = meaning(event_type, "", "IT", "")
    assert detail.milestone == expected


@pytest.mark.parametrize(
    ("event_type", "exception", "delay", "expected"),
    [
        ("DE", "08", "", (Detail.NOBODY_HOME, None)),
        ("DE", "007", "", (Detail.NOBODY_HOME, None)),
        ("DE", "07", "", (Detail.REFUSED, None)),
        ("DE", "42", "", (Detail.DELAYED, Cause.CONSIGNEE)),
        ("DE", "A99", "", (Detail.EXCEPTION, None)),
        ("DE", "A99", "OPERATIONAL", (Detail.DELAYED_BY_CARRIER, None)),
        ("DE", "03", "WEATHER", (Detail.ADDRESS_PROBLEM, None)),
        ("SE", "", "GENERAL", (Detail.EXCEPTION, None)),
        ("SE", "12", "", (Detail.MISSORTED, None)),
        ("CD", "50", "", (Detail.DOCUMENTS_MISSING, None)),
        ("CD", "", "", (Detail.DELAYED_BY_CUSTOMS, None)),
        ("PD", "08", "", (Detail.DELAYED, Cause.MERCHANT)),
        ("PD", "97", "", (Detail.DELAYED, None)),
        ("IT", "72", "", (Detail.CUSTOMS_STARTED, None)),
        ("IT", "84", "WEATHER", (Detail.IN_TRANSIT, None)),
        ("PU", "A25", "WEATHER", (Detail.PICKED_UP, None)),
        ("DL", "014", "", (Detail.DELIVERED_TO_SAFE_PLACE, None)),
        ("DL", "07", "", (Detail.DELIVERED, None)),
    ],
)
def test_a_reason_counts_where_there_is_trouble(
    event_type: str, exception: str, delay: str, expected: tuple[Detail, Cause | None]
) -> None:
    assert meaning(event_type, exception, "", delay) == expected
