"""A delivery partner's own words: the webhook, the event, and what of an update is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shared.carriers.adapters.custom import CARRIER
from shared.carriers.adapters.custom.codes import detail
from shared.carriers.carrier import UnreadablePayload
from shared.carriers.events import CarrierUpdateReported
from shared.carriers.read_update import read_update
from shared.cli.checkout import ROOT
from shared.strict_json import MalformedJson
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import NOWHERE, Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from tests.fakes import InMemoryFiles

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SAMPLES = ROOT / "events" / "carriers" / "custom"
CHECKPOINT = "updates[0].checkpoints[0]"
SCAN = {"occurred_at": "2026-11-24T10:00:00+09:00", "status": "in_transit"}


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """How a partner sends a body: also for the tests of every carrier."""
    seconds = int(now.timestamp())
    digest = hmac.new(secret.encode(), f"msg_1.{seconds}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(seconds),
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


def read(situation: str) -> CarrierUpdate:
    (update,) = CARRIER.parse((SAMPLES / f"{situation}.json").read_bytes())
    return update


def details(situation: str) -> list[Detail]:
    return [checkpoint.detail for checkpoint in read(situation).checkpoints]


def push(checkpoint: dict[str, Any] | None = None, **update: Any) -> bytes:
    """A push about one parcel with one checkpoint, some of its values replaced."""
    parcel = {"carrier": "sagawa", "tracking_number": "401200001013", "checkpoints": [SCAN | (checkpoint or {})]}
    return json.dumps({"updates": [parcel | update]}).encode()


def only_checkpoint(body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in CARRIER.parse(body)]
    return checkpoint


def test_a_delivery_is_read_with_its_proof() -> None:
    update = read("delivered")
    assert update.parcel == ParcelNumber("sagawa", "401200001230")
    assert details("delivered") == [
        Detail.LABEL_CREATED,
        Detail.PICKED_UP,
        Detail.ARRIVED,
        Detail.AT_DELIVERY_DEPOT,
        Detail.OUT_FOR_DELIVERY,
        Detail.DELIVERED_TO_SAFE_PLACE,
    ]
    assert update.checkpoints[-1] == Checkpoint(
        occurred_at=datetime(2026, 11, 24, 5, 12, tzinfo=UTC),
        detail=Detail.DELIVERED_TO_SAFE_PLACE,
        carrier_code="DL",
        message="置き配完了",
        place=Place(city="Koto", region="Tokyo", postal="135-0064", country="JP"),
        proof=ProofOfDelivery(
            photo_url="https://pod.example.com/40120000123.jpg",
            place="玄関前",
            latitude=35.6329,
            longitude=139.7946,
        ),
    )


def test_a_pickup_is_read_with_its_weight_and_the_estimate_of_the_day() -> None:
    update = read("in_transit")
    assert update.parcel == ParcelNumber("sagawa", "401200001016")
    assert update.carrier_estimate == date(2026, 11, 25)
    assert update.checkpoints[0].weight_grams == 1240


def test_a_time_keeps_its_offset_and_its_fraction() -> None:
    times = [checkpoint.occurred_at for checkpoint in read("zones_always").checkpoints]
    assert times == [
        datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
        datetime(2026, 11, 24, 1, 20, tzinfo=UTC),
        datetime(2026, 11, 24, 1, 31, 0, 250_000, tzinfo=UTC),
    ]
    assert not any(checkpoint.time_inferred for checkpoint in read("zones_always").checkpoints)


def test_an_unknown_status_is_kept_as_unknown_with_the_partners_code() -> None:
    unknown = read("unknown_code").checkpoints[-1]
    assert (unknown.detail, unknown.carrier_code) == (Detail.UNKNOWN, "RB")


def test_without_a_code_the_status_is_the_code() -> None:
    assert only_checkpoint(push()).carrier_code == "in_transit"
    assert only_checkpoint(push({"code": ""})).carrier_code == "in_transit"
    assert only_checkpoint(push({"code": "置き配"})).carrier_code.startswith("text:")


def test_a_cause_may_be_named_and_is_else_what_the_status_implies() -> None:
    assert [checkpoint.incident_cause for checkpoint in read("attempt_failed").checkpoints] == [
        None,
        Cause.CONSIGNEE,
        Cause.WEATHER,
    ]


def test_a_parcel_that_is_handed_on_names_the_next_carriers_number() -> None:
    update = read("last_mile")
    assert update.parcel == ParcelNumber("harbour_line", "HB7730014455")
    assert update.also == (ParcelNumber("sagawa", "401200001786"),)


def test_a_push_may_be_about_several_parcels_and_about_one_without_checkpoints() -> None:
    first, second = CARRIER.parse((SAMPLES / "several_parcels.json").read_bytes())
    assert (len(first.checkpoints), second.checkpoints) == (1, ())
    assert CARRIER.parse(b'{"updates":[]}') == ()


def test_null_means_not_said() -> None:
    empty = dict.fromkeys(("code", "message", "place", "cause", "proof", "weight_grams"))
    checkpoint = only_checkpoint(push(empty, estimated_delivery=None))
    assert checkpoint == only_checkpoint(push())
    assert (checkpoint.place, checkpoint.proof, checkpoint.weight_grams) == (NOWHERE, None, None)


def test_a_tracking_number_is_written_in_one_way() -> None:
    (update,) = CARRIER.parse(push(tracking_number=" 4012-0000 1016 "))
    assert update.parcel.tracking_number == "401200001016"


def test_blanks_around_a_text_are_cut_off() -> None:
    checkpoint = only_checkpoint(push({"status": " delivered ", "place": {"city": " Koto ", "country": "jp"}}))
    assert (checkpoint.detail, checkpoint.place) == (Detail.DELIVERED, Place(city="Koto", country="JP"))


@pytest.mark.parametrize("word", [*Milestone, *Detail])
def test_every_word_for_a_milestone_or_a_detail_is_understood(word: str) -> None:
    assert detail(word) == Detail(word)


@pytest.mark.parametrize("word", ["", "Delivered", "shipped", "unknown"])
def test_any_other_word_is_unknown(word: str) -> None:
    assert detail(word) is Detail.UNKNOWN


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", None),
        (b"{}", "updates"),
        (b'{"updates":{}}', "updates"),
        (b'{"updates":["parcel"]}', "updates[0]"),
        (push(carrier=None), "updates[0].carrier"),
        (push(carrier="Sagawa Express"), "updates[0].carrier"),
        (push(tracking_number=401200001010), "updates[0].tracking_number"),
        (push(tracking_number="401"), "updates[0].tracking_number"),
        (push(tracking_number="4012ß00001013"), "updates[0].tracking_number"),
        (push(tracking_number="4" * 51), "updates[0].tracking_number"),
        (push(checkpoints={}), "updates[0].checkpoints"),
        (push(checkpoints=[SCAN] * 1001), "updates[0].checkpoints"),
        (push(estimated_delivery="tomorrow"), "updates[0].estimated_delivery"),
        (push(estimated_delivery=1795255200), "updates[0].estimated_delivery"),
        (push(also=[{"carrier": "yamato"}]), "updates[0].also[0].tracking_number"),
        (push({"occurred_at": None}), f"{CHECKPOINT}.occurred_at"),
        (push({"occurred_at": 1795255200}), f"{CHECKPOINT}.occurred_at"),
        (push({"occurred_at": "1795255200"}), f"{CHECKPOINT}.occurred_at"),
        (push({"occurred_at": "2026-11-24T10:00:00"}), f"{CHECKPOINT}.occurred_at"),
        (push({"occurred_at": "2026-11-24"}), f"{CHECKPOINT}.occurred_at"),
        (push({"occurred_at": "0001-01-01T00:00:00+09:00"}), f"{CHECKPOINT}.occurred_at"),
        (push({"status": None}), f"{CHECKPOINT}.status"),
        (push({"status": "  "}), f"{CHECKPOINT}.status"),
        (push({"message": "x" * 1001}), f"{CHECKPOINT}.message"),
        (push({"place": "Tokyo"}), f"{CHECKPOINT}.place"),
        (push({"place": {"country": "Japan"}}), f"{CHECKPOINT}.place.country"),
        (push({"cause": "nobody"}), f"{CHECKPOINT}.cause"),
        (push({"proof": {"photo_url": "http://pod.example.com/1.jpg"}}), f"{CHECKPOINT}.proof.photo_url"),
        (push({"proof": {"latitude": 91}}), f"{CHECKPOINT}.proof.latitude"),
        (push({"proof": {"longitude": "139.79"}}), f"{CHECKPOINT}.proof.longitude"),
        (push({"weight_grams": 0}), f"{CHECKPOINT}.weight_grams"),
        (push({"weight_grams": True}), f"{CHECKPOINT}.weight_grams"),
        (push({"weight_grams": "1240"}), f"{CHECKPOINT}.weight_grams"),
    ],
)
def test_an_unreadable_push_names_the_field(body: bytes, field: str | None) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert refused.value.field == field


def test_a_local_time_is_refused_with_what_is_missing() -> None:
    with pytest.raises(UnreadablePayload, match=r'occurred_at: it must end in its offset from UTC, like "\+09:00"'):
        CARRIER.parse(push({"occurred_at": "2026-11-24T10:00:00"}))


@pytest.mark.parametrize("body", [push(tracking_number="A. SAMPLE, 1"), push(estimated_delivery="SAMPLE")])
def test_a_refusal_does_not_quote_what_was_sent(body: bytes) -> None:
    with pytest.raises(UnreadablePayload) as refused:
        CARRIER.parse(body)
    assert "SAMPLE" not in refused.value.detail


def test_the_page_for_partners_names_every_word_and_shows_an_update_that_is_read() -> None:
    page = (ROOT / "docs" / "carrier-format.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+)`", page))
    assert not {*Detail} - named - {Detail.UNKNOWN}
    assert not {*Cause} - named
    (example,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    (update,) = CARRIER.parse(example.encode())
    assert [checkpoint.detail for checkpoint in update.checkpoints] == [
        Detail.OUT_FOR_DELIVERY,
        Detail.DELIVERED_TO_SAFE_PLACE,
    ]


def test_a_key_named_twice_is_refused() -> None:
    with pytest.raises(MalformedJson):
        CARRIER.parse(b'{"updates":[],"updates":[]}')


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.json")), ids=lambda file: file.stem)
def test_the_event_and_the_webhook_read_the_same(file: Path) -> None:
    reported = CarrierUpdateReported.model_validate_json(file.read_bytes())
    assert read_update(reported, InMemoryFiles(NOW)) == CARRIER.parse(file.read_bytes())
    assert CarrierUpdateReported.model_validate(reported.model_dump(mode="json", exclude_none=True)) == reported


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.json")), ids=lambda file: file.stem)
def test_every_sample_fits_the_published_schema(file: Path) -> None:
    schema = json.loads((ROOT / "events" / "schemas" / "CarrierUpdateReported" / "1.json").read_bytes())
    data = schema["properties"]["data"] | {"$defs": schema["$defs"]}
    validator = jsonschema.Draft202012Validator(data, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    validator.validate(json.loads(file.read_bytes()))
