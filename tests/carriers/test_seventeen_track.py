"""17TRACK: its signature, its samples, which company a key is, and what of a push is refused."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.seventeen_track import CARRIER
from shared.carriers.adapters.seventeen_track.codes import meaning
from shared.carriers.adapters.seventeen_track.movers import mover
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "seventeen_track"
BODY = (SAMPLES / "delivered.json").read_bytes()
INFO = "data.track_info"
EVENT = f"{INFO}.tracking.providers[0].events[0]"


def signature(body: bytes, key: bytes) -> str:
    return hashlib.sha256(body + b"/" + key).hexdigest()


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How 17TRACK sends a body: also for the tests of every carrier."""
    return {"sign": signature(body, secret.encode())}


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())
    return update


def details(situation: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(situation).checkpoints]


def push(event: dict[str, Any] | None = None, info: dict[str, Any] | None = None, **data: Any) -> bytes:
    """A push about one parcel with one scan, some of its values replaced."""
    base = {"time_iso": "2026-11-20T10:00:00+09:00", "sub_status": "InTransit_PickedUp", "description": "引受"}
    provider = {"provider": {"key": 10021, "name": "Japan Post"}, "events": [base | (event or {})]}
    track_info = {"tracking": {"providers": [provider]}} | (info or {})
    number = {"number": "EJ410000010JP", "carrier": 10021, "track_info": track_info}
    return json.dumps({"event": "TRACKING_UPDATED", "data": number | data}).encode()


def legs(*keys: int) -> dict[str, Any]:
    """What `push` takes for several providers, each without a scan."""
    return {"tracking": {"providers": [{"provider": {"key": key}, "events": []} for key in keys]}}


def only_scan(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


def only_update(body: bytes) -> CarrierUpdate:
    (update,) = CARRIER.parse(body)
    return update


def test_a_known_vector_is_accepted() -> None:
    # printf '{"event":"TRACKING_STOPPED"}/sample-key' | openssl dgst -sha256 -r
    known = "937fc15dd1b72d6c36ee93344127c64ea26771b1a119ae45deb46b097d3d6750"
    CARRIER.verify({"sign": known}, b'{"event":"TRACKING_STOPPED"}', ["sample-key"], NOW)


@pytest.mark.parametrize("used", ["old", "new"])
def test_both_keys_are_accepted_during_a_rotation(used: str) -> None:
    CARRIER.verify({"sign": signature(BODY, used.encode())}, BODY, ["old", "new"], NOW)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        signature(BODY, b"key").upper(),
        signature(BODY, b"key") + " ",
        signature(BODY + b"/", b"key"),
        signature(BODY, b""),
        hashlib.sha256(BODY + b"key").hexdigest(),
        "é\u0661",
        "\udcff",
    ],
)
def test_any_other_signature_is_refused(sent: str) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify({"sign": sent}, BODY, ["key", ""], NOW)


def test_a_parcel_that_crossed_a_border_is_one_parcel_with_two_carriers() -> None:
    update = read("delivered")
    assert update.parcel == ParcelNumber("japan_post", "EJ410000037JP")
    assert update.also == (ParcelNumber("usps", "EJ410000037JP"),)
    assert [(scan.moved_by, scan.detail) for scan in update.checkpoints] == [
        ("", Detail.DEPARTED),
        ("", Detail.PICKED_UP),
        ("", Detail.INFO_RECEIVED),
        ("usps", Detail.DELIVERED),
        ("usps", Detail.OUT_FOR_DELIVERY),
        ("usps", Detail.ARRIVED_IN_COUNTRY),
        ("usps", Detail.CUSTOMS_CLEARED),
    ]
    assert update.checkpoints[1] == Checkpoint(
        occurred_at=datetime(2026, 11, 18, 7, 2, tzinfo=UTC),
        detail=Detail.PICKED_UP,
        carrier_code="InTransit_PickedUp",
        message="引受",
        place=Place(city="SHIN TOKYO", region="TOKYO", country="JP"),
    )


def test_the_last_day_of_the_carriers_window_is_its_estimate() -> None:
    assert read("in_transit").carrier_estimate == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ({"source": "Official", "from": "2026-11-23T08:00:00+09:00", "to": None}, date(2026, 11, 23)),
        ({"source": "Official", "from": "2026-11-23", "to": "2026-11-24"}, date(2026, 11, 24)),
        ({"source": "17TRACK", "from": "2026-11-23", "to": "2026-11-24"}, None),
        ({"source": None, "from": None, "to": None}, None),
        (None, None),
    ],
)
def test_a_forecast_of_17tracks_own_is_not_the_carriers(window: dict[str, Any] | None, expected: date | None) -> None:
    body = push(info={"time_metrics": {"estimated_delivery_date": window}})
    assert only_update(body).carrier_estimate == expected


def test_scans_that_are_only_called_other_are_told_apart_by_their_words() -> None:
    picked_up, first, second = read("last_mile").checkpoints
    assert picked_up.carrier_code == "InTransit_PickedUp"
    assert first.carrier_code.startswith("InTransit_Other/text:")
    assert first.digest != second.digest


def test_a_last_mile_with_a_number_of_its_own_is_named_with_it() -> None:
    update = read("last_mile")
    assert update.parcel == ParcelNumber("yanwen", "YT2632000000000001")
    assert update.also == (ParcelNumber("usps", "9400136208231234500041"),)


@pytest.mark.parametrize(
    ("misc", "expected"),
    [
        ({"local_number": "4012-0000-1013", "local_key": 100040}, ParcelNumber("sagawa", "401200001013")),
        (
            {"local_number": "401200001013", "local_provider": "Bike Couriers"},
            ParcelNumber("bike_couriers", "401200001013"),
        ),
        ({"local_number": "401200001013", "local_key": 0, "local_provider": None}, None),
        ({"local_number": "401200001013, 401200001024", "local_key": 100040}, None),
        ({"local_number": "", "local_key": 100040}, None),
        ({"local_number": "EJ410000010JP", "local_key": 10021}, None),
    ],
)
def test_a_last_mile_is_another_number_of_the_parcel(misc: dict[str, Any], expected: ParcelNumber | None) -> None:
    assert only_update(push(info={"misc_info": misc})).also == ((expected,) if expected else ())


def test_the_last_miles_own_number_takes_the_place_of_the_common_one() -> None:
    body = push(info=legs(10021, 21051) | {"misc_info": {"local_number": "9400136208231234500041", "local_key": 21051}})
    assert only_update(body).also == (ParcelNumber("usps", "9400136208231234500041"),)


def test_while_the_carrier_is_not_found_out_the_first_provider_is_it() -> None:
    assert only_update(push(carrier=0)).parcel.carrier == "japan_post"
    assert only_update(push(carrier=None, info=legs(100040, 100062))).parcel.carrier == "sagawa"


def test_a_stopped_tracking_is_about_no_parcel() -> None:
    assert CARRIER.parse((SAMPLES / "not_a_parcel.json").read_bytes()) == ()


def test_an_answer_holds_what_was_accepted() -> None:
    first, second = CARRIER.parse((SAMPLES / "answer.json").read_bytes())
    assert first.checkpoints == read("in_transit").checkpoints
    assert second.parcel.tracking_number == "EJ410000023JP"


def test_an_error_answer_is_about_no_parcel() -> None:
    assert CARRIER.parse(b'{"code":-18010002,"data":{"errors":[{"code":-18010002,"message":"Invalid"}]}}') == ()


def test_a_number_without_scans_is_an_update_without_checkpoints() -> None:
    body = push(info={"tracking": None, "latest_status": {"status": "NotFound", "sub_status": "NotFound_Other"}})
    assert only_update(body).checkpoints == ()


def test_a_time_that_17track_completed_says_so() -> None:
    assert [scan.time_inferred for scan in read("no_zone").checkpoints] == [False, True]
    assert not only_scan(push()).time_inferred


def test_a_time_is_found_where_it_is() -> None:
    utc = only_scan(push({"time_iso": None, "time_utc": "2026-11-20T01:00:00Z"}))
    raw = {"date": "2026-11-20", "time": "10:00:00", "timezone": None}
    local = only_scan(push({"time_iso": None, "time_raw": raw, "address": {"country": "JP"}}))
    day = only_scan(push({"time_iso": None, "time_raw": {"date": "2026-11-20"}, "address": {"country": "JP"}}))
    assert (utc.occurred_at, utc.time_inferred) == (datetime(2026, 11, 20, 1, 0, tzinfo=UTC), False)
    assert (local.occurred_at, local.time_inferred) == (utc.occurred_at, True)
    assert (day.occurred_at, day.time_inferred) == (datetime(2026, 11, 19, 15, 0, tzinfo=UTC), True)


def test_a_row_without_a_time_is_no_scan() -> None:
    raw = {"date": None, "time": None, "timezone": None}
    assert only_update(push({"time_iso": None, "time_utc": None, "time_raw": raw})).checkpoints == ()


def test_the_place_is_the_address_or_else_the_carriers_words() -> None:
    address = {"country": "jp", "state": "TOKYO", "city": None, "postal_code": "135-0064", "street": "SAMPLE 1-2-3"}
    assert only_scan(push({"location": "新東京郵便局", "address": address})).place == Place(
        city="新東京郵便局", region="TOKYO", postal="135-0064", country="JP"
    )


def test_a_scan_of_words_alone_is_kept_as_unknown() -> None:
    scan = only_scan(push({"sub_status": None, "stage": None}))
    assert (scan.detail, scan.carrier_code[:5], scan.message) == (Detail.UNKNOWN, "text:", "引受")


def test_a_parcel_that_went_back_is_not_delivered() -> None:
    assert details("returned") == [Detail.RETURNED, Detail.RETURNING, Detail.PICKED_UP]


def test_nobody_at_the_door_is_the_consignees_cause() -> None:
    scan = read("attempt_failed").checkpoints[0]
    assert (scan.milestone, scan.incident_cause) == (Milestone.ATTEMPT_FAILED, Cause.CONSIGNEE)


@pytest.mark.parametrize(
    ("sub_status", "detail", "cause"),
    [
        ("InTransit_CustomsRequiringInformation", Detail.DOCUMENTS_MISSING, Cause.CUSTOMS),
        ("DeliveryFailure_Security", Detail.ATTEMPT_FAILED, None),
        ("DeliveryFailure_Rejected", Detail.REFUSED, None),
        ("Exception_NoBody", Detail.UNDELIVERABLE, Cause.CONSIGNEE),
        ("Exception_Destroyed", Detail.DISPOSED, None),
        ("InTransit_Teleported", Detail.UNKNOWN, None),
        ("delivered_other", Detail.UNKNOWN, None),
    ],
)
def test_a_sub_status_means_what_17track_documents(sub_status: str, detail: Detail, cause: Cause | None) -> None:
    assert meaning(sub_status, "") == (detail, cause)


@pytest.mark.parametrize(
    ("stage", "detail"),
    [
        ("PickedUp", Detail.PICKED_UP),
        ("Returned", Detail.RETURNED),
        ("Elsewhere", Detail.UNKNOWN),
        ("", Detail.UNKNOWN),
    ],
)
def test_without_a_sub_status_the_stage_tells(stage: str, detail: Detail) -> None:
    assert meaning("", stage) == (detail, None)


@pytest.mark.parametrize(
    ("key", "slug"),
    [
        (10021, "japan_post"),
        (100040, "sagawa"),
        (100062, "yamato"),
        (100171, "seino"),
        (21051, "usps"),
        (100001, "dhl_express"),
        (7041, "dhl"),
        (7047, "dhl_ecommerce"),
        (100010, "dpd"),
        (190094, "carrier_190094"),
    ],
)
def test_a_key_is_a_company_or_is_kept(key: int, slug: str) -> None:
    assert mover(key) == slug


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b"{}", "data"),
        (b'{"event":7}', "event"),
        (b'{"event":"TRACKING_UPDATED","data":[]}', "data"),
        (b'{"data":{"accepted":{}}}', "data.accepted"),
        (b'{"data":{"accepted":[{"number":"EJ410000010JP","track":{"e":40}}]}}', "data.accepted[0].track_info"),
        (push(number=410000010), "data.number"),
        (push(number="EJ4"), "data.number"),
        (push(carrier="10021"), "data.carrier"),
        (push(carrier=True), "data.carrier"),
        (push(carrier=10**9), "data.carrier"),
        (push(carrier=0, info=legs()), "data.carrier"),
        (push(track_info=None), INFO),
        (push(info={"tracking": {"providers": {}}}), f"{INFO}.tracking.providers"),
        (push(info=legs(1.5)), f"{INFO}.tracking.providers[0].provider.key"),  # type: ignore[arg-type]
        (push(info={"misc_info": {"local_number": 7}}), f"{INFO}.misc_info.local_number"),
        (
            push(info={"time_metrics": {"estimated_delivery_date": {"to": "soon"}}}),
            f"{INFO}.time_metrics.estimated_delivery_date.to",
        ),
        (push({"time_iso": "20/11/2026 10:00"}), f"{EVENT}.time_iso"),
        (push({"time_iso": "0001-01-01T00:00:00+00:00"}), f"{EVENT}.time_iso"),
        (push({"time_iso": None, "time_utc": 1795255200}), f"{EVENT}.time_utc"),
        (push({"time_iso": None, "time_raw": {"date": "soon"}}), f"{EVENT}.time_raw"),
        (push({"time_raw": "2026-11-20"}), f"{EVENT}.time_raw"),
        (push({"sub_status": 4}), f"{EVENT}.sub_status"),
        (push({"sub_status": "", "description": ""}), f"{EVENT}.sub_status"),
        (push({"description": "x" * 1001}), f"{EVENT}.description"),
        (push({"address": {"city": 7}}), f"{EVENT}.address.city"),
    ],
)
def test_an_unreadable_push_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field
