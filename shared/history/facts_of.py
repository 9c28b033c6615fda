"""Which facts an event holds, for years to come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.eventing.envelope import EventData, Metadata
from shared.history.coarse_postal import coarse_postal
from shared.history.fact import Fact, Kind, digest_of
from shared.history.origin import Origin, origin_of
from shared.receipts.events import PromiseMade
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.detail import Detail
from shared.tracking.events import CheckpointRecorded, MilestoneReached, ShipmentRegistered
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order
from shared.tracking.parcel import Leg

Told = tuple[Metadata, EventData]
"""An event's two halves."""

EVENTS: Sequence[type[EventData]] = (PromiseMade, ShipmentRegistered, MilestoneReached, CheckpointRecorded)
"""What history listens to."""

_OUTBOUND: Mapping[Milestone, Kind] = {
    Milestone.IN_TRANSIT: Kind.IN_TRANSIT,
    Milestone.OUT_FOR_DELIVERY: Kind.OUT_FOR_DELIVERY,
    Milestone.ATTEMPT_FAILED: Kind.ATTEMPT_FAILED,
    Milestone.AVAILABLE_FOR_PICKUP: Kind.AVAILABLE_FOR_PICKUP,
    Milestone.DELIVERED: Kind.DELIVERED,
}

STAGES: Mapping[Detail, Kind] = {
    Detail.CUSTOMS_STARTED: Kind.CUSTOMS_STARTED,
    Detail.CUSTOMS_HELD: Kind.CUSTOMS_STARTED,
    Detail.AT_DELIVERY_DEPOT: Kind.AT_DELIVERY_DEPOT,
    Detail.HELD: Kind.HELD,
    Detail.HELD_AT_REQUEST: Kind.HELD,
}
"""Stages that are finer than a milestone: the bus hands over only checkpoints that say one of these."""


def orders_in(events: Iterable[Told]) -> set[str]:
    """The orders that `facts_of` will want to know."""
    return {order_id for _, data in events if (order_id := getattr(data, "order_id", None))}


def facts_of(told: Told, orders: Mapping[str, Order], origins: Mapping[str, Origin]) -> list[Fact]:
    """The facts of one event; none where it says nothing that history keeps, or of an order that was erased.

    `orders`: by id, as they are now. `origins`: the warehouses in force, by id.
    """
    metadata, data = told
    match data:
        case PromiseMade():
            return [_promised(metadata, data)]
        case ShipmentRegistered() if data.leg is Leg.OUTBOUND and data.order_id in orders:
            return _handed_over(metadata, data, orders[data.order_id], origins)
        case MilestoneReached():
            return _reached(metadata, data, orders.get(data.order_id or ""))
        case CheckpointRecorded(detail=Detail() as detail) if detail in STAGES:
            return [_stage(metadata, data, STAGES[detail])]
    return []


def _promised(metadata: Metadata, data: PromiseMade) -> Fact:
    """Carrier, service and warehouse that were promised, where they are the same for every item."""
    ways = {(item.carrier, item.service, item.warehouse) for item in data.items}
    carrier, service, warehouse = ways.pop() if len(ways) == 1 else ("", "", "")
    return Fact(
        fact_id=metadata.event_id,
        fact=Kind.PROMISED,
        happened_at=data.made_at,
        told_at=metadata.occurred_at,
        parcel=None,
        carrier=carrier,
        order_id=data.order_id,
        origin_id=warehouse,
        service=service,
        destination_country=data.country,
        promised_date=data.promised,
    )


def _handed_over(
    metadata: Metadata, data: ShipmentRegistered, order: Order, origins: Mapping[str, Origin]
) -> list[Fact]:
    """One per parcel; of a shipment whose parcels were taken back, one without a parcel."""
    shipment = order.shipments.get(data.shipment_id)
    origin = origin_of(shipment.warehouse if shipment else "", origins)
    zone = order.destination.zone
    numbers: list[ParcelNumber | None] = [
        ParcelNumber(parcel.carrier, parcel.tracking_number) for parcel in data.parcels
    ]
    return [
        Fact(
            fact_id=f"{metadata.event_id}:{digest_of(number) if number else ''}",
            fact=Kind.HANDED_OVER,
            happened_at=data.shipped_at,
            told_at=metadata.occurred_at,
            parcel=digest_of(number) if number else None,
            carrier=number.carrier if number else "",
            ship_date=data.shipped_at.date(),
            order_id=order.order_id,
            shipment_id=data.shipment_id,
            utc_offset=_ahead(zone, data.shipped_at),
            ordered_at=order.placed_at,
            origin_utc_offset=_ahead(origin.zone if origin else zone, data.shipped_at),
            origin_id=origin.origin_id if origin else "",
            origin_country=origin.country if origin else "",
            origin_region=origin.region if origin else "",
            origin_postal=coarse_postal(origin.country, origin.postal) if origin else "",
            service=shipment.service if shipment else "",
            destination_country=order.destination.country,
            destination_postal=coarse_postal(order.destination.country, order.destination.postal),
            items=sum(line.still_ordered for line in order.lines) or None,
            promised_date=order.first_promise.latest if order.first_promise else None,
        )
        for number in (numbers or [None])
    ]


def _reached(metadata: Metadata, data: MilestoneReached, order: Order | None) -> list[Fact]:
    if data.leg is Leg.RETURN:
        kind = Kind.RETURNED if data.milestone is Milestone.DELIVERED else None
    else:
        kind = _OUTBOUND.get(data.milestone)
    if kind is None or data.ship_date is None:
        return []
    number = ParcelNumber(data.carrier, data.tracking_number)
    return [
        Fact(
            fact_id=f"{kind}:{digest_of(number)}:{data.ship_date}:{data.reached_at:%Y%m%dT%H%M%S}",
            fact=kind,
            happened_at=data.reached_at,
            told_at=metadata.occurred_at,
            parcel=digest_of(number),
            carrier=data.carrier,
            ship_date=data.ship_date,
            order_id=data.order_id,
            shipment_id=data.shipment_id,
            utc_offset=_ahead(order.destination.zone, data.reached_at) if order else None,
        )
    ]


def _stage(metadata: Metadata, data: CheckpointRecorded, kind: Kind) -> Fact:
    number = ParcelNumber(data.carrier, data.tracking_number)
    return Fact(
        fact_id=f"{kind}:{digest_of(number)}:{data.occurred_at:%Y%m%dT%H%M%S}",
        fact=kind,
        happened_at=data.occurred_at,
        told_at=metadata.occurred_at,
        parcel=digest_of(number),
        carrier=data.carrier,
    )


def _ahead(zone: ZoneInfo, moment: datetime) -> int:
    """Minutes that `zone`'s clock is ahead of UTC at `moment`."""
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0
