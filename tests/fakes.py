"""The only fakes: stores in memory. One suite runs against them and DynamoDB, so they cannot drift (tests/aws)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from shared.eventing.envelope import Event
from shared.notifications.message import Message
from shared.notifications.ports import Mail, StaleMessage
from shared.tracking.carrier_update import ParcelId
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.order import Order, Shipment
from shared.tracking.parcel import Assignment, Parcel
from shared.tracking.ports import ParcelHistory, ParcelTaken, StaleOrder, StaleParcel


class InMemoryParcels:
    def __init__(self) -> None:
        self.assignments: dict[ParcelId, Assignment] = {}
        self.checkpoints: dict[ParcelId, dict[str, Checkpoint]] = {}
        self.projections: dict[ParcelId, tuple[Parcel, int]] = {}

    def history(self, parcel_id: ParcelId) -> ParcelHistory:
        projection, version = self.projections.get(parcel_id, (None, 0))
        kept = sorted(self.checkpoints.get(parcel_id, {}).values(), key=lambda c: (c.occurred_at, c.digest))
        return ParcelHistory(self.assignments.get(parcel_id), tuple(kept), projection, version)

    def add(self, parcel_id: ParcelId, checkpoint: Checkpoint) -> bool:
        kept = self.checkpoints.setdefault(parcel_id, {})
        if checkpoint.digest in kept:
            return False
        kept[checkpoint.digest] = checkpoint
        return True

    def save(self, parcel: Parcel, seen_version: int) -> None:
        if self.history(parcel.id).version != seen_version:
            raise StaleParcel("stale")
        self.projections[parcel.id] = parcel, seen_version + 1


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

    def save(
        self, order: Order, events: Sequence[Event], assign: Shipment | None = None, release: Sequence[ParcelId] = ()
    ) -> Order:
        stored = self.orders.get(order.order_id)
        parcels = assign.parcels if assign else ()
        if self._is_anothers(parcels, order):
            raise ParcelTaken("taken")
        link_is_taken = order.version == 0 and order.link in self.links
        is_stale = order.version != (stored.version if stored else 0)
        if is_stale or link_is_taken or self._is_anothers(release, order):
            raise StaleOrder("stale")
        for parcel in parcels:
            self.parcels.assignments[parcel] = Assignment(order.order_id, assign.shipment_id if assign else "")
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


class InMemoryMessages:
    def __init__(self) -> None:
        self.messages: dict[tuple[str, str], Message] = {}

    def keep(self, message: Message) -> Message:
        return self.get(message.order_id, message.message_id) or self.save(message)

    def get(self, order_id: str, message_id: str) -> Message | None:
        return self.messages.get((order_id, message_id))

    def save(self, message: Message) -> Message:
        stored = self.get(message.order_id, message.message_id)
        if message.version != (stored.version if stored else 0):
            raise StaleMessage("stale")
        saved = replace(message, version=message.version + 1)
        self.messages[message.order_id, message.message_id] = saved
        return saved


class Announced:
    def __init__(self) -> None:
        self.messages: list[Message] = []

    def announce(self, message: Message) -> None:
        self.messages.append(message)


class Outbox:
    def __init__(self) -> None:
        self.mails: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.mails.append(mail)
