"""From the answer a storefront gets to the choice an order keeps."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time

import pytest

from shared.promise.answer import PromiseAnswer
from shared.promise.calendar import Calendar
from shared.promise.make_promise import make_promise
from shared.promise.network import CarrierService, DeliveryNetwork, Lane, Warehouse
from shared.promise.question import PromiseQuestion
from shared.promise.slots.check_selection import DateNotSelectable, check_selection
from shared.promise.slots.selectable import Selection
from shared.promise.slots.selection_rule import SelectionRule

EVERY_DAY = Calendar(frozenset(range(7)))
NETWORK = DeliveryNetwork(
    (Warehouse("tokyo", "Asia/Tokyo", time(15), EVERY_DAY),),
    (
        CarrierService(
            "宅急便",
            "home",
            "yamato",
            "tokyo",
            EVERY_DAY,
            (Lane("JP", "", 1, 2),),
            date_choice=SelectionRule(latest_within=7),
        ),
    ),
)
BEFORE_THE_CUTOFF = datetime(2026, 11, 25, 5, 59, tzinfo=UTC)
AFTER_IT = datetime(2026, 11, 25, 6, 1, tzinfo=UTC)


def ask(moment: datetime) -> PromiseAnswer:
    return make_promise(NETWORK, PromiseQuestion("JP", "150", moment, language="ja"))


def days_of(answer: PromiseAnswer) -> Selection:
    """As a program has it that only sees the answer."""
    option = json.loads(json.dumps(answer.to_json()))["options"][0]
    return Selection.from_json(option["days"], answer.valid_until)


def test_the_first_day_of_an_answer_is_its_promised_day() -> None:
    answer = ask(BEFORE_THE_CUTOFF)
    assert days_of(answer).days[0].day == answer.options[0].promised == date(2026, 11, 27)


def test_a_cart_that_crosses_the_cutoff_is_refused_the_day_that_was_the_first() -> None:
    shown = days_of(ask(BEFORE_THE_CUTOFF))
    assert check_selection(shown, date(2026, 11, 27), "1820").slot is not None
    with pytest.raises(DateNotSelectable, match="Possible are: 2026-11-28"):
        check_selection(days_of(ask(AFTER_IT)), date(2026, 11, 27), "1820")
