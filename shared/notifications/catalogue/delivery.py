"""Delivery: a parcel's way, as far as the carrier's scans tell it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from shared.notifications import subject
from shared.notifications.catalogue.parcel_facts import about_parcel, parcel_occasion, parcel_of, shipment_of
from shared.notifications.local_time import MORNING, local_day, local_moment
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.notifications.trigger import CHAT_FIRST, Group, Once, Trigger
from shared.shoppers.kind import Kind
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.events import MilestoneReached, ShipmentRegistered
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg

DISPATCHED = Trigger(
    name="dispatched",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="ShipmentRegistered",
    condition="the shop registered a shipment on the way out; before any scan; once for all its parcels",
    once=Once.PARCEL,
    stale_after=timedelta(days=1),
    stale_from=Milestone.IN_TRANSIT,
    superseded_by=("shipped",),
    good_news=True,
)
SHIPPED = Trigger(
    name="shipped",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="MilestoneReached",
    condition="`in_transit`, on the way out: the carrier has it",
    once=Once.PARCEL,
    stale_after=timedelta(days=2),
    stale_from=Milestone.OUT_FOR_DELIVERY,
    good_news=True,
)
OUT_FOR_DELIVERY = Trigger(
    name="out_for_delivery",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="MilestoneReached",
    condition="`out_for_delivery`, on the way out",
    once=Once.PARCEL,
    stale_after=timedelta(hours=18),
    channels=CHAT_FIRST,
    stale_from=Milestone.ATTEMPT_FAILED,
    urgent=True,
    good_news=True,
)
ATTEMPT_FAILED = Trigger(
    name="attempt_failed",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="MilestoneReached",
    condition="`attempt_failed`, on the way out",
    once=Once.PARCEL,
    stale_after=timedelta(days=1),
    channels=CHAT_FIRST,
    stale_from=Milestone.AVAILABLE_FOR_PICKUP,
    urgent=True,
    calm=False,
)
AVAILABLE_FOR_PICKUP = Trigger(
    name="available_for_pickup",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="MilestoneReached",
    condition="`available_for_pickup`, on the way out",
    once=Once.PARCEL,
    stale_after=timedelta(days=2),
    channels=CHAT_FIRST,
    stale_from=Milestone.DELIVERED,
    urgent=True,
)
PICKUP_REMINDER = Trigger(
    name="pickup_reminder",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="clock",
    condition="not collected some days after it could be (`pickup_reminder_days`); planned with MilestoneReached",
    once=Once.PARCEL,
    stale_after=timedelta(days=1),
    channels=CHAT_FIRST,
    stale_from=Milestone.DELIVERED,
    calm=False,
)
RETURNED_TO_SENDER = Trigger(
    name="returned_to_sender",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="MilestoneReached",
    condition="back with the shop, though the shopper did not send it",
    once=Once.PARCEL,
    stale_after=timedelta(days=5),
    calm=False,
)

TRIGGERS = (
    DISPATCHED,
    SHIPPED,
    OUT_FOR_DELIVERY,
    ATTEMPT_FAILED,
    AVAILABLE_FOR_PICKUP,
    PICKUP_REMINDER,
    RETURNED_TO_SENDER,
)


_ON_THE_WAY_OUT = {
    Milestone.IN_TRANSIT: SHIPPED,
    Milestone.OUT_FOR_DELIVERY: OUT_FOR_DELIVERY,
    Milestone.ATTEMPT_FAILED: ATTEMPT_FAILED,
    Milestone.AVAILABLE_FOR_PICKUP: AVAILABLE_FOR_PICKUP,
}


def from_shipment(registered: ShipmentRegistered, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """The first parcel that was handed over: several would say the same. One without a number cannot be followed."""
    if registered.leg is not Leg.OUTBOUND:
        return
    numbers = (ParcelNumber(one.carrier, one.tracking_number) for one in registered.parcels)
    parcels = (ParcelId(number, registered.shipped_at.date()) for number in numbers)
    parcel = next((parcel for parcel in parcels if parcel in situation.outbound), None)
    if parcel is not None:
        yield Occasion(
            trigger=DISPATCHED,
            order_id=registered.order_id,
            subject=subject.of_parcel(parcel),
            occurred_at=registered.shipped_at,
            facts=about_parcel(parcel, situation),
            parcel=parcel,
        )


def from_milestone(reached: MilestoneReached, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """What a milestone tells, but for the arrival (`arrival.py`); and the reminder of what waits to be picked up."""
    parcel = parcel_of(reached, situation)
    if parcel is None:
        return
    if reached.leg is Leg.RETURN:
        if reached.milestone is Milestone.DELIVERED and _was_not_sent_back(parcel, situation):
            yield parcel_occasion(RETURNED_TO_SENDER, reached, parcel, situation)
        return
    trigger = _ON_THE_WAY_OUT.get(reached.milestone)
    if trigger is not None:
        yield parcel_occasion(trigger, reached, parcel, situation)
    if trigger is AVAILABLE_FOR_PICKUP:
        yield _reminder(reached, parcel, situation, rules)


def _was_not_sent_back(parcel: ParcelId, situation: Situation) -> bool:
    shipment = shipment_of(parcel, situation)
    return shipment is not None and shipment.leg is Leg.OUTBOUND


def _reminder(reached: MilestoneReached, parcel: ParcelId, situation: Situation, rules: NotificationRules) -> Occasion:
    zone = situation.order.destination.zone
    day = local_day(reached.reached_at, zone) + timedelta(days=rules.pickup_reminder_days)
    due_at = local_moment(day, MORNING, zone)
    return Occasion(
        trigger=PICKUP_REMINDER,
        order_id=situation.order.order_id,
        subject=subject.of_parcel(parcel),
        occurred_at=due_at,
        facts=about_parcel(parcel, situation),
        parcel=parcel,
        due_at=due_at,
    )
