"""Royal Mail: its question, its answers, its codes, and what of an answer is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.royal_mail import CARRIER
from shared.carriers.adapters.royal_mail.codes import meaning
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "royal_mail"
CREDENTIALS = {"client_id": "an-id", "client_secret": "a-secret"}


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How a relay of Royal Mail's answers sends a body: also for the tests of every carrier."""
    return {"authorization": f"Bearer {secret}"}


def sample(situation: str) -> bytes:
    return (SAMPLES / f"{situation}.json").read_bytes()


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse(sample(situation))
    return update


def details(situation: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(situation).checkpoints]


def answer(event: dict[str, Any] | None = None, **piece: Any) -> bytes:
    """An answer about one mail piece with one event, some of its values replaced."""
    base = {"eventCode": "EVIMC", "eventName": "Item received", "eventDateTime": "2026-11-20T10:00:00+00:00"}
    whole = {"mailPieceId": "0B0500A10000000000001", "summary": {"oneDBarcode": "TT100000017GB"}}
    return json.dumps({"mailPieces": whole | {"events": [base | (event or {})]} | piece}).encode()


def only_event(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer ", "token", "Basic token", "bearer token", "Bearer token "])
def test_a_relay_without_the_token_is_refused(sent: str) -> None:
    CARRIER.verify({"authorization": "Bearer token"}, b"{}", ["token"], NOW)
    with pytest.raises(SignatureRefused):
        CARRIER.verify({"authorization": sent}, b"{}", ["token", ""], NOW)


def test_one_mail_piece_is_asked_after_with_the_applications_credentials() -> None:
    assert CARRIER.polling is not None
    question = CARRIER.polling.ask(["TT100000017GB"], CREDENTIALS)
    assert (question.method, question.body) == ("GET", b"")
    assert question.url == "https://api.royalmail.net/mailpieces/v2/TT100000017GB/events"
    assert question.headers == {
        "X-IBM-Client-Id": "an-id",
        "X-IBM-Client-Secret": "a-secret",
        "X-Accept-RMG-Terms": "yes",
        "Accept": "application/json",
    }
    assert CARRIER.polling.batch == 1


def test_a_number_cannot_reach_another_address() -> None:
    assert CARRIER.polling is not None
    question = CARRIER.polling.ask(["../A?B#C"], CREDENTIALS)
    assert question.url == "https://api.royalmail.net/mailpieces/v2/..%2FA%3FB%23C/events"


@pytest.mark.parametrize("missing", ["client_id", "client_secret"])
def test_a_missing_credential_is_named(missing: str) -> None:
    assert CARRIER.polling is not None
    assert missing in CARRIER.polling.credentials
    with pytest.raises(KeyError, match=missing):
        CARRIER.polling.ask(["TT100000017GB"], {key: "x" for key in CREDENTIALS if key != missing})


def test_the_answer_to_the_question_is_read_as_a_push_is() -> None:
    assert CARRIER.polling is not None
    assert CARRIER.polling.parse(sample("delivered")) == CARRIER.parse(sample("delivered"))


def test_a_number_royal_mail_does_not_know_is_about_no_parcel() -> None:
    assert CARRIER.parse(sample("not_a_parcel")) == ()


def test_a_delivered_parcel_brings_its_whole_history_newest_first() -> None:
    update = read("delivered")
    assert update.parcel == ParcelNumber("royal_mail", "TT100000034GB")
    assert update.also == (ParcelNumber("royal_mail", "0B0500A10000000000003"),)
    assert update.carrier_estimate == date(2026, 11, 18)
    assert details("delivered") == [
        Detail.DELIVERED_IN_PERSON,
        Detail.OUT_FOR_DELIVERY,
        Detail.ARRIVED,
        Detail.PICKED_UP,
        Detail.INFO_RECEIVED,
    ]
    assert update.checkpoints[0] == Checkpoint(
        occurred_at=datetime(2026, 11, 18, 11, 2, 37, tzinfo=UTC),
        detail=Detail.DELIVERED_IN_PERSON,
        carrier_code="EVKSP",
        message="Delivered and signed",
        place=Place(city="Mocksea DO"),
        proof=ProofOfDelivery(signed_by="SAMPLE"),
    )
    assert [checkpoint.proof for checkpoint in update.checkpoints[1:]] == [None] * 4


def test_a_signature_belongs_to_no_event_before_the_delivery() -> None:
    assert only_event(answer(signature={"recipientName": "SAMPLE"})).proof is None


def test_a_time_without_an_offset_is_londons_summer_time_included() -> None:
    known, assumed, _ = read("no_zone").checkpoints
    assert (known.time_inferred, assumed.time_inferred) == (False, True)
    assert assumed.occurred_at == datetime(2026, 10, 23, 21, 41, 5, tzinfo=UTC)


def test_an_offset_may_be_written_without_its_colon() -> None:
    scan = only_event(answer({"eventDateTime": "2026-07-20T10:00:00+0100"}))
    assert (scan.occurred_at, scan.time_inferred) == (datetime(2026, 7, 20, 9, tzinfo=UTC), False)


def test_a_parcel_nobody_took_in_is_tried_and_then_waits() -> None:
    assert details("attempt_failed")[:3] == [
        Detail.DELIVERY_SCHEDULED,
        Detail.AVAILABLE_FOR_PICKUP,
        Detail.NOBODY_HOME,
    ]


def test_a_parcel_brought_to_a_post_office_is_delivered_when_it_is_collected() -> None:
    assert details("ready_for_pickup")[:2] == [Detail.COLLECTED, Detail.AVAILABLE_FOR_PICKUP]


def test_a_refused_parcel_is_on_its_way_back_until_the_sender_has_it() -> None:
    back, refused = read("returned").checkpoints[:2]
    assert (back.detail, back.milestone) == (Detail.RETURNED, Milestone.EXCEPTION)
    assert (refused.detail, refused.incident_cause) == (Detail.RETURNING, Cause.CONSIGNEE)


def test_customs_is_read_step_by_step() -> None:
    assert details("customs") == [
        Detail.CUSTOMS_CLEARED,
        Detail.DOCUMENTS_MISSING,
        Detail.CUSTOMS_STARTED,
        Detail.ARRIVED_IN_COUNTRY,
    ]


def test_an_unknown_code_is_kept_as_unknown() -> None:
    first = read("unknown_code").checkpoints[0]
    assert (first.detail, first.carrier_code) == (Detail.UNKNOWN, "EVXQZ")


def test_a_summary_tells_the_last_event_of_each_number_it_knows() -> None:
    first, second = CARRIER.parse(sample("summary"))
    assert first.checkpoints == read("in_transit").checkpoints[:1]
    assert (second.parcel.tracking_number, second.checkpoints[0].detail) == (
        "TT100000034GB",
        Detail.DELIVERED_IN_PERSON,
    )


def test_a_mail_piece_without_a_printed_number_goes_by_its_own() -> None:
    (update,) = CARRIER.parse(answer(summary=None))
    assert (update.parcel.tracking_number, update.also) == ("0B0500A10000000000001", ())
    (same,) = CARRIER.parse(answer(mailPieceId="tt 1000 0001 7gb"))
    assert (same.parcel.tracking_number, same.also) == ("TT100000017GB", ())


def test_a_mail_piece_may_have_no_events_yet() -> None:
    (update,) = CARRIER.parse(answer(events=[]))
    assert update.checkpoints == ()


@pytest.mark.parametrize(
    ("code", "detail", "cause"),
    [
        ("EVPPB", Detail.INFO_RECEIVED, None),
        ("EVPPA", Detail.DROPPED_OFF, None),
        ("EVNMI", Detail.MISSORTED, None),
        ("EVBRW", Detail.PROCESSED, None),
        ("EVKAA", Detail.NO_ACCESS, None),
        ("EVNAA", Detail.NO_ACCESS, None),
        ("EVKLC", Detail.AVAILABLE_FOR_PICKUP, None),
        ("EVKDN", Detail.DELIVERED_TO_NEIGHBOUR, None),
        ("EVKSF", Detail.DELIVERED_TO_SAFE_PLACE, None),
        ("EVNDN", Detail.DELAYED_BY_CARRIER, None),
        ("EVDRW", Detail.RETURNING, Cause.MERCHANT),
        ("EVHAR", Detail.CANCELLED, Cause.CONSIGNEE),
        ("EVNOI", Detail.INFORMATION, None),
        ("NSFSS", Detail.INFORMATION, None),
        ("evksp", Detail.UNKNOWN, None),
        ("", Detail.UNKNOWN, None),
    ],
)
def test_a_code_means_what_royal_mail_tells_the_recipient(code: str, detail: Detail, cause: Cause | None) -> None:
    assert meaning(code) == (detail, cause)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b"{}", "mailPieces"),
        (b'{"httpCode":"401","errors":[{"errorCode":"E0010"}]}', "mailPieces"),
        (b'{"mailPieces":"none"}', "mailPieces"),
        (b'{"mailPieces":[1]}', "mailPieces[0]"),
        (answer(mailPieceId=None), "mailPieces.mailPieceId"),
        (answer(summary=[]), "mailPieces.summary"),
        (answer(summary={"oneDBarcode": 7}), "mailPieces.summary.oneDBarcode"),
        (answer(events={}), "mailPieces.events"),
        (answer(error="no"), "mailPieces.error"),
        (answer(estimatedDelivery={"date": "soon"}), "mailPieces.estimatedDelivery.date"),
        (answer(signature={"recipientName": 1}), "mailPieces.signature.recipientName"),
        (answer({"eventCode": None}), "mailPieces.events[0].eventCode"),
        (answer({"eventDateTime": "2026-11-20"}), "mailPieces.events[0].eventDateTime"),
        (answer({"locationName": {}}), "mailPieces.events[0].locationName"),
        (answer(events=None, summary={"lastEventCode": "EVIMC"}), "mailPieces.summary.lastEventDateTime"),
    ],
)
def test_an_unreadable_answer_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field
