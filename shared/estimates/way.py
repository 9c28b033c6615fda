"""The way a parcel takes, as the merchant's own table of services knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.promise.calendar import Calendar
from shared.promise.network import CarrierService, DeliveryNetwork, Warehouse
from shared.tracking.order import Shipment

BUSINESS_DAYS = Calendar(frozenset(range(5)))
"""Where nobody says when a carrier works, a silent weekend is not held against it."""


@dataclass(frozen=True, slots=True)
class Way:
    """What a carrier takes to a destination, from the hand-over to the door."""

    least_days: int
    most_days: int
    calendar: Calendar
    """The days it delivers."""
    warehouse: str = ""
    """Where it leaves from; "" where it may be several."""
    service: str = ""
    """"" where it may be several."""
    freight: float | None = None
    """What carriage costs, in the currency's major unit; None where nobody says, or where it may be several."""
    origin: Warehouse | None = None
    """The warehouse itself, where the merchant has one of that id."""


def way_to(
    network: DeliveryNetwork | None, carrier: str, country: str, postal: str, shipped: Shipment | None = None
) -> Way | None:
    """The carrier's way to this destination; None where the merchant has no table of it.

    Where the shop does not say by which of a carrier's services a parcel goes, its days span all of them. `carrier` is
    "" for an order that has no parcel yet: then it may be any. `postal` upper case, without separators.
    """
    if network is None:
        return None
    ways = [_way(network, service, country, postal) for service in network.services if carrier in ("", service.carrier)]
    possible = [way for way in ways if way is not None]
    named = [way for way in possible if shipped and way.service == shipped.service] or possible
    if not named:
        return None
    spans = named[0] if len(named) == 1 else _spanning(named)
    warehouse = (shipped.warehouse if shipped else "") or spans.warehouse
    origin = next((each for each in network.warehouses if each.id == warehouse), None)
    return replace(spans, warehouse=warehouse, origin=origin)


def _way(network: DeliveryNetwork, service: CarrierService, country: str, postal: str) -> Way | None:
    lane = service.lane_to(country, postal)
    if lane is None:
        return None
    remote = network.remote_area(country, postal, service.carrier)
    further = remote.days if remote else 0
    fewest_at_customs, most_at_customs = service.customs_days
    return Way(
        least_days=lane.min_days + fewest_at_customs + further + sum(leg.min_days for leg in service.legs),
        most_days=lane.max_days + most_at_customs + further + sum(leg.max_days for leg in service.legs),
        calendar=service.calendar,
        warehouse="" if service.other_warehouses else service.warehouse,
        service=service.name,
        freight=service.price.major if service.price else None,
    )


def _spanning(ways: Sequence[Way]) -> Way:
    warehouses = {way.warehouse for way in ways}
    return Way(
        least_days=min(way.least_days for way in ways),
        most_days=max(way.most_days for way in ways),
        calendar=ways[0].calendar,
        warehouse=warehouses.pop() if len(warehouses) == 1 else "",
    )


def plain_postal(written: str) -> str:
    """A postal code as lanes are spelled: upper case, no separators."""
    return written.replace(" ", "").replace("-", "").upper()
