"""DHL: its Unified shipments, Parcel DE's XML, and what of a push is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.dhl import CARRIER
from shared.carriers.adapters.dhl.codes import event_detail
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.carriers.reading.dhl_unified import place_of
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "dhl"
NUMBER = "00340434123456780019"
EVENT = "shipments[0].events[0]"


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How DHL sends a body: also for the tests of every carrier."""
    return {"x-api-key": secret}


def read(file: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / file).read_bytes())
    return update


def details(file: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(file).checkpoints]


def push(event: dict[str, Any] | None = None, **shipment: Any) -> bytes:
    """A push about one parcel with one event, some of its values replaced."""
    base = {"timestamp": "2026-11-19T11:05:00+01:00", "statusCode": "transit", "statusDetailed": "LDTMV_MVMTV_AA"}
    whole = {"id": NUMBER, "service": "parcel-de", "events": [base | (event or {})]} | shipment
    return json.dumps({"scope": "subscription.push", "shipments": [whole]}).encode()


def only_scan(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


def xml(pieces: str) -> bytes:
    return f'<data name="piece-shipment-list" code="0">{pieces}</data>'.encode()


@pytest.mark.parametrize("sent", [{}, {"x-api-key": ""}, {"x-api-key": "token "}, {"authorization": "token"}])
def test_only_the_subscriptions_token_is_accepted(sent: dict[str, str]) -> None:
    CARRIER.verify({"x-api-key": "token"}, b"{}", ["other", "token"], NOW)
    with pytest.raises(SignatureRefused):
        CARRIER.verify(sent, b"{}", ["token"], NOW)


def test_a_delivered_parcel_brings_its_whole_history_newest_first() -> None:
    update = read("delivered.json")
    assert update.parcel == ParcelNumber("dhl", "00340434123456780033")
    assert details("delivered.json") == [
        Detail.DELIVERED_TO_NEIGHBOUR,
        Detail.OUT_FOR_DELIVERY,
        Detail.ARRIVED,
        Detail.PROCESSED,
        Detail.PICKED_UP,
        Detail.DROPPED_OFF,
        Detail.INFO_RECEIVED,
    ]
    assert update.checkpoints[0] == Checkpoint(
        occurred_at=datetime(2026, 11, 19, 10, 5, tzinfo=UTC),
        detail=Detail.DELIVERED_TO_NEIGHBOUR,
        carrier_code="DLVRD_NGHBR_ZU",
        message="The shipment has been successfully delivered",
        place=Place(city="Bonn", country="DE"),
        proof=ProofOfDelivery(signed_by="A. SAMPLE", photo_url="https://webpod.dhl.com/pod?token=0000000000"),
    )


def test_a_parcel_in_transit_is_estimated_for_a_day() -> None:
    assert read("in_transit.json").carrier_estimate == date(2026, 11, 19)
    frame = {"estimatedThrough": "2026-11-20T13:00:00+01:00"}
    assert CARRIER.parse(push(estimatedDeliveryTimeFrame=frame))[0].carrier_estimate == date(2026, 11, 20)


def test_an_estimate_in_utc_is_a_day_at_the_destination() -> None:
    destination = {"address": {"countryCode": "JP"}}
    (update,) = CARRIER.parse(push(destination=destination, estimatedTimeOfDelivery="2026-11-19T15:30:00Z"))
    assert update.carrier_estimate == date(2026, 11, 20)


def test_a_parcel_in_a_packstation_waits_in_a_locker() -> None:
    assert details("ready_for_pickup.json")[:2] == [Detail.IN_LOCKER, Detail.ATTEMPT_FAILED]


def test_what_follows_the_turn_of_a_returned_parcel_is_never_a_delivery() -> None:
    assert details("returned.json") == [
        Detail.RETURNED,
        Detail.RETURNING,
        Detail.RETURNING,
        Detail.ADDRESS_PROBLEM,
        Detail.OUT_FOR_DELIVERY,
    ]
    delivered = {"statusCode": "delivered", "statusDetailed": "DLVRD_OTHER_ZU"}
    assert only_scan(push(delivered, returnFlag=True)).detail is Detail.RETURNED
    assert only_scan(push(delivered, returnFlag=False)).detail is Detail.DELIVERED


def test_each_division_is_a_carrier_of_its_own_and_has_its_own_codes() -> None:
    express, americas, europe = CARRIER.parse((SAMPLES / "divisions.json").read_bytes())
    assert [update.parcel.carrier for update in (express, americas, europe)] == [
        "dhl_express",
        "dhl_ecommerce",
        "dhl_ecommerce",
    ]
    assert [(scan.detail, scan.carrier_code) for scan in express.checkpoints] == [
        (Detail.OUT_FOR_DELIVERY, "WC"),
        (Detail.CUSTOMS_CLEARED, "CR"),
        (Detail.PICKED_UP, "PU"),
    ]
    assert [scan.detail for scan in americas.checkpoints] == [
        Detail.AT_DELIVERY_DEPOT,
        Detail.HANDED_TO_CARRIER,
        Detail.LABEL_CREATED,
    ]
    assert americas.checkpoints[0].place == Place("Henderson", "NV", "89012", "US")
    assert europe.checkpoints[0].detail is Detail.DELIVERED


def test_the_number_at_the_company_of_the_last_mile_is_another_of_the_same_parcel() -> None:
    *_, europe = CARRIER.parse((SAMPLES / "divisions.json").read_bytes())
    assert europe.also == (ParcelNumber("colis_prive", "CP0000000001"),)


def test_a_reference_that_is_no_number_of_another_company_is_left_out() -> None:
    provider = {"destinationProvider": "bpost"}
    references = [{"type": "local-tracking-number"}, {"type": "local-tracking-number", "number": "n/a"}]
    assert CARRIER.parse(push(details={"provider": provider, "references": references}))[0].also == ()


def test_a_division_without_a_table_is_read_by_its_status_code() -> None:
    def said(status_code: str) -> Detail:
        event = {"statusCode": status_code, "status": "Sortiert", "statusDetailed": None}
        return only_scan(push(event, service="parcel-nl")).detail

    assert said("pre-transit") is Detail.INFO_RECEIVED
    assert said("transit") is Detail.IN_TRANSIT
    assert said("delivered") is Detail.DELIVERED
    assert said("failure") is Detail.EXCEPTION
    assert said("unknown") is Detail.UNKNOWN
    assert said("teleported") is Detail.UNKNOWN


@pytest.mark.parametrize(
    ("status_code", "detailed", "expected"),
    [
        ("transit", "SRTED_NRQRD_PO", Detail.OUT_FOR_DELIVERY),
        ("failure", "NTDEL_OTHER_ZN", Detail.ATTEMPT_FAILED),
        ("failure", "LDTMV_MVMTV_AA", Detail.EXCEPTION),
        ("pre-transit", "DLVRD_OTHER_ZU", Detail.INFO_RECEIVED),
        ("delivered", "SRTED_NRQRD_PO", Detail.DELIVERED),
        ("transit", "DLVRD_OTHER_ZU", Detail.IN_TRANSIT),
        ("unknown", "RETRN_OTHER_ZN", Detail.RETURNING),
    ],
)
def test_a_finer_code_stands_unless_it_contradicts_the_status_code(
    status_code: str, detailed: str, expected: Detail
) -> None:
    assert only_scan(push({"statusCode": status_code, "statusDetailed": detailed})).detail is expected


def test_the_older_answers_say_the_standard_code_alone() -> None:
    scan = only_scan(push({"statusDetailed": None, "status": "PO"}))
    assert (scan.detail, scan.carrier_code) == (Detail.OUT_FOR_DELIVERY, "PO")


def test_the_current_status_is_a_scan_where_the_history_lacks_it() -> None:
    status = {"timestamp": "2026-11-19T11:05:00Z", "statusCode": "delivered", "statusDetailed": "DLVRD_OTHER_ZU"}
    assert only_scan(push(status=status)).detail is Detail.PROCESSED  # same clock, written with another offset
    assert only_scan(push(status=status, events=[])).detail is Detail.DELIVERED
    newer = status | {"timestamp": "2026-11-19T12:30:00+01:00"}
    (update,) = CARRIER.parse(push(status=newer))
    assert [scan.detail for scan in update.checkpoints] == [Detail.DELIVERED, Detail.PROCESSED]


def test_who_signed_is_not_in_the_message() -> None:
    delivered = {"statusCode": "delivered", "status": "OK", "description": "Delivered - Signed for by: A SAMPLE"}
    scan = only_scan(push(delivered, service="express"))
    assert (scan.message, scan.proof) == ("Delivered", ProofOfDelivery(signed_by="A SAMPLE"))
    proof = {"proofOfDelivery": {"signed": {"givenName": "A", "familyName": "Sample"}, "signatureUrl": "http://x"}}
    named = only_scan(push(delivered | {"description": "A SAMPLE"}, service="express", details=proof))
    assert (named.message, named.proof) == ("OK", ProofOfDelivery(signed_by="A Sample"))


@pytest.mark.parametrize(
    ("written", "expected", "inferred"),
    [
        ("2026-11-19T11:05:00Z", datetime(2026, 11, 19, 11, 5, tzinfo=UTC), False),
        ("2026-11-19T11:05:00+2:00", datetime(2026, 11, 19, 9, 5, tzinfo=UTC), False),
        ("2026-11-19T11:05:00", datetime(2026, 11, 19, 10, 5, tzinfo=UTC), True),
        ("2026-11-19", datetime(2026, 11, 18, 23, 0, tzinfo=UTC), True),
    ],
)
def test_times_are_read_as_the_document_writes_them(written: str, expected: datetime, inferred: bool) -> None:
    scan = only_scan(push({"timestamp": written}))
    assert (scan.occurred_at, scan.time_inferred) == (expected, inferred)


def test_a_local_time_is_taken_in_the_zone_of_its_place_before_the_divisions() -> None:
    place = {"address": {"countryCode": "JP", "addressLocality": "Tokyo"}}
    scan = only_scan(push({"timestamp": "2026-11-19T11:05:00", "location": place}))
    assert scan.occurred_at == datetime(2026, 11, 19, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locality", "country", "expected"),
    [
        ("Hebron, KY, US", "", Place("Hebron", "KY", country="US")),
        ("Whittier, CA, US", "US", Place("Whittier", "CA", country="US")),
        ("HEATHROW, GB", "UK", Place("HEATHROW", country="GB")),
        ("LEIPZIG - GERMANY", "", Place("LEIPZIG", country="DE")),
        ("SINGAPORE - SINGAPORE", "", Place("SINGAPORE", country="SG")),
        ("Germany", "", Place(country="DE")),
        ("Köln", "Deutschland", Place("Köln", country="DE")),
        ("Sample Street 2, AMSTERDAM", "NL", Place("AMSTERDAM", country="NL")),
        ("Lahr, DE", "", Place("Lahr", "DE")),
        ("", "", Place()),
    ],
)
def test_a_locality_is_a_town_a_region_and_a_country_and_never_a_street(
    locality: str, country: str, expected: Place
) -> None:
    assert place_of(locality, country) == expected


def test_a_push_about_the_subscription_is_about_no_parcel() -> None:
    assert CARRIER.parse((SAMPLES / "not_a_parcel.json").read_bytes()) == ()


def test_the_apis_answer_and_a_single_shipment_are_read_too() -> None:
    whole = json.loads((SAMPLES / "api_answer.json").read_bytes())
    single = json.dumps(whole["shipments"][0]).encode()
    assert CARRIER.parse(single) == CARRIER.parse(json.dumps(whole).encode()) != ()


def test_a_number_may_come_without_quotes() -> None:
    assert CARRIER.parse(push(id=7654321010))[0].parcel.tracking_number == "7654321010"


def test_parcel_des_xml_says_the_same_codes_in_german_time_and_keeps_no_recipient() -> None:
    update = read("parcel_de_tracking.xml")
    assert update.parcel == ParcelNumber("dhl", "00340434123456780101")
    assert details("parcel_de_tracking.xml") == [
        Detail.INFO_RECEIVED,
        Detail.PROCESSED,
        Detail.OUT_FOR_DELIVERY,
        Detail.DELIVERED,
    ]
    assert update.checkpoints[-1] == Checkpoint(
        occurred_at=datetime(2026, 11, 19, 10, 5, tzinfo=UTC),
        detail=Detail.DELIVERED,
        carrier_code="DLVRD_OTHER_ZU",
        message="Die Sendung wurde erfolgreich zugestellt.",
        place=Place(city="Bonn", country="DE"),
        time_inferred=True,
    )
    assert "SAMPLE" not in repr(update)
    assert "Musterweg" not in repr(update)


def test_a_number_the_xml_does_not_know_is_about_no_parcel() -> None:
    assert CARRIER.parse((SAMPLES / "parcel_de_not_found.xml").read_bytes()) == ()
    assert CARRIER.parse(xml(f'<data name="piece-shipment" error-status="100" piece-code="{NUMBER}"/>')) == ()


def test_the_xmls_events_may_stand_beside_the_piece_or_directly_in_it() -> None:
    event = '<data name="pieceevent" event-timestamp="18.11.2026 18:12" event-status="x" ice="LDTMV"/>'
    beside = f'<data name="pieceshipment" piece-id="a" piece-code="{NUMBER}"/>' + "".join(
        f'<data name="pieceeventlist" piece-id="{piece_id}">{event}</data>' for piece_id in "ab"
    )
    inside = f'<data name="piece-shipment" piece-code="{NUMBER}">{event}</data>'
    assert CARRIER.parse(xml(beside)) == CARRIER.parse(xml(inside))
    assert len(CARRIER.parse(xml(inside))[0].checkpoints) == 1


def test_the_public_answer_has_a_status_and_no_events() -> None:
    piece = f'name="piece-status-public" piece-code="{NUMBER}" status="unterwegs" ice="SRTED" standard-event-code="PO"'
    scan = only_scan(xml(f'<data><data {piece} last-event-timestamp="19.11.2026 08:41"/></data>'))
    assert (scan.detail, scan.occurred_at) == (Detail.OUT_FOR_DELIVERY, datetime(2026, 11, 19, 7, 41, tzinfo=UTC))


def test_an_event_of_the_xml_may_be_on_the_way_back() -> None:
    event = 'name="piece-event" event-timestamp="19.11.2026 11:05" ice="DLVRD" ruecksendung="true"'
    piece = f'<data name="piece-shipment" piece-code="{NUMBER}" delivery-date="20.11.2026"><data {event}/></data>'
    (update,) = CARRIER.parse(xml(piece))
    assert (update.checkpoints[0].detail, update.carrier_estimate) == (Detail.RETURNED, date(2026, 11, 20))


@pytest.mark.parametrize(
    ("ice", "ric", "standard", "expected"),
    [
        ("ULFMV", "OARRV", "EE", Milestone.IN_TRANSIT),
        ("LDTMV", "MVMTV", "PO", Milestone.OUT_FOR_DELIVERY),
        ("NTDEL", "OTHER", "ZN", Milestone.ATTEMPT_FAILED),
        ("CNRFC", "OTHER", "ZF", Milestone.AVAILABLE_FOR_PICKUP),
        ("RETRN", "CNCNR", "ZN", Milestone.EXCEPTION),
        ("ZZZZZ", "OTHER", "ZU", Milestone.DELIVERED),
        ("ZZZZZ", "OTHER", "QQ", None),
        ("", "", "", None),
    ],
)
def test_an_event_has_the_milestone_of_its_three_codes(
    ice: str, ric: str, standard: str, expected: Milestone | None
) -> None:
    assert event_detail(ice, ric, standard).milestone == expected


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b'{"title":"No result found","status":404}', "shipments"),
        (b'{"scope":"shipment.push"}', "shipments"),
        (push(id=None), "shipments[0].id"),
        (push(id=True), "shipments[0].id"),
        (push(service=7), "shipments[0].service"),
        (push(events={}), "shipments[0].events"),
        (push(status=[]), "shipments[0].status"),
        (push(details="none"), "shipments[0].details"),
        (push(estimatedTimeOfDelivery="soon"), "shipments[0].estimatedTimeOfDelivery"),
        (push({"timestamp": None}), f"{EVENT}.timestamp"),
        (push({"timestamp": "19.11.2026 11:05"}), f"{EVENT}.timestamp"),
        (push({"statusCode": 3}), f"{EVENT}.statusCode"),
        (push({"statusCode": "", "statusDetailed": ""}), f"{EVENT}.statusCode"),
        (push({"location": {"address": {"postalCode": 53113}}}), f"{EVENT}.location.address.postalCode"),
        (b"<shipment/>", "data"),
        (xml('<data name="piece-shipment" piece-code="0"/>'), "data[0].@piece-code"),
        (
            xml(f'<data name="pieceshipment" piece-code="{NUMBER}"><data name="pieceevent"/></data>'),
            "data[0].data[0].@event-timestamp",
        ),
    ],
)
def test_an_unreadable_push_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field
