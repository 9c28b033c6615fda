"""The text of an answer, put together from parts, is to the letter what writing it in one go gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.promise.answer import PromiseOption, json_text
from shared.promise.calendar import Calendar
from shared.promise.delivery_estimate import estimate_delivery
from shared.promise.distribution import SCALE, Distribution
from shared.promise.lane import Lane
from shared.promise.make_promise import make_promise
from shared.promise.network import CarrierService, DeliveryNetwork, Warehouse, zone
from shared.promise.question import read_question
from shared.promise.transit import Transit
from tests.promise.networks import Learned

START = datetime.fromisoformat("2026-11-24T00:00:00+09:00")
WORKING = Calendar(frozenset(range(5)))
NETWORK = DeliveryNetwork(
    (Warehouse("tokyo", "Asia/Tokyo", time(15), WORKING, 1), Warehouse("osaka", "Asia/Tokyo", time(9, 30), WORKING)),
    tuple(
        CarrierService(
            f'宅急便 "{n}"', f"m{n}", "yamato", place, WORKING, (Lane("JP", "", n, n + 2), Lane("JP", "9", 3, 9))
        )
        for n, place in enumerate(("tokyo", "osaka", "tokyo"))
    ),
)
"""Shared, so that what one question leaves in its memo meets the next."""


PERSISTING = (
    NETWORK,
    replace(NETWORK, warehouses=tuple(replace(warehouse, learned=True) for warehouse in NETWORK.warehouses)),
)
"""The same, and one whose handling times are learned too."""


def taken_up(network: DeliveryNetwork, option: PromiseOption) -> date:
    """The day on which work on the order begins: that of the deadline."""
    return option.order_by.astimezone(zone(network.warehouse(option.warehouse).time_zone)).date()


def fresh() -> DeliveryNetwork:
    return DeliveryNetwork.from_json(NETWORK.to_json())


@given(st.integers(0, 20 * 24 * 3600), st.sampled_from(["", "9", "15", "900"]), st.sampled_from(["en", "ja"]))
def test_it_is_the_same_text_and_nothing_that_is_remembered_changes_it(
    seconds: int, postal: str, language: str
) -> None:
    asked = {"country": "JP", "postal": postal, "lang": language}
    now = START + timedelta(seconds=seconds)
    answer = make_promise(NETWORK, read_question(asked, now))
    assert answer.to_text() == json_text(answer.to_json())
    assert answer == make_promise(fresh(), read_question(asked, now))


@st.composite
def forecasts(draw: st.DrawFn) -> Learned:
    chances = sorted(draw(st.lists(st.integers(0, SCALE), min_size=0, max_size=12)))
    days = Distribution(draw(st.integers(0, 4)), (*chances, SCALE))
    return Learned(days, draw(st.integers(0, 40)), draw(st.sampled_from(["lane", "all"])), draw(st.integers(0, 100)))


@given(forecasts(), st.integers(0, 20 * 24 * 3600), st.sampled_from(PERSISTING), st.sampled_from([None, "2026-12-01"]))
def test_own_history_is_written_as_its_options_are(
    learned: Learned, seconds: int, network: DeliveryNetwork, deliver_by: str | None
) -> None:
    asked = {"country": "JP", "postal": "1500001"} | ({"deliver_by": deliver_by} if deliver_by else {})
    question = read_question(asked, START + timedelta(seconds=seconds))
    answer = make_promise(network, question, learned)
    assert answer.to_text() == json_text(answer.to_json())
    assert answer == make_promise(DeliveryNetwork.from_json(network.to_json()), question, learned)
    from_order = network.warehouses[0].learned
    for option in answer.options:
        start = taken_up(network, option) if from_order else option.ship_date
        shipped = learned.forecast.days.not_before((option.ship_date - start).days)
        estimate = estimate_delivery(
            next(each for each in network.services if each.name == option.service),
            Transit.by_history(replace(learned.forecast, days=shipped), from_order=from_order),
            start,
        )
        assert option.percentiles == estimate.percentiles
        assert (option.earliest, option.likely, option.latest) == (estimate.earliest, estimate.likely, estimate.latest)
        assert sum(chance for _, chance in option.probability) + option.probability_later == pytest.approx(1)


@given(st.integers(0, 10 * 24 * 3600), st.integers(0, 24 * 3600))
def test_what_lasts_is_the_same_until_the_answer_would_change(seconds: int, later: int) -> None:
    now = START + timedelta(seconds=seconds)
    first = make_promise(NETWORK, read_question({"country": "JP"}, now))
    again = now + timedelta(seconds=later)
    second = make_promise(NETWORK, read_question({"country": "JP"}, again))
    if again < first.valid_until:
        assert second.written().lasting == first.written().lasting
    else:
        assert second.written().lasting != first.written().lasting
