"""Australia Post: its question, its answers, its words, and what of an answer is refused."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.australia_post import CARRIER
from shared.carriers.adapters.australia_post.codes import detail
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import NOWHERE, Checkpoint, Place
from shared.tracking.detail import Detail

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "australia_post"
CREDENTIALS = {"api_key": "a-key", "password": "a-pass:word", "account_number": "0000000001"}
RESULT = "tracking_results[0]"
EVENT = f"{RESULT}.trackable_items[0].events[0]"


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How a relay of Australia Post's answers sends a body: also for the tests of every carrier."""
    return {"authorization": f"Bearer {secret}"}


def sample(situation: str) -> bytes:
    return (SAMPLES / f"{situation}.json").read_bytes()


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse(sample(situation))
    return update


def details(situation: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(situation).checkpoints]


def answer(event: dict[str, Any] | None = None, **result: Any) -> bytes:
    """An answer about one article with one event, some of its values replaced."""
    base = {"location": "ALEXANDRIA NSW", "description": "Arrived at facility", "date": "2026-11-20T10:00:00+11:00"}
    article = {"article_id": "7XX1000634000001", "events": [base | (event or {})]}
    whole = {"tracking_id": "7XX1000634000001", "trackable_items": [article]}
    return json.dumps({"tracking_results": [whole | result]}).encode()


def only_event(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer ", "token", "Basic token", "bearer token", "Bearer token "])
def test_a_relay_without_the_token_is_refused(sent: str) -> None:
    CARRIER.verify({"authorization": "Bearer token"}, b"{}", ["token"], NOW)
    with pytest.raises(SignatureRefused):
        CARRIER.verify({"authorization": sent}, b"{}", ["token", ""], NOW)


def test_ten_numbers_are_asked_after_in_one_question() -> None:
    assert CARRIER.polling is not None
    assert CARRIER.polling.batch == 10
    question = CARRIER.polling.ask(["7XX1000634000001", "33XXX0123456"], CREDENTIALS)
    assert (question.method, question.body) == ("GET", b"")
    assert question.url == (
        "https://digitalapi.auspost.com.au/shipping/v1/track?tracking_ids=7XX1000634000001,33XXX0123456"
    )
    assert question.headers["Account-Number"] == "0000000001"
    scheme, _, written = question.headers["Authorization"].partition(" ")
    assert (scheme, b64decode(written)) == ("Basic", b"a-key:a-pass:word")


def test_a_number_cannot_add_a_parameter() -> None:
    assert CARRIER.polling is not None
    question = CARRIER.polling.ask(["A&B,C"], CREDENTIALS)
    assert question.url.endswith("?tracking_ids=A%26B%2CC")


@pytest.mark.parametrize("missing", ["api_key", "password", "account_number"])
def test_a_missing_credential_is_named(missing: str) -> None:
    assert CARRIER.polling is not None
    assert missing in CARRIER.polling.credentials
    with pytest.raises(KeyError, match=missing):
        CARRIER.polling.ask(["7XX1000634000001"], {key: "x" for key in CREDENTIALS if key != missing})


def test_the_answer_to_the_question_is_read_as_a_push_is() -> None:
    assert CARRIER.polling is not None
    assert CARRIER.polling.parse(sample("delivered")) == CARRIER.parse(sample("delivered"))


@pytest.mark.parametrize(
    "body",
    [sample("not_a_parcel"), b'{"tracking_results":[]}', b'{"errors":[{"code":"51104","name":"INVALID_TRACKING_ID"}]}'],
)
def test_a_number_australia_post_does_not_know_is_about_no_parcel(body: bytes) -> None:
    assert CARRIER.parse(body) == ()


def test_a_delivered_parcel_brings_its_whole_history_newest_first() -> None:
    update = read("delivered")
    assert update.parcel == ParcelNumber("australia_post", "7XX1000634000003")
    assert (update.also, update.carrier_estimate) == ((), None)
    assert details("delivered") == [
        Detail.DELIVERED_TO_SAFE_PLACE,
        Detail.OUT_FOR_DELIVERY,
        Detail.ARRIVED,
        Detail.IN_TRANSIT,
        Detail.PROCESSED,
        Detail.PICKED_UP,
        Detail.INFO_RECEIVED,
        Detail.INFO_RECEIVED,
    ]
    assert update.checkpoints[0] == Checkpoint(
        occurred_at=datetime(2026, 11, 18, 0, 4, 27, tzinfo=UTC),
        detail=Detail.DELIVERED_TO_SAFE_PLACE,
        # printf 'Delivered - Left in a safe place' | openssl dgst -sha256
        carrier_code="text:0ce07884f6b0",
        message="Delivered - Left in a safe place",
        place=Place(city="MOCK HILL", region="VIC", country="AU"),
    )


def test_a_time_without_an_offset_is_that_of_its_place() -> None:
    known, assumed, _ = read("no_zone").checkpoints
    assert (known.time_inferred, assumed.time_inferred) == (False, True)
    assert assumed.occurred_at == datetime(2026, 11, 17, 3, 6, 59, tzinfo=UTC)


def test_a_time_without_an_offset_or_a_place_is_sydneys() -> None:
    scan = only_event(answer({"date": "2026-11-20 10:00:00", "location": None}))
    assert (scan.occurred_at, scan.time_inferred) == (datetime(2026, 11, 19, 23, tzinfo=UTC), True)


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("ALEXANDRIA NSW", Place(city="ALEXANDRIA", region="NSW", country="AU")),
        ("Ballina, NSW", Place(city="Ballina", region="NSW", country="AU")),
        ("SA", Place(region="SA", country="AU")),
        ("SYDNEY (AU)", Place(city="SYDNEY", country="AU")),
        ("JOHN F. KENNEDY APT/NEW YORK (US)", Place(city="JOHN F. KENNEDY APT/NEW YORK", country="US")),
        ("NZ", Place(country="NZ")),
        ("MEL", Place(city="MEL")),
        ("US-60199, UNITED STATES", Place(city="US-60199, UNITED STATES")),
        ("Transit Scan", NOWHERE),
        (None, NOWHERE),
    ],
)
def test_a_place_is_told_from_the_way_it_is_written(location: str | None, place: Place) -> None:
    assert only_event(answer({"location": location})).place == place


def test_a_parcel_nobody_took_in_is_tried_and_then_waits() -> None:
    assert details("attempt_failed")[:2] == [Detail.NO_ACCESS, Detail.OUT_FOR_DELIVERY]
    assert details("ready_for_pickup")[:2] == [Detail.AVAILABLE_FOR_PICKUP, Detail.ATTEMPT_FAILED]


def test_a_refused_parcel_goes_back() -> None:
    assert details("returned")[:2] == [Detail.RETURNING, Detail.REFUSED]


def test_customs_is_read_step_by_step() -> None:
    assert details("customs") == [
        Detail.CUSTOMS_CLEARED,
        Detail.CUSTOMS_STARTED,
        Detail.CUSTOMS_CLEARED,
        Detail.PICKED_UP,
    ]


def test_unknown_words_are_kept_as_unknown_and_have_their_own_code() -> None:
    first, second = read("unknown_code").checkpoints[:2]
    assert (first.detail, first.message) == (Detail.UNKNOWN, "Carried by pelican")
    assert first.carrier_code.startswith("text:")
    assert first.carrier_code != second.carrier_code


def test_a_consignment_of_several_articles_is_a_parcel_each_and_its_own_number_beside() -> None:
    whole, first, second = CARRIER.parse(sample("consignment"))
    assert [update.parcel.tracking_number for update in (whole, first, second)] == [
        "6XXX12345678",
        "6XXX12345678EXP00001",
        "6XXX12345678EXP00002",
    ]
    assert [update.checkpoints[0].detail for update in (whole, first, second)] == [
        Detail.INFORMATION,
        Detail.DELIVERED,
        Detail.AT_DELIVERY_DEPOT,
    ]
    assert (whole.also, first.also, second.also) == ((), (), ())


def test_a_consignment_of_one_article_is_one_parcel_under_both_numbers() -> None:
    update = read("nested")
    assert update.parcel == ParcelNumber("australia_post", "33XXX0123456")
    assert update.also == (ParcelNumber("australia_post", "33XXX012345601000931502"),)
    assert details("nested") == [Detail.OUT_FOR_DELIVERY, Detail.ARRIVED]


def test_what_startrack_says_of_the_whole_counts_for_its_only_article() -> None:
    consignment = {"events": [{"description": "Delivered", "date": "2026-11-21T09:00:00+11:00"}]}
    (update,) = CARRIER.parse(answer(consignment=consignment))
    assert [checkpoint.detail for checkpoint in update.checkpoints] == [Detail.DELIVERED, Detail.ARRIVED]


def test_a_number_with_errors_is_left_out_of_a_batch() -> None:
    known = json.loads(sample("in_transit"))["tracking_results"]
    unknown = json.loads(sample("not_a_parcel"))["tracking_results"]
    assert len(CARRIER.parse(json.dumps({"tracking_results": unknown + known}).encode())) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Created", Detail.LABEL_CREATED),
        ("Ready for Pickup", Detail.AWAITING_COLLECTION),
        ("Awaiting Collection", Detail.AVAILABLE_FOR_PICKUP),
        ("Awaiting collection at INALA HEIGHTS LPO", Detail.AVAILABLE_FOR_PICKUP),
        ("Arrived in New Zealand", Detail.ARRIVED_IN_COUNTRY),
        ("Unsuccessful pickup", Detail.NOT_COLLECTED),
        ("With Australia Post for delivery today", Detail.OUT_FOR_DELIVERY),
        ("On Board for Delivery", Detail.OUT_FOR_DELIVERY),
        ("Unable to be left in a safe place - Location not suitable", Detail.ATTEMPT_FAILED),
        ("Delivered - Handed over", Detail.DELIVERED),
        ("Delivered - Returned to sender", Detail.UNKNOWN),
        ("Delivered to the moon", Detail.UNKNOWN),
        ("Possible delay", Detail.DELAYED),
        ("Returned To Sender", Detail.RETURNING),
    ],
)
def test_words_mean_what_australia_post_documents(words: str, expected: Detail) -> None:
    assert detail(words) is expected


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b"{}", "tracking_results"),
        (b'{"errors":[{"error_code":"API_002","message":"Too many requests"}]}', "tracking_results"),
        (b'{"errors":"none"}', "errors"),
        (b'{"tracking_results":{}}', "tracking_results"),
        (answer(tracking_id=None), f"{RESULT}.tracking_id"),
        (answer(tracking_id=7), f"{RESULT}.tracking_id"),
        (answer(consignment=[]), f"{RESULT}.consignment"),
        (answer(trackable_items={}), f"{RESULT}.trackable_items"),
        (answer(trackable_items=[{"items": 1}]), f"{RESULT}.trackable_items[0].items"),
        (answer(trackable_items=[{"article_id": "?"}]), f"{RESULT}.trackable_items[0].article_id"),
        (answer({"description": ""}), f"{EVENT}.description"),
        (answer({"date": "soon"}), f"{EVENT}.date"),
        (answer({"location": 3}), f"{EVENT}.location"),
    ],
)
def test_an_unreadable_answer_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field
