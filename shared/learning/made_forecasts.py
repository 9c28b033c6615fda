"""The forecasts that were made at one moment of each parcel, and what is learned from how they were kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from shared.learning.calibration import HALF_LIFE, learn_correction
from shared.learning.congestion import Congestion
from shared.learning.history import Days

Rows = NDArray[np.int64]
Chances = NDArray[np.float64]

_PRECISION = 65_535
_MIDDLE = 0.55
"""The chance that is taken for the middle before any correction: times have a longer tail than the curve."""


@dataclass(slots=True)
class MadeForecasts:
    """All forecasts made at the order, or at the hand-over."""

    started: Days
    ended: Days
    middles: Chances
    """The logarithm of 1 + the middle of each forecast, without regard to congestion."""
    congestion: Congestion = field(default_factory=Congestion)
    corrected: Sequence[int] = ()
    """As `learn_correction` answers it."""
    _chances: NDArray[np.uint16] = field(init=False)
    _rows: Rows = field(init=False)
    _starts: Days = field(init=False)

    @classmethod
    def of(cls, started: Days, ended: Days, horizon: int) -> Self:
        """None made yet. `horizon`: the days each tells of."""
        made = cls(started, ended, np.full(len(started), np.nan))
        made._chances = np.zeros((len(started), horizon + 1), dtype=np.uint16)
        made._rows = np.argsort(started, kind="stable")
        made._starts = started[made._rows]
        return made

    def on(self, day: int) -> Rows:
        """The parcels whose moment is that day."""
        return self._between(day, day + 1)

    def note(self, rows: Rows, chances: Chances) -> None:
        """Keep, for each parcel, the chance to have arrived by each day after its start."""
        self._chances[rows] = np.round(chances * _PRECISION)

    def note_middles(self, rows: Rows, chances: Chances) -> None:
        """Keep the middles of forecasts that regard no congestion."""
        self.middles[rows] = np.log1p((chances < _MIDDLE).sum(axis=1))

    def chances_of(self, rows: Sequence[int]) -> Chances:
        """What was kept of these."""
        return np.asarray(self._chances[list(rows)] / _PRECISION)

    def correct(self, day: int, since: int, lost_after: int) -> None:
        """Learn from how the forecasts made since then were kept before `day`.

        Parcels that have been on their way for more than `lost_after` days are lost, which no date can help.
        """
        rows = self._between(max(since, day - int(4 * HALF_LIFE)), day)
        arrived, age = self.ended[rows] < day, day - self.started[rows]
        counts = arrived | (age <= lost_after)
        rows, arrived, age = rows[counts], arrived[counts], age[counts]
        taken = np.where(arrived, self.ended[rows] - self.started[rows], age)
        last = self._chances.shape[1] - 1
        before = self._chances[rows, np.clip(taken - 1, 0, last)] / _PRECISION
        until = self._chances[rows, np.clip(taken, 0, last)] / _PRECISION
        self.corrected = learn_correction(np.where(taken > 0, before, 0.0), until, arrived, 0.5 ** (age / HALF_LIFE))

    def learned(self, surge: float) -> dict[str, Any]:
        """What is particular to this moment, for the artifact."""
        return {
            "shift": self.congestion.shift(surge),
            "widening": self.congestion.widening(surge),
            "corrected": self.corrected,
        }

    def _between(self, first: int, last: int) -> Rows:
        low, high = np.searchsorted(self._starts, (first, last))
        return np.asarray(self._rows[low:high])
