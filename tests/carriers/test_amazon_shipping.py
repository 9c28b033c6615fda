"""Amazon Shipping: its push, the two legs of a package, and what of a push is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.amazon_shipping import CARRIER
from shared.carriers.adapters.amazon_shipping.codes import meaning, returning
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "amazon_shipping"
EVENT = "detail.eventHistory[0]"


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How Amazon sends a body: also for the tests of every carrier."""
    return {"x-api-key": secret}


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())
    return update


def details(situation: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(situation).checkpoints]


def push(event: dict[str, Any] | None = None, codes: Any = (), **detail: Any) -> bytes:
    """A push about one package with one event, some of its values replaced."""
    base = {"eventCode": "Delivered", "eventTime": "2026-11-19T13:09:05.513Z", "shipmentType": "FORWARD"}
    summary = {"status": "Delivered", "trackingDetailCodes": {"forward": codes, "returns": []}}
    result = {"trackingId": "QA0000000003", "eventHistory": [base | (event or {})], "summary": summary} | detail
    return json.dumps({"detail-type": "Tracking Detail", "source": "AmazonShipping", "detail": result}).encode()


def only_scan(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


@pytest.mark.parametrize("sent", [{}, {"x-api-key": ""}, {"x-api-key": "key,"}, {"authorization": "key"}])
def test_only_the_api_key_is_accepted(sent: dict[str, str]) -> None:
    CARRIER.verify({"x-api-key": "key"}, b"{}", ["old", "key"], NOW)
    with pytest.raises(SignatureRefused):
        CARRIER.verify(sent, b"{}", ["key"], NOW)


def test_a_delivered_package_brings_its_whole_history_newest_first() -> None:
    update = read("delivered")
    assert update.parcel == ParcelNumber("amazon_shipping", "QA0000000003")
    assert update.carrier_estimate == date(2026, 11, 20)
    assert details("delivered") == [
        Detail.DELIVERED_TO_SAFE_PLACE,
        Detail.OUT_FOR_DELIVERY,
        Detail.ARRIVED,
        Detail.DEPARTED,
        Detail.ARRIVED,
        Detail.PICKED_UP,
        Detail.AWAITING_COLLECTION,
    ]
    assert update.checkpoints[0] == Checkpoint(
        occurred_at=datetime(2026, 11, 19, 13, 9, 5, 513000, tzinfo=UTC),
        detail=Detail.DELIVERED_TO_SAFE_PLACE,
        carrier_code="Delivered",
        place=Place(city="Exeter", postal="EX4 1AA", country="GB"),
        proof=ProofOfDelivery("A SAMPLE", "https://example.com/pod/3.jpg", latitude=50.72, longitude=-3.53),
    )


def test_a_label_alone_is_not_on_its_way() -> None:
    assert read("in_transit").checkpoints[-1].milestone is Milestone.INFO_RECEIVED


def test_an_attempt_that_met_nobody_says_so() -> None:
    assert details("attempt_failed") == [Detail.NOBODY_HOME, Detail.OUT_FOR_DELIVERY]


def test_a_package_delivered_on_the_way_back_is_returned() -> None:
    update = read("returned")
    assert details("returned") == [
        Detail.RETURNED,
        Detail.RETURNING,
        Detail.RETURNING,
        Detail.DAMAGED,
        Detail.OUT_FOR_DELIVERY,
    ]
    assert update.also == (ParcelNumber("amazon_shipping", "QR0000000008"),)


@pytest.mark.parametrize(
    ("event_code", "leg_codes", "expected"),
    [
        ("Delivered", ("Signed", "DeliveredToPorch"), (Detail.DELIVERED_IN_PERSON, None)),
        ("Delivered", ("DeliveryAttempted",), (Detail.DELIVERED, None)),
        ("DeliveryAttempted", ("PaymentNotReady",), (Detail.ATTEMPT_FAILED, Cause.CONSIGNEE)),
        ("Rejected", ("IncorrectItems",), (Detail.REFUSED, Cause.MERCHANT)),
        ("Undeliverable", (), (Detail.UNDELIVERABLE, None)),
        ("RecipientRequestedAlternateDeliveryTiming", (), (Detail.ESTIMATE_CHANGED, None)),
        ("InTransit", (), (Detail.IN_TRANSIT, None)),
        ("delivered", (), (Detail.UNKNOWN, None)),
    ],
)
def test_an_event_is_refined_by_the_detail_codes_it_is_paired_with(
    event_code: str, leg_codes: tuple[str, ...], expected: tuple[Detail, Cause | None]
) -> None:
    assert meaning(event_code, leg_codes) == expected


def test_detail_codes_speak_of_the_newest_event_only() -> None:
    attempts = [
        {"eventCode": "DeliveryAttempted", "eventTime": f"2026-11-{day}T13:00:00Z", "shipmentType": "FORWARD"}
        for day in (19, 20)
    ]
    (update,) = CARRIER.parse(push(codes=["BusinessClosed"], eventHistory=attempts))
    assert [scan.detail for scan in update.checkpoints] == [Detail.ATTEMPT_FAILED, Detail.BUSINESS_CLOSED]


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        (Detail.DELIVERED, Detail.RETURNED),
        (Detail.OUT_FOR_DELIVERY, Detail.RETURNING),
        (Detail.LOST, Detail.LOST),
        (Detail.UNKNOWN, Detail.UNKNOWN),
    ],
)
def test_the_leg_back_is_a_return(detail: Detail, expected: Detail) -> None:
    assert returning(detail) is expected


def test_the_apis_answer_is_read_with_and_without_its_payload() -> None:
    whole = json.loads((SAMPLES / "api_answer.json").read_bytes())
    bare = CARRIER.parse(json.dumps(whole["payload"]).encode())
    assert bare == CARRIER.parse(json.dumps(whole).encode())
    assert bare[0].also == ()  # "null", in quotes


def test_a_push_may_hold_one_event_instead_of_a_history() -> None:
    event = {"eventCode": "OutForDelivery", "eventTime": "2026-11-19T08:31:00Z"}
    assert only_scan(push(eventHistory=None, **event)).detail is Detail.OUT_FOR_DELIVERY


def test_the_newer_estimate_goes_before_the_promise() -> None:
    dates = {"promisedDeliveryDate": "2026-11-20T20:00:00Z", "estimatedArrivalDate": "2026-11-21T20:00:00Z"}
    assert CARRIER.parse(push(**dates))[0].carrier_estimate == date(2026, 11, 21)


def test_the_promised_day_is_the_one_where_the_package_is() -> None:
    (update,) = CARRIER.parse(push({"location": {"countryCode": "JP"}}, promisedDeliveryDate="2026-11-20T15:30:00Z"))
    assert update.carrier_estimate == date(2026, 11, 21)


def test_a_package_without_events_is_an_update_without_checkpoints() -> None:
    assert CARRIER.parse(push(eventHistory=[]))[0].checkpoints == ()


def test_an_event_about_something_else_is_about_no_parcel() -> None:
    assert CARRIER.parse((SAMPLES / "not_a_parcel.json").read_bytes()) == ()


def test_a_local_time_is_taken_in_the_zone_of_its_place() -> None:
    place = {"countryCode": "US", "stateOrRegion": "WA"}
    scan = only_scan(push({"eventTime": "2026-11-19T13:00:00", "location": place}))
    assert (scan.occurred_at, scan.time_inferred) == (datetime(2026, 11, 19, 21, 0, tzinfo=UTC), True)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b'{"errors":[{"code":"NotFound"}]}', "trackingId"),
        (b'{"payload":null}', "payload"),
        (b'{"detail-type":"Tracking Detail","detail":[]}', "detail"),
        (push(trackingId=3), "detail.trackingId"),
        (push(alternateLegTrackingId=3), "detail.alternateLegTrackingId"),
        (push(eventHistory={}), "detail.eventHistory"),
        (push(promisedDeliveryDate="soon"), "detail.promisedDeliveryDate"),
        (push(summary=[]), "detail.summary"),
        (push(codes="Signed"), "detail.summary.trackingDetailCodes.forward"),
        (push(codes=[1]), "detail.summary.trackingDetailCodes.forward"),
        (push({"eventCode": None}), f"{EVENT}.eventCode"),
        (push({"eventTime": "2026-11-19"}), f"{EVENT}.eventTime"),
        (push({"shipmentType": 1}), f"{EVENT}.shipmentType"),
        (push({"location": {"city": 7}}), f"{EVENT}.location.city"),
    ],
)
def test_an_unreadable_push_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field
