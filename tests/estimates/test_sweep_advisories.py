"""An advisory reaches parcels that nobody hears of: when it comes in force, and when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.ports import Knowledge
from shared.estimates.reason import Reason
from shared.estimates.revise_due import RUN_LASTS, revise_due
from shared.estimates.revise_estimate import revise_order
from shared.estimates.sweep import Sweep
from shared.estimates.sweep_advisories import sweep_advisories
from shared.promise.slowdown import Slowdown
from tests.estimates.cases import HANDED_OVER, at, november, snow
from tests.estimates.test_revise_estimate import NETWORK, Shop

ELSEWHERE = snow(areas=(("JP", "0"),))


@pytest.fixture
def shop() -> Shop:
    """With one parcel under way to Tokyo, of which nothing more is heard."""
    shop = Shop(Knowledge(NETWORK))
    shop.ordered()
    shop.shipped()
    shop.scanned(HANDED_OVER)
    shop.heard(0, 19)
    return shop


def run(shop: Shop, *slowdowns: Slowdown, day: int = 1, hour: int = 9) -> int:
    """One run of the clock; answers how many were looked at."""
    shop.means = replace(shop.means, knowledge=Knowledge(NETWORK, slowdowns=slowdowns))
    return revise_due(shop.means, lambda: at(day, hour)).looked_at


def test_an_advisory_is_counted_at_the_next_run_and_only_once(shop: Shop) -> None:
    assert run(shop) == 0
    assert [run(shop, snow()), run(shop, snow())] == [1, 0]
    newest = shop.live.revisions[-1]
    assert newest.reason is Reason.WEATHER
    assert newest.estimate is not None
    assert newest.estimate.latest == november(29)[0]
    assert shop.live.at_risk


def test_what_is_over_is_counted_no_more(shop: Shop) -> None:
    run(shop, snow())
    assert [run(shop, hour=10), run(shop, hour=11)] == [1, 0]
    assert shop.live.latest is not None
    assert shop.live.latest.latest == november(27)[0]
    assert not shop.live.at_risk


def test_one_announced_for_later_counts_from_then_on_and_not_after_its_time(shop: Shop) -> None:
    tonight = snow(starts_at=at(1, 20), ends_at=at(2, 12))
    looked_at = [run(shop, tonight, day=day, hour=hour) for day, hour in ((1, 9), (1, 21), (2, 9), (2, 13), (2, 14))]
    assert looked_at == [0, 1, 0, 1, 0]


def test_whom_it_does_not_touch_is_not_looked_at(shop: Shop) -> None:
    assert run(shop, ELSEWHERE) == 0
    assert run(shop, ELSEWHERE, snow(id="strike", carriers=frozenset({"sagawa"}))) == 0
    assert run(shop, ELSEWHERE, snow(id="hub", areas=(), warehouses=frozenset({"tokyo"}))) == 1


def test_an_order_without_a_parcel_is_looked_at_too() -> None:
    shop = Shop(Knowledge(NETWORK))
    shop.ordered()
    revise_order(shop.means, "A-1", at(-1))
    assert run(shop, snow(), day=-1, hour=20) == 1
    own = shop.estimates.of_order("A-1")
    assert own is not None
    assert own.latest is not None
    assert Reason.WEATHER in own.latest.reasons


def test_an_estimate_from_before_its_destination_was_noted_is_looked_at(shop: Shop) -> None:
    (key,) = shop.estimates.lives
    shop.estimates.lives[key] = replace(shop.live, country="", area="")
    assert run(shop, ELSEWHERE) == 1


def test_a_walk_goes_on_where_the_time_was_over_and_begins_anew_after_a_failure(shop: Shop) -> None:
    for number in range(230):
        shop.estimates.save(replace(shop.live, order_id=f"B-{number:03}", parcel=None, version=0))
    shop.means = replace(shop.means, knowledge=Knowledge(NETWORK, slowdowns=[snow()]))
    looked: list[str] = []

    def look(live: LiveEstimate) -> bool:
        looked.append(live.order_id)
        return live.order_id != failing

    failing = ""
    sweep_advisories(shop.means, look, at(1), has_time=few(1))
    assert (len(looked), shop.estimates.sweep.settled) == (100, frozenset())
    failing = "B-150"
    sweep_advisories(shop.means, look, at(1), has_time=few(9))
    assert (len(looked), len(set(looked)), shop.estimates.sweep.place) == (231, 231, "")
    looked.clear()
    failing = ""
    sweep_advisories(shop.means, look, at(1), has_time=few(9))
    sweep_advisories(shop.means, look, at(1), has_time=few(9))
    assert len(looked) == 231


def test_an_advisory_that_ends_in_the_middle_of_a_walk_is_taken_back_where_it_was_counted() -> None:
    walk = Sweep().begun(frozenset({"snow"})).at("half way")
    back = walk.begun(frozenset())
    assert not back.is_over(frozenset())
    assert (back.counted - back.towards, back.place) == ({"snow"}, "")
    assert back.ended().is_over(frozenset())


def test_a_run_that_has_no_time_left_leaves_the_sweep_to_the_next(shop: Shop) -> None:
    shop.means = replace(shop.means, knowledge=Knowledge(NETWORK, slowdowns=[snow()]))
    clock = iter([at(1), *[at(1) + RUN_LASTS] * 5])
    assert revise_due(shop.means, lambda: next(clock)).looked_at == 0
    assert run(shop, snow()) == 1


def few(times: int) -> Callable[[], bool]:
    """True so many times."""
    left = iter([True] * times)
    return lambda: next(left, False)
