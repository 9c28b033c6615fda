"""Last days of windows and of the right to withdraw, counted day by day and apart from the engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from shared.promise.calendar import Calendar
from shared.returns.policy.laws import EEA
from shared.returns.policy.policy import Fact, Law, Policy, Window
from shared.returns.text.case import ONE_DAY, Case
from shared.returns.vocabulary import Condition

WITHDRAWAL_DAYS: Final = 14
"""Directive 2011/83/EU, Art. 9(1)."""


def last_day(window: Window, case: Case, calendar: Calendar) -> date | None:
    """The last day of a window; None: there is none."""
    if window.days is None:
        return None
    days = window.days - 1 if window.start_counts and window.days else window.days
    last = case.started(window) + days * ONE_DAY
    for season in window.extensions:
        if season.placed_from <= case.placed_on <= season.placed_until:
            last = max(last, season.until)
    while window.to_business_day and not calendar.is_open(last):
        last += ONE_DAY
    return last


def withdrawal_day(policy: Policy, case: Case) -> date | None:
    """The last day on which a consumer in the EEA may withdraw; None: they may not."""
    traits = case.facts.get(Fact.PRODUCT_TRAITS)
    traits = traits if isinstance(traits, frozenset) else frozenset()
    was_opened = case.condition not in (None, Condition.UNOPENED)
    excepted = traits & {"made_to_order", "perishable", "digital"}
    unsealed = was_opened and traits & {"hygiene", "sealed_media"}
    is_consumer = Law.EU in policy.laws and case.facts.get(Fact.ORDER_COUNTRY) in EEA
    if not is_consumer or case.facts.get(Fact.ORDER_CHANNEL) == "store" or excepted or unsealed:
        return None
    base = policy.base.window or Window(30)
    window = replace(base, days=WITHDRAWAL_DAYS, start=Window(0).start, start_counts=False, extensions=())
    weekdays = Calendar(frozenset(range(5)), policy.calendar.closed_days)
    return last_day(replace(window, to_business_day=True), case, weekdays)
