"""The learned model at work: from what is asked to the chance of each day. Plain Python, no table read.

Two stages, from the order to the hand-over and from the hand-over to the door. In each, the logarithm of the time it
takes is a sum of learned numbers, one for each level that fits the parcel (`effects.py`). Time is counted in working
time: a Sunday or a holiday may count a tenth of a weekday, and in a week in which all parcels are slow every day counts
less. The spread around it is logistic; what comes out is corrected by how earlier forecasts were kept.

Shoppers ask the same few ways again and again, from everywhere. So what only the way decides is summed once for each
way, what the destination's area decides once for each area, and all logarithms are kept in steps of the logistic curve:
a distribution is then read from a table, one number for each of its days.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import exp, log
from typing import Any

from shared.promise.distribution import SCALE, Distribution
from shared.promise.forecast import Adherence, Asked, Forecast
from shared.promise.model.artifact import UNITS_PER_LOG, Artifact, UnreadableModel, read
from shared.promise.model.distance import distance_km
from shared.promise.model.effects import (
    AREA,
    FINER,
    HANDLING,
    TRANSIT_AT_START,
    WAY,
    Effect,
    area_levels,
    area_of,
    distance_level,
    finer_levels,
    handling_levels,
    region_called,
    region_of,
    start_levels,
    way_levels,
)
from shared.promise.model.header import require_sense

LOGISTIC = 1.7
"""A logistic distribution with this factor is as wide as a normal one."""
NODE_COUNT = 6
NODES = tuple(-log(NODE_COUNT / (index + 0.5) - 1) / LOGISTIC for index in range(NODE_COUNT))
"""Where the handling time is looked at, in standard deviations: the middles of equally likely parts."""
CORRECTION_STEPS = 1024
"""Steps of the correction of a chance by how earlier forecasts were kept."""
ENOUGH = 9_950
"""Beyond this chance (per 10,000) days are no longer told apart: nobody promises at more than 99 per cent."""
ENOUGH_DELIVERIES = 10
"""A place counts as known once this many parcels went there."""

_FINE = 256
_REACH = 6
_MIDDLE = _REACH * _FINE
_CURVE = tuple([1 / (1 + exp(-LOGISTIC / _FINE * step)) for step in range(-_MIDDLE, _MIDDLE + 1)])
"""The logistic curve, in steps of 1/256 of a standard deviation, six to either side."""
_TOP = len(_CURVE) - 1
_TABLES = 2_000
"""Working-time tables a running function remembers, of 4 bytes a day: one for each start day, speed and country."""
_WAYS, _AREAS = 64, 1_000
"""Ways whose sums by area are remembered, and areas of each: some 300 bytes each."""
_NO_DAYS: frozenset[int] = frozenset()

WITH_THE_CARRIER = frozenset({"handed_over", "picked_up", "in_transit"})
"""Stages of a parcel that say no more than that the carrier has it."""

Leg = tuple[int, int, Sequence[int]]
"""Days from the start to the hand-over, how many of NODE_COUNT parts are handed over then, and the working time of the
transit by the end of each day since, in steps."""
Area = tuple[int, float, int, str]
"""What an area adds (in 1/UNITS_PER_LOG), its speed, the deliveries that is learned from, and how close they are."""


class LearnedModel:
    """A model that was fitted on the shop's own history. Implements `shared.promise.forecast.Forecasts`."""

    def __init__(self, artifact: Artifact, name: str = "") -> None:
        """Raises UnreadableModel where the header lacks something."""
        self._artifact = artifact
        self._name = name
        header = artifact.header
        try:
            require_sense(header)
            horizon, holidays = int(header["horizon"]), _holidays(header["holidays"])
            self._kept: Mapping[str, Sequence[int]] = header["adherence"]
            self._handling = _Handling(artifact, header["handling"], holidays, horizon) if header["handling"] else None
            self._transit = _Transit(
                artifact, header["transit"], _Places(header["regions"], header["places"]), holidays, horizon
            )
            spread = self._transit.spread
            self._order = _Moment(header["moments"]["order"], spread, horizon)
            self._hand_over = _Moment(header["moments"]["hand_over"], spread, horizon)
            self._days_after: Mapping[str, Sequence[int]] = header["days_after"]
            self._deliveries = int(header["deliveries"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UnreadableModel(f"The model's header lacks something ({type(error).__name__}: {error}).") from None

    @classmethod
    def load(cls, data: bytes, name: str = "") -> LearnedModel:
        """Open a stored model; raises UnreadableModel."""
        return cls(read(data), name)

    @property
    def name(self) -> str:
        """The artifact's name, kept with every promise made from it."""
        return self._name

    @property
    def as_of(self) -> str:
        """The day before which it learned, ISO."""
        return str(self._artifact.header["as_of"])

    def way(self, asked: Asked, *, from_order: bool) -> LearnedWay:
        """Forecasts for one way to wherever in `asked.country`: all but `asked.postal` counts."""
        if not from_order:
            at_start = self._transit.at_start(asked)
            return self._to_everywhere(asked, self._hand_over, at_start, [(0, 1)])
        if self._handling is None:  # hand-overs were never reported: all of it counts as transit
            return self._to_everywhere(asked, self._order, self._transit.at_start(asked), [(0, 1)])
        return self._to_everywhere(asked, self._order, 0, self._handling.days(asked))

    def from_order(self, asked: Asked) -> Forecast | None:
        """From the day the order is taken up to the door."""
        return self.way(asked, from_order=True).to(asked.postal)

    def from_hand_over(self, asked: Asked) -> Forecast | None:
        """From the day the carrier takes it to the door."""
        return self.way(asked, from_order=False).to(asked.postal)

    def remaining(self, stage: str, asked: Asked, days_since: int) -> Forecast | None:
        """From today to the door, for a parcel that reached `stage` and has been there `days_since` days."""
        if stage in WITH_THE_CARRIER:
            started = replace(asked, start=asked.start - timedelta(days=days_since))
            at_start = self._transit.at_start(started)
            forecast = self._to_everywhere(started, self._hand_over, at_start, [(0, 1)]).to(asked.postal)
            return replace(forecast, days=forecast.days.given_later_than(days_since - 1).later(-days_since))
        counts = self._days_after.get(stage, ())
        left = counts[days_since:]
        return Forecast(_counted(left), sum(left), "all") if sum(left) >= ENOUGH_DELIVERIES else None

    def _to_everywhere(
        self, asked: Asked, moment: _Moment, at_start: int, handed_over: Sequence[tuple[int, int]]
    ) -> LearnedWay:
        kept = self._kept.get(f"{asked.carrier} {asked.service}".strip()) or self._kept.get("")
        adherence = Adherence(kept[0], kept[1]) if kept else None
        return LearnedWay(self._transit, moment, asked, at_start, handed_over, adherence, self._deliveries)


class LearnedWay:
    """Forecasts for one way: only the destination is open. Implements `shared.promise.forecast.WayForecasts`."""

    __slots__ = (
        "_adherence",
        "_areas",
        "_asked",
        "_country",
        "_deliveries",
        "_handed_over",
        "_legs",
        "_moment",
        "_steps",
        "_transit",
    )

    def __init__(
        self,
        transit: _Transit,
        moment: _Moment,
        asked: Asked,
        at_start: int,
        handed_over: Sequence[tuple[int, int]],
        adherence: Adherence | None,
        deliveries: int,
    ) -> None:
        """`at_start`: what the hand-over itself adds. `handed_over`: the days it may happen on, and their weights."""
        self._transit = transit
        self._moment = moment
        self._asked = asked
        self._country = asked.country
        self._handed_over = handed_over
        self._adherence = adherence
        self._deliveries = deliveries
        self._steps = moment.steps_of(transit.middle + (transit.of_way(asked) + at_start) / UNITS_PER_LOG)
        self._areas = transit.areas_of(asked)
        self._legs: dict[float, Sequence[Leg]] = {}

    def to(self, postal: str) -> Forecast:
        """From the start to this destination's door. `postal`: upper case, no separators; its start will do."""
        start = postal[:3]
        area = self._areas.get(start) or self._transit.area(self._areas, self._asked, start)
        units, speed, sample, grain = area
        units += self._transit.finer(self._country, postal)
        legs = self._legs.get(speed) or self._legs_at(speed)
        days = self._moment.days(legs, round(self._steps + units * self._moment.steps_per_unit))
        return Forecast(days, sample, grain, self._adherence)

    def _legs_at(self, speed: float) -> Sequence[Leg]:
        asked = self._asked
        legs = self._legs[speed] = [
            (day, weight, self._transit.steps(self._moment, asked.country, speed, asked.start + timedelta(days=day)))
            for day, weight in self._handed_over
        ]
        return legs


class _Stage:
    """A stage's numbers: the sum of its levels, and the working time of days to come."""

    def __init__(
        self, artifact: Artifact, learned: Mapping[str, Any], holidays: Mapping[str, frozenset[int]], horizon: int
    ) -> None:
        self._level = artifact.level
        self.middle = float(learned["middle"])
        self.spread = float(learned["spread"])
        self._offset = float(learned["offset"])
        self._weekdays = tuple(float(share) for share in learned["weekdays"])
        self._holiday = float(learned["holiday"])
        self._holidays = holidays
        self._horizon = horizon

    def _sum(self, prefixes: Sequence[str], levels: Sequence[str | None]) -> int:
        """In 1/UNITS_PER_LOG of a logarithm."""
        level = self._level
        total = 0
        for prefix, name in zip(prefixes, levels, strict=True):
            if name is not None:
                total += level(prefix + name)[0]
        return total

    def _progress(self, country: str, start: date, speed: float) -> list[float]:
        """For each day from `start`, the logarithm of the working time since the end of it."""
        holidays = self._holidays.get(country, _NO_DAYS)
        offset, weekdays, first = self._offset, self._weekdays, start.toordinal()
        weekday = start.weekday()
        working = offset
        progress = [log(working)]
        for day in range(first + 1, first + self._horizon + 1):
            weekday = weekday + 1 if weekday < 6 else 0
            working += speed * (self._holiday if day in holidays and weekday < 5 else weekdays[weekday])
            progress.append(log(working))
        return progress


class _Handling(_Stage):
    """From the order to the hand-over."""

    def __init__(
        self, artifact: Artifact, learned: Mapping[str, Any], holidays: Mapping[str, frozenset[int]], horizon: int
    ) -> None:
        super().__init__(artifact, learned, holidays, horizon)
        self._prefixes = _prefixes("h", [effect.name for effect in HANDLING])
        self._tables: dict[tuple[str, date], list[float]] = {}

    def days(self, asked: Asked) -> list[tuple[int, int]]:
        """The days on which the carrier may take it, in order, and how many of NODE_COUNT equal parts each takes."""
        centre = self.middle + self._sum(self._prefixes, handling_levels(asked)) / UNITS_PER_LOG
        table = self._table(asked.origin_country or asked.country, asked.start)
        parts: dict[int, int] = {}
        for node in NODES:
            day = min(bisect_left(table, centre + node * self.spread), self._horizon)
            parts[day] = parts.get(day, 0) + 1
        return list(parts.items())

    def _table(self, country: str, start: date) -> list[float]:
        known = self._tables.get((country, start))
        if known is None:
            if len(self._tables) >= _TABLES:
                self._tables.clear()
            known = self._tables[country, start] = self._progress(country, start, 1.0)
        return known


class _Transit(_Stage):
    """From the hand-over to the door."""

    def __init__(
        self,
        artifact: Artifact,
        learned: Mapping[str, Any],
        places: _Places,
        holidays: Mapping[str, frozenset[int]],
        horizon: int,
    ) -> None:
        super().__init__(artifact, learned, holidays, horizon)
        self._places = places
        self._speeds: Mapping[str, float] = learned["speeds"]
        self._countries = frozenset([to for to, came in learned["countries"].items() if came >= ENOUGH_DELIVERIES])
        self._usual_speed = float(learned["speed"])
        self._of_way, self._of_area, self._at_start = (
            _prefixes("t", names) for names in (WAY, AREA, [effect.name for effect in TRANSIT_AT_START])
        )
        self._finer = _prefixes("t", FINER)
        (self._distance,) = _prefixes("t", ["distance"])
        self._tables: dict[tuple[float, str, float, date], Sequence[int]] = {}
        self._areas: dict[tuple[Any, ...], dict[str, Area]] = {}
        self._last_finer = ("", "", 0)

    def of_way(self, asked: Asked) -> int:
        """What the way adds, wherever it leads."""
        return self._sum(self._of_way, way_levels(asked))

    def at_start(self, asked: Asked) -> int:
        """What the hand-over itself adds; `asked.start` is its day."""
        return self._sum(self._at_start, start_levels(asked))

    def finer(self, country: str, postal: str) -> int:
        """What the destination adds beyond its area. All ways of an answer ask for the same."""
        last_country, last_postal, units = self._last_finer
        if last_postal != postal or last_country != country:
            units = self._sum(self._finer, finer_levels(country, postal))
            self._last_finer = country, postal, units
        return units

    def areas_of(self, asked: Asked) -> dict[str, Area]:
        """What areas add for ways like this one, by the start of the postal code, as far as it was asked for."""
        way = (
            asked.country,
            asked.origin,
            asked.origin_region,
            asked.origin_country,
            asked.origin_postal,
            asked.carrier,
            asked.service,
            asked.freight,
            asked.destination_region,
            asked.distance_km is None,
        )
        known = self._areas.get(way)
        if known is None:
            if len(self._areas) >= _WAYS:
                self._areas.clear()
            known = self._areas[way] = {}
        return known

    def area(self, areas: dict[str, Area], asked: Asked, start: str) -> Area:
        """What the area adds whose postal codes begin with `start`; it is remembered in `areas`."""
        region = self._places.region(asked, start)
        found = [
            (0, 0) if name is None else self._level(prefix + name)
            for prefix, name in zip(
                self._of_area, area_levels(asked, region, area_of(asked.country, start)), strict=True
            )
        ]
        sample, grain = next(
            ((found[place][1], grain) for place, grain in _GRAINS if found[place][1] >= ENOUGH_DELIVERIES),
            (0, "all" if self._has_seen(asked) else "none"),
        )
        if len(areas) >= _AREAS:
            areas.clear()
        units = sum([added for added, _ in found]) + self._distance_of(asked, start)
        known = areas[start] = (units, self._speeds.get(region, self._usual_speed), sample, grain)
        return known

    def _has_seen(self, asked: Asked) -> bool:
        """Whether enough went to the country, and enough by the service; where none is named, any counts."""
        service = way_levels(asked)[_SERVICE]
        by_service = service is None or self._level(self._of_way[_SERVICE] + service)[1] >= ENOUGH_DELIVERIES
        return by_service and asked.country in self._countries

    def steps(self, moment: _Moment, country: str, speed: float, start: date) -> Sequence[int]:
        """For each day from `start`, the logarithm of the working time by its end, in steps of the moment's curve."""
        known = self._tables.get((moment.steps_per_log, country, speed, start))
        if known is None:
            if len(self._tables) >= _TABLES:
                self._tables.clear()
            steps = array("i", [round(time * moment.steps_per_log) for time in self._progress(country, start, speed)])
            known = self._tables[moment.steps_per_log, country, speed, start] = steps
        return known

    def _distance_of(self, asked: Asked, start: str) -> int:
        """What the distance adds where the places are known and it was not asked with."""
        between = None if asked.distance_km is not None else self._places.between(asked, start)
        level = distance_level(between)
        return 0 if level is None else self._level(self._distance + level)[0]


class _Places:
    """Where postal codes lie, as far as the history said."""

    def __init__(self, regions: Mapping[str, str], middles: Mapping[str, Sequence[float]]) -> None:
        self._regions = regions
        self._middles = middles

    def region(self, asked: Asked, start: str) -> str:
        """The region of postal codes that begin so (`region_of`)."""
        if asked.destination_region:
            return region_of(asked)
        for length in (3, 2):
            known = self._regions.get(f"{asked.country} {start[:length]}")
            if known is not None:
                return known
        return region_called(asked.country, start[:2])

    def between(self, asked: Asked, start: str) -> float | None:
        """Kilometres from the origin's area to that of postal codes that begin so; None where one is not known."""
        origin = self._middles.get(area_of(asked.origin_country, asked.origin_postal) or "")
        destination = self._middles.get(area_of(asked.country, start) or "")
        return None if origin is None or destination is None else distance_km(origin, destination)


class _Moment:
    """What is particular to forecasts made at one moment: at the order, or at the hand-over."""

    def __init__(self, learned: Mapping[str, Any], spread: float, horizon: int) -> None:
        """`spread`: of the transit."""
        self._shift = float(learned["shift"])
        """Added to the logarithm of the time: how much longer it takes when more parcels than usual wait."""
        corrected: Sequence[int] = learned["corrected"]
        if len(corrected) != CORRECTION_STEPS + 1 or corrected[-1] != SCALE:
            raise ValueError("corrected")
        self._corrected = corrected
        self._horizon = horizon
        self.steps_per_log = _FINE / (spread * float(learned["widening"]))
        self.steps_per_unit = self.steps_per_log / UNITS_PER_LOG
        chances = [corrected[int(chance * CORRECTION_STEPS)] for chance in _CURVE]
        self._chances = chances
        """Along the curve, what a chance turned out to be."""
        self._begins = _MIDDLE - max(1, bisect_left(chances, 1))
        self._ends = min(bisect_left(chances, ENOUGH), _TOP) - _MIDDLE

    def steps_of(self, centre: float) -> float:
        """The middle of a logarithm of the time, in steps of the curve."""
        return (centre + self._shift) * self.steps_per_log

    def days(self, legs: Sequence[Leg], centre: int) -> Distribution:
        """The chance of each day. `centre`: the middle of the logarithm of the time, in steps."""
        if len(legs) > 1:
            return self._days_of_several(legs, centre)
        ((handed_over, _, table),) = legs
        last = bisect_left(table, centre + self._ends, 0, max(0, self._horizon - handed_over))
        first = bisect_left(table, centre - self._begins, 0, last)
        chances, behind = self._chances, centre - _MIDDLE
        reached = [chances[step - behind] for step in table[first:last]]
        reached.append(SCALE)
        return Distribution.known(handed_over + first, tuple(reached))

    def _days_of_several(self, legs: Sequence[Leg], centre: int) -> Distribution:
        """Each day's chance is the legs' chances, by weight: 0 before the first begins, enough when the last ends."""
        begins, ends, behind, most = centre - self._begins, centre + self._ends, centre - _MIDDLE, centre + _MIDDLE
        (day, _, table), (last_day, _, last_table) = legs[0], legs[-1]  # who leaves sooner is never overtaken
        first = day + bisect_left(table, begins)
        last = max(first, min(self._horizon, last_day + bisect_left(last_table, ends)))
        total, curve = [0.0] * (last - first), _CURVE
        for handed_over, weight, table in legs:
            start, end = max(first - handed_over, bisect_left(table, behind)), max(0, last - handed_over)
            day = handed_over + start - first
            for step in table[start:end]:
                total[day] += weight * curve[step - behind] if step < most else weight
                day += 1
        per_chance = CORRECTION_STEPS / sum([weight for _, weight, _ in legs])
        reached = [self._corrected[int(chance * per_chance)] for chance in total]
        some, enough = bisect_left(reached, 1), bisect_left(reached, ENOUGH)
        return Distribution.known(first + some, (*reached[some:enough], SCALE))


_SERVICE = WAY.index("service")
_GRAINS = (
    (AREA.index("origin's region to postal 3"), "lane"),
    (AREA.index("postal 3"), "area"),
    (AREA.index("lane"), "region"),
)
"""The effects whose deliveries an answer may rest on, the closest first, and how close they are."""


def _prefixes(code: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple([f"{code}\x1f{name}\x1f" for name in names])


def level_name(code: str, effect: Effect, level: str) -> str:
    """The full name of a level, which it is stored under."""
    return _prefixes(code, (effect.name,))[0] + level


def _holidays(written: Mapping[str, Sequence[int]]) -> dict[str, frozenset[int]]:
    return {country: frozenset(days) for country, days in written.items()}


def _counted(counts: Sequence[int]) -> Distribution:
    total, so_far, cumulative = sum(counts), 0, []
    for count in counts:
        so_far += count
        cumulative.append(so_far * SCALE // total)
        if so_far == total:
            break
    return Distribution(0, tuple(cumulative))
