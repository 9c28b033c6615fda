"""DHL eCommerce: its packages, the hand-over to USPS, and what of a push is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.dhl_ecommerce import CARRIER
from shared.carriers.adapters.dhl_ecommerce.codes import detail
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "dhl_ecommerce"
EVENT = "packages[0].events[0]"


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How DHL eCommerce sends a body: also for the tests of every carrier."""
    return {"x-api-key": secret}


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())
    return update


def details(situation: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(situation).checkpoints]


def push(event: dict[str, Any] | None = None, entry: dict[str, Any] | None = None, **package: Any) -> bytes:
    """A push about one package with one event, some of its values replaced."""
    base = {
        "date": "2026-11-21",
        "time": "08:10:00",
        "timeZone": "PT",
        "primaryEventId": 598,
        "primaryEventDescription": "OUT FOR DELIVERY",
        "location": "Henderson, NV, US",
        "postalCode": "89012",
    }
    whole = {"package": {"trackingId": "GM0000000000000001"} | package, "events": [base | (event or {})]}
    return json.dumps({"total": 1, "packages": [whole | (entry or {})]}).encode()


def only_scan(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


@pytest.mark.parametrize("sent", [{}, {"x-api-key": ""}, {"x-api-key": "tokeñ"}, {"authorization": "Bearer token"}])
def test_only_the_token_is_accepted(sent: dict[str, str]) -> None:
    CARRIER.verify({"x-api-key": "token"}, b"{}", ["old", "token"], NOW)
    with pytest.raises(SignatureRefused):
        CARRIER.verify(sent, b"{}", ["token"], NOW)


def test_a_delivered_package_brings_its_whole_history_newest_first() -> None:
    update = read("delivered")
    assert update.parcel == ParcelNumber("dhl_ecommerce", "GM0000000000000003")
    assert update.carrier_estimate == date(2026, 11, 21)
    assert details("delivered") == [
        Detail.DELIVERED,
        Detail.OUT_FOR_DELIVERY,
        Detail.AT_DELIVERY_DEPOT,
        Detail.ARRIVED,
        Detail.HANDED_TO_CARRIER,
        Detail.ARRIVED,
        Detail.DEPARTED,
        Detail.PROCESSED,
        Detail.PICKED_UP,
        Detail.LABEL_CREATED,
    ]
    assert update.checkpoints[2] == Checkpoint(
        occurred_at=datetime(2026, 11, 21, 14, 17, tzinfo=UTC),
        detail=Detail.AT_DELIVERY_DEPOT,
        carrier_code="550",
        message="ARRIVAL AT POST OFFICE",
        place=Place("Henderson", "NV", "89012", "US"),
        moved_by="usps",
    )


def test_the_number_at_usps_is_another_of_the_same_parcel() -> None:
    assert read("in_transit").also == (ParcelNumber("usps", "9261299999999900000010"),)


def test_an_overlabeled_number_and_another_provider_are_known_too() -> None:
    (update,) = CARRIER.parse(push(overlabeledDspNumber="9261299999999900000027", deliveryConfirmationNumber=None))
    assert update.also == (ParcelNumber("usps", "9261299999999900000027"),)
    (update,) = CARRIER.parse(push(dspName="Canada Post", deliveryConfirmationNumber="1234567890123456"))
    assert update.also == (ParcelNumber("canada_post", "1234567890123456"),)
    (update,) = CARRIER.parse(push(dspName="MIRROR", deliveryConfirmationNumber="1234567890123456"))
    assert update.also == ()


def test_a_returned_package_is_never_delivered() -> None:
    assert details("returned") == [Detail.RETURNED, Detail.RETURNING, Detail.ADDRESS_PROBLEM]
    assert detail("", "Delivered, To Original Sender") is Detail.RETURNED


def test_a_notice_that_met_nobody_is_a_failed_attempt() -> None:
    assert details("attempt_failed") == [Detail.NOBODY_HOME, Detail.OUT_FOR_DELIVERY]


def test_a_number_dhl_does_not_know_is_about_no_parcel() -> None:
    assert CARRIER.parse((SAMPLES / "not_a_parcel.json").read_bytes()) == ()


@pytest.mark.parametrize(
    ("label", "hour", "inferred"),
    [
        ("PT", 16, False),
        ("pst", 16, False),
        ("PDT", 15, False),
        ("ET", 13, False),
        ("UTC", 8, False),
        ("+07", 1, False),
        ("-0330", 11, False),
        ("LT", 16, True),
        (None, 16, True),
        ("MARS", 16, True),
    ],
)
def test_a_time_is_taken_in_the_zone_of_its_label_else_of_its_place(
    label: str | None, hour: int, inferred: bool
) -> None:
    scan = only_scan(push({"timeZone": label}))
    assert (scan.occurred_at.hour, scan.time_inferred) == (hour, inferred)


def test_the_code_is_dhls_numbers_else_its_words() -> None:
    assert only_scan(push({"secondaryEventId": 1001})).carrier_code == "598/1001"
    assert only_scan(push({"primaryEventId": "598"})).carrier_code == "598"
    assert only_scan(push({"primaryEventId": None})).carrier_code.startswith("text:")


def test_an_event_without_words_is_read_by_its_number() -> None:
    assert only_scan(push({"primaryEventDescription": None})).detail is Detail.OUT_FOR_DELIVERY
    assert only_scan(push({"primaryEventDescription": None, "primaryEventId": 990})).detail is Detail.UNKNOWN


def test_a_postal_code_may_come_as_a_number() -> None:
    assert only_scan(push({"postalCode": 7001})).place.postal == "07001"


def test_who_signed_is_kept_apart_and_no_other_name_is_kept() -> None:
    delivered = {"primaryEventId": 600, "primaryEventDescription": "DELIVERED"}
    recipient = {"recipient": {"name": "B CANARY", "address1": "1 CANARY ROAD", "signedForName": "A SAMPLE"}}
    (update,) = CARRIER.parse(push(delivered, recipient))
    assert update.checkpoints[0].proof == ProofOfDelivery(signed_by="A SAMPLE")
    assert "CANARY" not in repr(update)
    words = only_scan(push(delivered | {"primaryEventDescription": "DELIVERED - Signed by A SAMPLE"}))
    assert (words.detail, words.message) == (Detail.DELIVERED, "DELIVERED")


def test_webtracks_flat_package_is_read_too() -> None:
    body = push(deliveryConfirmationNumber="9261299999999900000010")
    nested = CARRIER.parse(body)
    entry = json.loads(body)["packages"][0]
    flat = entry.pop("package") | entry
    assert CARRIER.parse(json.dumps({"packages": [flat]}).encode()) == nested


def test_the_unified_apis_shipments_are_read_too() -> None:
    event = {"timestamp": "2026-11-21T08:10:00-08:00", "statusCode": "transit", "status": "OUT FOR DELIVERY"}
    body = json.dumps({"shipments": [{"id": "GM0000000000000001", "service": "ecommerce", "events": [event]}]})
    (update,) = CARRIER.parse(body.encode())
    assert (update.parcel.carrier, update.checkpoints[0].detail) == ("dhl_ecommerce", Detail.OUT_FOR_DELIVERY)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b'{"title":"Unauthorized"}', "packages"),
        (push(trackingId=None), "packages[0].package.trackingId"),
        (push(trackingId="GM"), "packages[0].package.trackingId"),
        (push(expectedDelivery="soon"), "packages[0].package.expectedDelivery"),
        (push(deliveryConfirmationNumber=92), "packages[0].package.deliveryConfirmationNumber"),
        (push(entry={"package": []}), "packages[0].package"),
        (push(entry={"events": {}}), "packages[0].events"),
        (push(entry={"recipient": {"signedForName": 1}}), "packages[0].recipient.signedForName"),
        (push({"date": None}), f"{EVENT}.date"),
        (push({"time": "08h10"}), EVENT),
        (push({"timeZone": -8}), f"{EVENT}.timeZone"),
        (push({"primaryEventId": True}), f"{EVENT}.primaryEventId"),
        (push({"primaryEventId": None, "primaryEventDescription": ""}), f"{EVENT}.primaryEventDescription"),
        (push({"location": {}}), f"{EVENT}.location"),
    ],
)
def test_an_unreadable_push_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field
