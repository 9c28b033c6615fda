"""Revise what is told of a parcel, or of an order that has none yet: estimate anew, and save what changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from shared.estimates.case import Case
from shared.estimates.estimate_arrival import estimate_arrival, reasons_without_date
from shared.estimates.live_estimate import Found, LiveEstimate, follow
from shared.estimates.next_look import next_look
from shared.estimates.ports import Estimates, Knowledge
from shared.estimates.stage import BEFORE_HAND_OVER, WILL_NOT_COME, Progress, Stage, progress_of
from shared.estimates.way import plain_postal, way_to
from shared.history.coarse_postal import coarse_postal
from shared.promise.network import DeliveryNetwork
from shared.promise.product import NO_GOODS, Goods, packed
from shared.receipts.events import PromiseMade
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.events import CheckpointRecorded, OrderRecorded, ShipmentRegistered
from shared.tracking.order import Order, Shipment
from shared.tracking.parcel import Assignment, Leg
from shared.tracking.ports import Orders, ParcelHistory, Parcels

LONG_OVER = timedelta(days=30)
"""What was promised, or shipped, longer ago than that is not taken up any more: shops import orders of the past."""


@dataclass(frozen=True, slots=True)
class Means:
    """What revising needs: stores, and what is known of lanes."""

    orders: Orders
    parcels: Parcels
    estimates: Estimates
    knowledge: Knowledge


Heard = CheckpointRecorded | ShipmentRegistered | OrderRecorded | PromiseMade
HEARD: tuple[type[Heard], ...] = (CheckpointRecorded, ShipmentRegistered, OrderRecorded, PromiseMade)
"""What makes estimates change. Milestones and incidents follow from checkpoints, and add nothing to them."""


def revise_for(means: Means, heard: Heard, now: datetime) -> int:
    """Revise whatever the event is about; answers how many changed, and raises StaleEstimate."""
    if isinstance(heard, CheckpointRecorded):
        return revise_parcel(means, ParcelNumber(heard.carrier, heard.tracking_number), now)
    return revise_order(means, heard.order_id, now)


def revise_parcel(means: Means, number: ParcelNumber, now: datetime) -> int:
    """Revise every parcel of an order that goes under `number`, or under another number of the same parcel.

    Answers how many changed. Safe to repeat and to race: it always starts from everything stored, and raises
    StaleEstimate, to be retried, when another run saved in between. A parcel that nobody registered, or that the
    shopper sends back, was promised to nobody: it has no estimate.
    """
    history = means.parcels.history(number)
    changed = _revise_history(means, history, now)
    for other in history.also:
        linked = means.parcels.history(other)
        if linked.assignments:
            changed += _revise_history(means, linked, now)
    return changed


def revise_order(means: Means, order_id: str, now: datetime) -> int:
    """Revise an order's parcels; while it has none, the order itself. Answers how many changed, as `revise_parcel`."""
    order = means.orders.get(order_id)
    if order is None:
        return 0
    numbers = [number for shipment in order.shipments.values() if _goes_out(shipment) for number in shipment.parcels]
    if numbers:
        changed = sum(revise_parcel(means, number, now) for number in dict.fromkeys(numbers))
        own = means.estimates.of_order(order_id)
        return changed + (own is not None and _close(means, own))
    return int(order.promise is not None and _revise_unshipped(means, order, now))


def look_again(means: Means, due: LiveEstimate, now: datetime) -> None:
    """Revise what is due, though nothing was heard. What nobody has any more is looked at for the last time."""
    if due.parcel is None:
        revise_order(means, due.order_id, now)
    else:
        revise_parcel(means, due.parcel.number, now)
    stored = means.estimates.of_order(due.order_id) if due.parcel is None else means.estimates.of_parcel(due.parcel)
    if stored is not None and stored.look_at is not None and stored.look_at <= now:
        _close(means, stored)


def _goes_out(shipment: Shipment) -> bool:
    return shipment.leg is Leg.OUTBOUND


def _revise_unshipped(means: Means, order: Order, now: datetime) -> bool:
    case = _case(means, order, Progress(Stage.NOT_SHIPPED), now)
    live = means.estimates.of_order(order.order_id)
    if _is_called_off(order, case.progress):
        return live is not None and _close(means, live)
    if live is None and _is_long_over(case):
        return False
    return _move(means, live or _started(order), order, case)


def _revise_history(means: Means, history: ParcelHistory, now: datetime) -> int:
    return sum(
        _revise_journey(means, ParcelId(history.number, journey.ship_date), journey.checkpoints, assignment, now)
        for journey in history.journeys()
        if (assignment := journey.assignment) is not None and assignment.leg is Leg.OUTBOUND
    )


def _revise_journey(
    means: Means, parcel: ParcelId, seen: tuple[Checkpoint, ...], assignment: Assignment, now: datetime
) -> bool:
    order = means.orders.get(assignment.order_id)
    if order is None:
        return False
    case = _case(means, order, progress_of(seen), now, parcel, order.shipments.get(assignment.shipment_id))
    live = means.estimates.of_parcel(parcel)
    if _is_called_off(order, case.progress):
        return live is not None and _close(means, live)
    if live is None:
        if _is_long_over(case):
            return False
        live = _taken_over(_started(order), parcel, assignment.shipment_id, means.estimates)
    return _move(means, live, order, case)


def _case(
    means: Means,
    order: Order,
    progress: Progress,
    now: datetime,
    parcel: ParcelId | None = None,
    shipment: Shipment | None = None,
) -> Case:
    carrier = parcel.number.carrier if parcel else ""
    country, postal = order.destination.country, plain_postal(order.destination.postal)
    return Case(
        now=now,
        zone=order.destination.zone,
        country=country,
        postal=postal,
        placed_at=order.placed_at,
        progress=progress,
        carrier=carrier,
        ship_date=parcel.ship_date if parcel else None,
        promise=order.promise,
        way=way_to(means.knowledge.network, carrier, country, postal, shipment),
        forecasts=means.knowledge.forecasts,
        slowdowns=means.knowledge.slowdowns,
        items=max(1, sum(line.still_ordered for line in order.lines)),
        goods=_goods(means.knowledge.network, order),
    )


def _goods(network: DeliveryNetwork | None, order: Order) -> Goods:
    if network is None or not order.lines:
        return NO_GOODS
    needs = [network.need_of(line.sku) for line in order.lines]
    goods = packed(needs)
    return goods if goods.category else replace(goods, category=needs[0].lead.name)


def _started(order: Order) -> LiveEstimate:
    destination = order.destination
    return LiveEstimate(
        order_id=order.order_id,
        time_zone=destination.zone.key,
        country=destination.country,
        area=coarse_postal(destination.country, destination.postal),
    )


def _taken_over(started: LiveEstimate, parcel: ParcelId, shipment_id: str, estimates: Estimates) -> LiveEstimate:
    """A parcel's live estimate. What was said of its promise before the order had a parcel is not said again."""
    before = estimates.of_order(started.order_id)
    taken = replace(started, parcel=parcel, shipment_id=shipment_id)
    if before is None:
        return taken
    return replace(taken, warned_at=before.warned_at, outcome=before.outcome, settled_at=before.settled_at)


def _move(means: Means, live: LiveEstimate, order: Order, case: Case) -> bool:
    """Follow the case, and save it unless nothing changed."""
    told, first = order.promise, order.first_promise
    promised = told.latest if told else None
    first_promised = first.latest if first and first != told else None
    promising = replace(live, promised=promised, first_promised=first_promised)
    moved = follow(promising, _found(case, promised))
    moved = replace(moved, look_at=_look_at(live, next_look(moved, case), case.now))
    if moved == live:
        return False
    means.estimates.save(moved)
    return True


def _found(case: Case, promised: date | None) -> Found:
    progress = case.progress
    arrival = estimate_arrival(case)
    return Found(
        now=case.now,
        today=case.today,
        estimate=arrival.estimate(case.today, promised, case.now) if arrival else None,
        reasons=arrival.reasons if arrival else reasons_without_date(case),
        arrived_on=case.local(progress.arrived_at).date() if progress.arrived_at else None,
        will_not_come=progress.stage in WILL_NOT_COME,
        cause=progress.delay_cause,
    )


def _look_at(live: LiveEstimate, wanted: datetime | None, now: datetime) -> datetime | None:
    """When to look again. A look that is due sooner than it must be stays: to move it would cost two write units."""
    known = live.look_at
    if wanted is None or known is None or not now < known <= wanted:
        return wanted
    return known


def _close(means: Means, live: LiveEstimate) -> bool:
    if live.look_at is None:
        return False
    means.estimates.save(replace(live, look_at=None))
    return True


def _is_called_off(order: Order, progress: Progress) -> bool:
    """Nobody waits for what was cancelled before the carrier had it; what is under way all the same is followed."""
    return order.cancelled_at is not None and progress.stage in BEFORE_HAND_OVER


def _is_long_over(case: Case) -> bool:
    began = case.ship_date or case.local(case.placed_at).date()
    until = case.promise.latest if case.promise else began
    return case.today - max(until, began) > LONG_OVER
