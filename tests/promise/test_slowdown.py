from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.promise.distribution import SCALE, Distribution
from shared.promise.slowdown import EVERYWHERE, Slowdown, SlowdownKind, slow_by_all

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
SNOW = Slowdown(
    id="snow-1",
    kind=SlowdownKind.SNOW,
    areas=(("JP", "0"), ("JP", "95")),
    severity="severe",
    least_days=1,
    most_days=3,
    starts_at=NOON,
    ends_at=NOON + timedelta(days=2),
    carriers=frozenset({"yamato"}),
    warehouses=frozenset({"sapporo"}),
    headlines={"en": "Snow in Hokkaido: up to 3 more days", "ja": "北海道：大雪"},
    source="agency@weather.example",
)


@st.composite
def distributions(draw: st.DrawFn) -> Distribution:
    reached = draw(st.lists(st.integers(0, SCALE), max_size=12))
    return Distribution(draw(st.integers(0, 30)), (*sorted(reached), SCALE))


@st.composite
def slowdowns(draw: st.DrawFn) -> Slowdown:
    least = draw(st.integers(0, 5))
    return replace(SNOW, least_days=least, most_days=least + draw(st.integers(0, 7)))


def quantiles(days: Distribution) -> list[int]:
    return [days.quantile(per_cent) for per_cent in range(1, 101)]


@pytest.mark.parametrize(
    ("country", "postal", "touched"),
    [
        ("JP", "0600001", True),
        ("JP", "9500000", True),
        ("JP", "9", True),  # may lie in 95
        ("JP", "", True),
        ("JP", "1500001", False),
        ("US", "060", False),
    ],
)
def test_a_slowdown_touches_who_lives_in_its_areas_or_may(country: str, postal: str, touched: bool) -> None:
    assert SNOW.touches(country, postal) is touched


def test_a_slowdown_touches_what_leaves_its_warehouses_wherever_it_goes() -> None:
    assert SNOW.touches("US", "787", warehouse="sapporo")
    assert not SNOW.touches("US", "787", warehouse="tokyo")


def test_a_slowdown_of_some_carriers_leaves_the_others_alone() -> None:
    assert SNOW.touches("JP", "060", carrier="yamato")
    assert not SNOW.touches("JP", "060", carrier="sagawa")
    assert replace(SNOW, carriers=frozenset()).touches("JP", "060", carrier="sagawa")


def test_a_slowdown_without_areas_and_warehouses_touches_nobody_and_one_of_everywhere_all() -> None:
    nowhere = replace(SNOW, areas=(), warehouses=frozenset())
    assert not nowhere.touches("JP", "0600001")
    assert not nowhere.touches("JP", "")
    assert replace(nowhere, areas=(EVERYWHERE,)).touches("BR", "01310")


def test_a_slowdown_holds_from_its_start_until_its_end() -> None:
    hour = timedelta(hours=1)
    assert SNOW.holds_between(NOON - hour, NOON)
    assert not SNOW.holds_between(NOON - 2 * hour, NOON - hour)
    assert SNOW.holds_between(NOON + hour, NOON + hour)
    assert not SNOW.holds_between(NOON + timedelta(days=2), NOON + timedelta(days=3))
    assert replace(SNOW, ends_at=None).holds_between(NOON + timedelta(days=900), NOON + timedelta(days=901))


def test_the_faster_half_is_slowed_least_and_the_slowest_most() -> None:
    slowed = SNOW.slow(Distribution.between(2, 5))
    assert (slowed.first, slowed.last) == (3, 8)
    assert slowed.quantile(25) == 2 + 1
    assert slowed.quantile(50) == 3 + 1
    assert slowed.quantile(75) == 4 + 2
    assert slowed.quantile(100) == 5 + 3


def test_a_certain_day_becomes_days() -> None:
    assert list(replace(SNOW, least_days=0, most_days=2).slow(Distribution(1, (SCALE,))).days()) == [
        (1, 5000),
        (2, 2500),
        (3, 2500),
    ]


def test_a_slowdown_that_reads_back_is_the_same() -> None:
    assert Slowdown.from_json(json.loads(json.dumps(SNOW.to_json()))) == SNOW
    bare = Slowdown("x", SlowdownKind.OTHER, (), "unknown", 0, 1, NOON)
    assert Slowdown.from_json(bare.to_json()) == bare


def test_moments_read_back_in_utc() -> None:
    written = SNOW.to_json() | {"starts_at": "2026-01-20T21:00:00+09:00"}
    assert Slowdown.from_json(written).starts_at.tzinfo is UTC


@pytest.mark.parametrize(
    "wrong",
    [
        {"least_days": -1},
        {"least_days": 3, "most_days": 2},
        {"starts_at": NOON.replace(tzinfo=None)},
        {"ends_at": NOON.replace(tzinfo=None)},
    ],
)
def test_a_slowdown_that_makes_parcels_earlier_or_has_no_zone_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a slowdown"):
        replace(SNOW, **wrong)


def test_any_zone_will_do_for_its_moments() -> None:
    there = timezone(timedelta(hours=9))
    assert replace(SNOW, starts_at=NOON.astimezone(there)).holds_between(NOON, NOON)


def test_a_headline_falls_back_to_english_and_then_to_what_was_said() -> None:
    assert SNOW.headline("ja") == "北海道：大雪"
    assert SNOW.headline("de") == "Snow in Hokkaido: up to 3 more days"
    assert replace(SNOW, headlines={"ja": "北海道：大雪"}).headline("de") == "北海道：大雪"
    assert replace(SNOW, headlines={}).headline("de") == ""


@given(distributions(), slowdowns())
def test_nobody_comes_earlier_and_every_quantile_moves_by_the_days_it_may(days: Distribution, by: Slowdown) -> None:
    slowed = by.slow(days)
    moves = [after - before for before, after in zip(quantiles(days), quantiles(slowed), strict=True)]
    assert all(by.least_days <= move <= by.most_days for move in moves)
    assert moves[:50] == [by.least_days] * 50
    assert moves[-1] == by.most_days
    assert moves == sorted(moves)


@given(distributions(), st.lists(slowdowns(), max_size=4), st.randoms(use_true_random=False))
def test_several_slowdowns_in_any_order_and_repeated_are_as_bad_as_the_worst(
    days: Distribution, several: list[Slowdown], dice: Random
) -> None:
    shuffled = [*several, *several]
    dice.shuffle(shuffled)
    worst = quantiles(slow_by_all(days, several))
    assert quantiles(slow_by_all(days, shuffled)) == worst
    each = [quantiles(days), *(quantiles(slowdown.slow(days)) for slowdown in several)]
    assert worst == [max(places) for places in zip(*each, strict=True)]
