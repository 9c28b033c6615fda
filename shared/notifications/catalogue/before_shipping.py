"""Before shipping: confirmations, cancellations, back orders, and what keeps an order in the warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from shared.estimates.events import EstimatedDates, EstimateRevised, PromiseAtRisk, PromiseMissed
from shared.estimates.reason import Reason
from shared.notifications import subject
from shared.notifications.catalogue.parcel_facts import missed_at, parcel_occasion, parcel_of, said_dates
from shared.notifications.facts import Facts
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.notifications.trigger import Group, Once, Trigger
from shared.shoppers.kind import Kind
from shared.tracking.events import (
    MilestoneReached,
    OrderCancelled,
    OrderLineBackordered,
    OrderLineCancelled,
    OrderRecorded,
)
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg

ORDER_CONFIRMED = Trigger(
    name="order_confirmed",
    group=Group.BEFORE_SHIPPING,
    kind=Kind.REQUIRED,
    event="OrderRecorded",
    condition="a new order (version 1)",
    once=Once.ORDER,
    stale_after=timedelta(days=1),
)
ITEM_CANCELLED = Trigger(
    name="item_cancelled",
    group=Group.BEFORE_SHIPPING,
    kind=Kind.REQUIRED,
    event="OrderLineCancelled",
    condition="the shop took a line, or some of it, out; again where it takes out more",
    once=Once.LINE,
    stale_after=timedelta(days=3),
    calm=False,
)
ORDER_CANCELLED = Trigger(
    name="order_cancelled",
    group=Group.BEFORE_SHIPPING,
    kind=Kind.REQUIRED,
    event="OrderCancelled",
    condition="the shop cancelled the whole order",
    once=Once.ORDER,
    stale_after=timedelta(days=3),
    calm=False,
)
ITEM_BACKORDERED = Trigger(
    name="item_backordered",
    group=Group.BEFORE_SHIPPING,
    kind=Kind.SERVICE,
    event="OrderLineBackordered",
    condition="a line waits for stock; again where the day moves",
    once=Once.LINE,
    stale_after=timedelta(days=3),
    calm=False,
)
DISPATCH_DELAYED = Trigger(
    name="dispatch_delayed",
    group=Group.BEFORE_SHIPPING,
    kind=Kind.SERVICE,
    event="PromiseAtRisk",
    condition="no parcel yet, and the promise is at risk",
    once=Once.ORDER,
    stale_after=timedelta(days=1),
    superseded_by=("dispatch_overdue", "shipped", "dispatched"),
    calm=False,
)
DISPATCH_OVERDUE = Trigger(
    name="dispatch_overdue",
    group=Group.BEFORE_SHIPPING,
    kind=Kind.SERVICE,
    event="PromiseMissed",
    condition="no parcel yet, and the promised day is over",
    once=Once.ORDER,
    stale_after=timedelta(days=2),
    superseded_by=("shipped", "dispatched"),
    calm=False,
)
LABEL_CREATED = Trigger(
    name="label_created",
    group=Group.BEFORE_SHIPPING,
    kind=Kind.SERVICE,
    event="MilestoneReached",
    condition="`info_received`, on the way out",
    once=Once.PARCEL,
    stale_after=timedelta(days=1),
    stale_from=Milestone.IN_TRANSIT,
    good_news=True,
)
PICKUP_DELAYED = Trigger(
    name="pickup_delayed",
    group=Group.BEFORE_SHIPPING,
    kind=Kind.SERVICE,
    event="EstimateRevised",
    condition="`not_picked_up` is why, for the first time; PromiseAtRisk says it too",
    once=Once.PARCEL,
    stale_after=timedelta(days=1),
    stale_from=Milestone.IN_TRANSIT,
    calm=False,
)
PICKUP_OVERDUE = Trigger(
    name="pickup_overdue",
    group=Group.BEFORE_SHIPPING,
    kind=Kind.SERVICE,
    event="PromiseMissed",
    condition="`not_picked_up` is why",
    once=Once.PARCEL,
    stale_after=timedelta(days=2),
    stale_from=Milestone.IN_TRANSIT,
    calm=False,
)

TRIGGERS = (
    ORDER_CONFIRMED,
    ITEM_CANCELLED,
    ORDER_CANCELLED,
    ITEM_BACKORDERED,
    DISPATCH_DELAYED,
    DISPATCH_OVERDUE,
    LABEL_CREATED,
    PICKUP_DELAYED,
    PICKUP_OVERDUE,
)


def from_order(recorded: OrderRecorded, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """A new order. It grows old from when it was placed: orders of the past are imported without a word."""
    if recorded.order_version == 1:
        promise = situation.order.promise
        facts = said_dates(None, promise.latest if promise else None)
        yield Occasion(ORDER_CONFIRMED, recorded.order_id, subject.ORDER, recorded.placed_at, facts)


def from_cancelled_order(
    cancelled: OrderCancelled, situation: Situation, rules: NotificationRules
) -> Iterator[Occasion]:
    """The end of an order."""
    yield Occasion(ORDER_CANCELLED, cancelled.order_id, subject.ORDER, cancelled.cancelled_at)


def from_cancelled_line(
    cancelled: OrderLineCancelled, situation: Situation, rules: NotificationRules
) -> Iterator[Occasion]:
    """What will not come of a line; told again where more of it is taken out later."""
    yield Occasion(
        trigger=ITEM_CANCELLED,
        order_id=cancelled.order_id,
        subject=subject.again(subject.of_line(cancelled.sku), cancelled.cancelled_at.isoformat()),
        occurred_at=cancelled.cancelled_at,
        facts=Facts(sku=cancelled.sku, quantity=str(cancelled.quantity)),
    )


def from_back_order(waits: OrderLineBackordered, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """What has to be waited for; told again where the day moves."""
    yield Occasion(
        trigger=ITEM_BACKORDERED,
        order_id=waits.order_id,
        subject=subject.again(subject.of_line(waits.sku), waits.expected_on),
        occurred_at=waits.noted_at,
        facts=Facts(sku=waits.sku, quantity=str(waits.quantity), day=str(waits.expected_on)),
    )


def from_milestone(reached: MilestoneReached, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """A label that the carrier knows of."""
    parcel = parcel_of(reached, situation)
    if parcel and reached.leg is Leg.OUTBOUND and reached.milestone is Milestone.INFO_RECEIVED:
        yield parcel_occasion(LABEL_CREATED, reached, parcel, situation)


def from_risk(risk: PromiseAtRisk, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """What is late before it is on its way."""
    parcel = parcel_of(risk, situation)
    if risk.carrier is None:
        facts = _dates(risk.estimate, risk)
        yield Occasion(DISPATCH_DELAYED, risk.order_id, subject.ORDER, risk.noticed_at, facts)
    elif parcel is not None and risk.reason is Reason.NOT_PICKED_UP:
        yield parcel_occasion(PICKUP_DELAYED, risk, parcel, situation, _dates(risk.estimate, risk))


def from_miss(missed: PromiseMissed, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """What is not even on its way when it should have come."""
    parcel = parcel_of(missed, situation)
    if missed.arrived_on is not None:
        return
    if missed.carrier is None:
        facts = _dates(missed.estimate, missed)
        yield Occasion(DISPATCH_OVERDUE, missed.order_id, subject.ORDER, missed_at(missed), facts)
    elif parcel is not None and missed.reason is Reason.NOT_PICKED_UP:
        yield parcel_occasion(PICKUP_OVERDUE, missed, parcel, situation, _dates(missed.estimate, missed))


def from_revision(revised: EstimateRevised, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """A parcel that the carrier should have by now."""
    parcel = parcel_of(revised, situation)
    if parcel is not None and revised.reason is Reason.NOT_PICKED_UP:
        told = parcel_occasion(PICKUP_DELAYED, revised, parcel, situation, said_dates(revised.estimate, None))
        yield replace(told, facts=told.facts | Facts(reason=revised.reason.value))


def _dates(estimate: EstimatedDates | None, said: PromiseAtRisk | PromiseMissed) -> Facts:
    facts = said_dates(estimate, said.promised)
    return facts | Facts(reason=said.reason.value) if said.reason else facts
