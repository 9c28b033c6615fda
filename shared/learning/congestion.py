"""How much longer parcels take when more of them than usual are on the way at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.learning.history import Days

ELASTICITY = 0.4
"""What is believed before it was seen: half as many parcels again take a sixth longer. By Little's law they would take
half as long again if nothing were done about them; carriers do something about them."""
_BELIEF = 20.0
"""How firmly, against the sum of squared surges that were seen."""
_SETTLED_AFTER = 21
"""Days after which most parcels of a day have arrived."""
_USUAL_DAYS = 28
_FEW = 30
"""Parcels that are nothing unusual in any shop."""
_LARGEST = 1.5
_FEWEST = 300
WIDENING = 0.5
"""How much wider the spread becomes, for each unit of the surge: nobody knows how a carrier copes with it."""

Surges = NDArray[np.float64]


def surges(ordered: Days, delivered: Days, first_day: int, last_day: int, lost_after: int) -> Surges:
    """For each day from `first_day`, the logarithm of parcels on the way over their mean of four weeks; 0 if fewer.

    Of a day only what happened before it counts.
    """
    count = last_day - first_day + 1
    opened = np.bincount(np.clip(ordered - first_day + 1, 0, count), minlength=count + 1)
    closed_on = np.minimum(delivered, ordered + lost_after)
    closed = np.bincount(np.clip(closed_on - first_day + 1, 0, count), minlength=count + 1)
    on_the_way = np.cumsum(opened - closed)[:count].astype(float)
    before = np.concatenate(([0.0], np.cumsum(on_the_way)))
    found = np.zeros(count)
    for row in range(_USUAL_DAYS + 1, count):
        usual = (before[row - 1] - before[row - 1 - _USUAL_DAYS]) / _USUAL_DAYS
        found[row] = np.log((on_the_way[row] + _FEW) / (usual + _FEW))
    return np.clip(found, 0.0, _LARGEST)


@dataclass(frozen=True, slots=True)
class Congestion:
    """The elasticity, as learned: a surge of s makes parcels take exp(elasticity x s) times as long."""

    elasticity: float = ELASTICITY

    def shift(self, surge: float) -> float:
        """What a surge adds to the logarithm of the time."""
        return self.elasticity * surge

    def widening(self, surge: float) -> float:
        """By what the spread is multiplied."""
        return 1 + WIDENING * surge


def learn_congestion(day: int, started: Days, ended: Days, forecast: NDArray[np.float64], surge: Surges) -> Congestion:
    """Compare days with a surge and days without: how much later than `forecast` (the logarithm of 1 + days, made
    without regard to surges; not a number where there is none) did parcels arrive that started on them?

    `surge` is that of each parcel's day. A day counts once, however many parcels it had: its parcels share their luck.
    """
    settled = np.isfinite(forecast) & (started < day - _SETTLED_AFTER) & (started >= day - 400)
    if settled.sum() < _FEWEST:
        return Congestion()
    start, end, surge = started[settled], ended[settled], surge[settled]
    taken = np.where(end < day, end - start, np.maximum(day - start + 7, 0))
    late = np.clip(np.log1p(taken) - forecast[settled], -1.2, 1.2)
    row = start - start.min()
    parcels = np.bincount(row)
    days = parcels > 0
    weight = parcels[days] / (parcels[days] + 20.0)
    lateness = np.bincount(row, late)[days] / parcels[days]
    surged = np.bincount(row, surge)[days] / parcels[days]
    lateness -= np.average(lateness, weights=weight)
    surged -= np.average(surged, weights=weight)
    together = (weight * surged * lateness).sum()
    elasticity = (_BELIEF * ELASTICITY + together) / (_BELIEF + (weight * surged * surged).sum())
    return Congestion(float(np.clip(elasticity, 0.0, 1.0)))
