"""JSON from strangers: read strictly, or refused with a reason. Nothing else is ever raised.

Refused: invalid UTF-8, nesting deeper than 32, numbers longer than 40 characters or without a finite value, duplicate
keys, unpaired surrogates, NUL characters (DynamoDB and mail both mistreat them). Python's own reader would turn these
into a UnicodeDecodeError, a RecursionError, a ValueError, or silently keep the last duplicate.
"""

from __future__ import annotations

import json
import math
import re

from shared.errors import Invalid

MAX_DEPTH = 32
MAX_NUMBER_LENGTH = 40

_NEITHER_QUOTE_NOR_BRACKET = bytes(set(range(256)) - set(b'"[]{}'))
_UNSPEAKABLE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
"""An escape that may be a NUL or half of a surrogate pair; whether it is one, only the read value tells."""
_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


class MalformedJson(Invalid):
    """The body is not JSON we accept."""

    code = "malformed_json"


def loads(raw: bytes) -> object:
    """Read UTF-8 JSON bytes; raise MalformedJson saying what was wrong. Takes time linear in the length."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedJson(f"The body is not UTF-8: byte {error.start} cannot be read.") from None
    _refuse_depth(raw)
    try:
        value = _decoder.decode(text)
    except json.JSONDecodeError as error:
        raise MalformedJson(f"The body is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from None
    if _UNSPEAKABLE.search(raw):
        _refuse_unspeakable_escapes(value)
    return value


def _refuse_depth(raw: bytes) -> None:
    """Look at the brackets outside strings, without recursion, before the recursive reader sees them."""
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:  # too few to nest too deep
        return
    brackets = _brackets(raw)
    if not _rest_after_levels(brackets):
        return
    depth = 0  # it is not well-formed, or too deep: now it may take longer to know
    for bracket in brackets:
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            raise MalformedJson(f"The body nests deeper than {MAX_DEPTH} levels.")


def _rest_after_levels(brackets: bytes) -> bytes:
    """What is left when MAX_DEPTH times the innermost pairs are taken away: nothing, where all is well."""
    for _ in range(MAX_DEPTH):
        if not brackets:
            break
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return brackets


def _brackets(raw: bytes) -> bytes:
    """The body's brackets without those in strings."""
    without_escapes = raw.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in raw else raw
    return b"".join(without_escapes.translate(None, _NEITHER_QUOTE_NOR_BRACKET).split(b'"')[::2])


def _refuse_unspeakable_escapes(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False)
    if _ESCAPED_NUL.search(text):
        raise MalformedJson("The body holds a NUL character (\\u0000).")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedJson("The body holds half of a surrogate pair (\\ud800 to \\udfff).") from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise MalformedJson("An object in the body names the same key twice.")
    return value


def _integer(digits: str) -> int:
    _refuse_length(digits)
    return int(digits)


def _decimal(digits: str) -> float:
    _refuse_length(digits)
    value = float(digits)
    if not math.isfinite(value):
        raise MalformedJson("The body holds a number that is too large.")
    return value


def _constant(name: str) -> float:
    raise MalformedJson(f"The body holds {name}, which is not JSON.")


def _refuse_length(digits: str) -> None:
    if len(digits) > MAX_NUMBER_LENGTH:
        raise MalformedJson(f"The body holds a number longer than {MAX_NUMBER_LENGTH} characters.")


_decoder = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_decimal, parse_constant=_constant
)
