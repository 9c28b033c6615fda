"""Learn one stage, day after day: the numbers of its levels, its spread, and how fast parcels move just now.

The logarithm of a stage's working time is a sum of effects (`shared/promise/model/effects.py`). They are found by
backfitting: one effect after another takes the weighted mean of what the others leave over, pulled towards nothing by
its strength. Parcels that have not arrived count too: for the least time they will have taken, by the score and the
information of a normal distribution cut off there. So a slow week is seen while its parcels are still on the way,
and quick parcels, which arrive first, do not make the last weeks look better than they were.

How fast parcels move is found by comparing, for each of the last days, how many arrived with how many should have: the
hazard of each parcel on the way, given its age. All days since then, and those to come, count by that speed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.learning.history import Days
from shared.promise.model.effects import Effect
from shared.promise.model.learned_model import LOGISTIC

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]

HALF_LIFE = 90.0
"""Days after which a parcel counts half."""
WINDOW = 360
"""Days after which it is not looked at any more."""
OUTLIER = 2.7
"""A parcel's surprise is cut at so many spreads: one lost parcel must not move a lane."""
FAR_OUT = 4.0
"""For the spread itself it is cut further out."""
LONGEST = 80.0
"""Working days beyond which all is the same: very late."""
SPEED_WINDOW, SPEED_WINDOW_OF_REGION = 7, 14
"""Days over which arrivals are compared: a week, so that weekdays cancel out; two for a region, where there are few."""
SPEED_BELIEF, SPEED_BELIEF_OF_REGION = 30.0, 80.0
"""Arrivals until a speed is believed by half."""
SPEED_LIMIT, SPEED_LIMIT_OF_REGION = 4.0, 1.5
SPEED_DAMPING = 0.5
"""What is made of a speed everywhere: its square root. Parcels that are slow this week are not all slow for good; and
were all of it believed, slow weeks would make the days count less, the parcels look quicker, and so on without end."""
FIRST_SWEEPS = 6
_FEWEST_ON_THE_WAY = 30


@dataclass(slots=True)
class StageFit:
    """A stage of every parcel of a history, and what is known of it as of a day. `learn(day)` moves it on."""

    effects: Sequence[Effect]
    levels: Sequence[Codes]
    """For each effect the code of each parcel's level; -1 where it has none."""
    level_counts: Sequence[int]
    started: Days
    ended: Days
    regions: Codes
    region_count: int
    day_counts: Numbers
    """What each day counts (`WorkingTime`) by region: days from `first_day` on, one row a day."""
    first_day: int
    offset: float
    """Added to the working time before its logarithm is taken: what the shortest possible stage counts as."""
    lost_after: int
    """Days after which a parcel that has not arrived is taken for lost, and no longer counted as on the way."""
    moves_at_one_speed: bool
    """Whether the speed of the days is left alone: hand-overs are too irregular to tell it."""
    middle: float = 1.5
    spread: float = 0.5
    additions: list[Numbers] = field(init=False)
    centres: Numbers = field(init=False)
    """As forecast on the day each parcel started; not a number before that day was learned."""
    spreads: Numbers = field(init=False)
    speeds: Numbers = field(init=False)
    """By region, as of the day that was learned last."""
    _observed: Numbers = field(init=False)
    """The speed of each day so far, by region."""
    _working: Numbers = field(init=False)
    _progress: Numbers = field(init=False)
    _arrived: Numbers = field(init=False)
    _expected: Numbers = field(init=False)
    _order: Codes = field(init=False)
    _sorted_starts: Days = field(init=False)
    _first: bool = field(init=False, default=True)

    def __post_init__(self) -> None:
        self.additions = [np.zeros(max(count, 1)) for count in self.level_counts]
        self.centres = np.full(len(self.started), np.nan)
        self.spreads = np.full(len(self.started), np.nan)
        self.speeds = np.ones(self.region_count)
        self._observed = np.ones_like(self.day_counts)
        self._working = self.day_counts.copy()
        self._progress = np.cumsum(self._working, axis=0)
        self._arrived = np.zeros_like(self._working)
        self._expected = np.zeros_like(self._working)
        self._order = np.argsort(self.started, kind="stable")
        self._sorted_starts = self.started[self._order]

    def count_days(self, day_counts: Numbers) -> None:
        """Let the days count otherwise from now on, those gone by as well; their speeds stand."""
        self.day_counts = day_counts
        self._count_from(0)

    def started_on(self, day: int) -> Codes:
        """The parcels whose stage started that day."""
        return self._between(day, day + 1)

    def learn(self, day: int) -> None:
        """Learn from what happened before `day`, and forecast the parcels that start on it."""
        if not self.moves_at_one_speed:
            self._observe_speed(day - 1)
        parcels = self._between(day - WINDOW, day)
        if len(parcels):
            self._backfit(parcels, day)
        today = self.started_on(day)
        self.centres[today] = self.centre(today)
        self.spreads[today] = self.spread

    def centre(self, parcels: Codes, without: Sequence[str] = ()) -> Numbers:
        """The middle of the logarithm of the working time, leaving out the effects named."""
        total = np.full(len(parcels), self.middle)
        for effect, levels, additions in zip(self.effects, self.levels, self.additions, strict=True):
            if effect.name not in without:
                codes = levels[parcels]
                total += np.where(codes >= 0, additions[codes], 0.0)
        return total

    def progress(self, days: Days, regions: Codes) -> Numbers:
        """Working time up to the end of each of these days, in each of these regions."""
        rows = np.clip(days - self.first_day, 0, len(self._progress) - 1)
        return np.asarray(self._progress[rows, regions])

    def deliveries(self, day: int) -> list[Codes]:
        """For each effect and level, how many parcels that ended before `day` it was learned from."""
        parcels = self._between(day - WINDOW, day)
        ended = parcels[self.ended[parcels] < day]
        counts = []
        for levels, count in zip(self.levels, self.level_counts, strict=True):
            codes = levels[ended]
            counts.append(np.bincount(codes[codes >= 0], minlength=max(count, 1)))
        return counts

    def learned(self) -> Mapping[str, Any]:
        """What is the same for all parcels, for the artifact."""
        return {"middle": self.middle, "offset": self.offset, "spread": self.spread}

    def _between(self, first: int, last: int) -> Codes:
        """Parcels that started from `first` on, before `last`."""
        low, high = np.searchsorted(self._sorted_starts, (first, last))
        return np.asarray(self._order[low:high])

    def _backfit(self, parcels: Codes, day: int) -> None:
        ended = self.ended[parcels] < day
        age = day - self.started[parcels]
        value = self._logarithms(parcels, ended, day)
        weight = 0.5 ** (age / HALF_LIFE) * np.where(~ended & (age > self.lost_after), 0.0, 1.0)
        if weight.sum() <= 0:
            return
        codes = [levels[parcels] for levels in self.levels]
        centre = self.centre(parcels)
        for _ in range(FIRST_SWEEPS if self._first else 1):
            left, counts = _surprise(value - centre, self.spread, ended)
            counts = counts * weight
            step = float(np.average(left, weights=counts))
            self.middle += step
            left -= step
            centre += step
            for effect, additions, code in zip(self.effects, self.additions, codes, strict=True):
                self.middle += _take_share(effect, additions, code, age, counts, left, centre)
            furthest = FAR_OUT * self.spread
            surprise = np.clip((value - centre)[ended], -furthest, furthest)
            if weight[ended].sum() > 0:
                self.spread = max(0.05, float(sqrt(np.average(surprise**2, weights=weight[ended]))))
        self._first = False

    def _logarithms(self, parcels: Codes, ended: NDArray[np.bool_], day: int) -> Numbers:
        """Of the working time each took, to the middle of its last day; of those on the way, that has gone by."""
        last = np.where(ended, self.ended[parcels], day - 1)
        regions = self.regions[parcels]
        time = self.progress(last, regions) - self.progress(self.started[parcels], regions)
        rows = np.clip(last - self.first_day, 0, len(self._working) - 1)
        time = time - np.where(ended, self._working[rows, regions] / 2, 0.0)
        return np.asarray(np.log(self.offset + np.clip(time, 0.0, LONGEST)))

    def _observe_speed(self, day: int) -> None:
        """Compare what arrived on `day` with what should have, and let that day and those to come count by it."""
        row = day - self.first_day
        parcels = self._between(day - max(60, self.lost_after), day)
        parcels = parcels[np.isfinite(self.centres[parcels]) & (self.ended[parcels] >= day)]
        if len(parcels) < _FEWEST_ON_THE_WAY or not 0 <= row < len(self._working):
            return
        regions = self.regions[parcels]
        before = self.progress(np.full(len(parcels), day - 1), regions) - self.progress(self.started[parcels], regions)
        usual = self.day_counts[row, regions]
        gone = self._chance_by(parcels, before)
        hazard = (self._chance_by(parcels, before + usual) - gone) / np.maximum(1 - gone, 1e-6)
        self._arrived[row] = np.bincount(regions, self.ended[parcels] == day, self.region_count)
        self._expected[row] = np.bincount(regions, hazard, self.region_count)
        self.speeds = self._speeds(row)
        self._observed[row:] = self.speeds
        self._count_from(row)

    def _count_from(self, row: int) -> None:
        self._working[row:] = self.day_counts[row:] * self._observed[row:]
        start = self._progress[row - 1] if row else 0.0
        self._progress[row:] = start + np.cumsum(self._working[row:], axis=0)

    def _speeds(self, row: int) -> Numbers:
        week = slice(max(0, row - SPEED_WINDOW + 1), row + 1)
        everywhere = _ratio(self._arrived[week].sum(), self._expected[week].sum(), SPEED_BELIEF)
        everywhere = np.clip(everywhere, 1 / SPEED_LIMIT, SPEED_LIMIT) ** SPEED_DAMPING
        weeks = slice(max(0, row - SPEED_WINDOW_OF_REGION + 1), row + 1)
        arrived, expected = self._arrived[weeks].sum(axis=0), self._expected[weeks].sum(axis=0)
        usual = _ratio(arrived.sum(), expected.sum(), SPEED_BELIEF)
        region = _ratio(arrived, expected * usual, SPEED_BELIEF_OF_REGION)
        return np.asarray(everywhere * np.clip(region, 1 / SPEED_LIMIT_OF_REGION, SPEED_LIMIT_OF_REGION))

    def _chance_by(self, parcels: Codes, time: Numbers) -> Numbers:
        distance = np.log(self.offset + np.maximum(time, 0.0)) - self.centres[parcels]
        return logistic(distance / self.spreads[parcels])


def logistic(deviations: Numbers) -> Numbers:
    """The chance to be below so many standard deviations, as the request path reckons it."""
    return np.asarray(1 / (1 + np.exp(-np.clip(LOGISTIC * deviations, -40, 40))))


def _ratio(arrived: Any, expected: Any, belief: float) -> Any:
    return (arrived + belief) / (expected + belief)


def _surprise(distance: Numbers, spread: float, ended: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """How far each parcel is from its centre, and how much it says: 1 when it has arrived, less while on the way."""
    deviation = np.clip(distance / spread, -8, 4)
    score = np.exp(-deviation * deviation / 2) / sqrt(2 * pi) / _beyond(deviation)
    information = np.clip(score * (score - deviation), 1e-4, 1.0)
    on_the_way = spread * np.minimum(score / information, 4.0)
    return np.where(ended, np.clip(distance, -OUTLIER * spread, OUTLIER * spread), on_the_way), np.where(
        ended, 1.0, information
    )


def _take_share(
    effect: Effect,
    additions: Numbers,
    codes: Codes,
    age: Days,
    counts: Numbers,
    left: Numbers,
    centre: Numbers,
) -> float:
    """Let one effect take what it explains of what is left; `additions`, `left` and `centre` are changed in place.

    Answers the mean of it, which is taken off all its levels: it belongs to the middle, whichever effects are asked.
    """
    known = codes >= 0
    if not known.any():
        return 0.0
    size = len(additions)
    level = np.where(known, codes, 0)
    counts = np.where(known, counts, 0.0)
    recent = counts if effect.half_life is None else counts * 0.5 ** (age / effect.half_life)
    old = np.where(known, additions[level], 0.0)
    left += old
    centre -= old
    additions[:] = np.bincount(level, left * recent, size) / (np.bincount(level, recent, size) + effect.strength)
    seen = np.bincount(level, counts, size)
    mean = float((additions * seen).sum() / seen.sum()) if size > 1 and seen.sum() > 0 else 0.0
    additions[seen > 0] -= mean
    new = np.where(known, additions[level], 0.0)
    left -= new + mean
    centre += new + mean
    return mean


def _beyond(deviations: Numbers) -> Numbers:
    """The chance to be above so many standard deviations (up to 4) of a normal distribution.

    Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.2.17: right to 7.5e-8, which is too coarse
    further out.
    """
    size = np.abs(deviations)
    t = 1 / (1 + 0.2316419 * size)
    series = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    upper = np.exp(-size * size / 2) / sqrt(2 * pi) * series
    return np.asarray(np.where(deviations > 0, upper, 1 - upper))
