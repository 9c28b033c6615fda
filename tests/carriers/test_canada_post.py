"""Canada Post: its question, its answers in XML and JSON, its events, and what of an answer is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.canada_post import CARRIER
from shared.carriers.adapters.canada_post.codes import meaning
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.exchange import Question
from shared.strict_json import MalformedJson
from shared.strict_xml import MalformedXml
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "canada_post"
CREDENTIALS = {"client_id": "an-id", "client_secret": "a:secret"}
GATEWAY = "https://api.canadapost-postescanada.ca/prod/devportal-portaildesdeveloppeurs"
EVENTS = "tracking-detail.significant-events.occurrence"


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How a relay of Canada Post's answers sends a body: also for the tests of every carrier."""
    return {"authorization": f"Bearer {secret}"}


def sample(situation: str) -> bytes:
    (found,) = SAMPLES.glob(f"{situation}.*")
    return found.read_bytes()


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse(sample(situation))
    return update


def details(situation: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(situation).checkpoints]


EVENT = {
    "event-identifier": "0100",
    "event-date": "2026-11-20",
    "event-time": "10:00:00",
    "event-time-zone": "EST",
    "event-description": "Item processed",
    "event-site": "OTTAWA",
    "event-province": "ON",
}


def elements(fields: dict[str, str]) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())


def answer(event: dict[str, str] | None = None, **parcel: str) -> bytes:
    """Details about one parcel with one event, some of its values replaced."""
    occurrence = f"<significant-events><occurrence>{elements(EVENT | (event or {}))}</occurrence></significant-events>"
    whole = {"pin": "1012345678900019"} | {name.replace("_", "-"): value for name, value in parcel.items()}
    return f"<tracking-detail>{elements(whole)}{occurrence}</tracking-detail>".encode()


def api_answer(event: dict[str, Any] | None = None, **parcel: Any) -> bytes:
    """The same in the notation of the newer API."""
    base = {"eventIdentifier": "0100", "eventDate": "2026-11-20", "eventTime": "10:00:00", "eventTimeZone": "EST"}
    whole = {"pin": "1012345678900019", "significantEvents": [base | (event or {})]}
    return json.dumps(whole | parcel).encode()


def only_event(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer ", "token", "Basic token", "bearer token", "Bearer token "])
def test_a_relay_without_the_token_is_refused(sent: str) -> None:
    CARRIER.verify({"authorization": "Bearer token"}, b"<a/>", ["token"], NOW)
    with pytest.raises(SignatureRefused):
        CARRIER.verify({"authorization": sent}, b"<a/>", ["token", ""], NOW)


def test_one_pin_is_asked_after_with_a_token() -> None:
    assert CARRIER.polling is not None
    assert CARRIER.polling.ask(["1012345678900019"], {**CREDENTIALS, "token": "t0ken"}) == Question(
        url=f"{GATEWAY}/tracking/v1/pins/1012345678900019/details",
        headers={"Authorization": "Bearer t0ken", "Accept": "application/json", "Accept-Language": "en-CA"},
    )
    assert CARRIER.polling.batch == 1


def test_the_token_is_asked_for_in_the_merchants_scope() -> None:
    assert CARRIER.polling is not None
    assert CARRIER.polling.sign_in is not None
    question = CARRIER.polling.sign_in.ask(CREDENTIALS)
    assert (question.method, question.url) == ("POST", f"{GATEWAY}/cpc-api-native-oauth-provider/oauth2/token")
    assert question.body == b"grant_type=client_credentials&client_id=an-id&client_secret=a%3Asecret&scope=merchant"


def test_a_number_cannot_reach_another_address() -> None:
    assert CARRIER.polling is not None
    question = CARRIER.polling.ask(["../A?B#C"], {"token": "t0ken"})
    assert question.url == f"{GATEWAY}/tracking/v1/pins/..%2FA%3FB%23C/details"


@pytest.mark.parametrize("missing", ["client_id", "client_secret"])
def test_a_missing_credential_is_named(missing: str) -> None:
    assert CARRIER.polling is not None
    assert CARRIER.polling.sign_in is not None
    assert missing in CARRIER.polling.credentials
    with pytest.raises(KeyError, match=missing):
        CARRIER.polling.sign_in.ask({key: "x" for key in CREDENTIALS if key != missing})


def test_the_answer_to_the_question_is_read_as_a_push_is() -> None:
    assert CARRIER.polling is not None
    assert CARRIER.polling.parse(sample("delivered")) == CARRIER.parse(sample("delivered"))


@pytest.mark.parametrize(
    "body",
    [sample("not_a_parcel"), b'{"messages":[{"code":"004","description":"No Pin History"}]}', b"[]"],
)
def test_a_pin_without_history_is_about_no_parcel(body: bytes) -> None:
    assert CARRIER.parse(body) == ()


def test_a_delivered_parcel_brings_its_whole_history_newest_first() -> None:
    update = read("delivered")
    assert update.parcel == ParcelNumber("canada_post", "1012345678900033")
    assert update.carrier_estimate == date(2026, 11, 19)
    assert details("delivered") == [
        Detail.INFORMATION,
        Detail.DELIVERED_IN_PERSON,
        Detail.OUT_FOR_DELIVERY,
        Detail.PROCESSED,
        Detail.DEPARTED,
        Detail.PROCESSED,
        Detail.PICKED_UP,
        Detail.INFO_RECEIVED,
    ]
    assert update.checkpoints[1] == Checkpoint(
        occurred_at=datetime(2026, 11, 19, 18, 59, 59, tzinfo=UTC),
        detail=Detail.DELIVERED_IN_PERSON,
        carrier_code="1408",
        message="Delivered; Contact customer service for copy of signature",
        place=Place(city="TESTGARY", region="AB", country="CA"),
        proof=ProofOfDelivery(signed_by="SAMPLE"),
    )
    assert [checkpoint.proof for checkpoint in update.checkpoints].count(None) == 7


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [
        ("NST", "2026-11-20", "13:30"),
        ("AST", "2026-11-20", "14:00"),
        ("EST", "2026-11-20", "15:00"),
        ("EST", "2026-07-20", "14:00"),
        ("EDT", "2026-07-20", "14:00"),
        ("CST", "2026-07-20", "15:00"),
        ("CSTNO", "2026-07-20", "16:00"),
        ("MST", "2026-07-20", "16:00"),
        ("PST", "2026-07-20", "17:00"),
        ("GMT", "2026-07-20", "10:00"),
    ],
)
def test_a_zones_name_stands_for_its_region_in_summer_too(zone: str, day: str, hour: str) -> None:
    scan = only_event(answer({"event-time-zone": zone, "event-date": day}))
    assert (scan.occurred_at.isoformat(), scan.time_inferred) == (f"{day}T{hour}:00+00:00", False)


def test_without_a_zone_the_province_tells_and_the_scan_says_so() -> None:
    known, assumed = read("no_zone").checkpoints
    assert (known.time_inferred, assumed.time_inferred) == (False, True)
    assert assumed.occurred_at == datetime(2026, 7, 21, 20, 49, 14, tzinfo=UTC)


def test_abroad_the_head_offices_zone_is_assumed() -> None:
    abroad = only_event(answer({"event-time-zone": "ISRAEL", "event-site": "ILTLVA", "event-province": ""}))
    assert (abroad.occurred_at, abroad.time_inferred) == (datetime(2026, 11, 20, 15, tzinfo=UTC), True)
    assert abroad.place == Place(city="ILTLVA")


def test_a_parcel_nobody_took_in_is_tried_and_then_waits() -> None:
    assert details("attempt_failed")[0] is Detail.ATTEMPT_FAILED
    assert details("ready_for_pickup")[:3] == [
        Detail.AVAILABLE_FOR_PICKUP,
        Detail.IN_TRANSIT,
        Detail.ATTEMPT_FAILED,
    ]


def test_a_parcel_delivered_back_to_its_sender_is_not_delivered() -> None:
    back, on_the_way, refused = read("returned").checkpoints[:3]
    assert (back.carrier_code, back.detail, back.milestone) == ("1496", Detail.RETURNED, Milestone.EXCEPTION)
    assert (on_the_way.carrier_code, on_the_way.detail) == ("174", Detail.RETURNING)
    assert (refused.detail, refused.incident_cause) == (Detail.RETURNING, Cause.CONSIGNEE)


def test_customs_is_read_step_by_step() -> None:
    assert details("customs") == [
        Detail.CUSTOMS_CLEARED,
        Detail.CUSTOMS_STARTED,
        Detail.ARRIVED_IN_COUNTRY,
        Detail.DEPARTED,
    ]


def test_an_unknown_event_is_kept_as_unknown() -> None:
    first = read("unknown_code").checkpoints[0]
    assert (first.detail, first.carrier_code) == (Detail.UNKNOWN, "9876")


def test_an_event_without_an_identifier_is_kept_in_canada_posts_words() -> None:
    scan = only_event(answer({"event-identifier": ""}))
    assert (scan.detail, scan.carrier_code[:5], scan.message) == (Detail.UNKNOWN, "text:", "Item processed")


def test_a_parcel_may_have_an_estimate_and_no_events() -> None:
    update = read("estimate_only")
    assert (update.checkpoints, update.carrier_estimate) == ((), date(2026, 11, 24))


def test_the_newer_apis_json_is_read_like_the_xml() -> None:
    update = read("api_details")
    assert update.parcel == ParcelNumber("canada_post", "1012345678900118")
    assert update.carrier_estimate == date(2026, 11, 20)
    assert [(checkpoint.carrier_code, checkpoint.detail) for checkpoint in update.checkpoints] == [
        ("2001", Detail.INFORMATION),
        ("1421", Detail.DELIVERED),
        ("174", Detail.OUT_FOR_DELIVERY),
        ("1302", Detail.DROPPED_OFF),
    ]
    assert update.checkpoints[1].occurred_at == datetime(2026, 11, 19, 18, 43, 24, tzinfo=UTC)


def test_the_same_event_is_the_same_scan_in_both_notations() -> None:
    numbers = {"eventIdentifier": 100, "eventDate": "2026-11-20T00:00:00.000Z"}
    words = {"eventDescription": "Item processed", "eventSite": "OTTAWA", "eventProvince": "ON"}
    assert only_event(api_answer(numbers | words)) == only_event(answer())


def test_a_summary_tells_the_last_event_in_either_notation() -> None:
    first, second = CARRIER.parse(sample("summary"))
    (same,) = CARRIER.parse(sample("api_summaries"))
    assert same == first
    assert first.checkpoints == (
        Checkpoint(
            occurred_at=datetime(2026, 11, 19, 13, 38, 6, tzinfo=UTC),
            detail=Detail.OUT_FOR_DELIVERY,
            carrier_code="OUT",
            message="Item out for delivery",
            place=Place(city="TESTGARY"),
            time_inferred=True,
        ),
    )
    assert second.checkpoints[0].detail is Detail.DELIVERED


@pytest.mark.parametrize(
    ("event", "words", "expected"),
    [
        ("3000", "Electronic information submitted by shipper", (Detail.INFO_RECEIVED, None)),
        ("156", "Item will be returned to sender if not collected", (Detail.AVAILABLE_FOR_PICKUP, None)),
        ("1496", "L'article a été renvoyé avec succès à l'expéditeur.", (Detail.RETURNED, None)),
        ("174", "L'article renvoyé à l’expéditeur est sorti pour livraison.", (Detail.RETURNING, None)),
        ("1496", "Delivered", (Detail.DELIVERED, None)),
        ("DELIVERED", "Item successfully returned to the sender", (Detail.RETURNED, None)),
        ("1405", "Delivered to automated parcel locker", (Detail.IN_LOCKER, None)),
        ("1406", "Item picked up from automated parcel locker", (Detail.COLLECTED, None)),
        ("1411", "Business closed for the day", (Detail.BUSINESS_CLOSED, None)),
        ("1441", "Delivered to community mailbox", (Detail.DELIVERED_TO_MAILBOX, None)),
        ("1203", "Expected delivery date updated", (Detail.ESTIMATE_CHANGED, None)),
        ("184", "Item is considered non-mailable matter", (Detail.RETURNING, Cause.MERCHANT)),
        ("159", "Delivery may be delayed", (Detail.DELAYED_BY_WEATHER, None)),
        ("INFO", "Photo available", (Detail.INFORMATION, None)),
        ("", "Delivered", (Detail.UNKNOWN, None)),
    ],
)
def test_an_event_means_what_canada_post_lists(event: str, words: str, expected: tuple[Detail, Cause | None]) -> None:
    assert meaning(event, words) == expected


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"<tracking-numbers/>", "tracking-detail"),
        (b"<tracking-detail>none</tracking-detail>", "tracking-detail"),
        (b"<tracking-detail/>", "tracking-detail.pin"),
        (b"<messages><message><code>E002</code></message></messages>", "messages"),
        (b"<messages/>", "messages"),
        (answer(pin="?"), "tracking-detail.pin"),
        (answer(expected_delivery_date="soon"), "tracking-detail.expected-delivery-date"),
        (answer({"event-date": "20.11.2026"}), f"{EVENTS}[0].event-date"),
        (answer({"event-date": ""}), f"{EVENTS}[0].event-date"),
        (answer({"event-time": ""}), f"{EVENTS}[0].event-time"),
        (answer({"event-site": "<street/>", "event-province": "<a>1</a>"}), f"{EVENTS}[0].event-province"),
        (answer({"event-identifier": "", "event-description": ""}), f"{EVENTS}[0].event-description"),
        (
            b"<tracking-summary><pin-summary><pin>1012345678900019</pin><event-date-time>now</event-date-time>"
            b"</pin-summary></tracking-summary>",
            "tracking-summary.pin-summary[0].event-date-time",
        ),
        (b"7", None),
        (b"{}", "pin"),
        (b'{"messages":[{"code":"E002"}]}', "messages"),
        (api_answer(pin=True), "pin"),
        (api_answer(significantEvents={}), "significantEvents"),
        (api_answer({"eventIdentifier": 1.5}), "significantEvents[0].eventIdentifier"),
        (api_answer({"eventTime": None}), "significantEvents[0].eventTime"),
        (b'[{"pin":"1012345678900019","eventDateTime":20261119}]', "[0].eventDateTime"),
    ],
)
def test_an_unreadable_answer_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("body", "refusal"), [(b"<a>", MalformedXml), (b"\xef\xbb\xbf<a", MalformedXml), (b"", MalformedJson)]
)
def test_what_is_neither_notation_is_refused_at_the_door(body: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        CARRIER.read(body)
    with pytest.raises(refusal):
        CARRIER.parse(body)
