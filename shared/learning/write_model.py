"""Write a model in the form that `shared/promise/model/artifact.py` reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.promise.model.artifact import MAGIC, MOST_DELIVERIES, UNITS_PER_LOG

_FULL = 0.6
"""How full the table may be: a level is found in the first or second slot that is looked at."""


def write_model(
    header: Mapping[str, Any],
    keys: NDArray[np.uint64],
    additions: NDArray[np.float64],
    deliveries: NDArray[np.int64],
) -> bytes:
    """The artifact: `header` and, for each level, its key, what it adds and what it was learned from."""
    units = np.clip(np.round(additions * UNITS_PER_LOG), -32_768, 32_767).astype("<i2")
    told = (units != 0) | (deliveries > 0)
    keys, first = np.unique(keys[told], return_index=True)
    units, deliveries = units[told][first], deliveries[told][first]
    count = 1 << max(4, int(np.ceil(np.log2(max(len(keys), 1) / _FULL))))
    slots = _place(keys, count)
    table = np.zeros(count, dtype="<u8"), np.zeros(count, dtype="<i2"), np.zeros(count, dtype="<u2")
    table[0][slots], table[1][slots] = keys, units
    table[2][slots] = np.minimum(deliveries, MOST_DELIVERIES)
    text = json.dumps({**header, "slots": count}, ensure_ascii=False, separators=(",", ":"))
    return MAGIC + text.encode() + b"\n" + b"".join(column.tobytes() for column in table)


def _place(keys: NDArray[np.uint64], count: int) -> NDArray[np.int64]:
    """A slot for each key: its own, or the next that is free."""
    taken = np.zeros(count, dtype=bool)
    slots = (keys & np.uint64(count - 1)).astype(np.int64)
    waiting = np.arange(len(keys))
    while len(waiting):
        _, first = np.unique(slots[waiting], return_index=True)
        winners = waiting[first]
        winners = winners[~taken[slots[winners]]]
        taken[slots[winners]] = True
        placed = np.zeros(len(keys), dtype=bool)
        placed[winners] = True
        waiting = waiting[~placed[waiting]]
        slots[waiting] = (slots[waiting] + 1) % count
    return slots
