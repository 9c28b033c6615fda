"""What the promise remembers is bounded, and changes no answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

from shared.promise.distribution import Distribution
from shared.promise.make_promise import make_promise
from shared.promise.memory import DepartureMemory, NetworkMemory, Remembered
from shared.promise.network import DeliveryNetwork, Lane, RemoteArea
from shared.promise.question import read_question
from shared.promise.slowdown import Slowdown, SlowdownKind
from tests.promise.networks import HOME, SHOP, WAREHOUSE, Learned

BEGINS = datetime(2026, 11, 20, 3, 20, tzinfo=UTC)
STORM = Slowdown("s", SlowdownKind.STORM, (("JP", "9"),), "severe", 1, 2, BEGINS - timedelta(days=9))
LEARNED = Learned(Distribution(1, (2_000, 6_000, 9_100, 10_000)))


def test_the_oldest_makes_room_and_what_is_kept_again_is_new() -> None:
    kept: Remembered[str, int] = Remembered(2)
    assert kept.keep("a", 1) == 1
    kept.keep("b", 2)
    kept.keep("a", 3)
    kept.keep("c", 4)
    assert kept == {"a": 3, "c": 4}


def test_nothing_that_is_remembered_changes_an_answer_or_how_long_it_holds() -> None:
    lanes = (Lane("JP", "", 2, 4), Lane("JP", "900", 3, 3))
    shop = replace(
        SHOP,
        warehouses=(replace(WAREHOUSE, learned=True),),
        services=(replace(HOME, lanes=lanes), replace(HOME, name="b", customs_days=(1, 2))),
        remote_areas=(RemoteArea("JP", "907", 2),),
    )
    moments = [BEGINS + timedelta(minutes=minutes) for minutes in (0, 1, 45, 200, 900, 1500)]
    for moment, postal, day, model, slow in product(
        moments, ("90", "9071801", "1"), (None, "2026-11-26"), (None, LEARNED), ((), (STORM,))
    ):
        question = read_question({"country": "JP", "postal": postal} | ({"deliver_by": day} if day else {}), moment)
        answer = make_promise(shop, question, model, slow)
        anew = make_promise(replace(shop), question, model, slow)
        assert answer.written() == anew.written()
        assert answer.valid_until == anew.valid_until
    departures = shop.memory.departures.values()
    kept = [[getattr(each.memory, name) for each in departures] for name in DepartureMemory.__slots__]
    assert all(any(each) for each in kept)


def test_a_network_that_is_asked_a_thousand_different_things_remembers_no_more_than_it_may() -> None:
    shop: DeliveryNetwork = replace(SHOP, services=(replace(HOME, lanes=(Lane("JP", "", 2, 4),)),))
    for number in range(300):
        question = read_question({"country": "JP", "postal": "1"}, BEGINS + timedelta(days=number))
        make_promise(shop, question, LEARNED)
    held = [getattr(shop.memory, name) for name in NetworkMemory.__slots__]
    assert max(len(each) for each in held) == 100
