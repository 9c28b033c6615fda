"""EasyPost: its signature, its samples, and what of a Tracker is refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.easypost import CARRIER
from shared.carriers.adapters.easypost.codes import detail, mover
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "easypost"
BODY = (SAMPLES / "delivered.json").read_bytes()


def signature(body: bytes, secret: bytes) -> str:
    return "hmac-sha256-hex=" + hmac.new(secret, body, hashlib.sha256).hexdigest()


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How EasyPost sends a body: also for the tests of every carrier."""
    return {"x-hmac-signature": signature(body, secret.encode())}


def signed_with_time(body: bytes, secret: str, timestamp: str = "Sun, 22 Nov 2026 09:00:00 -0000") -> dict[str, str]:
    """How EasyPost signs by its second scheme."""
    message = f"{timestamp}POST/v1/carriers/easypost/webhook".encode() + body
    return {
        "x-timestamp": timestamp,
        "x-path": "/v1/carriers/easypost/webhook",
        "x-hmac-signature-v2": signature(message, secret.encode()),
    }


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())
    return update


def milestones(situation: str) -> list[str | None]:
    return [checkpoint.milestone for checkpoint in read(situation).checkpoints]


def event(scan: dict[str, Any] | None = None, **tracker: Any) -> bytes:
    """A tracker.updated Event with one scan, some of its values replaced."""
    base = {"status": "in_transit", "datetime": "2026-11-20T10:00:00Z", "tracking_location": {"city": "RENO"}}
    result = {"tracking_code": "9400136208231234500010", "carrier": "USPS", "tracking_details": [base | (scan or {})]}
    return json.dumps({"object": "Event", "description": "tracker.updated", "result": result | tracker}).encode()


def only_scan(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


def test_a_signed_push_is_accepted() -> None:
    CARRIER.verify({"x-hmac-signature": signature(BODY, b"secret")}, BODY, ["secret"], NOW)


def test_a_known_vector_is_accepted() -> None:
    # printf '{"id":"evt_1"}' | openssl dgst -sha256 -hmac sécret, with the secret in NFKD: s e U+0301 c r e t
    known = "hmac-sha256-hex=648a648ccf2d4fb82924f631da8d92ecfb4d0e8406023c78f9a215117f1ac4d0"
    CARRIER.verify({"x-hmac-signature": known}, b'{"id":"evt_1"}', ["s\u00e9cret"], NOW)


@pytest.mark.parametrize("used", ["old", "new"])
def test_both_secrets_are_accepted_during_a_rotation(used: str) -> None:
    CARRIER.verify({"x-hmac-signature": signature(BODY, used.encode())}, BODY, ["old", "new"], NOW)


def test_a_secret_is_normalised_as_easypost_does() -> None:
    decomposed = "e\u0301".encode()
    CARRIER.verify({"x-hmac-signature": signature(BODY, decomposed)}, BODY, ["\u00e9"], NOW)


def test_a_body_that_is_not_utf_8_can_be_signed() -> None:
    CARRIER.verify({"x-hmac-signature": signature(b"\xff\xfe", b"secret")}, b"\xff\xfe", ["secret"], NOW)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "hmac-sha256-hex=",
        signature(BODY, b"secret").removeprefix("hmac-sha256-hex="),
        signature(BODY, b"secret") + " ",
        signature(BODY, b"secret").upper(),
        signature(BODY + b" ", b"secret"),
        signature(BODY, b""),
        "hmac-sha256-hex=é\u0661",
        "\udcff",
    ],
)
def test_any_other_signature_is_refused(sent: str) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify({"x-hmac-signature": sent}, BODY, ["secret", ""], NOW)


def test_a_known_vector_of_the_second_scheme_is_accepted() -> None:
    # printf 'Sun, 22 Nov 2026 09:00:00 -0000POST/hook{"id":"evt_1"}' | openssl dgst -sha256 -hmac sample-secret
    known = "hmac-sha256-hex=1ca122ce5c6c04dca076d9c4fbd91b4fecf5fd6dc781d39dda77c6259ed949da"
    headers = {"x-timestamp": "Sun, 22 Nov 2026 09:00:00 -0000", "x-path": "/hook", "x-hmac-signature-v2": known}
    CARRIER.verify(headers, b'{"id":"evt_1"}', ["sample-secret"], NOW)


@pytest.mark.parametrize(
    "timestamp",
    ["Sun, 22 Nov 2026 08:55:00 -0000", "Sun, 22 Nov 2026 09:05:00 GMT", "Sun, 22 Nov 2026 04:00:00 -0500"],
)
def test_the_second_scheme_is_accepted_within_five_minutes(timestamp: str) -> None:
    CARRIER.verify(signed_with_time(BODY, "secret", timestamp), BODY, ["new", "secret"], NOW)


@pytest.mark.parametrize(
    "timestamp",
    [
        "Sun, 22 Nov 2026 08:54:59 -0000",
        "Sun, 22 Nov 2026 09:05:01 -0000",
        "2026-11-22T09:00:00Z",
        "1795338000",
        "",
        "\u0661",
    ],
)
def test_a_push_of_another_time_is_not_accepted_by_the_second_scheme(timestamp: str) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify(signed_with_time(BODY, "secret", timestamp), BODY, ["secret"], NOW)


@pytest.mark.parametrize("replaced", [{"x-path": "/other"}, {"x-timestamp": "Sun, 22 Nov 2026 09:00:01 -0000"}])
def test_the_second_scheme_signs_the_path_and_the_time(replaced: dict[str, str]) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify(signed_with_time(BODY, "secret") | replaced, BODY, ["secret"], NOW)


def test_either_signature_is_enough() -> None:
    broken = {"x-hmac-signature-v2": "hmac-sha256-hex=00", "x-timestamp": "", "x-path": ""}
    CARRIER.verify(signed(BODY, "secret", NOW) | broken, BODY, ["secret"], NOW)
    CARRIER.verify(signed_with_time(BODY, "secret") | {"x-hmac-signature": "old"}, BODY, ["secret"], NOW)


def test_a_delivered_parcel_brings_its_whole_history() -> None:
    update = read("delivered")
    assert update.parcel == ParcelNumber("usps", "9400136208231234500034")
    assert update.carrier_estimate == date(2026, 11, 20)
    assert milestones("delivered") == [
        Milestone.INFO_RECEIVED,
        *[Milestone.IN_TRANSIT] * 4,
        Milestone.OUT_FOR_DELIVERY,
        Milestone.DELIVERED,
    ]
    assert update.checkpoints[-1] == Checkpoint(
        occurred_at=datetime(2026, 11, 20, 20, 41, tzinfo=UTC),
        detail=Detail.DELIVERED,
        carrier_code="01",
        message="Delivered, In/At Mailbox",
        place=Place(city="AUSTIN", region="TX", postal="78704"),
    )


def test_a_parcel_in_transit_is_estimated_for_the_local_day() -> None:
    assert milestones("in_transit")[-1] == Milestone.IN_TRANSIT
    assert read("in_transit").carrier_estimate == date(2026, 11, 20)  # 2026-11-21T03:00Z is the evening before


def test_a_parcel_out_for_delivery_says_so() -> None:
    assert milestones("out_for_delivery")[-1] == Milestone.OUT_FOR_DELIVERY


def test_a_delay_is_an_exception_though_the_status_says_in_transit() -> None:
    assert milestones("delayed")[-1] == Milestone.EXCEPTION


def test_an_unknown_status_is_kept_as_unknown_with_its_code() -> None:
    last = read("unknown_code").checkpoints[-1]
    assert last.milestone is None
    assert last.carrier_code == "drone_handover/drone_handover"


def test_scans_out_of_order_keep_their_own_times() -> None:
    times = [checkpoint.occurred_at for checkpoint in read("late_scan").checkpoints]
    assert times != sorted(times)


def test_a_scan_without_a_place_may_have_the_wrong_zone() -> None:
    assert [checkpoint.time_inferred for checkpoint in read("no_zone").checkpoints] == [False, True]


def test_an_event_about_something_else_is_about_no_parcel() -> None:
    assert CARRIER.parse((SAMPLES / "not_a_parcel.json").read_bytes()) == ()


def test_a_tracker_without_scans_is_an_update_without_checkpoints() -> None:
    (update,) = CARRIER.parse(event(tracking_details=None))
    assert update.checkpoints == ()


def test_the_carriers_own_code_is_preferred() -> None:
    assert only_scan(event({"carrier_code": "OF"})).carrier_code == "OF"
    assert only_scan(event({"status_detail": "held"})).carrier_code == "in_transit/held"
    words = only_scan(event({"status": None, "message": "Signed for by: A CANARY"}))
    assert words.carrier_code.startswith("text:")
    assert "CANARY" not in words.carrier_code
    assert only_scan(event({"status": "signed for by a canary"})).carrier_code.startswith("text:")


@pytest.mark.parametrize(("said", "kept"), [("us", "US"), (None, ""), ("United States", ""), ("ß", "")])
def test_a_country_is_a_code_or_not_said(said: str | None, kept: str) -> None:
    assert only_scan(event({"tracking_location": {"city": "RENO", "country": said}})).place.country == kept


def test_fractions_of_seven_digits_are_read() -> None:
    assert only_scan(event({"datetime": "2026-11-20T10:00:00.1234567Z"})).occurred_at.microsecond == 123456


def test_an_offset_is_read_as_utc() -> None:
    at = only_scan(event({"datetime": "2026-11-20T10:00:00-08:00"}))
    assert (at.occurred_at, at.time_inferred) == (datetime(2026, 11, 20, 18, 0, tzinfo=UTC), False)


def test_a_tracking_number_is_written_in_one_way() -> None:
    (update,) = CARRIER.parse(event(tracking_code=" 1z 999aa10 123456784 ", carrier="UPSDAP"))
    assert update.parcel == ParcelNumber("ups", "1Z999AA10123456784")


def test_who_signed_is_kept_with_the_delivery_only() -> None:
    *_, out, delivered = read("signed_for").checkpoints
    assert (out.proof, delivered.proof) == (None, ProofOfDelivery(signed_by="A SAMPLE"))
    assert (out.message, delivered.message) == ("Out For Delivery Today", "Delivered")
    assert "SAMPLE" not in repr(CARRIER.parse(event(signed_by="A SAMPLE")))


def test_the_measured_weight_is_kept_with_the_first_scan_in_the_carriers_hands() -> None:
    # 13.6 ounces
    assert [scan.weight_grams for scan in read("delivered").checkpoints] == [None, 386, None, None, None, None, None]
    assert only_scan(event(weight=None)).weight_grams is None


def test_a_delivery_after_the_way_back_is_one_to_the_sender() -> None:
    back = {"status": "return_to_sender", "datetime": "2026-11-21T10:00:00Z"}
    there = {"status": "delivered", "datetime": "2026-11-24T10:00:00Z"}
    (update,) = CARRIER.parse(event(tracking_details=[back, there]))
    assert [scan.detail for scan in update.checkpoints] == [Detail.RETURNING, Detail.RETURNED]


@pytest.mark.parametrize(
    ("estimate", "state", "day"),
    [
        ("2026-11-21T03:00:00Z", "TX", date(2026, 11, 20)),
        ("2026-11-21T00:00:00Z", "TX", date(2026, 11, 21)),
        ("2026-11-21T03:00:00Z", None, date(2026, 11, 21)),
        ("2026-11-21", "TX", date(2026, 11, 21)),
        ("0001-01-01T00:00:00Z", "TX", None),
        (None, "TX", None),
    ],
)
def test_an_estimate_in_utc_is_a_day_where_it_goes(estimate: str | None, state: str | None, day: date | None) -> None:
    destination = {"destination_tracking_location": {"city": "AUSTIN", "state": state, "country": "US"}}
    (update,) = CARRIER.parse(event(est_delivery_date=estimate, carrier_detail=destination))
    assert update.carrier_estimate == day


def test_what_the_api_answers_about_trackers_is_read_like_a_push() -> None:
    tracker = json.loads(BODY)["result"]
    assert CARRIER.parse(json.dumps(tracker).encode()) == CARRIER.parse(BODY)
    page = {"trackers": [tracker, tracker], "has_more": False}
    assert CARRIER.parse(json.dumps(page).encode()) == CARRIER.parse(BODY) * 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b'{"error":{"code":"X"}}', "object"),
        (b'{"object":"Shipment"}', "object"),
        (b'{"object":"Tracker"}', "carrier"),
        (b'{"trackers":[{"carrier":"USPS"}]}', "trackers[0].tracking_code"),
        (b'{"object":"Event"}', "description"),
        (b'{"object":"Event","description":"tracker.updated"}', "result"),
        (event(tracking_code=9400136208231234500010), "result.tracking_code"),
        (event(tracking_code="940"), "result.tracking_code"),
        (event(tracking_code="9400ß13620823"), "result.tracking_code"),
        (event(tracking_code="9" * 51), "result.tracking_code"),
        (event(carrier=None), "result.carrier"),
        (event(carrier="ヤマト"), "result.carrier"),
        (event(tracking_details={}), "result.tracking_details"),
        (event(tracking_details=[{}] * 1001), "result.tracking_details"),
        (event(tracking_details=["scan"]), "result.tracking_details[0]"),
        (event(est_delivery_date="soon"), "result.est_delivery_date"),
        (event(carrier_detail=[]), "result.carrier_detail"),
        (event(signed_by=["A SAMPLE"]), "result.signed_by"),
        (
            event(
                est_delivery_date="2026-11-20T99:00:00Z",
                carrier_detail={"destination_tracking_location": {"country": "DE"}},
            ),
            "result.est_delivery_date",
        ),
        (event({"datetime": None}), "result.tracking_details[0].datetime"),
        (event({"datetime": 1795255200}), "result.tracking_details[0].datetime"),
        (event({"datetime": "2026-11-20"}), "result.tracking_details[0].datetime"),
        (event({"datetime": "0001-01-01T00:00:00Z"}), "result.tracking_details[0].datetime"),
        (event({"datetime": "0001-01-01T00:00:00+23:00"}), "result.tracking_details[0].datetime"),
        (event({"datetime": "20/11/2026 10:00"}), "result.tracking_details[0].datetime"),
        (event({"status": 3}), "result.tracking_details[0].status"),
        (event({"status": ""}), "result.tracking_details[0].message"),
        (event({"message": "x" * 1001}), "result.tracking_details[0].message"),
        (event({"tracking_location": {"zip": 97230}}), "result.tracking_details[0].tracking_location.zip"),
    ],
)
def test_an_unreadable_push_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field


def test_a_refusal_does_not_quote_what_was_sent() -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(event(tracking_code="A. SAMPLE, 1 MAIN STREET"))
    assert "SAMPLE" not in refused.value.detail


@pytest.mark.parametrize("status", ["unknown", "error", "", "IN_TRANSIT", "moving"])
def test_a_status_that_says_nothing_has_no_milestone(status: str) -> None:
    assert detail(status, "status_update") is Detail.UNKNOWN


@pytest.mark.parametrize(
    ("status", "status_detail", "expected"),
    [
        ("pre_transit", "label_created", Detail.LABEL_CREATED),
        ("pre_transit", "arrived_at_facility", Detail.INFO_RECEIVED),
        ("in_transit", "received_at_origin_facility", Detail.PICKED_UP),
        ("in_transit", "transferred_to_destination_carrier", Detail.HANDED_TO_CARRIER),
        ("in_transit", "arrived_at_pickup_location", Detail.IN_TRANSIT),
        ("in_transit", "return", Detail.RETURNING),
        ("out_for_delivery", "refused", Detail.REFUSED),
        ("available_for_pickup", "arrived_at_pickup_location", Detail.AVAILABLE_FOR_PICKUP),
        ("return_to_sender", "return", Detail.RETURNING),
        ("failure", "status_update", Detail.EXCEPTION),
        ("failure", "lost", Detail.LOST),
        ("in_transit", "expired", Detail.EXPIRED),
    ],
)
def test_a_status_and_its_detail_mean_the_finer_of_the_two(status: str, status_detail: str, expected: Detail) -> None:
    assert detail(status, status_detail) is expected


@pytest.mark.parametrize("status", ["delivered", "available_for_pickup"])
def test_trouble_on_the_way_does_not_undo_an_arrival(status: str) -> None:
    assert detail(status, "delayed").milestone == Milestone(status)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("USPS", "usps"),
        ("UPS", "ups"),
        ("FedEx", "fedex"),
        ("FedExSmartPost", "fedex"),
        ("DHLExpress", "dhl_express"),
        ("DhlEcs", "dhl_ecommerce"),
        ("DPDUK", "dpd"),
        ("JPPost", "japan_post"),
        ("UPSMailInnovations", "ups"),
        ("Purolator", "purolator"),
        ("Some New-Carrier", "some_new_carrier"),
    ],
)
def test_the_mover_has_a_slug(name: str, slug: str) -> None:
    assert mover(name) == slug
