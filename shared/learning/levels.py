"""Each parcel's level of each effect as a number, and the names of the levels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.promise.model.artifact import key_of
from shared.promise.model.effects import Effect
from shared.promise.model.learned_model import level_name

NO_LEVEL = -1


@dataclass(frozen=True, slots=True)
class Levels:
    """One effect over all parcels."""

    effect: Effect
    codes: NDArray[np.int64]
    """Of each parcel; NO_LEVEL where the fact is not known."""
    keys: NDArray[np.uint64]
    """Of each code, as the artifact stores it."""


def number_levels(stage: str, effects: Sequence[Effect], named: Iterable[Sequence[str | None]]) -> list[Levels]:
    """Number the levels of `effects`, of which `named` has one row for each parcel."""
    columns = list(zip(*named, strict=True)) or [()] * len(effects)
    numbered = []
    for effect, column in zip(effects, columns, strict=True):
        codes: dict[str, int] = {}
        of_parcels = [NO_LEVEL if name is None else codes.setdefault(name, len(codes)) for name in column]
        keys = (key_of(level_name(stage, effect, name)) for name in codes)
        numbered.append(
            Levels(effect, np.array(of_parcels, dtype=np.int64), np.fromiter(keys, dtype=np.uint64, count=len(codes)))
        )
    return numbered
