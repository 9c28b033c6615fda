"""What holds for every carrier, rule, calendar and moment: what is offered is taken, and nothing else is."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.locales import words
from shared.promise.calendar import Calendar
from shared.promise.slots.arrival import Arrival, HalfDay
from shared.promise.slots.check_selection import NotSelectable, check_selection
from shared.promise.slots.feasible import is_possible
from shared.promise.slots.selectable import Limit, Selection, selectable_days
from shared.promise.slots.selection_rule import SelectionRule
from shared.promise.slots.table import slot_tables

CODES = sorted({slot.code for table in slot_tables() for slot in table.slots})
FIRST, LAST = date(2024, 8, 1), date(2026, 12, 31)

carriers = st.sampled_from(["yamato", "sagawa", "japan_post", "usps"])
calendars = st.builds(
    Calendar, st.frozensets(st.integers(0, 6), min_size=1), st.frozensets(st.dates(FIRST, LAST), max_size=10)
)
moments = st.datetimes(datetime(2024, 8, 1), datetime(2026, 12, 31), timezones=st.just(ZoneInfo("Asia/Tokyo")))
rules = st.builds(SelectionRule, st.one_of(st.none(), st.integers(0, 10)), st.booleans(), st.integers(10, 40))


@st.composite
def asked(draw: st.DrawFn) -> tuple[str, Arrival, SelectionRule, Calendar, Calendar, datetime]:
    """A question about days: an arrival up to two weeks after the moment it is asked in."""
    now = draw(moments)
    arrival = Arrival(now.date() + timedelta(days=draw(st.integers(0, 14))), draw(st.sampled_from(HalfDay)))
    return draw(carriers), arrival, draw(rules), draw(calendars), draw(calendars), now


Question = tuple[str, Arrival, SelectionRule, Calendar, Calendar, datetime]


def select(question: Question) -> Selection:
    carrier, arrival, rule, delivers, works, now = question
    return selectable_days(carrier, arrival, rule, delivers=delivers, works=works, now=now)


def offered(selection: Selection) -> set[tuple[date, str | None]]:
    with_slots = {(day.day, slot.code) for day in selection.days for slot in day.slots}
    return with_slots | {(day.day, None) for day in selection.days}


@given(asked())
def test_whatever_is_offered_is_accepted(question: Question) -> None:
    selection = select(question)
    for day, code in offered(selection):
        chosen = check_selection(selection, day, code)
        assert (chosen.day, chosen.slot and chosen.slot.code) == (day, code)


@given(asked(), st.dates(FIRST, LAST), st.one_of(st.none(), st.sampled_from([*CODES, "9999", ""])))
def test_whatever_is_not_offered_is_refused(question: Question, day: date, code: str | None) -> None:
    selection = select(question)
    if (day, code) in offered(selection):
        return
    with pytest.raises(NotSelectable) as refused:
        check_selection(selection, day, code)
    assert refused.value.selection == selection


@given(asked())
def test_nothing_is_offered_that_parcel_carrier_or_merchant_cannot_keep(question: Question) -> None:
    carrier, arrival, rule, delivers, works, now = question
    selection = select(question)
    for found in selection.days:
        assert found.day >= arrival.day
        assert rule.first_day(now.date(), works) <= found.day <= rule.last_day(now.date())
        assert delivers.is_open(found.day)
        assert carrier == "usps" or found.slots
        if found.day == arrival.day:
            assert all(is_possible(slot, arrival.half_day) for slot in found.slots)
        if found.day == now.date():
            assert not any(slot.is_past(now.time()) for slot in found.slots)


@given(asked())
def test_the_order_day_is_offered_only_where_the_merchant_wrote_zero(question: Question) -> None:
    _, _, rule, _, _, now = question
    if not rule.takes_order_day:
        assert select(question).day(now.date()) is None


@given(asked())
def test_the_reasons_lead_to_the_first_day(question: Question) -> None:
    selection = select(question)
    steps = [reason.day for reason in selection.reasons]
    assert steps == sorted(steps)
    assert selection.reasons[0].limit in {Limit.ARRIVAL, Limit.SHOP_RULE}
    if selection.days:
        assert steps[-1] == selection.days[0].day


@given(asked(), st.timedeltas(timedelta(0), timedelta(days=20)))
def test_waiting_never_opens_a_day_or_a_slot_before_the_last_one(question: Question, wait: timedelta) -> None:
    carrier, arrival, rule, delivers, works, now = question
    before, after = select(question), select((carrier, arrival, rule, delivers, works, now + wait))
    horizon = rule.last_day(now.date())
    assert {choice for choice in offered(after) if choice[0] <= horizon} <= offered(before)


@given(asked(), st.floats(0, 1, exclude_max=True))
def test_a_selection_holds_for_as_long_as_it_says(question: Question, share: float) -> None:
    carrier, arrival, rule, delivers, works, now = question
    selection = select(question)
    later = now + (selection.valid_until - now) * share
    assert select((carrier, arrival, rule, delivers, works, later)) == selection


@given(asked(), st.sampled_from(["en", "ja"]))
def test_what_was_published_reads_back_in_every_language(question: Question, language: str) -> None:
    selection = select(question)
    published = json.loads(json.dumps(selection.to_json(words(language))))
    assert Selection.from_json(published, selection.valid_until) == selection
