"""Events of one order of the sample shop, as history hears them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shared.eventing.envelope import EventData, Metadata
from shared.history.fact import Fact
from shared.history.facts_of import Told, facts_of
from shared.history.origin import Origin
from shared.receipts.events import ItemPromised, PromiseMade
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.detail import Detail
from shared.tracking.events import CheckpointRecorded, MilestoneReached, ParcelReference, ShipmentRegistered
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order, Shipment
from shared.tracking.parcel import Leg
from tests.samples import NOW, PARCEL, SHIPPED, order, shipment

TOKYO = Origin("tokyo", "Asia/Tokyo", "JP", "Tokyo", "100-0001")
SHIP_DATE = SHIPPED.date()
ORDER = order().with_shipment(shipment())


def told(data: EventData, at: datetime = NOW, event_id: str = "") -> Told:
    """An event with its envelope."""
    about = f"{data.detail_type}:{at.isoformat()}"
    return Metadata(event_id=event_id or about, version=1, occurred_at=at, merchant_id="m", correlation_id="c"), data


def registered(
    *parcels: ParcelNumber, at: datetime = NOW, shipped_at: datetime = SHIPPED, leg: Leg = Leg.OUTBOUND
) -> Told:
    """The shop handed these parcels over; none: it took them back."""
    references = [ParcelReference(carrier=p.carrier, tracking_number=p.tracking_number) for p in parcels]
    return told(
        ShipmentRegistered(order_id="A-1", shipment_id="S-1", shipped_at=shipped_at, parcels=references, leg=leg), at
    )


def reached(
    milestone: Milestone,
    hours: float,
    parcel: ParcelNumber = PARCEL,
    ship_date: date | None = SHIP_DATE,
    leg: Leg = Leg.OUTBOUND,
    order_id: str | None = "A-1",
) -> Told:
    """A parcel reached a milestone, `hours` after NOW."""
    data = MilestoneReached(
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        milestone=milestone,
        reached_at=NOW + timedelta(hours=hours),
        order_id=order_id,
        shipment_id="S-1" if order_id else None,
        ship_date=ship_date,
        leg=leg,
    )
    return told(data, data.reached_at)


def scanned(detail: Detail, hours: float, parcel: ParcelNumber = PARCEL) -> Told:
    """A carrier's scan, `hours` after NOW."""
    at = NOW + timedelta(hours=hours)
    data = CheckpointRecorded(
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        occurred_at=at,
        milestone=detail.milestone,
        detail=detail,
        carrier_code="c",
    )
    return told(data, at)


def facts(*events: Told, of: Order = ORDER, origins: tuple[Origin, ...] = (TOKYO,)) -> list[Fact]:
    """What history keeps of these events."""
    known = {origin.origin_id: origin for origin in origins}
    return [fact for event in events for fact in facts_of(event, {of.order_id: of}, known)]


def shipped_from(warehouse: str, service: str = "") -> Order:
    """The order, its shipment with the warehouse and the service that the shop said."""
    return order().with_shipment(Shipment("S-1", SHIPPED, (PARCEL,), warehouse=warehouse, service=service))


def promised(*services: str, hours: float = -48, day: date = SHIP_DATE, carrier: str = "usps") -> Told:
    """The shopper was told `day`, `hours` after NOW, for items that go by these services."""
    at = NOW + timedelta(hours=hours)
    items = [
        ItemPromised(
            id=f"i-{number}",
            method="home",
            carrier=carrier,
            service=service,
            warehouse="tokyo",
            ship_date=SHIP_DATE,
            earliest=day,
            likely=day,
            latest=day,
            promised=day,
            time_zone="Asia/Tokyo",
            confidence=90,
        )
        for number, service in enumerate(services)
    ]
    data = PromiseMade(
        promise_id=f"p-{hours}",
        order_id="A-1",
        made_at=at,
        country="JP",
        promised=day,
        items=items,
        configuration_version=1,
    )
    return told(data, at)
