"""Arrival: a parcel has come, and whether more of its order is still to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from shared.notifications import subject
from shared.notifications.catalogue.parcel_facts import parcel_occasion, parcel_of
from shared.notifications.facts import Facts
from shared.notifications.local_time import local_day
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules, SplitOrders
from shared.notifications.situation import Situation
from shared.notifications.told import told_about
from shared.notifications.trigger import CHAT_FIRST, Group, Once, Trigger
from shared.shoppers.kind import Kind
from shared.tracking.carrier_update import ParcelId
from shared.tracking.detail import Detail
from shared.tracking.events import MilestoneReached
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg

DELIVERED = Trigger(
    name="delivered",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="MilestoneReached",
    condition="`delivered`, on the way out; all of the order",
    once=Once.PARCEL,
    stale_after=timedelta(days=2),
    channels=CHAT_FIRST,
    superseded_by=("parcel_delivered", "all_delivered"),
    urgent=True,
)
DELIVERED_TO_NEIGHBOUR = Trigger(
    name="delivered_to_neighbour",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="MilestoneReached",
    condition="`delivered`, and the scan says it was left with somebody else",
    once=Once.PARCEL,
    stale_after=timedelta(days=2),
    channels=CHAT_FIRST,
    urgent=True,
    calm=False,
)
PARCEL_DELIVERED = Trigger(
    name="parcel_delivered",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="MilestoneReached",
    condition="`delivered`, and more of the order is still to come; not with `split_orders: summary`",
    once=Once.PARCEL,
    stale_after=timedelta(days=2),
    superseded_by=("all_delivered", "delivered"),
    urgent=True,
)
ALL_DELIVERED = Trigger(
    name="all_delivered",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="MilestoneReached",
    condition="`delivered`, and it was the last of several parcels",
    once=Once.ORDER,
    stale_after=timedelta(days=3),
    urgent=True,
)

TRIGGERS = (
    DELIVERED,
    DELIVERED_TO_NEIGHBOUR,
    PARCEL_DELIVERED,
    ALL_DELIVERED,
)


def from_milestone(reached: MilestoneReached, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """That a parcel has come, in the words that fit: alone, one of several, the last of several, or next door.

    A merchant who does not tell that all have come has the last parcel told like the others, so that none is silent.
    """
    parcel = parcel_of(reached, situation)
    if parcel is None or reached.milestone is not Milestone.DELIVERED or reached.leg is not Leg.OUTBOUND:
        return
    next_door = situation.delivered_as.get(parcel) is Detail.DELIVERED_TO_NEIGHBOUR
    told = DELIVERED_TO_NEIGHBOUR if next_door else _told_of(parcel, situation, rules)
    if told is not None:
        yield parcel_occasion(told, reached, parcel, situation, _count(situation))
    if len(situation.outbound) > 1 and _is_complete(situation):
        last = parcel_occasion(ALL_DELIVERED, reached, parcel, situation, _count(situation))
        yield replace(last, subject=_of_all(situation))


def all_is_told_at_once(situation: Situation, rules: NotificationRules) -> bool:
    """Whether `all_delivered` speaks for every parcel."""
    return len(situation.outbound) > 1 and _is_complete(situation) and ALL_DELIVERED.name in rules.told


def _told_of(parcel: ParcelId, situation: Situation, rules: NotificationRules) -> Trigger | None:
    if len(situation.outbound) == 1 and not _waits_for_stock(situation):
        return DELIVERED
    if all_is_told_at_once(situation, rules) or rules.split_orders is SplitOrders.SUMMARY:
        return None
    return PARCEL_DELIVERED


def _is_complete(situation: Situation) -> bool:
    return len(situation.delivered) == len(situation.outbound) and not _waits_for_stock(situation)


def _of_all(situation: Situation) -> str:
    """The order; again by their number, where it was told of fewer parcels before the shop sent another."""
    now = len(situation.outbound)
    told = told_about(situation, (ALL_DELIVERED.name,), subject.ORDER)
    was_of_fewer = any(int(message.facts.get("total", now)) < now for message in told)
    return subject.again(subject.ORDER, f"{now} parcels") if was_of_fewer else subject.ORDER


def _waits_for_stock(situation: Situation) -> bool:
    """Whether a line is on back order until after what came last: then more is to come, in a parcel not known yet."""
    order = situation.order
    came = [situation.parcels[parcel].reached[Milestone.DELIVERED] for parcel in situation.delivered]
    if not came:
        return False
    day = local_day(max(came), order.destination.zone)
    waiting = (line.backordered_until for line in order.lines if line.still_ordered)
    return any(until is not None and until > day for until in waiting)


def _count(situation: Situation) -> Facts:
    """Of how many parcels how many have come; unknown while a line has no parcel yet."""
    if _waits_for_stock(situation):
        return Facts()
    return Facts(delivered=str(len(situation.delivered)), total=str(len(situation.outbound)))
