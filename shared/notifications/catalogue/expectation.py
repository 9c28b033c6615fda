"""Expectation: when a parcel will come, as the live estimate says, and how its promise fares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from shared.estimates.events import EstimateRevised, PromiseAtRisk, PromiseMissed
from shared.estimates.reason import Reason
from shared.notifications import subject
from shared.notifications.catalogue.parcel_facts import OfEstimate, parcel_occasion, parcel_of, said_dates
from shared.notifications.facts import Facts
from shared.notifications.local_time import local_day, local_moment
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.notifications.told import was_told
from shared.notifications.trigger import CHAT_FIRST, Group, Once, Trigger
from shared.shoppers.kind import Kind
from shared.tracking.carrier_update import ParcelId
from shared.tracking.milestone import Milestone

ARRIVING_SOON = Trigger(
    name="arriving_soon",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="clock",
    condition="the evening before the day it is expected on; planned with every EstimateRevised",
    once=Once.PARCEL_AND_DAY,
    stale_after=timedelta(hours=6),
    channels=CHAT_FIRST,
    stale_from=Milestone.OUT_FOR_DELIVERY,
    good_news=True,
)
DELAY_PREDICTED = Trigger(
    name="delay_predicted",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="PromiseAtRisk",
    condition="a parcel on its way will probably miss its promise, or will not come",
    once=Once.PARCEL,
    stale_after=timedelta(hours=18),
    stale_from=Milestone.OUT_FOR_DELIVERY,
    superseded_by=("delivery_late", "promise_restored"),
    calm=False,
)
DELIVERY_LATE = Trigger(
    name="delivery_late",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="PromiseMissed",
    condition="the promised day is over, and the parcel has not come",
    once=Once.PARCEL,
    stale_after=timedelta(days=1),
    stale_from=Milestone.DELIVERED,
    calm=False,
)
PROMISE_RESTORED = Trigger(
    name="promise_restored",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="EstimateRevised",
    condition="no longer at risk, after `delay_predicted`, `pickup_delayed` or `dispatch_delayed` was told",
    once=Once.PARCEL,
    stale_after=timedelta(hours=18),
    stale_from=Milestone.OUT_FOR_DELIVERY,
    good_news=True,
)
PROMISE_BROUGHT_FORWARD = Trigger(
    name="promise_brought_forward",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="EstimateRevised",
    condition="expected a day or more sooner than promised and told, with nothing at risk",
    once=Once.PARCEL_AND_DAY,
    stale_after=timedelta(hours=18),
    stale_from=Milestone.OUT_FOR_DELIVERY,
    good_news=True,
)
DELIVERY_RESCHEDULED = Trigger(
    name="delivery_rescheduled",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="EstimateRevised",
    condition="the carrier itself names another, later day, and no PromiseAtRisk says so",
    once=Once.PARCEL_AND_DAY,
    stale_after=timedelta(hours=18),
    stale_from=Milestone.OUT_FOR_DELIVERY,
    calm=False,
)
STALLED = Trigger(
    name="stalled",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="EstimateRevised",
    condition="nothing was scanned for longer than usual on its way, or the carrier says so (IncidentOpened)",
    once=Once.PARCEL,
    stale_after=timedelta(days=1),
    stale_from=Milestone.OUT_FOR_DELIVERY,
    superseded_by=("delay_predicted", "delivery_late"),
    calm=False,
)

TRIGGERS = (
    ARRIVING_SOON,
    DELAY_PREDICTED,
    DELIVERY_LATE,
    PROMISE_RESTORED,
    PROMISE_BROUGHT_FORWARD,
    DELIVERY_RESCHEDULED,
    STALLED,
)


WARNINGS = (DELAY_PREDICTED.name, "pickup_delayed", "dispatch_delayed")
"""What says that a promise is at risk, and is taken back by `promise_restored`."""
_SOONER = frozenset({Reason.FASTER_THAN_USUAL, Reason.CARRIER_REVISED})
"""A range that only narrows brings nothing forward: most do, and nobody was told its ends as a promise."""


def from_risk(risk: PromiseAtRisk, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """A parcel on its way; what was not handed over yet is told before shipping."""
    parcel = parcel_of(risk, situation)
    if parcel is not None and risk.reason is not Reason.NOT_PICKED_UP:
        yield parcel_occasion(DELAY_PREDICTED, risk, parcel, situation, _facts(risk))


def from_miss(missed: PromiseMissed, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """A parcel that has not come. One that came late was told when it came."""
    parcel = parcel_of(missed, situation)
    if parcel is not None and missed.arrived_on is None and missed.reason is not Reason.NOT_PICKED_UP:
        yield parcel_occasion(DELIVERY_LATE, missed, parcel, situation, _facts(missed))


def from_revision(revised: EstimateRevised, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """What another date means to the shopper, and the plan for the evening before it."""
    parcel = parcel_of(revised, situation)
    if parcel is None:
        return
    trigger = _told_of(revised, parcel, situation)
    if trigger is not None:
        told = parcel_occasion(trigger, revised, parcel, situation, _facts(revised))
        is_of_day = trigger.once is Once.PARCEL_AND_DAY and revised.estimate is not None
        yield replace(told, subject=_of_day(told.subject, revised)) if is_of_day else told
    if revised.estimate is not None and local_day(revised.revised_at, _zone(situation)) < revised.estimate.latest:
        yield _arriving_soon(revised, revised.estimate.latest, parcel, situation, rules)


def _told_of(revised: EstimateRevised, parcel: ParcelId, situation: Situation) -> Trigger | None:
    """At most one: a date moves for one reason."""
    if _is_said_as_risk(revised, parcel, situation):
        return None
    if revised.reason is Reason.STALLED:
        return STALLED
    if revised.estimate is None or revised.at_risk:
        return None
    if _is_restored(revised, parcel, situation):
        return PROMISE_RESTORED
    return _moved(revised)


def _moved(revised: EstimateRevised) -> Trigger | None:
    now, before = revised.estimate, revised.before
    if now is None or before is None:
        return None
    if now.latest > before.latest:
        return DELIVERY_RESCHEDULED if revised.reason is Reason.CARRIER_REVISED else None
    counted_on = revised.promised or (revised.first.latest if revised.first else before.latest)
    is_sooner = now.latest < before.latest and now.latest < counted_on
    return PROMISE_BROUGHT_FORWARD if is_sooner and revised.reason in _SOONER else None


def _is_said_as_risk(revised: EstimateRevised, parcel: ParcelId, situation: Situation) -> bool:
    """Whether PromiseAtRisk says the same at the same moment."""
    live = situation.estimates.get(parcel)
    return revised.at_risk and live is not None and live.warned_at == revised.revised_at


def _is_restored(revised: EstimateRevised, parcel: ParcelId, situation: Situation) -> bool:
    """Whether a promise that was said to be at risk will be kept after all: its day is not over."""
    if revised.promised is None or local_day(revised.revised_at, _zone(situation)) > revised.promised:
        return False
    return was_told(situation, WARNINGS, subject.of_parcel(parcel))


def _arriving_soon(
    revised: EstimateRevised, day: date, parcel: ParcelId, situation: Situation, rules: NotificationRules
) -> Occasion:
    """The plan for a day. Where the day moves there is another plan, and this one is found untrue when it is due."""
    due_at = local_moment(day - timedelta(days=1), rules.arriving_soon_at, _zone(situation))
    planned = parcel_occasion(ARRIVING_SOON, revised, parcel, situation, _facts(revised))
    return replace(planned, subject=_of_day(planned.subject, revised), occurred_at=due_at, due_at=due_at)


def _of_day(told_of: str, revised: EstimateRevised) -> str:
    return subject.again(told_of, revised.estimate.latest) if revised.estimate else told_of


def _facts(said: OfEstimate) -> Facts:
    facts = said_dates(said.estimate, said.promised)
    if said.reason is not None:
        facts["reason"] = said.reason.value
    if isinstance(said, EstimateRevised):
        return facts | Facts(expected_before=str(said.before.latest)) if said.before else facts
    return facts | Facts(cause=said.cause.value) if said.cause else facts


def _zone(situation: Situation) -> ZoneInfo:
    return situation.order.destination.zone
