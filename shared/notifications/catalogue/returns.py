"""Returns and exchanges, from the request to the inspection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from shared.cases.case import CaseKind, CaseNews
from shared.cases.events import CaseChanged
from shared.notifications import subject
from shared.notifications.catalogue.case_facts import case_occasion, told_anew
from shared.notifications.catalogue.parcel_facts import parcel_occasion, parcel_of
from shared.notifications.facts import Facts
from shared.notifications.local_time import MORNING, local_day, local_moment
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.notifications.trigger import CHAT_FIRST, Group, Once, Trigger
from shared.returns.vocabulary import WITHDRAWAL
from shared.shoppers.kind import Kind
from shared.tracking.events import MilestoneReached
from shared.tracking.milestone import Milestone

_GONE = ("return_on_its_way", "return_received", "return_inspection_passed", "return_inspection_failed")
"""The goods have left the shopper: nothing has to be sent back any more."""
_OVER = ("return_cancelled", "return_expired")
_LOOKED_AT = ("return_inspection_passed", "return_inspection_failed")
_MADE_GOOD = ("refund_issued", "credit_issued", "exchange_sent")
"""What it was sent back for has come about. Where the shop pays before it has the goods, this says nothing of them."""

RETURN_REQUESTED = Trigger(
    name="return_requested",
    group=Group.RETURNS,
    kind=Kind.REQUIRED,
    event="CaseChanged",
    condition="a return or exchange was asked for: the acknowledgement",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)
WITHDRAWAL_RECEIVED = Trigger(
    name="withdrawal_received",
    group=Group.RETURNS,
    kind=Kind.REQUIRED,
    event="CaseChanged",
    condition="a consumer withdrew (`requested`, reason `withdrawal`): the acknowledgement that EU law wants",
    once=Once.CASE,
    # Without undue delay, says the law; but after an outage, late is better than never.
    stale_after=timedelta(days=30),
    calm=False,
)
RETURN_NEEDS_MORE = Trigger(
    name="return_needs_more",
    group=Group.RETURNS,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="it waits for something of the shopper",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    channels=CHAT_FIRST,
    superseded_by=("return_approved", "return_declined", *_GONE, *_OVER),
    calm=False,
)
RETURN_APPROVED = Trigger(
    name="return_approved",
    group=Group.RETURNS,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="approved",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    superseded_by=(*_GONE, *_OVER),
    calm=False,
)
RETURN_DECLINED = Trigger(
    name="return_declined",
    group=Group.RETURNS,
    kind=Kind.REQUIRED,
    event="CaseChanged",
    condition="declined, with its reason",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)
RETURN_LABEL_READY = Trigger(
    name="return_label_ready",
    group=Group.RETURNS,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="the label or QR code is there; of claims and warranty cases too",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    superseded_by=(*_GONE, *_OVER),
    calm=False,
)
RETURN_PICKUP_SCHEDULED = Trigger(
    name="return_pickup_scheduled",
    group=Group.RETURNS,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="a pickup is booked; of claims and warranty cases too",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    channels=CHAT_FIRST,
    superseded_by=(*_GONE, *_OVER),
    calm=False,
)
RETURN_REMINDER = Trigger(
    name="return_reminder",
    group=Group.RETURNS,
    kind=Kind.SERVICE,
    event="clock",
    condition="`case_reminder_days` before the last day to send it back; planned with CaseChanged",
    once=Once.CASE_AND_DAY,
    stale_after=timedelta(days=3),
    superseded_by=(*_GONE, *_OVER),
    calm=False,
)
RETURN_ON_ITS_WAY = Trigger(
    name="return_on_its_way",
    group=Group.RETURNS,
    kind=Kind.SERVICE,
    event="MilestoneReached",
    condition="`in_transit`, of a parcel that the shopper sends back; or CaseChanged `sent_back`; not both",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    superseded_by=("return_on_its_way", "return_received", *_LOOKED_AT),
)
RETURN_RECEIVED = Trigger(
    name="return_received",
    group=Group.RETURNS,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="the shop has it",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    superseded_by=(*_LOOKED_AT, *_MADE_GOOD),
    calm=False,
)
RETURN_INSPECTION_PASSED = Trigger(
    name="return_inspection_passed",
    group=Group.RETURNS,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="inspected, and in order",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    superseded_by=_MADE_GOOD,
    calm=False,
)
RETURN_INSPECTION_FAILED = Trigger(
    name="return_inspection_failed",
    group=Group.RETURNS,
    kind=Kind.REQUIRED,
    event="CaseChanged",
    condition="inspected, and not as agreed",
    once=Once.CASE,
    stale_after=timedelta(days=7),
    calm=False,
)
EXCHANGE_SENT = Trigger(
    name="exchange_sent",
    group=Group.RETURNS,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="the exchanged goods are on their way",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)
RETURN_CANCELLED = Trigger(
    name="return_cancelled",
    group=Group.RETURNS,
    kind=Kind.REQUIRED,
    event="CaseChanged",
    condition="cancelled",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)
RETURN_EXPIRED = Trigger(
    name="return_expired",
    group=Group.RETURNS,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="not sent back in time",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    superseded_by=("return_received", *_LOOKED_AT, *_MADE_GOOD),
    calm=False,
)

TRIGGERS = (
    RETURN_REQUESTED,
    WITHDRAWAL_RECEIVED,
    RETURN_NEEDS_MORE,
    RETURN_APPROVED,
    RETURN_DECLINED,
    RETURN_LABEL_READY,
    RETURN_PICKUP_SCHEDULED,
    RETURN_REMINDER,
    RETURN_ON_ITS_WAY,
    RETURN_RECEIVED,
    RETURN_INSPECTION_PASSED,
    RETURN_INSPECTION_FAILED,
    EXCHANGE_SENT,
    RETURN_CANCELLED,
    RETURN_EXPIRED,
)


OF_NEWS = {
    CaseNews.REQUESTED: RETURN_REQUESTED,
    CaseNews.NEEDS_MORE: RETURN_NEEDS_MORE,
    CaseNews.APPROVED: RETURN_APPROVED,
    CaseNews.DECLINED: RETURN_DECLINED,
    CaseNews.LABEL_READY: RETURN_LABEL_READY,
    CaseNews.PICKUP_SCHEDULED: RETURN_PICKUP_SCHEDULED,
    CaseNews.SENT_BACK: RETURN_ON_ITS_WAY,
    CaseNews.RECEIVED: RETURN_RECEIVED,
    CaseNews.INSPECTION_PASSED: RETURN_INSPECTION_PASSED,
    CaseNews.INSPECTION_FAILED: RETURN_INSPECTION_FAILED,
    CaseNews.REPLACEMENT_SENT: EXCHANGE_SENT,
    CaseNews.CANCELLED: RETURN_CANCELLED,
    CaseNews.EXPIRED: RETURN_EXPIRED,
}
_RETURNS = frozenset({CaseKind.RETURN, CaseKind.EXCHANGE})
_OF_ANY_GOODS = frozenset({CaseNews.LABEL_READY, CaseNews.PICKUP_SCHEDULED, CaseNews.SENT_BACK})
"""Goods travel back in claims and warranty cases too."""
_SENDS_BACK = frozenset({CaseNews.APPROVED, CaseNews.LABEL_READY})
"""After these, what is missing is the parcel."""


def from_case(changed: CaseChanged, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """News of a return or exchange, and the reminder of its last day."""
    trigger = _trigger_of(changed)
    if trigger is None or (changed.kind not in _RETURNS and changed.news not in _OF_ANY_GOODS):
        return
    yield told_anew(case_occasion(trigger, changed), situation.cases)
    if changed.news in _SENDS_BACK and changed.until is not None:
        yield from _reminder(changed, changed.until, situation, rules)


def _trigger_of(changed: CaseChanged) -> Trigger | None:
    if changed.news is CaseNews.REQUESTED and changed.reason == WITHDRAWAL:
        return WITHDRAWAL_RECEIVED
    return OF_NEWS.get(changed.news)


def from_milestone(reached: MilestoneReached, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """A parcel that the shopper sends back, once the carrier has it."""
    parcel = parcel_of(reached, situation)
    if parcel in situation.returning and parcel and reached.milestone is Milestone.IN_TRANSIT:
        yield parcel_occasion(RETURN_ON_ITS_WAY, reached, parcel, situation, _whose(situation))


def _whose(situation: Situation) -> Facts:
    """The return that it belongs to, where the order has no other: which one of several, no carrier says."""
    open_ones = [case.case_id for case in situation.cases if case.kind in _RETURNS and case.is_open]
    return Facts(case_id=open_ones[0]) if len(open_ones) == 1 else Facts()


def _reminder(changed: CaseChanged, until: date, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """Once per last day, whatever it was said with; none where there is no day left to remind on."""
    zone = situation.order.destination.zone
    tomorrow = local_day(changed.happened_at, zone) + timedelta(days=1)
    day = max(until - timedelta(days=rules.case_reminder_days), tomorrow)
    if day > until:
        return
    due_at = local_moment(day, MORNING, zone)
    planned = case_occasion(RETURN_REMINDER, changed)
    yield replace(planned, subject=subject.again(planned.subject, until), occurred_at=due_at, due_at=due_at)
