"""When a parcel leaves: cutoffs, closed days with their names, handling by day and season, pickups, pre-orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from shared.promise.calendar import Calendar, Season
from shared.promise.network import CutoffRule, HandlingRule, Pickup, Warehouse
from shared.promise.product import Preparation
from shared.promise.ship_estimate import OrderDay, ShipEstimate, estimate_shipping
from shared.promise.wait import Component
from tests.promise.networks import MONDAY_TO_FRIDAY, WAREHOUSE, at, on, utc

CHRISTMAS = Season((12, 1), (12, 24))
NEW_YEAR = Season((12, 29), (1, 3), "年末年始")


def ship(warehouse: Warehouse, moment: str, carrier: str = "yamato", **preparation: object) -> ShipEstimate:
    order = OrderDay.of(warehouse, at(moment), carrier)
    return estimate_shipping(warehouse, order, carrier, Preparation(**preparation))  # type: ignore[arg-type]


def test_a_cutoff_may_be_another_for_a_carrier_a_weekday_or_a_season() -> None:
    warehouse = replace(
        WAREHOUSE,
        cutoffs=(
            CutoffRule(time(12), season=CHRISTMAS),
            CutoffRule(time(17), frozenset({"sagawa"})),
            CutoffRule(time(13), weekdays=frozenset({4})),
        ),
    )
    assert ship(warehouse, "11-24 16:00", "sagawa").ship_date == on("11-24")
    assert ship(warehouse, "11-24 16:00", "yamato").ship_date == on("11-25")
    assert ship(warehouse, "11-27 14:00", "yamato").ship_date == on("11-30")  # Friday
    assert ship(warehouse, "12-07 12:30", "sagawa").ship_date == on("12-08")
    assert ship(warehouse, "11-27 10:00").order_by == utc("11-27 13:00")


def test_closed_days_are_told_with_their_names_and_a_weekend_is_not_the_holiday_behind_it() -> None:
    calendar = replace(MONDAY_TO_FRIDAY, closed_days=frozenset({on("11-23")}), names=((on("11-23"), "勤労感謝の日"),))
    waits = ship(replace(WAREHOUSE, calendar=calendar), "11-21 10:00").waits
    assert [(wait.component, wait.days, wait.first, wait.name) for wait in waits] == [
        (Component.WAREHOUSE_CLOSED, 2, on("11-21"), ""),
        (Component.WAREHOUSE_CLOSED, 1, on("11-23"), "勤労感謝の日"),
        (Component.HANDLING, 0, None, ""),
    ]


def test_a_yearly_closed_period_runs_over_the_turn_of_the_year_and_a_special_day_opens_it() -> None:
    closed = replace(WAREHOUSE, calendar=replace(MONDAY_TO_FRIDAY, seasons=(NEW_YEAR,)))
    estimate = ship(closed, "12-29 09:00")
    assert estimate.ship_date == date(2027, 1, 4)
    assert [(wait.days, wait.name) for wait in estimate.waits] == [(6, "年末年始"), (0, "")]
    opened = replace(closed.calendar, open_days=frozenset({on("12-30")}))
    assert ship(replace(closed, calendar=opened), "12-29 09:00").ship_date == on("12-30")


@pytest.mark.parametrize("day", ["11-21", "11-23"])
def test_a_special_open_day_opens_on_a_weekend_but_never_on_a_closed_day(day: str) -> None:
    calendar = Calendar(frozenset(range(5)), frozenset({on("11-23")}), frozenset({on("11-21"), on("11-23")}))
    assert calendar.is_open(on(day)) == (day == "11-21")


def test_seasons_that_leave_no_week_open_are_refused() -> None:
    with pytest.raises(ValueError, match="one week"):
        Calendar(frozenset({0}), seasons=(Season((1, 4), (12, 31)),))


def test_handling_may_take_another_time_in_a_season() -> None:
    warehouse = replace(WAREHOUSE, handling_days=1, handling=(HandlingRule(3, season=CHRISTMAS),))
    assert ship(warehouse, "11-24 10:00").ship_date == on("11-25")
    assert ship(warehouse, "12-01 10:00").ship_date == on("12-04")


def test_no_order_overtakes_one_that_was_taken_up_before() -> None:
    warehouse = replace(WAREHOUSE, handling=(HandlingRule(3, weekdays=frozenset({0})),))
    assert ship(warehouse, "11-23 10:00").ship_date == on("11-26")  # Monday: three days
    tuesday = ship(warehouse, "11-24 10:00")
    assert tuesday.ship_date == on("11-26")
    assert [(wait.component, wait.days) for wait in tuesday.waits] == [
        (Component.HANDLING, 0),
        (Component.EARLIER_ORDERS, 2),
    ]
    assert ship(warehouse, "11-27 10:00").ship_date == on("11-27")


def test_hours_of_work_move_the_cutoff_before_the_pickup_and_into_business_hours() -> None:
    warehouse = replace(
        WAREHOUSE,
        cutoff=time(23),
        handling_hours=4,
        opens=time(9),
        closes=time(18),
        pickups=(Pickup("yamato", time(16, 30)),),
    )
    assert ship(warehouse, "11-24 10:00").order_by == utc("11-24 12:30")
    assert ship(warehouse, "11-24 10:00", "sagawa").order_by == utc("11-24 14:00")
    assert ship(warehouse, "11-24 10:00").waits[0].hours == 4


def test_a_parcel_waits_for_the_day_on_which_its_carrier_collects() -> None:
    warehouse = replace(WAREHOUSE, pickups=(Pickup("usps", weekdays=frozenset({1, 4})),))
    estimate = ship(warehouse, "11-25 10:00", "usps")
    assert estimate.ship_date == on("11-27")
    assert [(wait.component, wait.days, wait.first) for wait in estimate.waits[1:]] == [
        (Component.NO_PICKUP, 2, on("11-25"))
    ]
    assert ship(warehouse, "11-25 10:00", "yamato").ship_date == on("11-25")


def test_a_carrier_that_comes_on_days_off_only_keeps_nobody_waiting_for_ever() -> None:
    warehouse = replace(WAREHOUSE, pickups=(Pickup("usps", weekdays=frozenset({5, 6})),))
    assert ship(warehouse, "11-25 10:00", "usps").ship_date == on("11-25")


def test_a_pre_order_is_taken_up_when_it_is_there_and_the_cutoff_of_today_does_not_matter() -> None:
    before, after = (
        ship(WAREHOUSE, moment, handling_days=1, available_from=on("12-05"))
        for moment in ("11-24 14:00", "11-24 16:00")
    )
    assert before == after
    assert before.ship_date == on("12-08")  # the 5th is a Saturday
    assert before.order_by == utc("12-07 15:00")
    assert [(wait.component, wait.days) for wait in before.waits] == [
        (Component.NOT_YET_AVAILABLE, 11),
        (Component.WAREHOUSE_CLOSED, 2),
        (Component.HANDLING, 1),
    ]
    assert before.valid_until == utc("11-25 00:00")


def test_the_day_of_an_order_is_the_warehouses() -> None:
    assert OrderDay.of(WAREHOUSE, datetime.fromisoformat("2026-11-24T14:30:00+00:00")) == OrderDay(on("11-24"), True)
