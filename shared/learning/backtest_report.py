"""What a backtest says, in figures: how far off, how well kept, at how many days. Pure: outcomes in, figures out.

An error is in whole calendar days. A promise is kept when the parcel comes on the promised day or before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from shared.learning.backtest import Outcome
from shared.learning.history import Past
from shared.promise.distribution import SCALE
from shared.promise.forecast import Asked
from shared.promise.model.effects import region_of
from shared.promise.policy import CONFIDENCES

TARGETS = (0.90, 0.95)
"""Shares that must be kept, for what they would have cost."""
LANE_SIZES = (0, 1, 10, 30, 100, 300, 1000)
"""Deliveries that a date rests on: the least of each group."""
DAYS_LEFT = (0, 1, 2, 4, 8, 15)
"""Days that are left, as likely as not: the least of each group."""
FARTHEST = 20
"""Days off that are counted one by one; what is farther off counts as so far."""

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some parcels. Shares are of 1; tuples have a figure for each of CONFIDENCES."""

    parcels: int
    taken: float
    """Days until they came, on average."""
    mae: float
    """Days from the likely day to the day it came, either way, on average."""
    bias: float
    """Days that the likely day is later than the day it came, on average."""
    kept: tuple[float, ...]
    """Came on the promised day or before: the adherence."""
    said: tuple[float, ...]
    """The chance that the rule itself gave to that: what would be kept, were it right. Above what was asked, because
    days are whole."""
    exact: tuple[float, ...]
    """Came on the promised day itself: the accuracy."""
    days: tuple[float, ...]
    """Days promised, on average."""


@dataclass(frozen=True, slots=True)
class Told:
    """What shoppers were told at the time, of the parcels of which it is known."""

    parcels: int
    mae: float
    kept: float
    days: float


@dataclass(frozen=True, slots=True)
class Hindsight:
    """What keeping a share would have cost, had one known by how many days to move every date."""

    target: float
    shift: int
    """Whole days by which dates at the asked confidence move."""
    days: float
    """Days promised then, on average."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the parcels, by what they have in common."""

    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class MomentReport:
    """All figures of one moment: the order, or the hand-over."""

    moment: str
    all: Figures
    told: Told | None
    hindsight: tuple[Hindsight, ...]
    """For each of TARGETS."""
    months: tuple[Group, ...]
    lane_sizes: tuple[Group, ...]
    services: tuple[Group, ...]
    """By carrier and service, most parcels first."""
    regions: tuple[Group, ...]
    """By the destination's, most parcels first."""
    lanes: tuple[Group, ...]
    """From the origin's region, or the origin, to the destination's region, most parcels first."""
    errors: tuple[tuple[int, int], ...]
    """(days that the likely day is later than the day it came, parcels), for -FARTHEST to FARTHEST."""


@dataclass(frozen=True, slots=True)
class LiveReport:
    """Parcels on the way, at one stage. Days are those that are left."""

    stage: str
    since: tuple[Group, ...]
    """By the days since the stage."""
    left: tuple[Group, ...]
    """By the days left until the likely day."""


def report_moment(past: Past, outcomes: Sequence[Outcome], confidence: int) -> MomentReport:
    """The figures of one moment's outcomes, of which there is at least one. `confidence` is one of CONFIDENCES."""
    asked = [past.asked[outcome.row] for outcome in outcomes]
    return MomentReport(
        moment=outcomes[0].moment,
        all=figures_of(outcomes),
        told=_told(outcomes),
        hindsight=tuple(find_hindsight(outcomes, confidence, target) for target in TARGETS),
        months=_in_order(outcomes, [f"{date.fromordinal(outcome.day):%Y-%m}" for outcome in outcomes]),
        lane_sizes=_in_classes(outcomes, LANE_SIZES, lambda outcome: outcome.sample),
        services=_largest_first(outcomes, [f"{one.carrier} {one.service}".strip() or "not named" for one in asked]),
        regions=_largest_first(outcomes, [region_of(one) for one in asked]),
        lanes=_largest_first(outcomes, [_lane(one) for one in asked]),
        errors=_errors(outcomes),
    )


def report_live(outcomes: Iterable[Outcome]) -> tuple[LiveReport, ...]:
    """The figures of parcels on the way, for each stage."""
    by_stage: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_stage.setdefault(outcome.moment, []).append(outcome)
    return tuple(
        LiveReport(
            stage=stage,
            since=_in_classes(some, sorted({one.since for one in some}), lambda one: one.since, exact=True),
            left=_in_classes(some, DAYS_LEFT, lambda one: one.likely),
        )
        for stage, some in by_stage.items()
    )


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """The figures of some outcomes, of which there is at least one."""
    taken, at = _taken(outcomes), _at(outcomes)
    late = at[:, 0] - taken
    return Figures(
        parcels=len(outcomes),
        taken=float(taken.mean()),
        mae=float(np.abs(late).mean()),
        bias=float(late.mean()),
        kept=_means(taken[:, None] <= at),
        said=_means(np.array([outcome.said for outcome in outcomes]) / SCALE),
        exact=_means(taken[:, None] == at),
        days=_means(at),
    )


def find_hindsight(outcomes: Sequence[Outcome], confidence: int, target: float) -> Hindsight:
    """The fewest days by which every date at `confidence` had to move so that `target` of them are kept.

    No date moves before the day it is told on.
    """
    taken, at = _taken(outcomes), _at(outcomes)[:, CONFIDENCES.index(confidence)]
    late = np.sort(taken - at)
    shift = int(late[int(np.ceil(round(target * len(late), 6))) - 1])
    return Hindsight(target, shift, float(np.maximum(at + shift, 0).mean()))


def _lane(asked: Asked) -> str:
    return f"{asked.origin_region or asked.origin or 'anywhere'} → {region_of(asked)}"


def _told(outcomes: Sequence[Outcome]) -> Told | None:
    known = [(outcome.told, outcome.taken) for outcome in outcomes if outcome.told is not None]
    if not known:
        return None
    told, taken = np.array(known).T
    return Told(
        parcels=len(known),
        mae=float(np.abs(told - taken).mean()),
        kept=float((taken <= told).mean()),
        days=float(told.mean()),
    )


def _errors(outcomes: Sequence[Outcome]) -> tuple[tuple[int, int], ...]:
    late = np.clip(_at(outcomes)[:, 0] - _taken(outcomes), -FARTHEST, FARTHEST)
    counts = np.bincount(late + FARTHEST, minlength=2 * FARTHEST + 1)
    return tuple((index - FARTHEST, int(count)) for index, count in enumerate(counts))


def _in_order(outcomes: Sequence[Outcome], names: Sequence[str]) -> tuple[Group, ...]:
    return tuple(sorted(_grouped(outcomes, names), key=lambda group: group.name))


def _largest_first(outcomes: Sequence[Outcome], names: Sequence[str]) -> tuple[Group, ...]:
    return tuple(sorted(_grouped(outcomes, names), key=lambda group: (-group.figures.parcels, group.name)))


def _in_classes(
    outcomes: Sequence[Outcome], least: Sequence[int], value: Callable[[Outcome], int], *, exact: bool = False
) -> tuple[Group, ...]:
    """By where a value lies among `least`; with `exact`, by the values themselves."""
    names = {low: str(low) if exact or above == low + 1 else _range(low, above) for low, above in _pairs(least)}
    places = np.searchsorted(least, [value(outcome) for outcome in outcomes], side="right") - 1
    groups = {group.name: group for group in _grouped(outcomes, [names[least[max(place, 0)]] for place in places])}
    return tuple(groups[name] for name in names.values() if name in groups)


def _pairs(least: Sequence[int]) -> list[tuple[int, int | None]]:
    return list(zip(least, [*least[1:], None], strict=True))


def _range(low: int, above: int | None) -> str:
    return f"{low}+" if above is None else f"{low}–{above - 1}"


def _grouped(outcomes: Sequence[Outcome], names: Sequence[str]) -> Iterable[Group]:
    members: Mapping[str, list[Outcome]] = {name: [] for name in names}
    for outcome, name in zip(outcomes, names, strict=True):
        members[name].append(outcome)
    return (Group(name, figures_of(some)) for name, some in members.items())


def _taken(outcomes: Sequence[Outcome]) -> Whole:
    return np.array([outcome.taken for outcome in outcomes], dtype=np.int64)


def _at(outcomes: Sequence[Outcome]) -> Whole:
    return np.array([outcome.at for outcome in outcomes], dtype=np.int64)


def _means(table: NDArray[np.bool_] | NDArray[np.float64] | Whole) -> tuple[float, ...]:
    return tuple(float(mean) for mean in table.mean(axis=0))
