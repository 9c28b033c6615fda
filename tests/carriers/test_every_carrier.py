"""What holds for every carrier. A new one gets these tests by its folder, its samples and its own test's `signed`."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shared.carriers.carrier import SignatureRefused, UnreadablePayload
from shared.carriers.registry import SLUGS, UnknownCarrier, carrier
from shared.strict_json import MalformedJson
from shared.strict_xml import MalformedXml
from shared.tracking.carrier_update import CarrierUpdate
from shared.tracking.detail import Detail

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers"
SITUATIONS = {"in_transit", "out_for_delivery", "delivered", "unknown_code", "duplicate", "late_scan"}
FILES = sorted(path for path in SAMPLES.glob("*/*") if path.suffix in (".json", ".xml"))
ONE_TIME_INFERRED = [slug for slug in SLUGS if list((SAMPLES / slug).glob("no_zone.*"))]
ALL_TIMES_INFERRED = [slug for slug in SLUGS if list((SAMPLES / slug).glob("local_times.*"))]
MALFORMED = (MalformedJson, MalformedXml)


def signed(slug: str, body: bytes, secret: str) -> dict[str, str]:
    """The headers with which a carrier sends `body` at NOW: `signed` of its own test module."""
    headers: dict[str, str] = import_module(f"tests.carriers.test_{slug}").signed(body, secret, NOW)
    return headers


def stored(slug: str, secrets: list[str]) -> list[str]:
    """What a merchant stores to know these secrets' signatures: themselves, but for a carrier with public keys.

    Such a carrier's test module has `secret_of(name)`: the public key that belongs to what `signed` signs with.
    """
    secret_of = getattr(import_module(f"tests.carriers.test_{slug}"), "secret_of", str)
    return [secret_of(secret) for secret in secrets]


def sample(slug: str, situation: str) -> bytes:
    (found,) = (SAMPLES / slug).glob(f"{situation}.*")
    return found.read_bytes()


every_carrier = pytest.mark.parametrize("slug", SLUGS)
every_sample = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
every_json_sample = pytest.mark.parametrize(
    "file", [file for file in FILES if file.suffix == ".json"], ids=lambda file: f"{file.parent.name}-{file.stem}"
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
up_to_nine_bytes = st.binary(max_size=9)
REPLACEMENTS = 40
"""How many values, and how many runs of bytes, are replaced in each sample."""
header_values = st.text(st.characters(), max_size=80) | st.sampled_from(
    ["hmac-sha256-hex=", "t=1795338000,v1=", "v1,", "=", "\udcff", "é", "\x00", "1795338000", "1.7e9", " 1795338000"]
)


@cache
def thought_of(strategy: st.SearchStrategy[Any]) -> Sequence[Any]:
    """What hypothesis thinks of, once for all samples: for each anew, thinking takes four times as long as reading."""
    found: dict[str, Any] = {}

    @settings(max_examples=500, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def think(value: Any) -> None:
        found[repr(value)] = value

    think()
    return [*found.values()]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) within a JSON value."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


def parse_or_refuse(slug: str, body: bytes) -> tuple[CarrierUpdate, ...]:
    try:
        return carrier(slug).parse(body)
    except (UnreadablePayload, *MALFORMED):
        return ()


@every_carrier
def test_a_carrier_is_found_under_its_own_slug(slug: str) -> None:
    assert carrier(slug).slug == slug
    assert re.fullmatch(r"[a-z][a-z0-9_]{1,31}", slug)


def test_a_carrier_nobody_registered_is_unknown() -> None:
    with pytest.raises(UnknownCarrier, match=", ".join(SLUGS)):
        carrier("pigeon_post")


@every_carrier
def test_every_carrier_has_a_sample_of_every_situation(slug: str) -> None:
    assert not SITUATIONS - {file.stem for file in (SAMPLES / slug).iterdir()}


@every_carrier
def test_a_carrier_shows_how_its_times_without_a_zone_are_read_or_has_none(slug: str) -> None:
    """`no_zone`: it names zones, but once. `local_times`: it never does. `zones_always`: its format has one."""
    stems = {file.stem for file in (SAMPLES / slug).iterdir()}
    assert len(stems & {"no_zone", "local_times", "zones_always"}) == 1


def test_every_sample_belongs_to_a_carrier() -> None:
    assert {file.parent.name for file in FILES} == set(SLUGS)


@every_sample
def test_every_sample_reads_as_aware_utc_scans_with_codes(file: Path) -> None:
    for update in carrier(file.parent.name).parse(file.read_bytes()):
        assert re.fullmatch(r"[A-Z0-9]{4,50}", update.parcel.tracking_number)
        for checkpoint in update.checkpoints:
            assert checkpoint.occurred_at.tzinfo is UTC
            assert re.fullmatch(r"[A-Za-z0-9_./:-]{1,60}", checkpoint.carrier_code)


@every_carrier
@pytest.mark.parametrize(
    ("situation", "unknown"), [("unknown_code", True), ("in_transit", False), ("delivered", False)]
)
def test_only_the_unknown_code_is_unknown(slug: str, situation: str, unknown: bool) -> None:
    (update,) = carrier(slug).parse(sample(slug, situation))
    assert any(checkpoint.detail is Detail.UNKNOWN for checkpoint in update.checkpoints) is unknown


@every_carrier
def test_a_scan_sent_twice_has_one_digest(slug: str) -> None:
    updates = carrier(slug).parse(sample(slug, "duplicate"))
    digests = [checkpoint.digest for update in updates for checkpoint in update.checkpoints]
    assert len({*digests}) == len(digests) - 1


@pytest.mark.parametrize("slug", ONE_TIME_INFERRED)
def test_a_scan_without_a_zone_says_that_one_was_assumed(slug: str) -> None:
    (update,) = carrier(slug).parse(sample(slug, "no_zone"))
    assert [checkpoint.time_inferred for checkpoint in update.checkpoints].count(True) == 1


@pytest.mark.parametrize("slug", ALL_TIMES_INFERRED)
def test_a_carrier_that_writes_local_times_has_every_one_marked(slug: str) -> None:
    (update,) = carrier(slug).parse(sample(slug, "local_times"))
    assert update.checkpoints
    assert all(checkpoint.time_inferred for checkpoint in update.checkpoints)


@every_sample
@pytest.mark.parametrize("secrets", [["secret"], ["new", "secret"], ["secret", "old"]])
def test_a_rightly_signed_push_is_accepted_during_a_rotation_too(file: Path, secrets: list[str]) -> None:
    slug, body = file.parent.name, file.read_bytes()
    carrier(slug).verify(signed(slug, body, "secret"), body, stored(slug, secrets), NOW)


@every_carrier
@pytest.mark.parametrize(
    ("body", "secrets"),
    [(b"{}", ["wrong"]), (b"{}", [""]), (b"{}", [])],
    ids=["another secret", "an empty secret", "no secret"],
)
def test_a_signature_of_another_secret_is_refused(slug: str, body: bytes, secrets: list[str]) -> None:
    with pytest.raises(SignatureRefused):
        carrier(slug).verify(signed(slug, b"{}", "secret"), body, stored(slug, secrets), NOW)


@every_carrier
def test_a_signature_of_another_body_is_refused_by_every_scheme_that_signs_the_body(slug: str) -> None:
    headers = signed(slug, b"{}", "secret")
    if headers == signed(slug, b"{} ", "secret"):
        # A token, which says nothing about the body.
        carrier(slug).verify(headers, b"{} ", stored(slug, ["secret"]), NOW)
        return
    with pytest.raises(SignatureRefused):
        carrier(slug).verify(headers, b"{} ", stored(slug, ["secret"]), NOW)


@every_carrier
def test_a_signature_with_an_empty_secret_is_refused(slug: str) -> None:
    with pytest.raises(SignatureRefused):
        carrier(slug).verify(signed(slug, b"{}", ""), b"{}", stored(slug, [""]), NOW)


@every_carrier
@pytest.mark.parametrize("secrets", [[], [""], ["", ""], ["wrong"]])
def test_nothing_is_accepted_without_the_right_secret(slug: str, secrets: list[str]) -> None:
    with pytest.raises(SignatureRefused):
        carrier(slug).verify({}, b"{}", stored(slug, secrets), NOW)


@every_carrier
def test_every_refusal_has_the_same_words(slug: str) -> None:
    refusals = set()
    names = signed(slug, b"\xff", "secret")
    for headers in ({}, dict.fromkeys(names, ""), dict.fromkeys(names, "é"), signed(slug, b"\xff", "wrong")):
        with pytest.raises(SignatureRefused) as refused:
            carrier(slug).verify(headers, b"\xff", stored(slug, ["secret"]), NOW)
        refusals.add(refused.value.detail)
    assert len(refusals) == 1


@every_carrier
@given(data=st.data(), body=st.binary(max_size=60), secrets=st.lists(st.text(min_size=1), max_size=3))
def test_whatever_is_sent_unsigned_is_refused_and_nothing_else_happens(
    slug: str, data: st.DataObject, body: bytes, secrets: list[str]
) -> None:
    names = st.sampled_from(sorted({"x-timestamp", *signed(slug, b"", "secret")}))
    headers = data.draw(st.dictionaries(names, header_values))
    assume(set(secrets).isdisjoint(headers.values()))  # a token that is sent is the secret itself
    with pytest.raises(SignatureRefused):
        carrier(slug).verify(headers, body, secrets, NOW)


@every_carrier
@given(body=st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_whatever_is_sent_is_read_or_refused(slug: str, body: bytes) -> None:
    parse_or_refuse(slug, body)


@every_json_sample
def test_a_sample_with_any_value_replaced_is_read_or_refused(file: Path) -> None:
    chance, sent = random.Random(f"{file.parent.name} {file.name}"), file.read_bytes()
    for value in chance.sample(thought_of(json_values), REPLACEMENTS):
        payload = json.loads(sent)
        container, key = chance.choice([*places(payload)])
        container[key] = value
        for update in parse_or_refuse(file.parent.name, json.dumps(payload).encode()):
            assert all(checkpoint.occurred_at.tzinfo is UTC for checkpoint in update.checkpoints), payload


@every_sample
def test_a_sample_with_any_bytes_replaced_is_read_or_refused(file: Path) -> None:
    chance, sent = random.Random(f"{file.parent.name} {file.name}"), file.read_bytes()
    for some_bytes in chance.sample(thought_of(up_to_nine_bytes), REPLACEMENTS):
        body = bytearray(sent)
        start = chance.randrange(len(body))
        body[start : start + chance.randint(0, 9)] = some_bytes
        parse_or_refuse(file.parent.name, bytes(body))


@every_sample
def test_a_sample_cut_short_anywhere_is_refused_as_malformed(file: Path) -> None:
    body = file.read_bytes().rstrip()
    for length in range(0, len(body), 97):
        with pytest.raises(MALFORMED):
            carrier(file.parent.name).parse(body[:length])


@every_json_sample
def test_fields_nobody_documented_change_nothing(file: Path) -> None:
    payload = json.loads(file.read_bytes())
    for container, _ in [*places(payload)]:
        if isinstance(container, dict):
            container["added_next_year"] = {"anything": [1, None]}
    parse = carrier(file.parent.name).parse
    assert parse(json.dumps(payload).encode()) == parse(file.read_bytes())
