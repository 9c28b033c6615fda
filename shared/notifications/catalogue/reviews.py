"""Reviews: an invitation after the time of use, and help first for those who need it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from shared.cases.case import CaseKind, CaseNews
from shared.cases.events import CaseChanged
from shared.estimates.events import EstimateRevised
from shared.notifications import subject
from shared.notifications.catalogue.case_facts import case_occasion
from shared.notifications.catalogue.parcel_facts import parcel_of
from shared.notifications.facts import Facts
from shared.notifications.local_time import MORNING, local_day, local_moment
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.notifications.trigger import Group, Once, Trigger
from shared.reviews.help_case import case_id
from shared.shoppers.kind import Kind
from shared.tracking.carrier_update import ParcelId
from shared.tracking.events import MilestoneReached
from shared.tracking.milestone import Milestone
from shared.tracking.order import OrderLine
from shared.tracking.parcel import Leg

REVIEW_INVITED = Trigger(
    name="review_invited",
    group=Group.REVIEWS,
    kind=Kind.FEEDBACK,
    event="clock",
    condition="delivered, and used as long as its category takes; planned with MilestoneReached and EstimateRevised",
    once=Once.LINE,
    stale_after=timedelta(days=30),
    held_by_cases=True,
)
REVIEW_INVITED_AGAIN = Trigger(
    name="review_invited_again",
    group=Group.REVIEWS,
    kind=Kind.FEEDBACK,
    event="clock",
    condition="two days after the case of a shopper who asked for help instead is resolved; planned with CaseChanged",
    once=Once.LINE,
    stale_after=timedelta(days=14),
    held_by_cases=True,
)
HELP_ANSWERED = Trigger(
    name="help_answered",
    group=Group.REVIEWS,
    kind=Kind.SERVICE,
    event="CaseChanged",
    condition="a support case was resolved",
    once=Once.CASE,
    stale_after=timedelta(days=3),
    calm=False,
)

TRIGGERS = (
    REVIEW_INVITED,
    REVIEW_INVITED_AGAIN,
    HELP_ANSWERED,
)


AGAIN_AFTER = timedelta(days=2)
"""Between the answer to a request for help and the second invitation: time to see that it helped."""


def from_milestone(reached: MilestoneReached, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """The plan for every line, once something has come."""
    came = reached.milestone is Milestone.DELIVERED and reached.leg is Leg.OUTBOUND
    if came and parcel_of(reached, situation) in situation.outbound:
        yield from _invitations(situation, rules)


def from_revision(revised: EstimateRevised, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """The plan for every line by the estimate, for parcels whose delivery nobody ever scans."""
    if revised.carrier is not None:
        yield from _invitations(situation, rules)


def from_case(changed: CaseChanged, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """The answer to a question, and the second invitation where help was asked for instead of a review."""
    if changed.kind is not CaseKind.SUPPORT or changed.news is not CaseNews.RESOLVED:
        return
    yield case_occasion(HELP_ANSWERED, changed)
    zone = situation.order.destination.zone
    due_at = local_moment(local_day(changed.happened_at, zone) + AGAIN_AFTER, MORNING, zone)
    for line in situation.order.lines:
        if changed.case_id in (case_id(line.sku), case_id("")):
            yield _invitation(REVIEW_INVITED_AGAIN, line, due_at, situation)


def invited_at(line: OrderLine, situation: Situation, rules: NotificationRules) -> datetime | None:
    """When a review of the line is asked for (UTC): in the morning, after all has come and was used for a while.

    Where a delivery is not scanned, so many days after it was expected stand for it. Lines that are due on the same
    day follow one another, a day apart. None: the line will not come, or nothing is known of when.
    """
    if not line.still_ordered:
        return None
    came = [day for parcel in situation.outbound if (day := _came_on(parcel, situation, rules)) is not None]
    if not came:
        return None
    day = max(came) + timedelta(days=_use_days(line, rules) + _turn(line, situation, rules))
    return local_moment(day, MORNING, situation.order.destination.zone)


def _invitations(situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    for line in situation.order.lines:
        due_at = invited_at(line, situation, rules)
        if due_at is not None:
            yield _invitation(REVIEW_INVITED, line, due_at, situation)


def _invitation(trigger: Trigger, line: OrderLine, due_at: datetime, situation: Situation) -> Occasion:
    return Occasion(
        trigger=trigger,
        order_id=situation.order.order_id,
        subject=subject.of_line(line.sku),
        occurred_at=due_at,
        facts=Facts(sku=line.sku, quantity=str(line.still_ordered)),
        due_at=due_at,
    )


def _came_on(parcel: ParcelId, situation: Situation, rules: NotificationRules) -> date | None:
    """The day it came, or should have by all means; None for one that went back, or that nothing is known of."""
    known, live = situation.parcels.get(parcel), situation.estimates.get(parcel)
    if known is not None and known.returned:
        return None
    if known is not None and Milestone.DELIVERED in known.reached:
        return local_day(known.reached[Milestone.DELIVERED], situation.order.destination.zone)
    if live is None or live.latest is None:
        return None
    return live.latest.latest + timedelta(days=rules.reviews.without_delivery_days)


def _use_days(line: OrderLine, rules: NotificationRules) -> int:
    return rules.reviews.use_days.get(line.category, rules.reviews.default_use_days)


def _turn(line: OrderLine, situation: Situation, rules: NotificationRules) -> int:
    """How many lines of the order are asked about before it, of those that are used for as long."""
    before = situation.order.lines[: situation.order.lines.index(line)]
    return sum(_use_days(other, rules) == _use_days(line, rules) for other in before if other.still_ordered)
