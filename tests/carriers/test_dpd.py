"""DPD: its token, its pushes, its life cycle, and what of both is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.carriers.adapters.dpd import CARRIER
from shared.carriers.adapters.dpd.codes import push_detail, status_detail
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.strict_xml import MalformedXml
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "dpd"
RESULT = "Body.getTrackingDataResponse.trackingresult"
PUSH = {"pushid": "335298", "pnr": "09981122330133", "status": "pickup_depot", "statusdate": "20112026130500"}


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How a push comes from DPD, by whatever hands it on: also for the tests of every carrier."""
    return {"authorization": f"Bearer {secret}"}


def read(situation: str) -> CarrierUpdate:
    (file,) = SAMPLES.glob(f"{situation}.*")
    (update,) = CARRIER.parse(file.read_bytes())
    return update


def details(situation: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(situation).checkpoints]


def push(**parameters: str) -> bytes:
    """A push with some of its parameters replaced, or, where they are "", left out."""
    said = {name: value for name, value in (PUSH | parameters).items() if value}
    return "&".join(f"{name}={value}" for name, value in said.items()).encode()


def answer(
    status: str = "<status>ON_THE_ROAD</status><date><content>20.11.2026, 01:30</content></date>",
    header: str = "<parcelLabelNumber>09981122330117</parcelLabelNumber>",
    order: str = "",
) -> bytes:
    """An answer about one parcel with one status."""
    info = f"<shipmentInfo>{order}</shipmentInfo><statusInfo>{status}</statusInfo>"
    result = f"<getTrackingDataResponse><trackingresult>{info}</trackingresult></getTrackingDataResponse>"
    return f"<Envelope><Header>{header}</Header><Body>{result}</Body></Envelope>".encode()


def dated(date: str, location: str = "") -> Checkpoint:
    status = f"<status>ON_THE_ROAD</status><date><content>{date}</content></date>"
    ((checkpoint,),) = [
        update.checkpoints
        for update in CARRIER.parse(answer(f"{status}<location><content>{location}</content></location>"))
    ]
    return checkpoint


@pytest.mark.parametrize("sent", ["Bearer token", "bearer token"])
def test_the_merchants_token_is_accepted(sent: str) -> None:
    CARRIER.verify({"authorization": sent}, b"", ["other", "token"], NOW)


@pytest.mark.parametrize("sent", ["", "token", "Bearer", "Bearer ", "Bearer  token", "Basic token", "Bearer \udcff"])
def test_any_other_token_is_refused(sent: str) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify({"authorization": sent}, b"", ["token", ""], NOW)


def test_a_token_among_the_parameters_is_not_accepted() -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify({}, push(token="token"), ["token"], NOW)


def test_a_push_is_one_scan_in_german_time_with_who_took_the_parcel() -> None:
    update = read("push_delivered")
    assert update.parcel == ParcelNumber("dpd", "09981122330133")
    assert update.checkpoints == (
        Checkpoint(
            occurred_at=datetime(2026, 11, 20, 12, 5, tzinfo=UTC),
            detail=Detail.DELIVERED,
            carrier_code="delivery_customer",
            time_inferred=True,
            proof=ProofOfDelivery(signed_by="SAMPLE"),
        ),
    )


def test_a_push_while_the_parcel_is_under_way_proves_nothing() -> None:
    (scan,) = read("push_out_for_delivery").checkpoints
    assert (scan.detail, scan.proof) == (Detail.OUT_FOR_DELIVERY, None)
    ((handed,),) = [u.checkpoints for u in CARRIER.parse(push(status="delivery_shop", receiver="SAMPLE"))]
    assert (handed.detail, handed.proof) == (Detail.AVAILABLE_FOR_PICKUP, None)


def test_a_push_is_read_at_the_door_as_what_it_is() -> None:
    assert CARRIER.read(push()) == PUSH


def test_a_status_that_nobody_listed_is_kept_as_unknown() -> None:
    ((scan,),) = [update.checkpoints for update in CARRIER.parse(push(status="delivery_drone"))]
    assert (scan.detail, scan.carrier_code) == (Detail.UNKNOWN, "delivery_drone")


def test_statuses_that_are_not_reached_yet_are_no_checkpoints() -> None:
    assert details("in_transit") == [Detail.PICKED_UP, Detail.ARRIVED, Detail.IN_TRANSIT]
    assert details("out_for_delivery")[-1] is Detail.OUT_FOR_DELIVERY


def test_a_delivered_parcel_brings_its_whole_life() -> None:
    assert details("delivered") == [
        Detail.PICKED_UP,
        Detail.ARRIVED,
        Detail.IN_TRANSIT,
        Detail.AT_DELIVERY_DEPOT,
        Detail.OUT_FOR_DELIVERY,
        Detail.DELIVERED,
    ]
    assert read("delivered").checkpoints[-1] == Checkpoint(
        occurred_at=datetime(2026, 11, 20, 12, 5, tzinfo=UTC),
        detail=Detail.DELIVERED,
        carrier_code="DELIVERED",
        message="The parcel has been delivered.",
        place=Place(city="Augsburg", country="DE"),
        time_inferred=True,
    )


def test_a_failed_attempt_in_the_benelux_ends_at_the_depot() -> None:
    assert details("attempt_failed")[-2:] == [Detail.ATTEMPT_FAILED, Detail.AT_DELIVERY_DEPOT]
    assert details("ready_for_pickup") == [Detail.OUT_FOR_DELIVERY, Detail.AVAILABLE_FOR_PICKUP]


@pytest.mark.parametrize(
    ("written", "location", "hour", "minute"),
    [
        ("11.06.2018, 10:04", "Unna (DE)", 8, 4),
        ("11.06.2018, 10:04", "", 8, 4),
        ("11/06/2018, 10:04", "Smethwick (GB)", 9, 4),
        ("11-06-2018 10:04:59", "Oirschot (NL)", 8, 4),
        ("6/11/2018 12:04:00 AM", "Mechelen (BE)", 22, 4),
        ("6/11/2018 12:04:00 PM", "Mechelen (BE)", 10, 4),
        ("2018-06-11T10:04:00", "Lisboa (PT)", 9, 4),
    ],
)
def test_a_date_is_read_in_every_form_dpd_writes_and_in_its_places_zone(
    written: str, location: str, hour: int, minute: int
) -> None:
    scan = dated(written, location)
    assert (scan.occurred_at.hour, scan.occurred_at.minute, scan.time_inferred) == (hour, minute, True)
    assert (scan.occurred_at.month, scan.occurred_at.day) == (6, 10 if hour == 22 else 11)


def test_a_parcelshops_street_is_not_kept() -> None:
    assert dated("11.06.2018, 10:04", "Kiosk, Hauptstr. 1 (DE)").place == Place(country="DE")
    assert dated("11.06.2018, 10:04", "Unna").place == Place(city="Unna")


def test_an_order_that_is_reached_and_dated_is_a_checkpoint_too() -> None:
    order = "<status>SHIPMENT</status><statusHasBeenReached>true</statusHasBeenReached>"
    order += "<label><content>Order received</content></label><date><content>19.11.2026, 12:00</content></date>"
    (update,) = CARRIER.parse(answer(order=order))
    assert [checkpoint.detail for checkpoint in update.checkpoints] == [Detail.INFO_RECEIVED, Detail.IN_TRANSIT]
    assert update.checkpoints[0].message == "Order received"


def test_a_status_reached_at_no_time_is_left_out() -> None:
    status = "<status>ACCEPTED</status><statusHasBeenReached>true</statusHasBeenReached><date/>"
    assert CARRIER.parse(answer(status))[0].checkpoints == ()


def test_the_cloud_services_answer_is_the_same_in_another_envelope() -> None:
    cloud = answer().replace(b"getTrackingDataResponse>", b"getParcelLifeCycleResponse>")
    opened = b"<getParcelLifeCycleResult><ParcelLifeCycleData>"
    closed = b"</ParcelLifeCycleData></getParcelLifeCycleResult>"
    cloud = cloud.replace(b"<trackingresult>", opened).replace(b"</trackingresult>", closed)
    assert CARRIER.parse(cloud) == CARRIER.parse(answer())


def test_the_orders_own_number_is_preferred() -> None:
    (update,) = CARRIER.parse(answer(order="<parcelLabelNumber>09981122330125</parcelLabelNumber>"))
    assert update.parcel.tracking_number == "09981122330125"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (push(pnr=""), "pnr"),
        (push(pnr="x"), "pnr"),
        (push(status=""), "status"),
        (push(statusdate=""), "statusdate"),
        (push(statusdate="2026-11-20"), "statusdate"),
        (push(statusdate="20131926130500"), "statusdate"),
        (b"<a/>", "Envelope"),
        (b"<Envelope/>", "Body"),
        (b"<Envelope><Body><Fault><faultstring>x</faultstring></Fault></Body></Envelope>", RESULT),
        (answer(header=""), "Header.parcelLabelNumber"),
        (answer(header="<other>1</other>"), "Header[0].parcelLabelNumber"),
        (answer("<date><content>20.11.2026, 01:30</content></date>"), f"{RESULT}.statusInfo[0].status"),
        (answer("<status>A</status><date><content>soon</content></date>"), f"{RESULT}.statusInfo[0].date"),
        (answer("<status>A</status><date><content>32.11.2026, 01:30</content></date>"), f"{RESULT}.statusInfo[0].date"),
        (answer("<status>A</status><date><content>1/2/2026 13:30 PM</content></date>"), f"{RESULT}.statusInfo[0].date"),
        (answer("<status>A</status><date>20.11.2026</date>"), f"{RESULT}.statusInfo[0].date[0]"),
        (answer("text"), f"{RESULT}.statusInfo[0]"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_field(body: bytes, field: str) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"pnr", b"pnr=1&pnr=2", b"pnr=%00", b"pnr=%ff", b"\xff", b"a=1&" * 51, b"<", b"<a>"]
)
def test_what_is_neither_xml_nor_a_query_is_refused_at_the_door(body: bytes) -> None:
    with pytest.raises(MalformedXml):
        CARRIER.read(body)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("start_order", Detail.INFO_RECEIVED),
        ("delivery_nab", Detail.ATTEMPT_FAILED),
        ("delivery_notification", Detail.EXCEPTION),
        ("pickup_by_consignee", Detail.COLLECTED),
        ("no_pickup_by_consignee", Detail.UNCLAIMED),
        ("error_return", Detail.RETURNING),
        ("", Detail.UNKNOWN),
    ],
)
def test_a_pushs_status_means_what_dpd_says(status: str, expected: Detail) -> None:
    assert push_detail(status) is expected


def test_the_two_lists_are_kept_apart() -> None:
    assert push_detail("DELIVERED") is status_detail("delivery_customer") is Detail.UNKNOWN
