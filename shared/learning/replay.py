"""Go through a shop's past day by day, and know on each day what could have been known on it, and no more.

What a model is needs all days before: how fast parcels move is seen against what was forecast then, and forecasts are
corrected by how earlier ones were kept. So fitting is going through the past, and a backtest is doing it with the
request path's own forecasts taken on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.errors import Conflict
from shared.learning.congestion import learn_congestion, surges
from shared.learning.history import NEVER, Days, Past
from shared.learning.known_of_past import adherence, days_after, deliveries_by_country, regions_of_postals
from shared.learning.levels import Levels, number_levels
from shared.learning.made_forecasts import MadeForecasts
from shared.learning.stage_fit import StageFit, logistic
from shared.learning.working_time import learn_working_time
from shared.learning.write_model import write_model
from shared.promise.model.effects import (
    HANDLING,
    TRANSIT,
    TRANSIT_AT_START,
    handling_levels,
    region_of,
    start_levels,
    transit_levels,
)
from shared.promise.model.learned_model import NODES

Holidays = Callable[[str, Sequence[int]], frozenset[int]]
"""Public holidays of a country in these years, as day numbers."""


class TooLittlePast(Conflict):
    """Too few parcels have arrived to learn anything from."""

    code = "too_little_past"


FEWEST_DELIVERIES = 200
"""Fewer teach nothing: carriers' tables know better."""
_AHEAD = 200
"""Days the calendars reach beyond the last day."""
_AT_START = tuple(effect.name for effect in TRANSIT_AT_START)
_WEEK = 7
_MONTH = 28
_WARM_UP = 30
"""Days after the first deliveries until the first forecast: quick parcels arrive first."""


class Replay:
    """A past on the way from its first day to its last."""

    def __init__(self, past: Past, holidays: Holidays, *, until: int | None = None) -> None:
        """Raises TooLittlePast where fewer than FEWEST_DELIVERIES were delivered.

        `until` is the last day that will be asked for; the last day of the past where left out.
        """
        self._past = past
        arrived = past.delivered < NEVER
        if arrived.sum() < FEWEST_DELIVERIES:
            raise TooLittlePast(f"{int(arrived.sum())} parcels have arrived; it takes {FEWEST_DELIVERIES} to learn.")
        self.first_forecast = int(np.sort(past.delivered)[FEWEST_DELIVERIES - 1]) + 1 + _WARM_UP
        early = past.delivered < self.first_forecast
        self._one_stage = bool((past.handed_over < NEVER)[early].mean() < 0.5)
        self._taken = past.ordered if self._one_stage else past.handed_over
        self._first = int(past.ordered.min())
        self._last = int(max(past.ordered.max(), past.delivered[arrived].max())) if until is None else until
        times = (past.delivered - past.ordered)[early]
        self.horizon = int(np.clip(4 * np.quantile(times, 0.95), 30, 180))
        self._lost_after = int(np.clip(np.quantile(times, 0.95), 20, 120))
        self._holidays = {
            country: holidays(country, range(_year(self._first), _year(self._last + _AHEAD) + 1))
            for country in sorted({a.country for a in past.asked} | {a.origin_country for a in past.asked} - {""})
        }
        self._regions, self._region_names = _numbered([region_of(asked) for asked in past.asked])
        self._region_countries = [name.split(" ", 1)[0] for name in self._region_names]
        origins = [asked.origin_country or asked.country for asked in past.asked]
        self._origins, self._origin_countries = _numbered(origins)
        self._transit_levels, self._handling_levels = self._number_levels()
        self._transit = self._stage(self._transit_levels, self._taken, past.delivered, self._regions, 1.0)
        self._handling = (
            None
            if self._one_stage
            else self._stage(self._handling_levels, past.ordered, past.handed_over, self._origins, 0.7)
        )
        self._order = MadeForecasts.of(past.ordered, past.delivered, self.horizon)
        self._hand_over = MadeForecasts.of(self._taken, past.delivered, self.horizon)
        self._surges = surges(past.ordered, past.delivered, self._first, self._last, self._lost_after)
        self.day = self._first
        """Everything before this day is known."""
        self._count_days()

    @property
    def past(self) -> Past:
        """What is gone through."""
        return self._past

    def advance(self, day: int) -> None:
        """Learn everything that happened before `day`."""
        while self.day < day:
            self.day += 1
            self._learn(self.day)

    def model(self) -> bytes:
        """The artifact, as of now. Raises TooLittlePast before the first forecast could be made."""
        if self.day < self.first_forecast:
            days = self.first_forecast - self.day
            raise TooLittlePast(f"Parcels have arrived for too short a time: it takes {days} more days to learn.")
        stages = [("transit", self._transit_levels, self._transit)]
        if self._handling is not None:
            stages.append(("handling", self._handling_levels, self._handling))
        keys, additions, deliveries = [], [], []
        for _, levels, fit in stages:
            for level, added, counted in zip(levels, fit.additions, fit.deliveries(self.day), strict=True):
                keys.append(level.keys)
                additions.append(added[: len(level.keys)])
                deliveries.append(counted[: len(level.keys)])
        return write_model(self._header(), np.concatenate(keys), np.concatenate(additions), np.concatenate(deliveries))

    def ordered_on(self, day: int) -> list[int]:
        """The rows of the parcels that were ordered that day."""
        return [int(row) for row in self._order.on(day)]

    def handed_over_on(self, day: int) -> list[int]:
        """The rows of the parcels that the carrier took that day."""
        return [int(row) for row in self._hand_over.on(day)]

    def seen(self, moment: str, rows: Sequence[int]) -> tuple[NDArray[np.float64], Sequence[int]]:
        """What was forecast at "order" or "hand_over" for these parcels: for each the chance to have arrived by each
        day, before it is corrected; and today's correction (`learn_correction`)."""
        forecasts = self._order if moment == "order" else self._hand_over
        return forecasts.chances_of(rows), forecasts.corrected

    def surge(self) -> float:
        """How many more parcels than usual are on the way, as a logarithm."""
        return float(self._surges[min(self.day - self._first, len(self._surges) - 1)])

    # What is set up once

    def _number_levels(self) -> tuple[list[Levels], list[Levels]]:
        past, rows = self._past, range(len(self._past))
        unknown: list[str | None] = [None] * len(TRANSIT_AT_START)
        transit = (
            [
                *transit_levels(past.asked[row], self._region_names[self._regions[row]]),
                *(start_levels(self._asked_at_start(row)) if self._taken[row] < NEVER else unknown),
            ]
            for row in rows
        )
        handling = (handling_levels(asked) for asked in past.asked)
        return number_levels("t", (*TRANSIT, *TRANSIT_AT_START), transit), number_levels("h", HANDLING, handling)

    def _asked_at_start(self, row: int) -> Any:
        return self._past.asked[row] if self._one_stage else self._past.asked_at_hand_over(row)

    def _stage(
        self, levels: Sequence[Levels], started: Days, ended: Days, regions: NDArray[np.int64], offset: float
    ) -> StageFit:
        is_handling = ended is self._past.handed_over
        columns = len(self._origin_countries if is_handling else self._region_names)
        return StageFit(
            effects=[level.effect for level in levels],
            levels=[level.codes for level in levels],
            level_counts=[len(level.keys) for level in levels],
            started=started,
            ended=ended,
            regions=regions,
            region_count=columns,
            day_counts=np.ones((self._last - self._first + _AHEAD + 1, columns)),
            first_day=self._first,
            offset=offset,
            lost_after=20 if is_handling else self._lost_after,
            moves_at_one_speed=is_handling,
        )

    # What happens every day

    def _learn(self, day: int) -> None:
        if (day - self.first_forecast) % _MONTH == 0:
            self._count_days()
        if self._handling is not None:
            self._handling.learn(day)
        self._transit.learn(day)
        if day < self.first_forecast:
            return
        if (day - self.first_forecast) % _WEEK == 0:
            for moment in (self._order, self._hand_over):
                moment.congestion = learn_congestion(
                    day, moment.started, moment.ended, moment.middles, self._surges_of(moment.started)
                )
        for moment, chances_of in ((self._order, self._from_order), (self._hand_over, self._from_hand_over)):
            moment.correct(day, self.first_forecast, 2 * self._lost_after)
            rows = moment.on(day)
            if len(rows):
                surge, congestion = self.surge(), moment.congestion
                moment.note_middles(rows, chances_of(rows, day, 0.0, 1.0))
                moment.note(rows, chances_of(rows, day, congestion.shift(surge), congestion.widening(surge)))

    def _count_days(self) -> None:
        """Learn anew what weekdays count, from what happened so far."""
        days = np.arange(self._first, self._first + len(self._transit.day_counts))
        delivered = self._past.delivered[self._past.delivered < self.day]
        self._transit_time = learn_working_time(delivered, goes_on=0.25)
        columns = [self._transit_time.of(days, self._holidays[country]) for country in self._region_countries]
        self._transit.count_days(np.stack(columns, axis=1))
        handed_over = self._past.handed_over[self._past.handed_over < self.day]
        self._handling_time = learn_working_time(handed_over, goes_on=0.0)
        if self._handling is not None:
            columns = [self._handling_time.of(days, self._holidays[country]) for country in self._origin_countries]
            self._handling.count_days(np.stack(columns, axis=1))

    def _from_order(self, rows: NDArray[np.int64], day: int, shift: float, widening: float) -> NDArray[np.float64]:
        if self._handling is None:
            return self._from_hand_over(rows, day, shift, widening)
        handling, spread = self._handling.centre(rows), self._handling.spread
        transit = self._transit.centre(rows, without=_AT_START) + shift
        chances = np.zeros((len(rows), self.horizon + 1))
        for node in NODES:
            handed_over = self._handed_over(rows, day, handling + node * spread)
            chances += self._chances(rows, day, handed_over, transit, widening)
        return np.asarray(chances / len(NODES))

    def _handed_over(self, rows: NDArray[np.int64], day: int, logarithms: NDArray[np.float64]) -> NDArray[np.int64]:
        fit = self._handling
        assert fit is not None  # noqa: S101 - asked only where there is one
        time = np.exp(logarithms) - fit.offset
        found = np.full(len(rows), day)
        days = np.arange(day, day + self.horizon + 1)
        for origin in np.unique(self._origins[rows]):
            here = self._origins[rows] == origin
            progress = fit.progress(days, np.full(len(days), origin))
            found[here] = day + np.searchsorted(progress - progress[0], time[here] - 1e-12)
        return np.asarray(np.minimum(found, day + self.horizon))

    def _from_hand_over(self, rows: NDArray[np.int64], day: int, shift: float, widening: float) -> NDArray[np.float64]:
        return self._chances(rows, day, np.full(len(rows), day), self._transit.centre(rows) + shift, widening)

    def _chances(
        self,
        rows: NDArray[np.int64],
        day: int,
        handed_over: NDArray[np.int64],
        centres: NDArray[np.float64],
        widening: float,
    ) -> NDArray[np.float64]:
        """For each parcel the chance to have arrived by each day from `day`, being handed over on `handed_over`."""
        fit, regions = self._transit, self._regions[rows]
        days = day + np.arange(self.horizon + 1)
        time = fit.progress(days[None, :], regions[:, None]) - fit.progress(handed_over, regions)[:, None]
        distance = np.log(fit.offset + np.maximum(time, 0.0)) - centres[:, None]
        chances = logistic(distance / (fit.spread * widening))
        return np.asarray(np.where(days[None, :] >= handed_over[:, None], chances, 0.0))

    def _surges_of(self, days: Days) -> NDArray[np.float64]:
        return np.asarray(self._surges[np.clip(days - self._first, 0, len(self._surges) - 1)])

    # What is written

    def _header(self) -> dict[str, Any]:
        day, surge, speeds = self.day, self.surge(), self._transit.speeds
        ahead = range(day - self.horizon, day + _AHEAD)
        return {
            "as_of": date.fromordinal(day).isoformat(),
            "horizon": self.horizon,
            "deliveries": int((self._past.delivered < day).sum()),
            "regions": regions_of_postals(self._past, day),
            "places": self._past.places,
            "holidays": {country: sorted(set(ahead) & days) for country, days in self._holidays.items()},
            "handling": self._handling and {**self._handling.learned(), **asdict(self._handling_time)},
            "transit": {
                **self._transit.learned(),
                **asdict(self._transit_time),
                "countries": deliveries_by_country(self._past, day),
                "speed": round(float(np.median(speeds)), 4),
                "speeds": dict(zip(self._region_names, (round(float(speed), 4) for speed in speeds), strict=True)),
            },
            "moments": {"order": self._order.learned(surge), "hand_over": self._hand_over.learned(surge)},
            "adherence": adherence(self._past, day),
            "days_after": days_after(self._past, day, self.horizon),
        }


def _year(day: int) -> int:
    return date.fromordinal(day).year


def _numbered(names: Sequence[str]) -> tuple[NDArray[np.int64], list[str]]:
    numbers: dict[str, int] = {}
    codes = np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)
    return codes, list(numbers)
