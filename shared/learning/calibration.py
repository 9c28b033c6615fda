"""Correct forecasts by how earlier ones were kept, so that "90 per cent" is kept 90 per cent of the time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shared.promise.distribution import SCALE
from shared.promise.model.learned_model import CORRECTION_STEPS

HALF_LIFE = 180.0
"""Days after which a forecast counts half."""
_BELIEF = 50.0
"""Forecasts until the correction is believed by half; without any, a forecast is left as it is."""
_PARTS = 5
"""A day that was given a tenth of the chance is spread over that tenth, in so many parts."""
_BINS = 512

Chances = NDArray[np.float64]


def learn_correction(before: Chances, until: Chances, arrived: NDArray[np.bool_], weight: Chances) -> list[int]:
    """What a forecast chance turned out to be, per 10,000, for each of CORRECTION_STEPS + 1 chances from 0 to 1.

    For each earlier forecast: the chance it gave to the days before the day it arrived, and until its end; for parcels
    on the way `until` is not used: it will be later than the days that have the chance `before`. This is the estimate
    of Kaplan and Meier (1958) of the distribution of the chances, each of which is equally likely if all is well.
    """
    deaths = np.full(_BINS, _BELIEF / _BINS)
    low, high = before[arrived], until[arrived]
    for part in range(_PARTS):
        chance = low + (high - low) * (part + 0.5) / _PARTS
        deaths += np.bincount(_bin(chance), weight[arrived] / _PARTS, _BINS)
    leaves = np.bincount(_bin(before[~arrived]), weight[~arrived], _BINS)
    at_risk = np.cumsum((deaths + leaves)[::-1])[::-1] - leaves / 2
    reached = 1 - np.cumprod(1 - np.minimum(deaths / np.maximum(at_risk, 1e-12), 1.0))
    steps = np.interp(
        np.linspace(0, 1, CORRECTION_STEPS + 1), np.linspace(0, 1, _BINS + 1), np.concatenate(([0.0], reached))
    )
    corrected = [int(step) for step in np.maximum.accumulate(np.round(steps * SCALE))]
    return [*corrected[:-1], SCALE]


def _bin(chances: Chances) -> NDArray[np.int64]:
    return np.clip((chances * _BINS).astype(np.int64), 0, _BINS - 1)
