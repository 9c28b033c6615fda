"""What is said of every parcel: which it is, and when it is expected."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.estimates.events import EstimatedDates, EstimateRevised, PromiseAtRisk, PromiseMissed
from shared.notifications import subject
from shared.notifications.facts import Facts
from shared.notifications.local_time import local_moment
from shared.notifications.occasion import Occasion
from shared.notifications.situation import Situation
from shared.notifications.trigger import Trigger
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.events import IncidentOpened, MilestoneReached
from shared.tracking.order import Shipment

OfEstimate = EstimateRevised | PromiseAtRisk | PromiseMissed


def parcel_of(said: MilestoneReached | IncidentOpened | OfEstimate, situation: Situation) -> ParcelId | None:
    """The order's parcel that an event is about; its newest, where the event does not say which of a number.

    None: the order has no such parcel (any more), or the event is about none.
    """
    if said.carrier is None or said.tracking_number is None:
        return None
    number = ParcelNumber(said.carrier, said.tracking_number)
    mine = [parcel for parcel in situation.order.parcels() if parcel.number == number]
    named = [parcel for parcel in mine if parcel.ship_date == said.ship_date]
    return max(named or mine, key=lambda parcel: parcel.ship_date, default=None)


def shipment_of(parcel: ParcelId, situation: Situation) -> Shipment | None:
    """The shipment that a parcel of the order is in."""
    shipments = situation.order.shipments.values()
    return next((shipment for shipment in shipments if parcel in shipment.parcel_ids()), None)


def about_parcel(parcel: ParcelId, situation: Situation) -> Facts:
    """Its carrier, number and shipment; when it is expected, and what was promised, as far as that is known."""
    shipment = shipment_of(parcel, situation)
    facts = Facts(carrier=parcel.number.carrier, tracking_number=parcel.number.tracking_number)
    if shipment is not None:
        facts["shipment_id"] = shipment.shipment_id
    return facts | expected_now(parcel, situation)


def expected_now(parcel: ParcelId | None, situation: Situation) -> Facts:
    """What the newest estimate says; of the order's own without a parcel. Nothing where there is no date."""
    live = situation.estimates.get(parcel) if parcel else situation.order_estimate
    facts = Facts()
    if live is not None and live.latest is not None and live.arrived_on is None:
        facts |= Facts(expected=str(live.latest.latest), expected_from=str(live.latest.earliest))
    promise = situation.order.promise
    return facts | Facts(promised=str(promise.latest)) if promise else facts


def said_dates(estimate: EstimatedDates | None, promised: date | None) -> Facts:
    """The dates as an event says them: what it says goes before what is read."""
    facts = Facts(expected=str(estimate.latest), expected_from=str(estimate.earliest)) if estimate else Facts()
    return facts | Facts(promised=str(promised)) if promised else facts


def parcel_occasion(
    trigger: Trigger,
    said: MilestoneReached | IncidentOpened | OfEstimate,
    parcel: ParcelId,
    situation: Situation,
    more: Facts | None = None,
) -> Occasion:
    """An occasion about a parcel, at the moment the event says."""
    return Occasion(
        trigger=trigger,
        order_id=situation.order.order_id,
        subject=subject.of_parcel(parcel),
        occurred_at=_moment(said),
        facts=about_parcel(parcel, situation) | (more or Facts()),
        parcel=parcel,
    )


def missed_at(missed: PromiseMissed) -> datetime:
    """When the promised day was over at the destination. One that is found long after that, as of an order that was
    imported, is old news.
    """
    over = local_moment(missed.promised + timedelta(days=1), time(0), ZoneInfo(missed.time_zone))
    return min(missed.found_at, over)


def _moment(said: MilestoneReached | IncidentOpened | OfEstimate) -> datetime:
    match said:
        case MilestoneReached():
            return said.reached_at
        case IncidentOpened():
            return said.opened_at
        case EstimateRevised():
            return said.revised_at
        case PromiseAtRisk():
            return said.noticed_at
        case PromiseMissed():
            return missed_at(said)
