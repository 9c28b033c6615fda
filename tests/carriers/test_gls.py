"""GLS: its token, its samples, how it is asked, and what of an answer is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.gls import CARRIER
from shared.carriers.adapters.gls.codes import event_detail, status_detail
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.exchange import Question
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "gls"


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How an answer of GLS is handed on to us: also for the tests of every carrier."""
    return {"authorization": f"Bearer {secret}"}


def sample(situation: str) -> tuple[CarrierUpdate, ...]:
    return CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())


def details(situation: str) -> list[Detail]:
    (update,) = sample(situation)
    return [checkpoint.detail for checkpoint in update.checkpoints]


def answer(event: dict[str, Any] | None = None, **parcel: Any) -> bytes:
    """An answer about one parcel with one event, some of its values replaced."""
    base = {"code": "INBOUD.NORMAL", "country": "DE", "eventDateTime": "2026-11-20T04:10:31+0100"}
    one = {"requested": "10000000011", "unitno": "10000000011", "status": "INTRANSIT", "events": [base | (event or {})]}
    return json.dumps({"parcels": [one | parcel]}).encode()


def only(body: bytes) -> CarrierUpdate:
    (update,) = CARRIER.parse(body)
    return update


@pytest.mark.parametrize("sent", ["Bearer token", "bearer token"])
def test_the_merchants_token_is_accepted(sent: str) -> None:
    CARRIER.verify({"authorization": sent}, b"{}", ["other", "token"], NOW)


@pytest.mark.parametrize("sent", ["", "token", "Bearer", "Bearer ", "Bearer token ", "Basic token", "Bearer \udcff"])
def test_any_other_token_is_refused(sent: str) -> None:
    with pytest.raises(SignatureRefused):
        CARRIER.verify({"authorization": sent}, b"{}", ["token", ""], NOW)


def test_gls_is_asked_for_ten_parcels_at_once() -> None:
    polling = CARRIER.polling
    assert polling is not None
    assert polling.batch == 10
    assert polling.ask(["10000000011", "ZX81"], {"token": "t0ken"}) == Question(
        url="https://api.gls-group.net/track-and-trace-v1/tracking/simple/references/10000000011,ZX81?showEvents=true",
        headers={"Authorization": "Bearer t0ken", "Accept": "application/json"},
    )
    assert polling.parse(answer()) == CARRIER.parse(answer())


def test_gls_is_signed_in_to_with_the_id_and_the_secret_of_an_app() -> None:
    assert CARRIER.polling is not None
    sign_in = CARRIER.polling.sign_in
    assert sign_in is not None
    assert sign_in.ask({"client_id": "an-id", "client_secret": "a&secret"}) == Question(
        url="https://api.gls-group.net/oauth2/v2/token",
        method="POST",
        headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        body=b"grant_type=client_credentials&client_id=an-id&client_secret=a%26secret",
    )
    assert sign_in.read(b'{"access_token":"t","token_type":"Bearer","expires_in":14399}').lasts.seconds == 14399


def test_five_questions_a_run_keep_to_five_hundred_a_day() -> None:
    assert CARRIER.polling is not None
    assert CARRIER.polling.questions_a_run == 5


def test_a_missing_credential_is_named() -> None:
    assert CARRIER.polling is not None
    with pytest.raises(KeyError, match="token"):
        CARRIER.polling.ask(["10000000011"], {})


def test_a_delivered_parcel_brings_its_whole_history_newest_first() -> None:
    assert details("delivered") == [
        Detail.DELIVERED,
        Detail.OUT_FOR_DELIVERY,
        Detail.ARRIVED,
        Detail.DEPARTED,
        Detail.PICKED_UP,
        Detail.AWAITING_COLLECTION,
        Detail.INFO_RECEIVED,
    ]
    (update,) = sample("delivered")
    assert (update.parcel, update.also) == (ParcelNumber("gls", "10000000033"), ())
    assert update.checkpoints[0] == Checkpoint(
        occurred_at=datetime(2026, 11, 20, 10, 48, 59, tzinfo=UTC),
        detail=Detail.DELIVERED,
        carrier_code="DELIVD.NORMAL",
        message="The parcel has been delivered.",
        place=Place(city="Berlin", postal="12623", country="DE"),
    )


def test_a_parcel_at_the_parcelshop_waits_there_and_is_not_delivered() -> None:
    assert details("ready_for_pickup")[0] is Detail.AVAILABLE_FOR_PICKUP
    assert Detail.DELIVERED not in details("ready_for_pickup")


def test_a_failed_attempt_is_told_by_its_reason_and_followed_by_the_way_back_to_the_depot() -> None:
    assert details("attempt_failed")[:2] == [Detail.AT_DELIVERY_DEPOT, Detail.NOBODY_HOME]


def test_a_delivery_after_the_parcel_was_sent_back_is_its_return() -> None:
    back = {"code": "5.0", "eventDateTime": "2026-11-21T09:00:00+0100"}
    home = {"code": "DELIVD.NORMAL", "eventDateTime": "2026-11-23T10:00:00+0100"}
    update = only(answer(events=[home, back]))
    assert [checkpoint.detail for checkpoint in update.checkpoints] == [Detail.RETURNED, Detail.RETURNING]


def test_a_time_without_a_zone_is_read_in_its_countrys() -> None:
    (update,) = sample("no_zone")
    assert update.checkpoints[0].occurred_at == datetime(2026, 11, 20, 3, 10, 31, tzinfo=UTC)
    assert [checkpoint.time_inferred for checkpoint in update.checkpoints] == [True, False, False]


def test_parcels_that_share_a_reference_go_by_their_own_numbers_and_the_unknown_one_is_left_out() -> None:
    first, second, third = sample("many_parcels")
    assert [update.parcel.tracking_number for update in (first, second)] == ["10000000101", "10000000112"]
    assert first.also == second.also == ()
    assert third.parcel == ParcelNumber("gls", "100000001235")


def test_a_parcel_keeps_the_number_it_was_asked_for_by_and_learns_gls_own() -> None:
    update = only(answer(requested="1000 0000 0115"))
    assert (update.parcel, update.also) == (
        ParcelNumber("gls", "100000000115"),
        (ParcelNumber("gls", "10000000011"),),
    )


@pytest.mark.parametrize("requested", ["REF_0000001", "", None])
def test_a_reference_that_is_no_number_is_not_taken_for_one(requested: str | None) -> None:
    update = only(answer(requested=requested))
    assert (update.parcel, update.also) == (ParcelNumber("gls", "10000000011"), ())


def test_a_parcel_without_a_number_of_its_own_has_the_one_asked_for() -> None:
    assert only(answer(unitno=None)).parcel == ParcelNumber("gls", "10000000011")


def test_a_number_gls_does_not_know_is_no_update() -> None:
    assert sample("not_a_parcel") == ()


def test_a_parcel_without_events_stands_where_its_status_says() -> None:
    (update,) = sample("status_only")
    assert update.checkpoints == (
        Checkpoint(
            occurred_at=datetime(2026, 11, 20, 3, 10, 31, tzinfo=UTC),
            detail=Detail.AT_DELIVERY_DEPOT,
            carrier_code="status:INWAREHOUSE",
        ),
    )


def test_an_unknown_event_stays_unknown_and_the_status_is_told_beside_it() -> None:
    assert details("unknown_code") == [Detail.UNKNOWN, Detail.PICKED_UP, Detail.INFO_RECEIVED, Detail.IN_TRANSIT]


@pytest.mark.parametrize(
    "parcel", [{"status": None}, {"status": "SOMEWHERE"}, {"statusDateTime": None}, {"events": [], "status": None}]
)
def test_a_status_that_is_not_listed_or_not_dated_tells_nothing(parcel: dict[str, Any]) -> None:
    dated = {"statusDateTime": "2026-11-20T05:00:00+0100"} | parcel
    update = only(answer({"code": "NEWEST.ONE"}, **dated))
    assert [checkpoint.carrier_code for checkpoint in update.checkpoints] == (["NEWEST.ONE"] * ("events" not in parcel))


def test_a_code_with_a_blank_in_it_is_known_and_published_as_a_digest() -> None:
    (scan,) = only(answer({"code": "DELIVD.NO POD"})).checkpoints
    assert (scan.detail, scan.carrier_code[:5]) == (Detail.DELIVERED, "text:")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b"{}", "parcels"),
        (b'{"status":404,"title":"Not Found"}', "parcels"),
        (b'{"parcels":[1]}', "parcels[0]"),
        (answer(errorCode=7), "parcels[0].errorCode"),
        (answer(requested=7), "parcels[0].requested"),
        (answer(unitno=7), "parcels[0].unitno"),
        (answer(unitno=None, requested=None), "parcels[0].requested"),
        (answer(events={}), "parcels[0].events"),
        (answer(events=[], status=7), "parcels[0].status"),
        (answer(events=[], statusDateTime="today"), "parcels[0].statusDateTime"),
        (answer({"code": ""}), "parcels[0].events[0].code"),
        (answer({"code": 3.0}), "parcels[0].events[0].code"),
        (answer({"eventDateTime": "2026-11-20"}), "parcels[0].events[0].eventDateTime"),
        (answer({"eventDateTime": None}), "parcels[0].events[0].eventDateTime"),
        (answer({"city": ["Berlin"]}), "parcels[0].events[0].city"),
    ],
)
def test_an_unreadable_answer_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("code", "detail", "cause"),
    [
        ("INTIAL.PREADVICE", Detail.INFO_RECEIVED, None),
        ("0.100", Detail.INFO_RECEIVED, None),
        ("3.0", Detail.DELIVERED, None),
        ("3.121", Detail.DELIVERED_TO_NEIGHBOUR, None),
        ("3.124", Detail.AVAILABLE_FOR_PICKUP, None),
        ("4.55", Detail.ATTEMPT_FAILED, Cause.CARRIER),
        ("12.12", Detail.MISSORTED, Cause.MERCHANT),
        ("5.0", Detail.RETURNING, None),
        ("3.99", Detail.UNKNOWN, None),
        ("DELIVD.SOMEHOW", Detail.UNKNOWN, None),
    ],
)
def test_an_event_means_what_gls_says_and_nothing_where_it_is_not_listed(
    code: str, detail: Detail, cause: Cause | None
) -> None:
    assert event_detail(code) == (detail, cause)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("PREADVICE", Milestone.INFO_RECEIVED),
        ("INDELIVERY", Milestone.OUT_FOR_DELIVERY),
        ("DELIVEREDPS", Milestone.AVAILABLE_FOR_PICKUP),
        ("NOTPICKEDUP", Milestone.EXCEPTION),
        ("FINAL", None),
        ("NORECORD", None),
    ],
)
def test_a_status_has_the_milestone_gls_documents(status: str, expected: Milestone | None) -> None:
    assert status_detail(status).milestone == expected
