"""A learned model for the benchmark of the promise: as `shared/learning` writes them, with numbers by chance."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product
from math import sqrt
from typing import Any

import numpy as np

from shared.learning.write_model import write_model
from shared.promise.distribution import SCALE
from shared.promise.model.artifact import key_of
from shared.promise.model.effects import HANDLING, TRANSIT, TRANSIT_AT_START, Effect
from shared.promise.model.learned_model import CORRECTION_STEPS, level_name

HORIZON = 60
ORIGINS = ("tokyo", "osaka")
CARRIERS = ("yamato", "sagawa", "japan_post")


def model_of(lanes: int, options: int, as_of: date, chance: random.Random) -> bytes:
    """An artifact with `lanes` places (whole postal codes' first five digits, each with its own number).

    All the other levels that such a shop would have are there too: pairs of origin and area, service and area, regions,
    weekdays. `options` services, as in `promise_speed.network_of`.
    """
    areas = [f"JP {number:03d}" for number in range(1_000)]
    regions = [f"JP {number:02d}" for number in range(100)]
    services = [f"{CARRIERS[number % 3]} Service {number}" for number in range(options)]
    fives = [f"JP {number:05d}" for number in chance.sample(range(100_000), min(lanes, 100_000))]
    fives += [f"X{number // 100_000} {number % 100_000:05d}" for number in range(100_000, lanes)]  # of other countries
    transit = {
        "lane": _pairs(ORIGINS, regions),
        "origin": ORIGINS,
        "origin to region": _pairs(ORIGINS, regions),
        "origin's place": ("JP 135", "JP 530"),
        "origin's place to region": _pairs(("JP 135", "JP 530"), regions),
        "postal 3": areas,
        "postal 4": [f"JP {number:04d}" for number in range(10_000)],
        "postal 5": fives,
        "origin's region to postal 3": _pairs(ORIGINS, areas),
        "service": services,
        "service to region": _pairs(services, regions),
        "service to postal 3": _pairs(services, areas),
        "distance": [str(number) for number in range(45)],
        "items": [str(number) for number in range(1, 6)],
        "everything lately": ("",),
        "weekday": [str(number) for number in range(7)],
    }
    handling = {
        "origin": ORIGINS,
        "origin lately": ORIGINS,
        "origin and weekday": [f"{origin} {day}" for origin, day in product(ORIGINS, range(7))],
        "weekday": [str(number) for number in range(7)],
        "hour": [str(number) for number in range(24)],
        "weekday and hour": [f"{day} {part}" for day, part in product(range(7), range(8))],
        "everything lately": ("",),
    }
    names = [*_names("t", (*TRANSIT, *TRANSIT_AT_START), transit), *_names("h", HANDLING, handling)]
    return write_model(
        _header(as_of, areas, regions, chance),
        np.array([key_of(name) for name in names], dtype=np.uint64),
        np.array([chance.gauss(0, 0.06) for _ in names]),
        np.array([chance.randrange(3, 400) for _ in names]),
    )


def _pairs(origins: Any, places: list[str]) -> list[str]:
    return [f"{origin}>{place}" for origin, place in product(origins, places)]


def _names(code: str, effects: tuple[Effect, ...], levels: dict[str, Any]) -> list[str]:
    return [level_name(code, effect, level) for effect in effects for level in levels.get(effect.name, ())]


def _header(as_of: date, areas: list[str], regions: list[str], chance: random.Random) -> dict[str, Any]:
    corrected = [round(SCALE * step / CORRECTION_STEPS) for step in range(CORRECTION_STEPS + 1)]
    return {
        "as_of": as_of.isoformat(),
        "horizon": HORIZON,
        "deliveries": 250_000,
        "regions": {},
        "places": {area: [round(31 + 14 * chance.random(), 2), round(130 + 15 * chance.random(), 2)] for area in areas},
        "holidays": {"JP": [(as_of + timedelta(days=days)).toordinal() for days in (0, 29, 37)]},
        "handling": _stage(0.9, 0.45),
        "transit": {
            **_stage(1.5, 0.3),
            "speed": 0.9,
            "countries": {"JP": 1_000_000},
            "speeds": {region: round(0.9 + sqrt(chance.random()) / 5, 4) for region in regions},
        },
        "moments": {
            moment: {"shift": 0.02, "widening": 1.05, "corrected": corrected} for moment in ("order", "hand_over")
        },
        "adherence": {"": [4_520, 5_000]},
        "days_after": {"out_for_delivery": [9_000, 800, 50]},
    }


def _stage(middle: float, spread: float) -> dict[str, Any]:
    return {
        "middle": middle,
        "offset": 1.0,
        "spread": spread,
        "weekdays": [1.0, 1.05, 1.05, 1.0, 1.0, 0.7, 0.15],
        "holiday": 0.2,
    }
