"""Recommendations and promotions: in calm messages, with a yes, in their time and place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from shared.cases.case import Case, CaseKind, CaseNews, Told
from shared.cli.sample_letters import Sample, sample_letter
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.choose_slots import choose_slots
from shared.notifications.rules import NotificationRules, Slot
from shared.notifications.trigger import Trigger
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Choice, Shopper

NOW = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 12)
CUPS = Slot("cups", "recommendation", {"en": "Cups"}, {"en": "…"}, "https://hanare.example/cups")
CALM = next(trigger for trigger in TRIGGERS if trigger.calm)
TROUBLE = next(trigger for trigger in TRIGGERS if not trigger.calm)
AGREED = Shopper("s").choosing(Channel.EMAIL, Kind.PROMOTION, Choice(True, NOW, "checkout"))
OPEN = Case("HNR-1", "C-1", CaseKind.RETURN, news={CaseNews.REQUESTED: Told(NOW)})


def chosen(
    *slots: Slot, trigger: Trigger = CALM, shopper: Shopper = AGREED, cases: tuple[Case, ...] = ()
) -> tuple[Slot, ...]:
    order = sample_letter(CALM, "en", Sample.NORMAL).order
    return choose_slots(order, trigger, shopper, cases, NotificationRules(told={}, slots=slots), TODAY)


def test_a_calm_message_to_someone_who_agreed_carries_them() -> None:
    assert chosen(CUPS) == (CUPS,)


def test_it_carries_two_at_most_in_the_merchants_order() -> None:
    slots = tuple(replace(CUPS, name=str(number)) for number in range(4))
    assert chosen(*slots) == slots[:2]


def test_without_a_yes_there_are_none() -> None:
    refused = AGREED.choosing(Channel.EMAIL, Kind.PROMOTION, Choice(False, NOW, "preference_page"))
    assert chosen(CUPS, shopper=Shopper("s")) == ()
    assert chosen(CUPS, shopper=refused) == ()


def test_a_yes_to_text_messages_is_no_yes_to_mail() -> None:
    elsewhere = Shopper("s").choosing(Channel.SMS, Kind.PROMOTION, Choice(True, NOW, "checkout"))
    assert chosen(CUPS, shopper=elsewhere) == ()


def test_trouble_sells_nothing() -> None:
    assert chosen(CUPS, trigger=TROUBLE) == ()


def test_while_a_case_is_open_nothing_is_sold() -> None:
    closed = OPEN.hearing(CaseNews.RESOLVED, Told(NOW.replace(hour=2)))
    assert chosen(CUPS, cases=(OPEN,)) == ()
    assert chosen(CUPS, cases=(closed,)) == (CUPS,)


@pytest.mark.parametrize(
    ("begins", "ends", "is_shown"),
    [
        (TODAY, TODAY, True),
        (date(2026, 11, 13), None, False),
        (None, date(2026, 11, 11), False),
        (date(2026, 11, 1), date(2026, 11, 30), True),
    ],
)
def test_they_have_their_time_with_both_days_in_it(begins: date | None, ends: date | None, is_shown: bool) -> None:
    assert bool(chosen(replace(CUPS, begins=begins, ends=ends))) is is_shown


def test_they_have_their_country_category_and_messages() -> None:
    assert chosen(replace(CUPS, countries=("JP",), categories=("tableware",), triggers=(CALM.name,)))
    assert not chosen(replace(CUPS, countries=("DE",)))
    assert not chosen(replace(CUPS, categories=("shoes",)))
    assert not chosen(replace(CUPS, triggers=("some_other",)))
