"""Refunds: money and credit on its way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from shared.cases.case import CaseNews
from shared.cases.events import CaseChanged
from shared.notifications import subject
from shared.notifications.catalogue.case_facts import case_occasion
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.notifications.trigger import Group, Once, Trigger
from shared.shoppers.kind import Kind

REFUND_ISSUED = Trigger(
    name="refund_issued",
    group=Group.REFUNDS,
    kind=Kind.REQUIRED,
    event="CaseChanged",
    condition="refunded, whatever the case was about",
    once=Once.CASE_AND_DAY,
    stale_after=timedelta(days=7),
    calm=False,
)
CREDIT_ISSUED = Trigger(
    name="credit_issued",
    group=Group.REFUNDS,
    kind=Kind.REQUIRED,
    event="CaseChanged",
    condition="store credit or a gift card was given",
    once=Once.CASE_AND_DAY,
    stale_after=timedelta(days=7),
    calm=False,
)
REFUND_DELAYED = Trigger(
    name="refund_delayed",
    group=Group.REFUNDS,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="the bank or payment service takes longer",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    superseded_by=("refund_issued", "credit_issued"),
    calm=False,
)
KEEP_ITEM = Trigger(
    name="keep_item",
    group=Group.REFUNDS,
    kind=Kind.REQUIRED,
    event="CaseChanged",
    condition="the shopper may keep the goods",
    once=Once.CASE,
    stale_after=timedelta(days=7),
    calm=False,
)

TRIGGERS = (
    REFUND_ISSUED,
    CREDIT_ISSUED,
    REFUND_DELAYED,
    KEEP_ITEM,
)


OF_NEWS = {
    CaseNews.REFUNDED: REFUND_ISSUED,
    CaseNews.CREDITED: CREDIT_ISSUED,
    CaseNews.REFUND_DELAYED: REFUND_DELAYED,
    CaseNews.KEPT: KEEP_ITEM,
}


def from_case(changed: CaseChanged, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """Money, whatever the case is about. Another amount, or another day, is another refund."""
    trigger = OF_NEWS.get(changed.news)
    if trigger is None:
        return
    told = case_occasion(trigger, changed)
    if trigger.once is Once.CASE_AND_DAY:
        paid = f"{changed.happened_at.date()}:{told.facts.get('amount', '')}"
        told = replace(told, subject=subject.again(told.subject, paid))
    yield told
