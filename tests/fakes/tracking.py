"""Parcels and orders, and the lists of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from shared.access.order_number import canonical
from shared.eventing.envelope import Event
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.order import Order, Shipment
from shared.tracking.parcel import Assignment, Parcel
from shared.tracking.ports import (
    OpenIncident,
    ParcelHistory,
    ParcelTaken,
    PlacedOrder,
    Projected,
    StaleOrder,
    StaleParcel,
)


class InMemoryParcels:
    def __init__(self) -> None:
        self.assignments: dict[ParcelId, Assignment] = {}
        self.checkpoints: dict[ParcelNumber, dict[str, Checkpoint]] = {}
        self.projections: dict[ParcelId, Projected] = {}
        self.also: set[tuple[ParcelNumber, ParcelNumber]] = set()

    def history(self, number: ParcelNumber) -> ParcelHistory:
        also = tuple(other for one, other in sorted(self.also, key=str) if one == number)
        own = self.checkpoints.get(number, {})
        linked = [
            checkpoint if checkpoint.moved_by else replace(checkpoint, moved_by=other.carrier)
            for other in also
            for checkpoint in self.checkpoints.get(other, {}).values()
        ]
        return ParcelHistory(
            number=number,
            assignments={i.ship_date: kept for i, kept in self.assignments.items() if i.number == number},
            checkpoints=tuple(sorted(own.values(), key=lambda c: (c.occurred_at, c.digest))),
            also=also,
            linked=tuple(linked),
            projections={i.ship_date: kept for i, kept in self.projections.items() if i.number == number},
        )

    def add(self, number: ParcelNumber, checkpoint: Checkpoint, reported_by: str) -> bool:
        kept = self.checkpoints.setdefault(number, {})
        if checkpoint.digest in kept:
            return False
        kept[checkpoint.digest] = checkpoint
        return True

    def replace(self, number: ParcelNumber, known: Checkpoint, better: Checkpoint, reported_by: str) -> bool:
        kept = self.checkpoints.get(number, {})
        if kept.get(known.digest) != known:
            return False
        kept[better.digest] = better
        return True

    def link(self, number: ParcelNumber, other: ParcelNumber) -> None:
        self.also |= {(number, other), (other, number)}

    def save(self, parcel: Parcel, seen_version: int) -> None:
        self._require(parcel.id, seen_version)
        self.projections[parcel.id] = Projected(parcel, seen_version + 1)

    def forget(self, projected: Projected) -> None:
        self._require(projected.parcel.id, projected.version)
        del self.projections[projected.parcel.id]

    def _require(self, parcel_id: ParcelId, seen_version: int) -> None:
        stored = self.projections.get(parcel_id)
        if (stored.version if stored else 0) != seen_version:
            raise StaleParcel("stale")


class InMemoryOrders:
    def __init__(self, parcels: InMemoryParcels | None = None) -> None:
        self.orders: dict[str, Order] = {}
        self.links: dict[str, str] = {}
        self.events: list[Event] = []
        self.parcels = parcels or InMemoryParcels()

    def get(self, order_id: str) -> Order | None:
        return self.orders.get(order_id)

    def by_link(self, link: str) -> Order | None:
        return self.orders.get(self.links.get(link, ""))

    def by_number(self, number: str) -> Sequence[Order]:
        return [order for order in self.orders.values() if number in (order.order_id, canonical(order.shown_name))]

    def save(
        self,
        order: Order,
        events: Sequence[Event],
        assign: Shipment | None = None,
        release: Sequence[ParcelId] = (),
        *,
        renamed: bool = False,
    ) -> Order:
        stored = self.orders.get(order.order_id)
        parcels = assign.parcel_ids() if assign else ()
        if self._is_anothers(parcels, order):
            raise ParcelTaken("taken")
        link_is_taken = order.version == 0 and order.link in self.links
        is_stale = order.version != (stored.version if stored else 0)
        if is_stale or link_is_taken or self._is_anothers(release, order):
            raise StaleOrder("stale")
        for parcel in parcels:
            assert assign
            self.parcels.assignments[parcel] = Assignment(order.order_id, assign.shipment_id, assign.leg)
        for parcel in release:
            self.parcels.assignments.pop(parcel, None)
        if order.version == 0:
            self.links[order.link] = order.order_id
        self.orders[order.order_id] = replace(order, version=order.version + 1)
        self.events += events
        return self.orders[order.order_id]

    def _is_anothers(self, parcels: Iterable[ParcelId], order: Order) -> bool:
        owners = {known.order_id for parcel in parcels if (known := self.parcels.assignments.get(parcel))}
        return bool(owners - {order.order_id})


class InMemoryRegistry:
    """The lists of what is in the two stores above."""

    def __init__(self, orders: InMemoryOrders) -> None:
        self._orders = orders
        self._parcels = orders.parcels

    def shipped_on(self, day: date, after: ParcelId | None, limit: int) -> Sequence[ParcelId]:
        listed = sorted((p for p in self._parcels.assignments if p.ship_date == day), key=_listed_as, reverse=True)
        return [p for p in listed if after is None or _listed_as(p) < _listed_as(after)][:limit]

    def placed_on(self, day: date, after: PlacedOrder | None, limit: int) -> Sequence[PlacedOrder]:
        entries = [PlacedOrder(o.placed_at, o.order_id) for o in self._orders.orders.values()]
        listed = sorted((e for e in entries if e.placed_at.date() == day), key=_placed, reverse=True)
        return [e for e in listed if after is None or _placed(e) < _placed(after)][:limit]

    def with_incident(self, after: OpenIncident | None, limit: int) -> Sequence[OpenIncident]:
        projected = [kept.parcel for kept in self._parcels.projections.values()]
        entries = [OpenIncident(parcel.incident.opened_at, parcel.id) for parcel in projected if parcel.incident]
        listed = sorted(entries, key=_opened, reverse=True)
        return [e for e in listed if after is None or _opened(e) < _opened(after)][:limit]

    def parcels(self, wanted: Collection[ParcelId]) -> Mapping[ParcelId, Parcel]:
        known = {i: kept.parcel for i, kept in self._parcels.projections.items()}
        assigned = {i: self._parcels.assignments[i] for i in wanted if i in self._parcels.assignments}
        return {i: replace(known.get(i, Parcel(i)), assignment=whose) for i, whose in assigned.items()}

    def orders(self, wanted: Collection[str]) -> Mapping[str, Order]:
        return {order_id: self._orders.orders[order_id] for order_id in wanted if order_id in self._orders.orders}


def _listed_as(parcel: ParcelId) -> tuple[str, str]:
    return parcel.number.carrier, parcel.number.tracking_number


def _placed(entry: PlacedOrder) -> tuple[datetime, str]:
    return entry.placed_at, entry.order_id


def _opened(entry: OpenIncident) -> tuple[datetime, tuple[str, str]]:
    return entry.opened_at, _listed_as(entry.parcel)
