"""Shippo: its signature, its samples, and what of a tracking object is refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.shippo import CARRIER
from shared.carriers.adapters.shippo.codes import detail, mover
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "shippo"
BODY = (SAMPLES / "delivered.json").read_bytes()


def signature(body: bytes, secret: str, seconds: int | str) -> str:
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How Shippo sends a body: also for the tests of every carrier."""
    seconds = int(now.timestamp())
    return {"shippo-auth-signature": f"t={seconds},v1={signature(body, secret, seconds)}"}


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())
    return update


def details(situation: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(situation).checkpoints]


def push(scan: dict[str, Any] | None = None, **data: Any) -> bytes:
    """A push with one scan, some of its values replaced."""
    base = {"status": "TRANSIT", "status_date": "2026-11-20T10:00:00Z", "location": {"city": "Reno"}}
    tracking = {
        "carrier": "usps",
        "tracking_number": "9400136208230000000013",
        "tracking_history": [base | (scan or {})],
    }
    return json.dumps({"event": "track_updated", "test": False, "data": tracking | data}).encode()


def only_scan(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


def test_a_known_vector_is_accepted() -> None:
    # printf '1795338000.{"event":"all"}' | openssl dgst -sha256 -hmac sample-secret
    known = "t=1795338000,v1=f020155561ae6ebfe665d278921fc0dedad4a915b270190f57ed5bf287caaaaf"
    CARRIER.verify({"shippo-auth-signature": known}, b'{"event":"all"}', ["sample-secret"], NOW)


@pytest.mark.parametrize("seconds", [SECONDS - 300, SECONDS + 300])
def test_a_push_is_accepted_within_five_minutes_either_way(seconds: int) -> None:
    header = f"t={seconds}, v1=00, v1={signature(BODY, 'secret', seconds)}"
    CARRIER.verify({"shippo-auth-signature": header}, BODY, ["new", "secret"], NOW)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=,v1=",
        f"v1={signature(BODY, 'secret', '')}",
        f"t={SECONDS}",
        f"t={SECONDS},v0={signature(BODY, 'secret', SECONDS)}",
        f"t={SECONDS - 301},v1={signature(BODY, 'secret', SECONDS - 301)}",
        f"t={SECONDS + 301},v1={signature(BODY, 'secret', SECONDS + 301)}",
        f"t={SECONDS - 1},v1={signature(BODY, 'secret', SECONDS)}",
        f"t={SECONDS}.0,v1={signature(BODY, 'secret', f'{SECONDS}.0')}",
        f"t={SECONDS},v1={signature(BODY, '', SECONDS)}",
        f"t={SECONDS},v1={signature(BODY + b' ', 'secret', SECONDS)}",
        "t=\udcff,v1=é",
    ],
)
def test_any_other_signature_is_refused(header: str) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify({"shippo-auth-signature": header}, BODY, ["secret", ""], NOW)


def test_a_delivered_parcel_brings_its_whole_history() -> None:
    update = read("delivered")
    assert update.parcel == ParcelNumber("usps", "9400136208230000000037")
    assert update.carrier_estimate == date(2026, 11, 20)
    assert details("delivered") == [
        Detail.INFO_RECEIVED,
        Detail.PICKED_UP,
        Detail.DEPARTED,
        Detail.ARRIVED,
        Detail.OUT_FOR_DELIVERY,
        Detail.DELIVERED,
    ]
    assert update.checkpoints[-1] == Checkpoint(
        occurred_at=datetime(2026, 11, 20, 20, 41, tzinfo=UTC),
        detail=Detail.DELIVERED,
        carrier_code="DELIVERED/delivered",
        message="Your shipment has been delivered at the destination mailbox.",
        place=Place(city="Austin", region="TX", postal="78704", country="US"),
    )


def test_an_estimate_in_utc_is_a_day_at_the_destination() -> None:
    assert read("in_transit").carrier_estimate == date(2026, 11, 20)  # 2026-11-21T04:00Z is the evening before
    assert CARRIER.parse(push(eta="2026-11-21T04:00:00Z"))[0].carrier_estimate == date(2026, 11, 21)


def test_an_attempt_in_vain_is_not_in_transit() -> None:
    assert details("attempt_failed")[-2:] == [Detail.ATTEMPT_FAILED, Detail.NO_ACCESS]


def test_a_parcel_on_its_way_back_is_returning() -> None:
    assert details("returned")[-2:] == [Detail.UNCLAIMED, Detail.RETURNING]


def test_a_delivery_after_the_way_back_is_one_to_the_sender() -> None:
    back = {"status": "RETURNED", "status_date": "2026-11-21T10:00:00Z"}
    there = {"status": "DELIVERED", "status_date": "2026-11-24T10:00:00Z"}
    (update,) = CARRIER.parse(push(tracking_history=[back, there]))
    assert [scan.detail for scan in update.checkpoints] == [Detail.RETURNING, Detail.RETURNED]


def test_an_unknown_status_is_kept_as_unknown_with_its_code() -> None:
    last = read("unknown_code").checkpoints[-1]
    assert (last.detail, last.carrier_code) == (Detail.UNKNOWN, "DRONE_HANDOVER/drone_handover")


def test_scans_out_of_order_keep_their_own_times() -> None:
    times = [checkpoint.occurred_at for checkpoint in read("late_scan").checkpoints]
    assert times != sorted(times)


def test_a_date_without_an_offset_is_read_at_its_place_and_says_so() -> None:
    *_, inferred = read("no_zone").checkpoints
    assert (inferred.occurred_at, inferred.time_inferred) == (datetime(2026, 11, 17, 16, 20, tzinfo=UTC), True)


def test_the_latest_status_counts_where_the_history_has_not_got_it_yet() -> None:
    (scan,) = read("latest_only").checkpoints
    assert (scan.detail, scan.place.country) == (Detail.IN_TRANSIT, "DE")
    latest = {"status": "DELIVERED", "status_date": "2026-11-21T10:00:00Z"}
    (update,) = CARRIER.parse(push(tracking_status=latest))
    assert [scan.detail for scan in update.checkpoints] == [Detail.IN_TRANSIT, Detail.DELIVERED]


def test_a_status_without_a_time_is_no_scan() -> None:
    (update,) = CARRIER.parse(push({"status": "UNKNOWN", "status_date": None}, tracking_status=None))
    assert update.checkpoints == ()


def test_who_signed_is_kept_with_the_delivery_and_not_in_the_message() -> None:
    scan = only_scan(push({"status": "DELIVERED", "status_details": "Delivered, signed for by A SAMPLE"}))
    assert (scan.message, scan.proof) == ("Delivered", ProofOfDelivery(signed_by="A SAMPLE"))
    assert "SAMPLE" not in repr(only_scan(push({"status_details": "Signed by: A SAMPLE"})))


def test_an_event_about_something_else_is_about_no_parcel() -> None:
    assert CARRIER.parse((SAMPLES / "not_a_parcel.json").read_bytes()) == ()


def test_a_mock_number_is_no_parcel() -> None:
    assert CARRIER.parse(push(carrier="shippo", tracking_number="SHIPPO_TRANSIT")) == ()


def test_what_the_api_answers_about_a_number_is_read_like_a_push() -> None:
    assert CARRIER.parse(json.dumps(json.loads(BODY)["data"]).encode()) == CARRIER.parse(BODY)


def test_a_tracking_without_scans_is_an_update_without_checkpoints() -> None:
    (update,) = CARRIER.parse(push(tracking_history=None, tracking_status=None, eta=None, address_to=None))
    assert (update.checkpoints, update.carrier_estimate) == ((), None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b'{"detail":"Invalid token"}', "carrier"),
        (b'{"event":7}', "event"),
        (b'{"event":"track_updated"}', "data"),
        (push(carrier=None), "data.carrier"),
        (push(carrier="ヤマト"), "data.carrier"),
        (push(tracking_number="SHIPPO_TRANSIT"), "data.tracking_number"),
        (push(tracking_history={}), "data.tracking_history"),
        (push(tracking_history=["scan"]), "data.tracking_history[0]"),
        (push(tracking_status=[]), "data.tracking_status"),
        (push(tracking_status={"status_date": "2026-11-20T10:00:00Z"}), "data.tracking_status.status"),
        (push(eta="soon"), "data.eta"),
        (push(address_to="Austin"), "data.address_to"),
        (push({"status": None}), "data.tracking_history[0].status"),
        (push({"status_date": "2026-11-20"}), "data.tracking_history[0].status_date"),
        (push({"status_date": 1795338000}), "data.tracking_history[0].status_date"),
        (push({"substatus": "delayed"}), "data.tracking_history[0].substatus"),
        (push({"substatus": {"code": 1}}), "data.tracking_history[0].substatus.code"),
        (push({"location": {"zip": 78704}}), "data.tracking_history[0].location.zip"),
    ],
)
def test_an_unreadable_push_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("status", "substatus", "expected"),
    [
        ("PRE_TRANSIT", "", Detail.INFO_RECEIVED),
        ("TRANSIT", "", Detail.IN_TRANSIT),
        ("TRANSIT", "pickup_available", Detail.AVAILABLE_FOR_PICKUP),
        ("TRANSIT", "package_held", Detail.HELD),
        ("TRANSIT", "new_next_year", Detail.IN_TRANSIT),
        ("DELIVERED", "information_received", Detail.DELIVERED),
        ("FAILURE", "", Detail.EXCEPTION),
        ("FAILURE", "package_lost", Detail.LOST),
        ("UNKNOWN", "other", Detail.UNKNOWN),
        ("transit", "", Detail.UNKNOWN),
    ],
)
def test_a_status_and_its_substatus_mean_the_finer_of_the_two(status: str, substatus: str, expected: Detail) -> None:
    assert detail(status, substatus) is expected


@pytest.mark.parametrize(
    ("token", "slug"),
    [
        ("usps", "usps"),
        ("dhl_express", "dhl_express"),
        ("dhl_germany_c2c", "dhl"),
        ("dpd_uk", "dpd"),
        ("royal_mail_sf", "royal_mail"),
        ("mondial_relay", "mondial_relay"),
    ],
)
def test_the_mover_has_a_slug(token: str, slug: str) -> None:
    assert mover(token) == slug
