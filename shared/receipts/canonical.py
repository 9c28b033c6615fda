"""One value, one sequence of bytes: what a signature can be about."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence


def canonical(value: object) -> bytes:
    """The JSON of `value` as RFC 8785 (JCS) writes it: keys sorted, no space, UTF-8, nothing escaped needlessly.

    Takes objects with ASCII keys, lists, texts, whole numbers, true, false and null. Raises ValueError for anything
    else: two languages write the same float differently, and sort other keys differently.
    """
    _refuse_what_is_written_differently(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _refuse_what_is_written_differently(value: object) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise ValueError("a signed object has ASCII keys only")
            _refuse_what_is_written_differently(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for inner in value:
            _refuse_what_is_written_differently(inner)
    elif not (value is None or isinstance(value, str | int)):
        raise ValueError(f"a signed document holds no {type(value).__name__}")
