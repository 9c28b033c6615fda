"""Claims about deliveries that went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from shared.cases.case import CaseKind, CaseNews
from shared.cases.events import CaseChanged
from shared.notifications import subject
from shared.notifications.catalogue.case_facts import case_occasion, told_anew
from shared.notifications.local_time import MORNING, local_day, local_moment
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.notifications.trigger import CHAT_FIRST, Group, Once, Trigger
from shared.shoppers.kind import Kind

CLAIM_FILED = Trigger(
    name="claim_filed",
    group=Group.CLAIMS,
    kind=Kind.REQUIRED,
    event="CaseChanged",
    condition="a claim was filed: the acknowledgement",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)
CLAIM_NEEDS_PHOTO = Trigger(
    name="claim_needs_photo",
    group=Group.CLAIMS,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="it waits for photos or an answer",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    channels=CHAT_FIRST,
    superseded_by=("claim_approved", "claim_declined"),
    calm=False,
)
CLAIM_PHOTO_REMINDER = Trigger(
    name="claim_photo_reminder",
    group=Group.CLAIMS,
    kind=Kind.SERVICE,
    event="clock",
    condition="still waiting after `case_reminder_days`; planned with CaseChanged",
    once=Once.CASE_AND_DAY,
    stale_after=timedelta(days=3),
    channels=CHAT_FIRST,
    superseded_by=("claim_approved", "claim_declined"),
    calm=False,
)
CLAIM_APPROVED = Trigger(
    name="claim_approved",
    group=Group.CLAIMS,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="approved",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)
CLAIM_DECLINED = Trigger(
    name="claim_declined",
    group=Group.CLAIMS,
    kind=Kind.REQUIRED,
    event="CaseChanged",
    condition="declined, with its reason",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)
CLAIM_REPLACEMENT_SENT = Trigger(
    name="claim_replacement_sent",
    group=Group.CLAIMS,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="the replacement is on its way",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)

TRIGGERS = (
    CLAIM_FILED,
    CLAIM_NEEDS_PHOTO,
    CLAIM_PHOTO_REMINDER,
    CLAIM_APPROVED,
    CLAIM_DECLINED,
    CLAIM_REPLACEMENT_SENT,
)


OF_NEWS = {
    CaseNews.REQUESTED: CLAIM_FILED,
    CaseNews.NEEDS_MORE: CLAIM_NEEDS_PHOTO,
    CaseNews.APPROVED: CLAIM_APPROVED,
    CaseNews.DECLINED: CLAIM_DECLINED,
    CaseNews.REPLACEMENT_SENT: CLAIM_REPLACEMENT_SENT,
}


def from_case(changed: CaseChanged, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """News of a claim, and the reminder of what it waits for."""
    trigger = OF_NEWS.get(changed.news)
    if changed.kind is not CaseKind.CLAIM or trigger is None:
        return
    yield told_anew(case_occasion(trigger, changed), situation.cases)
    if trigger is CLAIM_NEEDS_PHOTO:
        yield _reminder(changed, situation, rules)


def _reminder(changed: CaseChanged, situation: Situation, rules: NotificationRules) -> Occasion:
    """Some days after it was asked for; at the latest on the last day but one."""
    zone = situation.order.destination.zone
    day = local_day(changed.happened_at, zone) + timedelta(days=rules.case_reminder_days)
    if changed.until is not None:
        day = min(day, changed.until - timedelta(days=1))
    due_at = local_moment(day, MORNING, zone)
    planned = told_anew(case_occasion(CLAIM_PHOTO_REMINDER, changed), situation.cases)
    return replace(planned, subject=subject.again(planned.subject, day), occurred_at=due_at, due_at=due_at)
