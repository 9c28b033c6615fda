"""What holds for every network, destination and moment: promises never go backwards, and hold as long as they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from shared.promise.answer import PromiseAnswer
from shared.promise.calendar import Calendar
from shared.promise.make_promise import make_promise
from shared.promise.network import CarrierService, DeliveryNetwork, Lane, Warehouse
from shared.promise.question import PromiseQuestion

# Zones whose clocks change at midnight, by half an hour, or which lie at the date line.
ZONES = ("Asia/Tokyo", "America/Los_Angeles", "Europe/London", "Asia/Beirut", "America/Santiago", "America/Havana")
ODD_ZONES = ("Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Africa/Cairo")

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
calendars = st.builds(
    Calendar,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(days, max_size=10),
)
warehouses = st.builds(
    Warehouse,
    st.just("w"),
    st.sampled_from(ZONES + ODD_ZONES),
    st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    calendars,
    st.integers(0, 5),
)
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
    return DeliveryNetwork((near, far), (draw(services("one", "near")), draw(services("two", "far"))))


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
        assert option.ship_date <= option.earliest <= option.latest == option.promised
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


@given(networks())
def test_the_compiled_form_loads_to_the_same_network(network: DeliveryNetwork) -> None:
    assert DeliveryNetwork.from_json(network.to_json()) == network
