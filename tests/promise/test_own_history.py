"""What own history says and a slowdown adds, as it meets the clock, closed days and what was worked out before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.promise.distribution import Distribution
from shared.promise.forecast import Asked, Forecast
from shared.promise.slowdown import Slowdown, SlowdownKind
from shared.promise.wait import Component
from tests.promise.networks import MONDAY_TO_FRIDAY, WAREHOUSE, Learned, ask, on, only, parts_of, shop, utc


class LearnedByHour(Learned):
    """One that is slower in the afternoon."""

    def from_order(self, asked: Asked) -> Forecast | None:
        assert asked.hour is not None
        return replace(self.forecast, days=Distribution.between(1, 2 if asked.hour < 12 else 3))


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Asia/Kolkata", "Asia/Kathmandu"])
def test_where_the_hour_counts_an_answer_holds_until_the_hour_of_the_warehouse_is_over(zone: str) -> None:
    network = shop(warehouse=replace(WAREHOUSE, time_zone=zone, learned=True))
    model = LearnedByHour(Distribution.between(1, 2))
    answer = ask(network, as_of=datetime(2026, 11, 24, 11, 5, 7, 9, tzinfo=ZoneInfo(zone)), forecasts=model)
    assert answer.valid_until == datetime(2026, 11, 24, 12, tzinfo=ZoneInfo(zone))
    before, then = (
        only(ask(network, as_of=answer.valid_until - left, forecasts=model))
        for left in (timedelta(microseconds=1), timedelta(0))
    )
    assert before.percentiles == only(answer).percentiles != then.percentiles


def test_nothing_that_is_learned_arrives_before_it_ships() -> None:
    closed = replace(MONDAY_TO_FRIDAY, closed_days=frozenset({on("11-25"), on("11-26")}))
    network = shop(warehouse=replace(WAREHOUSE, calendar=closed, handling_days=1, learned=True))
    option = only(ask(network, forecasts=Learned(Distribution.between(1, 4))))
    assert option.ship_date == on("11-27")
    assert [option.earliest, option.likely, option.promised] == [on("11-27"), on("11-27"), on("11-28")]
    assert sum(days for _, days in parts_of(option)) == 4


def test_what_is_said_of_a_slowdown_follows_its_headline() -> None:
    network = shop()
    storm = Slowdown("s", SlowdownKind.STORM, (("JP", ""),), "severe", 1, 1, utc("11-20 10:00"))
    for headline in ("Storm", "The storm is over on Friday"):
        option = only(ask(network, slowdowns=(replace(storm, headlines={"en": headline}),)))
        (said,) = [reason.text for reason in option.explanation if reason.component is Component.DISRUPTION]
        assert headline in said
