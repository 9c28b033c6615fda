"""The learned model, as it is asked: the same through every door, and never a chance that falls."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, reduce
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.promise.distribution import SCALE, Distribution
from shared.promise.forecast import Asked
from shared.promise.model.artifact import MAGIC, Artifact, UnreadableModel
from shared.promise.model.effects import AREA, FINER, TRANSIT, WAY, region_of, transit_levels
from shared.promise.model.learned_model import CORRECTION_STEPS, LearnedModel
from tests.bench.learned import model_of

DAY = date(2026, 11, 24)


@cache
def model() -> LearnedModel:
    return LearnedModel.load(model_of(2_000, 3, DAY, random.Random(1)), "m")


def way(day: int = 0, service: int = 0, hour: int | None = None) -> Asked:
    return Asked(
        start=DAY + timedelta(days=day),
        origin="tokyo",
        country="JP",
        postal="",
        carrier="yamato",
        service=f"Service {service}",
        hour=hour,
        origin_country="JP",
        origin_postal="1350064",
    )


WAYS = st.builds(way, st.integers(0, 30), st.integers(0, 3), st.none() | st.integers(0, 23))
POSTALS = st.integers(0, 9_999_999).map(lambda number: f"{number:07d}") | st.sampled_from(
    ["", "1", "15", "150", "1500"]
)


@given(WAYS, st.lists(POSTALS, max_size=5), POSTALS, st.booleans())
def test_what_was_asked_before_changes_no_forecast(
    asked: Asked, before: list[str], postal: str, from_order: bool
) -> None:
    once = model().way(asked, from_order=from_order)
    for other in before:
        once.to(other)
    fresh = LearnedModel(model()._artifact, "m")
    whole = replace(asked, postal=postal)
    expected = fresh.from_order(whole) if from_order else fresh.from_hand_over(whole)
    assert once.to(postal) == expected


@given(WAYS, POSTALS, st.booleans())
def test_a_forecast_is_a_distribution(asked: Asked, postal: str, from_order: bool) -> None:
    days = model().way(asked, from_order=from_order).to(postal).days
    assert Distribution(days.first, days.cumulative) == days
    assert days.cumulative[-1] == SCALE
    assert all(earlier <= later for earlier, later in pairwise(days.cumulative))
    assert days.first >= 0


@given(WAYS, POSTALS)
def test_the_handling_before_it_makes_nothing_sooner(asked: Asked, postal: str) -> None:
    from_order, on_the_way = (model().way(replace(asked, hour=None), from_order=by).to(postal) for by in (True, False))
    assert from_order.days.quantile(99) >= on_the_way.days.quantile(50)


def test_every_effect_of_the_transit_depends_on_the_way_the_area_or_more() -> None:
    assert sorted((*WAY, *AREA, *FINER)) == sorted(effect.name for effect in TRANSIT)
    asked = replace(way(), postal="1500001", freight=12.0, volume_cm3=1000, price=3.0, distance_km=100.0)
    levels = dict(zip([effect.name for effect in TRANSIT], transit_levels(asked, region_of(asked)), strict=True))
    assert levels["lane"] == "tokyo>JP 15"
    assert levels["postal 3"] == "JP 150"
    assert (levels["postal 4"], levels["postal 5"]) == ("JP 1500", "JP 15000")
    assert levels["service to postal 3"] == "yamato Service 0>JP 150"
    assert levels["distance"] == "10"
    assert levels["origin's place"] == "JP 135"


def test_a_destination_of_a_known_area_asks_for_no_more_than_its_own_two_levels() -> None:
    looked_for: list[str] = []
    fresh = LearnedModel(model()._artifact, "m")
    known = fresh.way(way(), from_order=False)
    known.to("1500001")
    artifact = fresh._artifact
    fresh._transit._level = lambda name: looked_for.append(name) or Artifact.level(artifact, name)  # type: ignore[func-returns-value]
    known.to("1501234")
    assert looked_for == ["t\x1fpostal 4\x1fJP 1501", "t\x1fpostal 5\x1fJP 15012"]


def test_a_way_of_known_length_is_not_mixed_up_with_one_whose_length_is_reckoned() -> None:
    fresh = LearnedModel(model()._artifact, "m")
    one, other = replace(way(), postal="1500001"), replace(way(), postal="1500001", distance_km=40.0)
    fresh.from_hand_over(one)
    assert fresh._transit.areas_of(one) is not fresh._transit.areas_of(other)


@pytest.mark.parametrize(
    ("path", "nonsense"),
    [
        ("horizon", 10**9),
        ("regions", []),
        ("handling.offset", 0),
        ("handling.weekdays", [1.0]),
        ("transit.spread", -1),
        ("transit.middle", float("nan")),
        ("transit.weekdays", [1, 1, 1, 1, 1, 1, -2]),
        ("transit.speeds", []),
        ("moments.order.widening", 0),
        ("moments.hand_over.corrected", [5, *range(1, CORRECTION_STEPS), SCALE]),
        ("adherence", {"": [1]}),
        ("days_after", {"out_for_delivery": [9, -1]}),
    ],
)
def test_a_header_that_no_answer_could_be_made_from_is_refused_when_it_is_loaded(path: str, nonsense: object) -> None:
    written, _, numbers = model_of(200, 1, DAY, random.Random(1)).removeprefix(MAGIC).partition(b"\n")
    header = json.loads(written)
    *outer, name = path.split(".")
    reduce(dict.__getitem__, outer, header)[name] = nonsense
    with pytest.raises(UnreadableModel):
        LearnedModel.load(MAGIC + json.dumps(header).encode() + b"\n" + numbers)
