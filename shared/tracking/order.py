"""An order as Todoku knows it: who to tell, where it goes, what was promised, and the shipments it left in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from shared.tracking.carrier_update import ParcelId


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the shopper. Personal: stays in the table, never in an event, a log or a URL."""

    email: str
    language: str
    """BCP 47, for example "ja" or "en-GB"."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the order goes, as coarse as a promise needs."""

    country: str
    """ISO 3166-1 alpha-2."""
    postal: str
    time_zone: str
    """IANA zone of the destination: what "today" means to the shopper."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One position of an order."""

    sku: str
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PromiseTold:
    """The delivery window the shopper was told when they bought: local dates at the destination."""

    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods handed to a carrier for one destination: one or more parcels."""

    shipment_id: str
    shipped_at: datetime
    """Aware, UTC."""
    parcels: tuple[ParcelId, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its shipments, by shipment id."""

    order_id: str
    placed_at: datetime
    """Aware, UTC."""
    contact: Contact
    destination: Destination
    lines: tuple[OrderLine, ...]
    link: str
    """Opaque reference that a shopper's link carries instead of the order's number."""
    promise: PromiseTold | None = None
    shipments: dict[str, Shipment] = field(default_factory=dict)
    version: int = 0

    def with_shipment(self, shipment: Shipment) -> Order:
        """The order with `shipment` added, or replaced where it has that id already."""
        return replace(self, shipments={**self.shipments, shipment.shipment_id: shipment})

    def parcels(self) -> tuple[ParcelId, ...]:
        """Every parcel of every shipment, by shipment id."""
        return tuple(parcel for _, shipment in sorted(self.shipments.items()) for parcel in shipment.parcels)
