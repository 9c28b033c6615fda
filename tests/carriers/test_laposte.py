"""La Poste: its token, its samples, how it is asked, and what of an answer is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.adapters.laposte import CARRIER
from shared.carriers.adapters.laposte.codes import detail
from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.exchange import Question
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers" / "laposte"


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How an answer of La Poste is handed on to us: also for the tests of every carrier."""
    return {"authorization": f"Bearer {secret}"}


def sample(situation: str) -> tuple[CarrierUpdate, ...]:
    return CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())


def details(situation: str) -> list[Detail]:
    (update,) = sample(situation)
    return [checkpoint.detail for checkpoint in update.checkpoints]


def answer(scan: dict[str, Any] | None = None, **shipment: Any) -> bytes:
    """An answer about one parcel with one event, some of its values replaced."""
    base = {"code": "ET1", "label": "En transit", "date": "2026-11-19T07:34:12+01:00"}
    return json.dumps({"shipment": {"idShip": "CB100000017FR", "event": [base | (scan or {})]} | shipment}).encode()


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


def test_la_poste_is_asked_for_ten_parcels_at_once() -> None:
    polling = CARRIER.polling
    assert polling is not None
    assert polling.batch == 10
    assert polling.ask(["CB100000017FR", "8Y00000000017"], {"api_key": "k3y"}) == Question(
        url="https://api.laposte.fr/suivi/v2/idships/CB100000017FR,8Y00000000017?lang=fr_FR",
        headers={"X-Okapi-Key": "k3y", "Accept": "application/json"},
    )
    assert polling.parse(answer()) == CARRIER.parse(answer())


def test_a_missing_credential_is_named() -> None:
    assert CARRIER.polling is not None
    with pytest.raises(KeyError, match="api_key"):
        CARRIER.polling.ask(["CB100000017FR"], {})


def test_a_delivered_parcel_brings_its_whole_history_newest_first() -> None:
    (update,) = sample("delivered")
    assert update.parcel == ParcelNumber("laposte", "CB100000034FR")
    assert update.carrier_estimate == date(2026, 11, 20)
    assert [checkpoint.milestone for checkpoint in update.checkpoints] == [
        Milestone.DELIVERED,
        Milestone.OUT_FOR_DELIVERY,
        *[Milestone.IN_TRANSIT] * 3,
        Milestone.INFO_RECEIVED,
    ]
    assert update.checkpoints[0] == Checkpoint(
        occurred_at=datetime(2026, 11, 20, 10, 38, tzinfo=UTC),
        detail=Detail.DELIVERED,
        carrier_code="DI1",
        message="Votre colis est livré.",
    )


def test_customs_are_told_step_by_step() -> None:
    assert details("customs")[:4] == [
        Detail.CUSTOMS_CLEARED,
        Detail.CUSTOMS_HELD,
        Detail.CUSTOMS_STARTED,
        Detail.ARRIVED_IN_COUNTRY,
    ]


def test_a_parcel_at_the_counter_waits_there() -> None:
    assert details("ready_for_pickup")[:2] == [Detail.AVAILABLE_FOR_PICKUP, Detail.UNDELIVERABLE]


def test_a_parcel_delivered_to_its_sender_is_returned_and_not_delivered() -> None:
    assert details("returned")[:2] == [Detail.RETURNED, Detail.RETURNING]


def test_a_delivery_after_the_parcel_was_sent_back_is_its_return() -> None:
    back = {"code": "RE1", "date": "2026-11-21T09:00:00+01:00"}
    home = {"code": "DI1", "date": "2026-11-23T10:00:00+01:00"}
    update = only(answer(event=[home, back]))
    assert [checkpoint.detail for checkpoint in update.checkpoints] == [Detail.RETURNED, Detail.RETURNING]


def test_a_time_without_an_offset_is_french() -> None:
    (update,) = sample("no_zone")
    assert update.checkpoints[0].occurred_at == datetime(2026, 11, 18, 22, 13, 12, tzinfo=UTC)
    assert [checkpoint.time_inferred for checkpoint in update.checkpoints] == [True, False, False]


def test_the_unknown_number_among_several_is_left_out() -> None:
    assert [update.parcel.tracking_number for update in sample("many_parcels")] == ["CB100000119FR", "8Y00000000017"]
    assert sample("not_a_parcel") == ()


def test_the_estimate_is_not_moved_to_the_utc_day() -> None:
    assert only(answer(estimDate="2026-11-20T00:30:00+01:00")).carrier_estimate == date(2026, 11, 20)


def test_a_declared_parcel_may_have_no_event() -> None:
    assert only(b'{"shipment":{"idShip":"CB100000017FR"}}').checkpoints == ()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'"text"', None),
        (b"{}", "shipment"),
        (b'{"code":"UNAUTHORIZED","message":"x"}', "shipment"),
        (b'{"code":"CB100000017FR","status":"LIVRE","date":"26/04/2017"}', "shipment"),  # Suivi v1
        (b"[1]", "body[0]"),
        (b'[{"returnCode":404},{}]', "body[1].shipment"),
        (answer(idShip=7), "shipment.idShip"),
        (answer(event={}), "shipment.event"),
        (answer(estimDate="soon"), "shipment.estimDate"),
        (answer({"code": ""}), "shipment.event[0].code"),
        (answer({"date": "2026-11-19"}), "shipment.event[0].date"),
        (answer({"date": None}), "shipment.event[0].date"),
        (answer({"label": ["x"]}), "shipment.event[0].label"),
    ],
)
def test_an_unreadable_answer_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("DR1", Detail.INFO_RECEIVED),
        ("PB1", Detail.EXCEPTION),
        ("PB2", Detail.PROBLEM_RESOLVED),
        ("EP1", Detail.DELIVERY_SCHEDULED),
        ("RE1", Detail.RETURNING),
        ("di1", Detail.UNKNOWN),
        ("MD1", Detail.UNKNOWN),
    ],
)
def test_an_event_means_what_la_poste_says(code: str, expected: Detail) -> None:
    assert detail(code) is expected
