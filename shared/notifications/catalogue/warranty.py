"""Warranty: cases, and warranties that are about to end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from shared.cases.case import CaseKind, CaseNews
from shared.cases.events import CaseChanged
from shared.notifications import subject
from shared.notifications.catalogue.case_facts import case_occasion, told_anew
from shared.notifications.facts import Facts
from shared.notifications.local_time import MORNING, local_moment
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.notifications.trigger import CHAT_FIRST, Group, Once, Trigger
from shared.shoppers.kind import Kind
from shared.tracking.events import OrderRecorded
from shared.tracking.order import OrderLine

WARRANTY_FILED = Trigger(
    name="warranty_filed",
    group=Group.WARRANTY,
    kind=Kind.REQUIRED,
    event="CaseChanged",
    condition="a warranty case was filed: the acknowledgement",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)
WARRANTY_NEEDS_MORE = Trigger(
    name="warranty_needs_more",
    group=Group.WARRANTY,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="it waits for something of the shopper",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    channels=CHAT_FIRST,
    superseded_by=("warranty_approved", "warranty_declined"),
    calm=False,
)
WARRANTY_APPROVED = Trigger(
    name="warranty_approved",
    group=Group.WARRANTY,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="accepted",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)
WARRANTY_DECLINED = Trigger(
    name="warranty_declined",
    group=Group.WARRANTY,
    kind=Kind.REQUIRED,
    event="CaseChanged",
    condition="declined, with its reason",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)
WARRANTY_RECEIVED = Trigger(
    name="warranty_received",
    group=Group.WARRANTY,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="the shop has the thing",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    superseded_by=("warranty_repaired", "warranty_replacement_sent"),
    calm=False,
)
WARRANTY_REPAIRED = Trigger(
    name="warranty_repaired",
    group=Group.WARRANTY,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="repaired",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)
WARRANTY_REPLACEMENT_SENT = Trigger(
    name="warranty_replacement_sent",
    group=Group.WARRANTY,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="the replacement is on its way",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)
WARRANTY_ENDING = Trigger(
    name="warranty_ending",
    group=Group.WARRANTY,
    kind=Kind.SERVICE,
    event="clock",
    condition="`warranty_reminder_days` before the warranty of a line ends; planned with OrderRecorded",
    once=Once.LINE,
    stale_after=timedelta(days=14),
    held_by_cases=True,
)

TRIGGERS = (
    WARRANTY_FILED,
    WARRANTY_NEEDS_MORE,
    WARRANTY_APPROVED,
    WARRANTY_DECLINED,
    WARRANTY_RECEIVED,
    WARRANTY_REPAIRED,
    WARRANTY_REPLACEMENT_SENT,
    WARRANTY_ENDING,
)


OF_NEWS = {
    CaseNews.REQUESTED: WARRANTY_FILED,
    CaseNews.NEEDS_MORE: WARRANTY_NEEDS_MORE,
    CaseNews.APPROVED: WARRANTY_APPROVED,
    CaseNews.DECLINED: WARRANTY_DECLINED,
    CaseNews.RECEIVED: WARRANTY_RECEIVED,
    CaseNews.REPAIRED: WARRANTY_REPAIRED,
    CaseNews.REPLACEMENT_SENT: WARRANTY_REPLACEMENT_SENT,
}


def from_case(changed: CaseChanged, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """News of a warranty case."""
    trigger = OF_NEWS.get(changed.news)
    if changed.kind is CaseKind.WARRANTY and trigger is not None:
        yield told_anew(case_occasion(trigger, changed), situation.cases)


def from_order(recorded: OrderRecorded, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """The plan for every line with a warranty, unless the day to remind on was over when the order was placed."""
    for line in situation.order.lines:
        due_at = ending_due(line, situation, rules)
        if due_at is not None and due_at > situation.order.placed_at:
            yield Occasion(
                trigger=WARRANTY_ENDING,
                order_id=recorded.order_id,
                subject=subject.of_line(line.sku),
                occurred_at=due_at,
                facts=Facts(sku=line.sku, until=str(line.warranty_until)),
                due_at=due_at,
            )


def ending_due(line: OrderLine, situation: Situation, rules: NotificationRules) -> datetime | None:
    """When the shopper is told that the warranty of a line is about to end (UTC); None: it has none."""
    if line.warranty_until is None or not line.still_ordered:
        return None
    day = line.warranty_until - timedelta(days=rules.warranty_reminder_days)
    return local_moment(day, MORNING, situation.order.destination.zone)
