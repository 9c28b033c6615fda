"""What would have been promised: a shop's past gone through day by day, strictly as of each day.

Forecasts come from the artifact as the function would have loaded it that day, through the code that answers there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np

from shared.learning.history import NEVER, Days, Past
from shared.learning.replay import Holidays, Replay
from shared.promise.forecast import Asked, Forecast
from shared.promise.model.learned_model import LearnedModel
from shared.promise.policy import CONFIDENCES

Tell = Callable[[date], None]
"""Told each day that is done, for a progress line."""

ORDER, HAND_OVER = "order", "hand_over"
"""The moments at which a date is told first."""
WITH_THE_CARRIER = "in_transit"
"""The stage of a parcel of which no more is known than that the carrier has it."""
_NOWHERE_NEAR = "all"
"""The grain of a forecast that no delivery to the same region stands behind."""
DAYS_SINCE = (0, 1, 2, 3, 5, 7, 10, 15)
"""How many days after it reached a stage a parcel is asked about again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One parcel: what would have been said at one moment, and what came of it. All in days from that moment."""

    row: int
    """Of the past."""
    moment: str
    """ORDER, HAND_OVER, or the stage that a parcel on the way had reached."""
    day: int
    """Day number of the moment."""
    taken: int
    """Until it was delivered."""
    told: int | None
    """Until the date the shopper was told at the time."""
    at: tuple[int, ...]
    """Until the date at each of CONFIDENCES."""
    said: tuple[int, ...]
    """The chance, per 10,000, that was given to coming by each of these dates: more than asked, as days are whole."""
    sample: int
    """Own deliveries nearby that it rests on; 0 where there are none, and all deliveries answer."""
    grain: str
    """How close to the lane these are (`Forecast.grain`); by a draft configuration, the date's `Source`."""
    since: int = 0
    """Days since the parcel reached the stage."""

    @property
    def likely(self) -> int:
        """The date as likely to be early as late."""
        return self.at[0]


class Asker(Protocol):
    """Asks what is to be measured, on each day that it wants."""

    days: frozenset[int]
    """Day numbers on which there is something to ask."""

    def outcomes(self, day: int, model: LearnedModel | None) -> Iterator[Outcome]:
        """What the model of that day says of each parcel, and what came of it; None before the first model."""


def backtest(past: Past, holidays: Holidays, first: date, last: date, *, tell: Tell | None = None) -> Iterator[Outcome]:
    """Every parcel ordered, or handed over, from `first` to `last` that was delivered. Raises TooLittlePast.

    Parcels that never arrived have no error to count; how they were promised shows in the days promised of others.
    """
    askers = [ModelAsker(past)]
    return (outcome for _, outcome in go_through(Replay(past, holidays), askers, first, last, tell=tell))


def go_through(
    replay: Replay | None, askers: Sequence[Asker], first: date, last: date, *, tell: Tell | None = None
) -> Iterator[tuple[int, Outcome]]:
    """All that the askers are answered from `first` to `last`, each with the asker's place in `askers`.

    Without a replay there is no model on any day.
    """
    for day in range(first.toordinal(), last.toordinal() + 1):
        asking = [(place, asker) for place, asker in enumerate(askers) if day in asker.days]
        if asking:
            model = _model(replay, day)
            for place, asker in asking:
                for outcome in asker.outcomes(day, model):
                    yield place, outcome
        if tell is not None:
            tell(date.fromordinal(day))


class ModelAsker:
    """Asks the model itself: at the order, and at the hand-over."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._ordered, self._handed_over = rows_by_day(past, past.ordered), rows_by_day(past, past.handed_over)
        self.days = frozenset(self._ordered) | frozenset(self._handed_over)

    def outcomes(self, day: int, model: LearnedModel | None) -> Iterator[Outcome]:
        """Of every parcel that was ordered or handed over on that day."""
        if model is None:
            return
        past = self._past
        for row in self._ordered.get(day, ()):
            yield _outcome(past, row, ORDER, day, model.from_order(past.asked[row]))
        for row in self._handed_over.get(day, ()):
            yield _outcome(past, row, HAND_OVER, day, model.from_hand_over(past.asked_at_hand_over(row)))


class LiveAsker:
    """Asks of parcels on the way how many days are left: so many days after the hand-over, and after each stage."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._asked: dict[int, list[tuple[str, int, int]]] = {}
        handed_over = {WITH_THE_CARRIER: past.handed_over}
        for stage, reached in {**past.stages, **handed_over}.items():
            self._ask_after(stage, reached)
        self.days = frozenset(self._asked)

    def _ask_after(self, stage: str, reached: Days) -> None:
        past = self._past
        for row in np.flatnonzero((reached < NEVER) & (past.handed_over < NEVER) & (past.delivered < NEVER)):
            for since in DAYS_SINCE:
                day = int(reached[row]) + since
                if day > past.delivered[row]:
                    break
                self._asked.setdefault(day, []).append((stage, since, int(row)))

    def outcomes(self, day: int, model: LearnedModel | None) -> Iterator[Outcome]:
        """Of every parcel that was on the way on the morning of that day; those a model says nothing of are left out.

        Day 0 is the day of the stage itself.
        """
        if model is None:
            return
        today = date.fromordinal(day)
        for stage, since, row in self._asked.get(day, ()):
            forecast = model.remaining(stage, self._on(today, row), since)
            if forecast is not None:
                yield _outcome(self._past, row, stage, day, forecast, since)

    def _on(self, today: date, row: int) -> Asked:
        return replace(self._past.asked_at_hand_over(row), start=today)


def rows_by_day(past: Past, days: Days) -> Mapping[int, Sequence[int]]:
    """The delivered parcels to which `days` happened, by its day."""
    rows: dict[int, list[int]] = {}
    for row in np.flatnonzero((days < NEVER) & (past.delivered < NEVER)):
        rows.setdefault(int(days[row]), []).append(int(row))
    return rows


def told_at_the_time(past: Past, row: int, day: int) -> int | None:
    """Days from `day` until the date the shopper was told; None where it is not known."""
    promised = int(past.promised[row])
    return None if promised == NEVER else promised - day


def _model(replay: Replay | None, day: int) -> LearnedModel | None:
    if replay is None or day < replay.first_forecast:
        return None
    replay.advance(day)
    return LearnedModel.load(replay.model())


def _outcome(past: Past, row: int, moment: str, day: int, forecast: Forecast | None, since: int = 0) -> Outcome:
    assert forecast is not None  # noqa: S101 - a model answers whatever is asked
    at = tuple(forecast.days.quantile(confidence) for confidence in CONFIDENCES)
    return Outcome(
        row=row,
        moment=moment,
        day=day,
        taken=int(past.delivered[row]) - day,
        told=told_at_the_time(past, row, day),
        at=at,
        said=tuple(forecast.days.chance_by(promised) for promised in at),
        sample=0 if forecast.grain == _NOWHERE_NEAR else forecast.sample_size,
        grain=forecast.grain,
        since=since,
    )
