"""A learned model as it is stored: one line of JSON, then a hash table of numbers, read in place.

    TODOKU-MODEL 1\\n                  what it is, and the version of the form
    {"as_of": …, "slots": n, …}\\n     what is the same for all parcels, as compact JSON
    n × uint64                        keys: 8 bytes of BLAKE2b of the level's name; 0 where the slot is free
    n × int16                         what the level adds, in 1/2000 of the logarithm of days
    n × uint16                        deliveries it was learned from, at most 65,535

All numbers little-endian, n a power of two. A key lies in the slot `key mod n` or the next free one after it. Nothing
is decoded when a model is loaded: a million levels cost no more than a thousand.
"""

from __future__ import annotations

import json
import sys
from _blake2 import blake2b  # hashlib's own: going through hashlib loads OpenSSL
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.errors import Unavailable

MAGIC = b"TODOKU-MODEL 1\n"
UNITS_PER_LOG = 2000
"""Of a stored number: the finest step, far below what can be learned."""
MOST_DELIVERIES = 65_535
BYTES_PER_SLOT = 8 + 2 + 2

_REMEMBERED = 20_000
"""Keys a running function remembers; hashing costs more than looking up."""


class UnreadableModel(Unavailable):
    """The stored model cannot be read: of another version, or damaged. Fit it again."""

    code = "unreadable_model"


def key_of(level: str) -> int:
    """The key a level's name is stored under; never 0."""
    digest = blake2b(level.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1


@dataclass(frozen=True, slots=True)
class Artifact:
    """A stored model, opened."""

    header: Mapping[str, Any]
    _keys: memoryview
    _additions: memoryview
    _deliveries: memoryview
    _slots: dict[str, int]
    """Where levels that were asked for lie; -1 for those that are not there."""

    def level(self, name: str) -> tuple[int, int]:
        """What a level adds (in 1/2000 of a logarithm) and the deliveries it was learned from; (0, 0) if unknown."""
        slot = self._slots.get(name)
        if slot is None:
            slot = self._find(name)
        return (0, 0) if slot < 0 else (self._additions[slot], self._deliveries[slot])

    def _find(self, name: str) -> int:
        if len(self._slots) >= _REMEMBERED:
            self._slots.clear()
        key, keys = key_of(name), self._keys
        mask = len(keys) - 1
        slot = key & mask
        while keys[slot] != key:
            if not keys[slot]:
                slot = -1
                break
            slot = (slot + 1) & mask
        self._slots[name] = slot
        return slot


def read(data: bytes) -> Artifact:
    """Open a stored model; raises UnreadableModel. `data` is kept and read in place."""
    if sys.byteorder != "little":
        raise UnreadableModel("A model can be read on little-endian machines only.")
    if not data.startswith(MAGIC):
        raise UnreadableModel("This is no model, or one of a version that is not known here.")
    try:
        end = data.index(b"\n", len(MAGIC))
        header = json.loads(data[len(MAGIC) : end])
        slots = int(header["slots"])
    except (ValueError, KeyError, TypeError):
        raise UnreadableModel("The model's header cannot be read.") from None
    numbers = memoryview(data)[end + 1 :]
    if slots < 1 or slots & (slots - 1) or len(numbers) != slots * BYTES_PER_SLOT:
        raise UnreadableModel("The model is cut off, or longer than it says.")
    return Artifact(
        header=header,
        _keys=numbers[: slots * 8].cast("Q"),
        _additions=numbers[slots * 8 : slots * 10].cast("h"),
        _deliveries=numbers[slots * 10 :].cast("H"),
        _slots={},
    )
