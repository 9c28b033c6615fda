"""What holds for every network, destination and moment: promises never go backwards, and hold as long as they say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.promise.answer import PromiseAnswer
from shared.promise.calendar import Calendar, Season
from shared.promise.distribution import SCALE, Distribution
from shared.promise.make_promise import make_promise
from shared.promise.money import Condition, ConditionKind, Price
from shared.promise.network import (
    CarrierService,
    CutoffRule,
    DeliveryNetwork,
    HandlingRule,
    Lane,
    Leg,
    Pickup,
    RemoteArea,
    Warehouse,
)
from shared.promise.policy import CONFIDENCES, PromisePolicy, WhenThin
from shared.promise.product import LeadClass, Preparation
from shared.promise.question import PromiseQuestion
from shared.promise.slots.selection_rule import SelectionRule
from shared.promise.slowdown import Slowdown, SlowdownKind
from tests.promise.networks import Learned

# Zones whose clocks change at midnight, by half an hour, or which lie at the date line.
ZONES = ("Asia/Tokyo", "America/Los_Angeles", "Europe/London", "Asia/Beirut", "America/Santiago", "America/Havana")
ODD_ZONES = ("Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Africa/Cairo")

FIRST_DAY = date(2026, 1, 1)
# One number per day, and one per set of weekdays: drawing is most of what these tests take, and goes by the numbers.
days = st.integers(0, 729).map(lambda number: FIRST_DAY + timedelta(days=number))
some_weekdays = st.integers(1, 127).map(lambda bits: frozenset(day for day in range(7) if bits >> day & 1))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def season(first: int, length: int) -> Season:
    """The days of a leap year from `first` on, for `length` days; it may run over the turn of the year."""
    start = date(2028, 1, 1) + timedelta(days=first)
    last = start + timedelta(days=length)
    return Season((start.month, start.day), (last.month, last.day), "お盆")


short_seasons = st.builds(season, st.integers(0, 365), st.integers(0, 30))
named_days = st.lists(st.tuples(days, st.sampled_from(["山の日", "海の日"])), max_size=2).map(tuple)
calendars = st.builds(
    Calendar,
    some_weekdays,
    st.frozensets(days, max_size=10),
    st.frozensets(days, max_size=2),
    st.lists(short_seasons, max_size=1).map(tuple),
    named_days,
)
clock_times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
maybe_season = st.none() | short_seasons
cutoff_rules = st.builds(CutoffRule, clock_times, st.just(frozenset()), some_weekdays, maybe_season)
handling_rules = st.builds(HandlingRule, st.integers(0, 4), some_weekdays, maybe_season)
warehouses = st.builds(
    Warehouse,
    st.just("w"),
    st.sampled_from(ZONES + ODD_ZONES),
    clock_times,
    calendars,
    st.integers(0, 5),
    st.lists(cutoff_rules, max_size=1).map(tuple),
    st.lists(handling_rules, max_size=1).map(tuple),
    st.integers(0, 6),
)
legs = st.builds(Leg, st.just("air"), st.integers(0, 2), st.just(2), st.builds(Calendar, some_weekdays))
spans = st.tuples(st.integers(0, 10), st.integers(0, 10)).map(sorted)
lanes = st.dictionaries(st.text("019", max_size=3), spans, max_size=5)


@st.composite
def services(draw: st.DrawFn, name: str, warehouse: str) -> CarrierService:
    """A service that goes everywhere in Japan."""
    spans_by_prefix = {**draw(lanes), "": draw(spans)}
    table = tuple(Lane("JP", prefix, *span) for prefix, span in spans_by_prefix.items())
    return CarrierService(name, "home", "carrier", warehouse, draw(calendars), table)


@st.composite
def networks(draw: st.DrawFn) -> DeliveryNetwork:
    """Two warehouses, each with a service of its own."""
    near, far = replace(draw(warehouses), id="near"), replace(draw(warehouses), id="far")
    abroad = replace(draw(services("three", "near")), legs=(draw(legs),), customs_days=(1, draw(st.integers(1, 3))))
    island = RemoteArea("JP", draw(st.text("019", max_size=3)), draw(st.integers(1, 3)))
    return DeliveryNetwork(
        (near, far),
        (draw(services("one", "near")), draw(services("two", "far")), abroad),
        remote_areas=draw(st.sampled_from([(), (island,)])),
    )


chances = st.lists(st.integers(0, SCALE), max_size=8).map(lambda steps: (*sorted(steps), SCALE))
distributions = st.builds(Distribution, st.integers(0, 5), chances)

Place = TypeVar("Place", Warehouse, CarrierService)

postals = st.text("019", max_size=4)


def ask(network: DeliveryNetwork, moment: datetime, postal: str = "") -> PromiseAnswer:
    return make_promise(network, PromiseQuestion("JP", postal, moment))


def dates_by_service(answer: PromiseAnswer) -> dict[str, tuple[Any, ...]]:
    return {o.service: (o.order_by, o.ship_date, o.earliest, o.latest, o.promised) for o in answer.options}


def what_a_cache_keeps(answer: PromiseAnswer) -> list[object]:
    """Everything but what is true of `as_of` only."""
    return [replace(option, countdown_text="") for option in answer.options]


def never_earlier(before: PromiseAnswer, after: PromiseAnswer) -> bool:
    first, second = dates_by_service(before), dates_by_service(after)
    return all(b <= a for name in first for b, a in zip(first[name], second[name], strict=True))


@given(networks(), moments, st.timedeltas(timedelta(0), timedelta(days=40)), postals)
def test_ordering_later_never_promises_earlier(
    network: DeliveryNetwork, moment: datetime, later: timedelta, postal: str
) -> None:
    assert never_earlier(ask(network, moment, postal), ask(network, moment + later, postal))


@given(networks(), moments, st.integers(-2, 20), st.booleans(), postals)
def test_closing_for_a_day_never_promises_earlier(
    network: DeliveryNetwork, moment: datetime, offset: int, warehouse: bool, postal: str
) -> None:
    day = moment.date() + timedelta(days=offset)
    if warehouse:
        closed = replace(network, warehouses=tuple(_close(each, day) for each in network.warehouses))
    else:
        closed = replace(network, services=tuple(_close(each, day) for each in network.services))
    assert never_earlier(ask(network, moment, postal), ask(closed, moment, postal))


def _close(place: Place, day: date) -> Place:
    calendar = replace(place.calendar, closed_days=place.calendar.closed_days | {day})
    return replace(place, calendar=calendar)


@given(networks(), moments, st.floats(0, 1, exclude_max=True), postals)
def test_an_answer_holds_until_valid_until_and_not_a_moment_longer(
    network: DeliveryNetwork, moment: datetime, part: float, postal: str
) -> None:
    answer = ask(network, moment, postal)
    until = answer.valid_until
    assert until > moment
    for instant in (moment + (until - moment) * part, until - timedelta(microseconds=1)):
        same = ask(network, min(instant, until - timedelta(microseconds=1)), postal)
        assert what_a_cache_keeps(same) == what_a_cache_keeps(answer)
        assert same.valid_until == until
    assert what_a_cache_keeps(ask(network, until, postal)) != what_a_cache_keeps(answer)


@given(networks(), moments, postals)
def test_parcels_leave_on_working_days_and_arrive_on_delivery_days(
    network: DeliveryNetwork, moment: datetime, postal: str
) -> None:
    calendars_by_service = {s.name: (network.warehouse(s.warehouse).calendar, s.calendar) for s in network.services}
    for option in ask(network, moment, postal).options:
        shipping, delivery = calendars_by_service[option.service]
        assert shipping.is_open(option.ship_date)
        assert delivery.is_open(option.earliest)
        assert delivery.is_open(option.promised)
        assert option.promised is not None
        assert option.ship_date <= option.earliest <= option.likely <= option.promised <= option.latest
        assert option.order_by > moment


@given(networks(), moments, postals)
def test_the_reasons_add_up_to_the_days_from_order_to_promise(
    network: DeliveryNetwork, moment: datetime, postal: str
) -> None:
    zones = {s.name: ZoneInfo(network.warehouse(s.warehouse).time_zone) for s in network.services}
    for option in ask(network, moment, postal).options:
        ordered = moment.astimezone(zones[option.service]).date()
        assert sum(reason.days for reason in option.explanation) == (option.promised - ordered).days


@given(networks(), moments, postals, postals)
def test_the_rest_of_the_postal_code_never_makes_the_promise_later(
    network: DeliveryNetwork, moment: datetime, start: str, rest: str
) -> None:
    rough = {o.service: o for o in ask(network, moment, start).options}
    for option in ask(network, moment, start + rest).options:
        assert rough[option.service].earliest <= option.earliest
        assert option.promised <= rough[option.service].promised


@given(networks(), moments, postals, st.data())
def test_a_higher_confidence_never_promises_earlier(
    network: DeliveryNetwork, moment: datetime, postal: str, data: st.DataObject
) -> None:
    model = data.draw(st.none() | st.builds(Learned, distributions))
    answers = [
        make_promise(network, PromiseQuestion("JP", postal, moment, confidence=confidence), model)
        for confidence in CONFIDENCES
    ]
    for lower, higher in pairwise(answers):
        assert never_earlier(lower, higher)
    for option in answers[0].options:
        promised = [day for _, day in option.percentiles]
        assert promised == sorted(promised)
        by_service = [next(o.promised for o in answer.options if o.service == option.service) for answer in answers]
        assert by_service == promised


@given(networks(), moments, postals, distributions)
def test_what_own_history_says_adds_up_too(
    network: DeliveryNetwork, moment: datetime, postal: str, learned: Distribution
) -> None:
    zones = {s.name: ZoneInfo(network.warehouse(s.warehouse).time_zone) for s in network.services}
    for option in make_promise(network, PromiseQuestion("JP", postal, moment), Learned(learned)).options:
        ordered = moment.astimezone(zones[option.service]).date()
        assert option.promised is not None
        assert sum(reason.days for reason in option.explanation) == (option.promised - ordered).days
        assert sum(chance for _, chance in option.probability) + option.probability_later == pytest.approx(1)
        assert option.earliest <= option.likely <= option.promised <= option.latest or option.confidence > 99


@given(networks(), moments, postals, st.none() | distributions, st.tuples(st.integers(0, 3), st.integers(0, 3)))
def test_a_slowdown_or_an_island_never_promises_earlier(
    network: DeliveryNetwork, moment: datetime, postal: str, learned: Distribution | None, span: tuple[int, int]
) -> None:
    model = Learned(learned) if learned else None
    question = PromiseQuestion("JP", postal, moment)
    usual = make_promise(replace(network, remote_areas=()), question, model)
    storm = Slowdown(
        "s", SlowdownKind.STORM, (("JP", ""),), "severe", min(span), max(span), moment - timedelta(days=99)
    )
    assert never_earlier(usual, make_promise(replace(network, remote_areas=()), question, model, (storm,)))
    assert never_earlier(usual, make_promise(network, question, model))


@given(networks(), moments, postals)
def test_what_was_worked_out_before_changes_no_answer(network: DeliveryNetwork, moment: datetime, postal: str) -> None:
    first, again = ask(network, moment, postal), ask(network, moment, postal)
    assert network.memory.departures
    assert first == again == ask(replace(network), moment, postal)
    assert first.to_json() == again.to_json() == ask(replace(network), moment, postal).to_json()


conditions = st.builds(
    Condition,
    st.sampled_from(ConditionKind),
    st.none() | st.just(Price(500, "JPY")),
    st.integers(0, 9),
    st.sampled_from([(), (("ja", "無料"),)]),
)
lead_classes = st.builds(
    LeadClass,
    st.just("slow"),
    st.builds(Preparation, st.integers(0, 3), st.none() | days),
    st.sampled_from([frozenset(), frozenset({"home"})]),
    st.sampled_from([frozenset(), frozenset({"near"})]),
    st.booleans(),
)


@given(networks(), st.lists(conditions, max_size=2).map(tuple), lead_classes, st.sampled_from(WhenThin))
def test_everything_a_network_says_is_stored(
    network: DeliveryNetwork, stated: tuple[Condition, ...], lead: LeadClass, when_thin: WhenThin
) -> None:
    service = replace(
        network.services[0],
        price=Price(0, "JPY"),
        conditions=stated,
        date_choice=SelectionRule(0),
        other_warehouses=("far",),
    )
    warehouse = replace(
        network.warehouses[0],
        opens=time(9),
        closes=time(18),
        pickups=(Pickup("carrier", time(16), frozenset({1})), Pickup("other")),
        learned=True,
        country="JP",
    )
    rich = replace(
        network,
        warehouses=(warehouse, network.warehouses[1]),
        services=(service, *network.services[1:]),
        policy=PromisePolicy(95, 90, 20, when_thin),
        lead_classes=(lead,),
        skus={"A": "slow"},
        stock={"A": {"near": 0, "far": 2}},
    )
    assert DeliveryNetwork.from_json(json.loads(json.dumps(rich.to_json()))) == rich


@given(networks())
def test_the_compiled_form_loads_to_the_same_network(network: DeliveryNetwork) -> None:
    assert DeliveryNetwork.from_json(network.to_json()) == network
