"""What holds for every carrier in the registry. A new carrier gets these tests by being registered and `SIGNED`."""

from __future__ import annotations

import base64
import copy
import hmac
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.carriers.registry import CARRIERS, UnknownCarrier, carrier
from shared.strict_json import MalformedJson
from shared.tracking.carrier_update import CarrierUpdate

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers"
SITUATIONS = {"in_transit", "out_for_delivery", "delivered", "unknown_code", "duplicate", "late_scan", "no_zone"}
FILES = sorted(SAMPLES.glob("*/*.json"))


def digest(body: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), body, "sha256")


SIGNED: Mapping[str, Callable[[bytes, str], dict[str, str]]] = {
    "easypost": lambda body, secret: {"x-hmac-signature": f"hmac-sha256-hex={digest(body, secret).hex()}"},
    "fedex": lambda body, secret: {"fdx-signature": base64.b64encode(digest(body, secret)).decode()},
}
"""The headers with which a carrier sends a body at NOW, by slug. One line for every carrier."""

every_carrier = pytest.mark.parametrize("slug", CARRIERS)
every_sample = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
bounded = settings(max_examples=150, deadline=None)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
header_names = st.sampled_from(
    sorted({"x-hmac-signature-v2", "x-timestamp"}.union(*(sign(b"", "secret") for sign in SIGNED.values())))
)
header_values = st.text(st.characters(), max_size=80) | st.sampled_from(
    ["hmac-sha256-hex=", "=", "\udcff", "é", "\x00"]
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) within a JSON value."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


def parse_or_refuse(slug: str, body: bytes) -> tuple[CarrierUpdate, ...]:
    try:
        return CARRIERS[slug].parse(body)
    except (UnreadablePayload, MalformedJson):
        return ()


@every_carrier
def test_a_carrier_is_found_under_its_own_slug(slug: str) -> None:
    assert carrier(slug).slug == slug
    assert re.fullmatch(r"[a-z0-9_]+", slug)


def test_a_carrier_nobody_registered_is_unknown() -> None:
    with pytest.raises(UnknownCarrier, match=", ".join(CARRIERS)):
        carrier("pigeon_post")


@every_carrier
def test_every_carrier_has_a_sample_of_every_situation(slug: str) -> None:
    missing = SITUATIONS - {file.stem for file in (SAMPLES / slug).glob("*.json")}
    assert not missing


def test_every_sample_belongs_to_a_registered_carrier() -> None:
    assert {file.parent.name for file in FILES} == set(CARRIERS)


@every_sample
def test_every_sample_reads_as_aware_utc_scans_with_codes(file: Path) -> None:
    for update in CARRIERS[file.parent.name].parse(file.read_bytes()):
        assert update.parcel.tracking_number
        for checkpoint in update.checkpoints:
            assert checkpoint.occurred_at.tzinfo is UTC
            assert checkpoint.carrier_code


@every_carrier
@pytest.mark.parametrize(
    ("situation", "unknown"), [("unknown_code", True), ("in_transit", False), ("delivered", False)]
)
def test_only_the_unknown_code_has_no_milestone(slug: str, situation: str, unknown: bool) -> None:
    (update,) = CARRIERS[slug].parse((SAMPLES / slug / f"{situation}.json").read_bytes())
    assert any(checkpoint.milestone is None for checkpoint in update.checkpoints) is unknown


@every_carrier
def test_a_scan_sent_twice_has_one_digest(slug: str) -> None:
    (update,) = CARRIERS[slug].parse((SAMPLES / slug / "duplicate.json").read_bytes())
    assert len({checkpoint.digest for checkpoint in update.checkpoints}) == len(update.checkpoints) - 1


@every_carrier
def test_a_scan_without_a_zone_says_that_one_was_assumed(slug: str) -> None:
    (update,) = CARRIERS[slug].parse((SAMPLES / slug / "no_zone.json").read_bytes())
    assert [checkpoint.time_inferred for checkpoint in update.checkpoints].count(True) == 1


def test_every_registered_carrier_has_a_line_in_signed() -> None:
    assert sorted(CARRIERS.keys() ^ SIGNED.keys()) == []


@every_sample
@pytest.mark.parametrize("secrets", [["secret"], ["new", "secret"], ["secret", "old"]])
def test_a_rightly_signed_push_is_accepted_during_a_rotation_too(file: Path, secrets: list[str]) -> None:
    slug, body = file.parent.name, file.read_bytes()
    CARRIERS[slug].verify(SIGNED[slug](body, "secret"), body, secrets, NOW)


@every_carrier
@pytest.mark.parametrize(
    ("body", "secrets"),
    [(b"{} ", ["secret"]), (b"{}", ["wrong"]), (b"{}", [""]), (b"{}", [])],
    ids=["another body", "another secret", "an empty secret", "no secret"],
)
def test_a_signature_of_another_body_or_secret_is_refused(slug: str, body: bytes, secrets: list[str]) -> None:
    with pytest.raises(SignatureRefused):
        CARRIERS[slug].verify(SIGNED[slug](b"{}", "secret"), body, secrets, NOW)


@every_carrier
def test_a_signature_with_an_empty_secret_is_refused(slug: str) -> None:
    with pytest.raises(SignatureRefused):
        CARRIERS[slug].verify(SIGNED[slug](b"{}", ""), b"{}", [""], NOW)


@every_carrier
@pytest.mark.parametrize("secrets", [[], [""], ["", ""], ["wrong"]])
def test_nothing_is_accepted_without_the_right_secret(slug: str, secrets: list[str]) -> None:
    with pytest.raises(SignatureRefused):
        CARRIERS[slug].verify({}, b"{}", secrets, NOW)


@every_carrier
def test_every_refusal_has_the_same_words(slug: str) -> None:
    refusals = set()
    signed = SIGNED[slug](b"\xff", "secret")
    for headers in ({}, dict.fromkeys(signed, ""), dict.fromkeys(signed, "é"), SIGNED[slug](b"\xff", "wrong")):
        with pytest.raises(SignatureRefused) as refused:
            CARRIERS[slug].verify(headers, b"\xff", ["secret"], NOW)
        refusals.add(refused.value.detail)
    assert len(refusals) == 1


@every_carrier
@bounded
@given(headers=st.dictionaries(header_names, header_values), body=st.binary(max_size=60), secrets=st.lists(st.text()))
def test_whatever_is_sent_unsigned_is_refused_and_nothing_else_happens(
    slug: str, headers: dict[str, str], body: bytes, secrets: list[str]
) -> None:
    with pytest.raises(SignatureRefused):
        CARRIERS[slug].verify(headers, body, secrets, NOW)


@every_carrier
@bounded
@given(body=st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_whatever_is_sent_is_read_or_refused(slug: str, body: bytes) -> None:
    parse_or_refuse(slug, body)


@every_sample
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_sample_with_any_value_replaced_is_read_or_refused(file: Path, data: st.DataObject) -> None:
    payload = copy.deepcopy(json.loads(file.read_bytes()))
    container, key = data.draw(st.sampled_from([*places(payload)]))
    container[key] = data.draw(json_values)
    for update in parse_or_refuse(file.parent.name, json.dumps(payload).encode()):
        assert all(checkpoint.occurred_at.tzinfo is UTC for checkpoint in update.checkpoints)


@every_sample
def test_a_sample_cut_short_anywhere_is_refused_as_malformed(file: Path) -> None:
    body = file.read_bytes().rstrip()
    for length in range(0, len(body), 97):
        with pytest.raises(MalformedJson):
            CARRIERS[file.parent.name].parse(body[:length])


@every_sample
def test_fields_nobody_documented_change_nothing(file: Path) -> None:
    payload = json.loads(file.read_bytes())
    for container, _ in [*places(payload)]:
        if isinstance(container, dict):
            container["added_next_year"] = {"anything": [1, None]}
    parse = CARRIERS[file.parent.name].parse
    assert parse(json.dumps(payload).encode()) == parse(file.read_bytes())
