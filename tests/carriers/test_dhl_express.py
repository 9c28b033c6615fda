"""DHL Express: MyDHL API's answers, the XML before it, and what of them is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.dhl_express import CARRIER
from shared.carriers.adapters.dhl_express.codes import meaning
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "dhl_express"
EVENT = "shipments[0].events[0]"


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How DHL Express sends a body: also for the tests of every carrier."""
    return {"x-api-key": secret}


def read(file: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / file).read_bytes())
    return update


def details(file: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(file).checkpoints]


def answer(event: dict[str, Any] | None = None, **shipment: Any) -> bytes:
    """An answer about one shipment with one event, some of its values replaced."""
    base = {
        "date": "2026-11-19",
        "time": "11:27:00",
        "GMTOffset": "+09:00",
        "typeCode": "OK",
        "description": "Delivered",
        "serviceArea": [{"code": "NRT", "description": "Tokyo-JPN"}],
    }
    whole = {"shipmentTrackingNumber": "7654321043", "events": [base | (event or {})]} | shipment
    return json.dumps({"shipments": [whole]}).encode()


def only_scan(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


def xml(event: str) -> bytes:
    info = f"<AWBNumber>7654321006</AWBNumber><ShipmentInfo><ShipmentEvent>{event}</ShipmentEvent></ShipmentInfo>"
    return f"<TrackingResponse><AWBInfo>{info}</AWBInfo></TrackingResponse>".encode()


@pytest.mark.parametrize("sent", [{}, {"x-api-key": ""}, {"x-api-key": "Token"}, {"authorization": "Basic token"}])
def test_only_the_token_is_accepted(sent: dict[str, str]) -> None:
    CARRIER.verify({"x-api-key": "token"}, b"{}", ["old", "token"], NOW)
    with pytest.raises(SignatureRefused):
        CARRIER.verify(sent, b"{}", ["token"], NOW)


def test_a_delivered_shipment_brings_its_whole_history() -> None:
    update = read("delivered.json")
    assert update.parcel == ParcelNumber("dhl_express", "7654321043")
    assert details("delivered.json") == [
        Detail.PICKED_UP,
        Detail.PROCESSED,
        Detail.DEPARTED,
        Detail.ARRIVED,
        Detail.CUSTOMS_STARTED,
        Detail.CUSTOMS_CLEARED,
        Detail.AT_DELIVERY_DEPOT,
        Detail.OUT_FOR_DELIVERY,
        Detail.DELIVERED,
    ]
    assert update.checkpoints[-1] == Checkpoint(
        occurred_at=datetime(2026, 11, 19, 2, 27, tzinfo=UTC),
        detail=Detail.DELIVERED,
        carrier_code="OK",
        message="Delivered",
        place=Place(city="Tokyo", country="JP"),
        proof=ProofOfDelivery(signed_by="A SAMPLE"),
    )


def test_a_shipment_in_transit_is_estimated_for_a_day() -> None:
    assert read("in_transit.json").carrier_estimate == date(2026, 11, 19)


def test_a_time_without_an_offset_is_taken_in_the_service_areas_country() -> None:
    known, assumed = read("no_zone.json").checkpoints
    assert (known.time_inferred, assumed.time_inferred) == (False, True)
    assert assumed.occurred_at == datetime(2026, 11, 16, 23, 48, tzinfo=UTC)


def test_customs_that_wait_for_duties_are_trouble_until_they_are_paid() -> None:
    assert details("customs.json") == [
        Detail.DELAYED_BY_CUSTOMS,
        Detail.PAYMENT_DUE,
        Detail.INFORMATION,
        Detail.CUSTOMS_CLEARED,
    ]


def test_an_attempt_that_met_nobody_ends_at_the_counter() -> None:
    assert details("attempt_failed.json")[1:] == [Detail.NOBODY_HOME, Detail.AVAILABLE_FOR_PICKUP]


@pytest.mark.parametrize(
    ("area", "place"),
    [
        ("NEW YORK,NY-USA", Place("NEW YORK", "NY", country="US")),
        ("EAST MIDLANDS-GBR", Place("EAST MIDLANDS", country="GB")),
        ("Brisbane-AU", Place("Brisbane", country="AU")),
        ("Milan - Italy", Place("Milan", country="IT")),
        ("Hong Kong - Hong Kong", Place("Hong Kong", country="HK")),
        ("Baden-Baden", Place("Baden-Baden")),
        ("New York, NY", Place("New York", "NY")),
        ("", Place()),
    ],
)
def test_a_service_area_is_a_town_and_a_country(area: str, place: Place) -> None:
    assert only_scan(answer({"serviceArea": [{"description": area}]})).place == place


def test_an_event_without_a_service_area_is_nowhere() -> None:
    assert only_scan(answer({"serviceArea": []})).place == Place()


def test_the_pieces_events_stand_in_for_the_shipments() -> None:
    events = json.loads(answer())["shipments"][0]["events"]
    body = answer(events=[], pieces=[{"number": 1, "events": events}, {"number": 2}])
    assert only_scan(body) == only_scan(answer())
    assert len(CARRIER.parse(answer(pieces=[{"events": events}]))[0].checkpoints) == 1


def test_who_signed_is_not_in_the_message() -> None:
    scan = only_scan(answer({"description": "Delivered - Signed for by: A SAMPLE", "signedBy": None}))
    assert (scan.message, scan.proof) == ("Delivered", ProofOfDelivery(signed_by="A SAMPLE"))
    named = only_scan(answer({"description": "A SAMPLE", "signedBy": "A Sample"}))
    assert (named.message, named.proof) == ("", ProofOfDelivery(signed_by="A Sample"))


def test_a_signature_that_is_part_of_a_word_leaves_the_words_alone() -> None:
    assert only_scan(answer({"signedBy": "ED"})).message == "Delivered"


def test_the_xml_services_answer_is_read_and_its_unknown_number_left_out() -> None:
    update = read("xml_services.xml")
    assert (update.parcel, update.carrier_estimate) == (ParcelNumber("dhl_express", "7654321006"), date(2026, 11, 19))
    assert update.checkpoints[-1] == Checkpoint(
        occurred_at=datetime(2026, 11, 19, 15, 31, tzinfo=UTC),
        detail=Detail.DELIVERED,
        carrier_code="OK",
        message="Shipment delivered",
        place=Place("NEW YORK", "NY", country="US"),
        time_inferred=True,
        proof=ProofOfDelivery(signed_by="A SAMPLE"),
    )


def test_the_unified_apis_shipments_are_read_too() -> None:
    event = {"timestamp": "2026-11-19T09:14:00+08:00", "statusCode": "transit", "status": "WC"}
    body = json.dumps({"shipments": [{"id": "7654321010", "service": "express", "events": [event]}]}).encode()
    (update,) = CARRIER.parse(body)
    assert update.parcel == ParcelNumber("dhl_express", "7654321010")
    assert update.checkpoints[0].detail is Detail.OUT_FOR_DELIVERY


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("SD", Milestone.INFO_RECEIVED),
        ("PU", Milestone.IN_TRANSIT),
        ("WC", Milestone.OUT_FOR_DELIVERY),
        ("CC", Milestone.AVAILABLE_FOR_PICKUP),
        ("CA", Milestone.ATTEMPT_FAILED),
        ("DD", Milestone.DELIVERED),
        ("RT", Milestone.EXCEPTION),
        ("SC", None),
        ("ZQ", None),
        ("ok", None),
    ],
)
def test_a_checkpoint_has_the_milestone_dhl_documents(code: str, expected: Milestone | None) -> None:
    assert meaning(code)[0].milestone == expected


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b'{"title":"Not Found","status":"404"}', "shipments"),
        (answer(shipmentTrackingNumber=7654321043), "shipments[0].shipmentTrackingNumber"),
        (answer(events={}), "shipments[0].events"),
        (answer(events=[], pieces={}), "shipments[0].pieces"),
        (answer(estimatedDeliveryDate="soon"), "shipments[0].estimatedDeliveryDate"),
        (answer({"date": None}), f"{EVENT}.date"),
        (answer({"time": None}), f"{EVENT}.time"),
        (answer({"time": "noon"}), EVENT),
        (answer({"GMTOffset": 9}), f"{EVENT}.GMTOffset"),
        (answer({"typeCode": ""}), f"{EVENT}.typeCode"),
        (answer({"signedBy": {}}), f"{EVENT}.signedBy"),
        (answer({"serviceArea": [{"description": 1}]}), f"{EVENT}.serviceArea[0].description"),
        (b"<ShipmentTrackingErrorResponse><Response/></ShipmentTrackingErrorResponse>", "TrackingResponse"),
        (xml("<Date>2026-11-19</Date>"), "AWBInfo[0].ShipmentInfo.ShipmentEvent[0].ServiceEvent"),
        (
            xml("<Date>2026-11-19</Date><ServiceEvent><EventCode>OK</EventCode></ServiceEvent>"),
            "AWBInfo[0].ShipmentInfo.ShipmentEvent[0].Time",
        ),
    ],
)
def test_an_unreadable_answer_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field
