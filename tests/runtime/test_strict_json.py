"""JSON from strangers: read as JSON, or refused with a reason; nothing else ever happens."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import strict_json
from shared.strict_json import MAX_DEPTH, MAX_NUMBER_LENGTH, MalformedJson

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
LEAVES = st.none() | st.booleans() | st.integers(-(10**38), 10**39) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    LEAVES | TEXT, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5), max_leaves=20
)


@given(value=VALUES, ascii_only=st.booleans(), indent=st.none() | st.integers(0, 3))
def test_what_json_can_say_is_read(value: Any, ascii_only: bool, indent: int | None) -> None:
    assert strict_json.loads(json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode()) == value


@given(raw=st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_anything_else_is_refused_and_nothing_but_refused(raw: bytes) -> None:
    with contextlib.suppress(MalformedJson):
        strict_json.loads(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" ",
        b"\xff",
        b'"\xed\xa0\x80"',
        b"\xef\xbb\xbf{}",
        "{}".encode("utf-16"),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
        b"9" * 5_000,
        b"-" + b"9" * MAX_NUMBER_LENGTH,
        b"1e999",
        b"-1e999",
        b"0." + b"1" * 5_000,
        b"NaN",
        b"Infinity",
        b"-Infinity",
        b'{"a":1,"a":1}',
        b'{"a":1,"\\u0061":2}',
        b'[{"b":{"a":1,"a":2}}]',
        b'"\\ud800"',
        b'"\\udc00\\ud800"',
        b'{"\\ud800":1}',
        b'"\\u0000"',
        b'{"a\\u0000":1}',
        b'"\\\\\\u0000"',
        b'"\x00"',
        b"{'a':1}",
        b"[1,]",
        b"01",
        b"1 2",
        b"//\n1",
    ],
)
def test_what_is_hostile_is_refused(raw: bytes) -> None:
    with pytest.raises(MalformedJson):
        strict_json.loads(raw)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, None),
        (b'"' + b"[" * 1000 + b'"', "[" * 1000),
        (b'"\\"[[[["', '"[[[['),
        (b'{"a":"' + b"{" * 100 + b'\\\\"}', {"a": "{" * 100 + "\\"}),
        (b"9" * MAX_NUMBER_LENGTH, int("9" * MAX_NUMBER_LENGTH)),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b'"\\\\u0000"', "\\u0000"),
        (b'"\\\\ud800"', "\\ud800"),
        (b'{"a":[{"a":1},{"a":1}]}', {"a": [{"a": 1}, {"a": 1}]}),
        (b"-0", 0),
        (b"1e2", 100.0),
    ],
)
def test_what_only_looks_hostile_is_read(raw: bytes, value: object) -> None:
    read = strict_json.loads(raw)
    assert value is None or read == value


@pytest.mark.parametrize(
    "raw",
    [b'"' * 128_000, b'"\\' * 64_000, b'["' * 64_000, b'"a",' * 32_000, b'{"a":"' + b"\\\\" * 60_000, b"\\" * 128_000],
)
def test_the_largest_body_takes_no_time(raw: bytes) -> None:
    begun = time.process_time()
    with pytest.raises(MalformedJson):
        strict_json.loads(raw)
    assert time.process_time() - begun < 1


def seconds(raw: bytes) -> float:
    """How long a refusal takes: the best of three, so that only the work counts."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        with pytest.raises(MalformedJson):
            strict_json.loads(raw)
        taken.append(time.process_time() - begun)
    return min(taken)


@pytest.mark.parametrize("end", [b"", b"\\"])
def test_a_string_that_never_ends_takes_time_as_it_is_long_and_no_more(end: bytes) -> None:
    short, long = (b"[" * 33 + b'"' + b'\\"' * quotes + end for quotes in (4_000, 16_000))
    assert seconds(long) <= 8 * max(seconds(short), 0.002)


@pytest.mark.parametrize(
    "around", [b"%s", b'["[[[[\\"{{{{",%s]', b"[" + b"[]," * 40 + b"%s]", b"[" + b"{}," * 40 + b"%s]"]
)
def test_32_levels_are_read_and_33_are_refused_whatever_else_there_is(around: bytes) -> None:
    inner = 32 - (around != b"%s")
    strict_json.loads(around % (b"[" * inner + b"]" * inner))
    for deeper in (b"[" * (inner + 1) + b"]" * (inner + 1), b'{"a":' * (inner + 1) + b"1" + b"}" * (inner + 1)):
        with pytest.raises(MalformedJson, match="deeper than 32 levels"):
            strict_json.loads(around % deeper)


@given(secret=st.text("abcdefgh", min_size=8, max_size=20))
def test_a_refusal_never_repeats_what_was_sent(secret: str) -> None:
    for raw in (f'{{"a":"{secret}"', f'{{"{secret}":1,"{secret}":2}}', f"{secret}", f'{{"a":"{secret}\\ud800"}}'):
        with pytest.raises(MalformedJson) as refusal:
            strict_json.loads(raw.encode())
        assert secret not in refusal.value.detail
