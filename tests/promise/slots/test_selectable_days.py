"""Which days and slots may be picked, why not sooner, and that an order with another choice is refused."""

from __future__ import annotations

import typing
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.errors import Conflict
from shared.locales import words
from shared.promise.calendar import Calendar
from shared.promise.delivery_estimate import DeliveryEstimate, estimate_delivery
from shared.promise.network import CarrierService, Lane, Warehouse
from shared.promise.ship_estimate import OrderDay, estimate_shipping
from shared.promise.slots.arrival import Arrival, HalfDay
from shared.promise.slots.check_selection import DateNotSelectable, SlotNotSelectable, check_selection
from shared.promise.slots.selectable import Limit, Selection, selectable_days
from shared.promise.slots.selection_rule import SelectionRule
from shared.promise.transit import Transit

TOKYO = ZoneInfo("Asia/Tokyo")
WEDNESDAY = date(2026, 11, 25)
THURSDAY, FRIDAY, SATURDAY, SUNDAY, MONDAY = (WEDNESDAY + timedelta(days=n) for n in range(1, 6))
EVERY_DAY = Calendar(frozenset(range(7)))
WORKING_DAYS = Calendar(frozenset(range(5)))
TOKYO_WAREHOUSE = Warehouse("tokyo", "Asia/Tokyo", time(15), WORKING_DAYS)


def at(hour: int, minute: int = 0, day: date = WEDNESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=TOKYO)


def select(
    arrival: Arrival,
    rule: SelectionRule | None = None,
    *,
    carrier: str = "yamato",
    delivers: Calendar = EVERY_DAY,
    works: Calendar = WORKING_DAYS,
    now: datetime | None = None,
) -> Selection:
    return selectable_days(carrier, arrival, rule or SelectionRule(), delivers=delivers, works=works, now=now or at(10))


def days(selection: Selection) -> list[date]:
    return [found.day for found in selection.days]


def why(selection: Selection) -> list[tuple[Limit, date]]:
    return [(reason.limit, reason.day) for reason in selection.reasons]


def slots_on(selection: Selection, day: date) -> list[str]:
    found = selection.day(day)
    return [slot.code for slot in found.slots] if found else []


def test_the_first_day_is_the_arrival_where_the_merchant_says_nothing_later() -> None:
    selection = select(Arrival(FRIDAY), SelectionRule(latest_within=4))
    assert days(selection) == [FRIDAY, SATURDAY, SUNDAY]
    assert why(selection) == [(Limit.ARRIVAL, FRIDAY)]


def test_the_merchant_may_take_later_days_only() -> None:
    selection = select(Arrival(THURSDAY), SelectionRule(earliest_after=4, latest_within=120))
    assert days(selection)[0] == SUNDAY
    assert days(selection)[-1] == WEDNESDAY + timedelta(days=120)
    assert why(selection) == [(Limit.SHOP_RULE, SUNDAY)]


def test_the_merchant_cannot_take_days_before_the_parcel_is_there() -> None:
    assert days(select(Arrival(FRIDAY), SelectionRule(earliest_after=1)))[0] == FRIDAY


def test_business_days_are_the_warehouses() -> None:
    closed_on_friday = Calendar(frozenset(range(5)), frozenset({FRIDAY}))
    rule = SelectionRule(earliest_after=2, in_business_days=True)
    assert days(select(Arrival(THURSDAY), rule, works=closed_on_friday))[0] == MONDAY


def test_zero_lets_the_day_of_the_order_be_picked_and_nothing_said_does_not() -> None:
    here_already = Arrival(WEDNESDAY, HalfDay.MORNING)
    assert days(select(here_already, SelectionRule(earliest_after=0)))[0] == WEDNESDAY
    assert days(select(here_already, SelectionRule(earliest_after=None)))[0] == THURSDAY


def test_zero_is_known_as_a_choice_worth_a_warning() -> None:
    assert SelectionRule(earliest_after=0).takes_order_day
    assert not SelectionRule().takes_order_day
    assert not SelectionRule(earliest_after=1).takes_order_day


def test_zero_offers_nothing_for_today_when_the_parcel_comes_later() -> None:
    assert days(select(Arrival(FRIDAY), SelectionRule(earliest_after=0)))[0] == FRIDAY


def test_days_on_which_the_carrier_is_closed_cannot_be_picked_and_move_nothing() -> None:
    no_sundays = Calendar(frozenset(range(6)))
    selection = select(Arrival(SATURDAY), SelectionRule(latest_within=5), delivers=no_sundays)
    assert days(selection) == [SATURDAY, MONDAY]


def test_a_closed_carrier_is_named_where_it_moves_the_first_day() -> None:
    no_sundays = Calendar(frozenset(range(6)))
    selection = select(Arrival(THURSDAY), SelectionRule(earliest_after=4), delivers=no_sundays)
    assert why(selection) == [(Limit.SHOP_RULE, SUNDAY), (Limit.CARRIER_CLOSED, MONDAY)]


def test_on_the_day_of_arrival_only_slots_the_parcel_can_make_are_offered() -> None:
    selection = select(Arrival(FRIDAY, HalfDay.AFTERNOON))
    assert slots_on(selection, FRIDAY) == ["1416", "1618", "1820", "1921"]
    assert slots_on(selection, SATURDAY) == ["0812", "1416", "1618", "1820", "1921"]


def test_a_slot_of_today_that_is_past_cannot_be_picked() -> None:
    here_already, today_too = Arrival(WEDNESDAY, HalfDay.MORNING), SelectionRule(earliest_after=0)
    assert slots_on(select(here_already, today_too, now=at(13, 39)), WEDNESDAY) == ["1416", "1618", "1820", "1921"]
    assert slots_on(select(here_already, today_too, now=at(13, 40)), WEDNESDAY) == ["1618", "1820", "1921"]


def test_today_is_not_offered_when_no_slot_is_left() -> None:
    selection = select(Arrival(WEDNESDAY, HalfDay.MORNING), SelectionRule(earliest_after=0), now=at(18, 40))
    assert days(selection)[0] == THURSDAY
    assert why(selection) == [(Limit.ARRIVAL, WEDNESDAY), (Limit.NO_SLOT_LEFT, THURSDAY)]


def test_a_carrier_without_slots_offers_days_alone() -> None:
    selection = select(Arrival(FRIDAY), carrier="usps")
    assert slots_on(selection, FRIDAY) == []
    assert check_selection(selection, FRIDAY).slot is None
    with pytest.raises(SlotNotSelectable, match="pick the date alone"):
        check_selection(selection, FRIDAY, "1416")


def test_each_day_has_the_slots_that_hold_on_it() -> None:
    eve = datetime(2024, 9, 28, 10, tzinfo=TOKYO)
    selection = select(Arrival(eve.date(), HalfDay.MORNING), carrier="japan_post", now=eve)
    assert slots_on(selection, date(2024, 9, 30))[-1] == "2021"
    assert slots_on(selection, date(2024, 10, 1))[-1] == "1921"


def test_where_the_merchants_last_day_comes_before_the_parcel_nothing_can_be_picked() -> None:
    selection = select(Arrival(MONDAY), SelectionRule(latest_within=3))
    assert selection.days == ()
    with pytest.raises(DateNotSelectable, match="order without one"):
        check_selection(selection, MONDAY)


def test_a_cart_that_crosses_midnight_is_refused_with_the_new_first_day() -> None:
    rule = SelectionRule(earliest_after=2, latest_within=30)
    before = select(Arrival(THURSDAY), rule, now=at(23, 59))
    after = select(Arrival(FRIDAY), rule, now=at(0, 1, THURSDAY))
    assert check_selection(before, FRIDAY, "1921").day == FRIDAY
    with pytest.raises(DateNotSelectable, match="Possible are: 2026-11-28") as refused:
        check_selection(after, FRIDAY, "1921")
    assert (refused.value.code, refused.value.field) == ("date_not_selectable", "date")
    assert refused.value.selection == after
    assert isinstance(refused.value, Conflict)


def test_a_selection_says_until_when_it_holds() -> None:
    assert select(Arrival(FRIDAY)).valid_until == at(0, 0, THURSDAY).astimezone(UTC)
    of_today = select(Arrival(WEDNESDAY, HalfDay.MORNING), SelectionRule(earliest_after=0), now=at(10))
    assert of_today.valid_until == at(13, 40).astimezone(UTC)


def test_a_slot_that_is_not_possible_is_refused_with_those_that_are() -> None:
    selection = select(Arrival(FRIDAY, HalfDay.EVENING))
    with pytest.raises(SlotNotSelectable, match=r"Possible are: 1820 \(18:00–20:00\), 1921 \(19:00–21:00\)") as refused:
        check_selection(selection, FRIDAY, "0812")
    assert (refused.value.code, refused.value.field) == ("slot_not_selectable", "slot")


def test_the_order_keeps_the_words_that_were_shown() -> None:
    chosen = check_selection(select(Arrival(FRIDAY)), SATURDAY, "1416")
    assert chosen.to_json() == {
        "carrier": "yamato",
        "date": "2026-11-28",
        "slot": {
            "code": "1416",
            "labels": {"ja": "14時～16時", "en": "14:00–16:00"},
            "from": "14:00",
            "to": "16:00",
            "slip_code": "1416",
        },
    }


def test_a_day_without_a_slot_is_a_choice_too() -> None:
    chosen = check_selection(select(Arrival(FRIDAY)), SATURDAY)
    assert chosen.to_json() == {"carrier": "yamato", "date": "2026-11-28", "slot": None}


def test_the_answer_spells_each_slot_once_and_gives_its_reasons_in_the_asked_language() -> None:
    selection = select(Arrival(FRIDAY, HalfDay.EVENING), SelectionRule(latest_within=3))
    told = selection.to_json(words("ja"))
    assert told["because"] == [{"limit": "arrival", "date": "2026-11-27", "text": "最短のお届けは11月27日（金）です"}]
    assert told["days"] == [
        {"date": "2026-11-27", "slots": ["1820", "1921"]},
        {"date": "2026-11-28", "slots": ["0812", "1416", "1618", "1820", "1921"]},
    ]
    assert told["slots"][0] == {"code": "0812", "label": "午前中", "from": "08:00", "to": "12:00"}
    assert selection.to_json(words("en"))["slots"][0]["label"] == "Morning (8:00–12:00)"


@pytest.mark.parametrize("limit", Limit)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_reason_has_words(limit: Limit, language: str) -> None:
    assert words(language)(f"selection.{limit}", day="X")


def test_a_ship_day_cannot_be_taken_for_a_delivery_day() -> None:
    shipping = estimate_shipping(TOKYO_WAREHOUSE, OrderDay(WEDNESDAY, cutoff_passed=False))
    with pytest.raises(AttributeError):
        Arrival.by(shipping)  # type: ignore[arg-type]
    names = {"DeliveryEstimate": DeliveryEstimate, "HalfDay": HalfDay, "Arrival": Arrival}
    assert typing.get_type_hints(Arrival.by, names)["delivery"] is DeliveryEstimate


def test_an_arrival_is_the_promised_day_and_not_the_earliest() -> None:
    lane = Lane("JP", "", 1, 2)
    service = CarrierService("Home", "home", "yamato", "tokyo", EVERY_DAY, (lane,))
    delivery = estimate_delivery(service, Transit.by_table((False, 1, 2, False)), WEDNESDAY)
    assert (delivery.earliest, delivery.promised) == (THURSDAY, FRIDAY)
    assert Arrival.by(delivery) == Arrival(FRIDAY, HalfDay.EVENING)
    assert Arrival.by(delivery, HalfDay.MORNING) == Arrival(FRIDAY, HalfDay.MORNING)


@pytest.mark.parametrize(("earliest_after", "latest_within"), [(-1, 30), (367, 366), (None, -1), (None, 367), (5, 4)])
def test_numbers_out_of_range_make_no_rule(earliest_after: int | None, latest_within: int) -> None:
    with pytest.raises(ValueError, match=r"must be|lies before"):
        SelectionRule(earliest_after, latest_within=latest_within)


@pytest.mark.parametrize("rule", [SelectionRule(), SelectionRule(0), SelectionRule(3, True, 60)])
def test_a_rule_reads_back_as_it_was_compiled(rule: SelectionRule) -> None:
    assert SelectionRule.from_json(rule.to_json()) == rule


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        select(Arrival(FRIDAY), now=datetime(2026, 11, 25, 10))
