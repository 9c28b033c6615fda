"""Trouble on a parcel's way, as the carrier reports it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from shared.notifications.catalogue.expectation import STALLED
from shared.notifications.catalogue.parcel_facts import parcel_occasion, parcel_of
from shared.notifications.facts import Facts
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.notifications.trigger import CHAT_FIRST, Group, Once, Trigger
from shared.shoppers.kind import Kind
from shared.tracking.carrier_update import ParcelId
from shared.tracking.cause import Cause
from shared.tracking.detail import Detail
from shared.tracking.events import IncidentOpened
from shared.tracking.milestone import Milestone

CARRIER_DELAY = Trigger(
    name="carrier_delay",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="IncidentOpened",
    condition="the carrier reports a delay (not customs)",
    once=Once.PARCEL,
    stale_after=timedelta(days=1),
    stale_from=Milestone.OUT_FOR_DELIVERY,
    superseded_by=("delay_predicted", "delivery_late"),
    calm=False,
)
CUSTOMS_DELAY = Trigger(
    name="customs_delay",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="IncidentOpened",
    condition="held or delayed at customs",
    once=Once.PARCEL,
    stale_after=timedelta(days=2),
    stale_from=Milestone.OUT_FOR_DELIVERY,
    calm=False,
)
PAYMENT_DUE = Trigger(
    name="payment_due",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="IncidentOpened",
    condition="duties or charges have to be paid before it is delivered",
    once=Once.PARCEL,
    stale_after=timedelta(days=3),
    channels=CHAT_FIRST,
    stale_from=Milestone.DELIVERED,
    calm=False,
)
ADDRESS_PROBLEM = Trigger(
    name="address_problem",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="IncidentOpened",
    condition="the address is wrong or incomplete, or the recipient moved",
    once=Once.PARCEL,
    stale_after=timedelta(days=2),
    channels=CHAT_FIRST,
    stale_from=Milestone.DELIVERED,
    urgent=True,
    calm=False,
)
DAMAGED = Trigger(
    name="damaged",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="IncidentOpened",
    condition="the carrier reports damage",
    once=Once.PARCEL,
    stale_after=timedelta(days=5),
    calm=False,
)
LOST = Trigger(
    name="lost",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="IncidentOpened",
    condition="the carrier reports it lost, stolen or disposed of",
    once=Once.PARCEL,
    stale_after=timedelta(days=5),
    stale_from=Milestone.DELIVERED,
    calm=False,
)
UNDELIVERABLE = Trigger(
    name="undeliverable",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="IncidentOpened",
    condition="refused, not picked up by the shopper, or undeliverable",
    once=Once.PARCEL,
    stale_after=timedelta(days=3),
    stale_from=Milestone.DELIVERED,
    calm=False,
)
DELIVERY_PROBLEM = Trigger(
    name="delivery_problem",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="IncidentOpened",
    condition="any other trouble that the carrier reports",
    once=Once.PARCEL,
    stale_after=timedelta(days=1),
    stale_from=Milestone.OUT_FOR_DELIVERY,
    calm=False,
)
SHIPMENT_CANCELLED = Trigger(
    name="shipment_cancelled",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="IncidentOpened",
    condition="its label was cancelled",
    once=Once.PARCEL,
    stale_after=timedelta(days=3),
    stale_from=Milestone.IN_TRANSIT,
    calm=False,
)
RETURNING_TO_SENDER = Trigger(
    name="returning_to_sender",
    group=Group.DELIVERY,
    kind=Kind.SERVICE,
    event="IncidentOpened",
    condition="the carrier brings it back to the shop",
    once=Once.PARCEL,
    stale_after=timedelta(days=3),
    superseded_by=("returned_to_sender",),
    calm=False,
)

TRIGGERS = (
    CARRIER_DELAY,
    CUSTOMS_DELAY,
    PAYMENT_DUE,
    ADDRESS_PROBLEM,
    DAMAGED,
    LOST,
    UNDELIVERABLE,
    DELIVERY_PROBLEM,
    SHIPMENT_CANCELLED,
    RETURNING_TO_SENDER,
)


_OF_DETAIL = {
    Detail.DELAYED: CARRIER_DELAY,
    Detail.DELAYED_BY_CARRIER: CARRIER_DELAY,
    Detail.DELAYED_BY_WEATHER: CARRIER_DELAY,
    Detail.DELAYED_BY_CUSTOMS: CUSTOMS_DELAY,
    Detail.CUSTOMS_HELD: CUSTOMS_DELAY,
    Detail.DOCUMENTS_MISSING: CUSTOMS_DELAY,
    Detail.PAYMENT_DUE: PAYMENT_DUE,
    Detail.ADDRESS_PROBLEM: ADDRESS_PROBLEM,
    Detail.RECIPIENT_MOVED: ADDRESS_PROBLEM,
    Detail.DAMAGED: DAMAGED,
    Detail.LOST: LOST,
    Detail.STOLEN: LOST,
    Detail.DISPOSED: LOST,
    Detail.REFUSED: UNDELIVERABLE,
    Detail.UNCLAIMED: UNDELIVERABLE,
    Detail.UNDELIVERABLE: UNDELIVERABLE,
    Detail.EXCEPTION: DELIVERY_PROBLEM,
    Detail.HELD: DELIVERY_PROBLEM,
    Detail.MISSORTED: DELIVERY_PROBLEM,
    Detail.REJECTED_BY_CARRIER: DELIVERY_PROBLEM,
    Detail.SECURITY_HOLD: DELIVERY_PROBLEM,
    Detail.UNDER_INVESTIGATION: DELIVERY_PROBLEM,
    Detail.CANCELLED: SHIPMENT_CANCELLED,
    Detail.RETURNING: RETURNING_TO_SENDER,
    Detail.EXPIRED: STALLED,
}
"""What is in no row tells nobody: the shopper asked for it (`held_at_request`), the shop was not ready
(`not_collected`; `pickup_delayed` says so if it lasts), or a milestone says it (`returned`)."""


def from_incident(opened: IncidentOpened, situation: Situation, rules: NotificationRules) -> Iterator[Occasion]:
    """The trouble of a parcel on its way to the shopper."""
    parcel = parcel_of(opened, situation)
    trigger = _OF_DETAIL.get(opened.detail)
    if parcel is None or trigger is None or parcel not in situation.outbound:
        return
    if trigger is CARRIER_DELAY and opened.cause is Cause.CUSTOMS:
        trigger = CUSTOMS_DELAY
    told = parcel_occasion(trigger, opened, parcel, situation, _facts(opened))
    yield replace(told, occurred_at=_said_at(opened, parcel, situation))


def _facts(opened: IncidentOpened) -> Facts:
    facts = Facts(detail=opened.detail.value)
    return facts | Facts(cause=opened.cause.value) if opened.cause else facts


def _said_at(opened: IncidentOpened, parcel: ParcelId, situation: Situation) -> datetime:
    """When the carrier said so. An incident keeps its beginning when it turns into something worse days later."""
    known = situation.parcels.get(parcel)
    is_newest = known is not None and known.incident is not None and known.incident.detail is opened.detail
    return max(opened.opened_at, known.newest_at) if is_newest and known and known.newest_at else opened.opened_at
