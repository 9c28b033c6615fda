"""The only fakes: stores in memory. One suite runs against them and DynamoDB, so they cannot drift (tests/aws)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from shared.carriers.polling.tracker import Tracker, TrackerState
from shared.carriers.polling.trackers import Pause, StaleTracker
from shared.carriers.ports import FileTooLarge, StoredFile
from shared.cases.case import Case
from shared.cases.ports import StaleCase
from shared.disruptions.advisory import AdvisoryRecord
from shared.disruptions.ports import StaleAdvisory, place_behind, place_of
from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.ports import StaleEstimate
from shared.estimates.sweep import Sweep
from shared.eventing.envelope import Event
from shared.notifications.message import Message, MessageState
from shared.notifications.ports import StaleMessage
from shared.receipts.ports import KeptPromise, Told
from shared.reviews.ports import StaleReview, WrittenReview
from shared.reviews.review import Review
from shared.shoppers.ports import StaleShopper
from shared.shoppers.shopper import Shopper
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
from shared.webhooks.delivery import REPLAYABLE, Delivery, DeliveryPlace, DeliveryState, StaleDelivery
from shared.webhooks.endpoint import Endpoint, StaleEndpoint


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

    def save(
        self,
        order: Order,
        events: Sequence[Event],
        assign: Shipment | None = None,
        release: Sequence[ParcelId] = (),
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


class InMemoryReceipts:
    def __init__(self) -> None:
        self.kept: dict[str, KeptPromise] = {}

    def get(self, promise_id: str) -> KeptPromise | None:
        return self.kept.get(promise_id)

    def of_order(self, order_id: str) -> Told | None:
        of_order = [kept.signed for kept in self.kept.values() if kept.signed.receipt.order_id == order_id]
        told = sorted(of_order, key=lambda signed: (signed.receipt.made_at, signed.receipt.id))
        return Told(told[0], told[-1]) if told else None

    def keep(self, promise: KeptPromise) -> bool:
        return self.kept.setdefault(promise.signed.receipt.id, promise) is promise


class InMemoryMessages:
    def __init__(self) -> None:
        self.messages: dict[tuple[str, str], Message] = {}

    def keep(self, message: Message) -> Message:
        return self.get(message.order_id, message.message_id) or self.save(message)

    def get(self, order_id: str, message_id: str) -> Message | None:
        return self.messages.get((order_id, message_id))

    def of_order(self, order_id: str) -> Sequence[Message]:
        return [message for (order, _), message in sorted(self.messages.items()) if order == order_id]

    def due(self, now: datetime, limit: int) -> Iterator[Message]:
        waiting = [
            (message.due_at, message.message_id, message)
            for message in self.messages.values()
            if message.due_at and message.state in (MessageState.PLANNED, MessageState.DECIDED)
        ]
        for _, _, message in sorted(entry for entry in waiting if entry[0] <= now)[:limit]:
            yield message

    def decided_on(self, day: date) -> Iterator[Message]:
        mine = [message for message in self.messages.values() if message.decided_at.date() == day]
        yield from sorted(
            (m for m in mine if not (m.due_at and m.state in (MessageState.PLANNED, MessageState.DECIDED))),
            key=lambda m: (m.decided_at, m.message_id),
        )

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


class InMemoryFiles:
    def __init__(self, stored_at: datetime) -> None:
        self.stored_at = stored_at
        self.files: dict[str, bytes] = {}

    def read(self, path: str, at_most: int) -> StoredFile:
        if len(self.files[path]) > at_most:
            raise FileTooLarge("too large")
        return StoredFile(self.files[path], self.stored_at)

    def write(self, path: str, content: bytes) -> None:
        self.files[path] = content

    def remove(self, path: str) -> None:
        self.files.pop(path, None)


class Published:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def publish(self, events: Sequence[Event]) -> None:
        self.events += events


class InMemoryTrackers:
    def __init__(self) -> None:
        self.trackers: dict[ParcelId, Tracker] = {}
        self.pauses: dict[str, Pause] = {}

    def start(self, tracker: Tracker) -> bool:
        if tracker.parcel in self.trackers:
            return False
        self.trackers[tracker.parcel] = replace(tracker, version=1)
        return True

    def due(self, carrier: str, now: datetime, limit: int) -> Iterator[Tracker]:
        mine = [t for t in self.trackers.values() if t.parcel.number.carrier == carrier and self._is_due(t, now)]
        for listed in sorted(mine, key=lambda t: (t.due_at, t.parcel.number.tracking_number))[:limit]:
            tracker = self.trackers[listed.parcel]
            if self._is_due(tracker, now):
                yield tracker

    def save(self, tracker: Tracker) -> Tracker:
        stored = self.trackers.get(tracker.parcel)
        if tracker.version != (stored.version if stored else 0):
            raise StaleTracker("stale")
        saved = self.trackers[tracker.parcel] = replace(tracker, version=tracker.version + 1)
        return saved

    def pause_of(self, carrier: str) -> Pause | None:
        return self.pauses.get(carrier)

    def pause(self, pause: Pause) -> None:
        self.pauses[pause.carrier] = pause

    def resume(self, carrier: str) -> None:
        self.pauses.pop(carrier, None)

    @staticmethod
    def _is_due(tracker: Tracker, now: datetime) -> bool:
        return tracker.state is TrackerState.ACTIVE and tracker.due_at <= now


class InMemoryEstimates:
    def __init__(self) -> None:
        self.lives: dict[tuple[str, ParcelId | None], LiveEstimate] = {}
        self.sweep = Sweep()

    def of_parcel(self, parcel: ParcelId) -> LiveEstimate | None:
        return next((live for live in self.lives.values() if live.parcel == parcel), None)

    def of_parcels(self, parcels: Collection[ParcelId]) -> Mapping[ParcelId, LiveEstimate]:
        return {live.parcel: live for live in self.lives.values() if live.parcel and live.parcel in parcels}

    def of_order(self, order_id: str) -> LiveEstimate | None:
        return self.lives.get((order_id, None))

    def save(self, live: LiveEstimate) -> LiveEstimate:
        stored = self.of_parcel(live.parcel) if live.parcel else self.of_order(live.order_id)
        if live.version != (stored.version if stored else 0):
            raise StaleEstimate("stale")
        saved = self.lives[live.order_id, live.parcel] = replace(live, version=live.version + 1)
        return saved

    def due(self, now: datetime, limit: int) -> Iterator[LiveEstimate]:
        waiting = [(live.look_at, str(live.parcel), live) for live in self.lives.values() if live.look_at]
        for _, _, live in sorted(entry for entry in waiting if entry[0] <= now)[:limit]:
            yield live

    def open_ones(self, place: str, limit: int) -> tuple[Sequence[LiveEstimate], str]:
        waiting = {
            f"{live.look_at}#{live.order_id}#{live.parcel}": live for live in self.lives.values() if live.look_at
        }
        behind = sorted(name for name in waiting if name > place)[:limit]
        return [waiting[name] for name in behind], behind[-1] if len(behind) == limit else ""

    def swept(self) -> Sweep:
        return self.sweep

    def note_sweep(self, sweep: Sweep) -> None:
        self.sweep = sweep


class InMemoryAdvisories:
    def __init__(self) -> None:
        self.records: dict[str, AdvisoryRecord] = {}

    def get(self, advisory_id: str) -> AdvisoryRecord | None:
        return self.records.get(advisory_id)

    def save(self, before: AdvisoryRecord | None, after: AdvisoryRecord) -> AdvisoryRecord:
        stored = self.records.get(after.advisory_id)
        if (stored.version if stored else 0) != (before.version if before else 0):
            raise StaleAdvisory("stale")
        saved = replace(after, version=(before.version if before else 0) + 1)
        self.records[after.advisory_id] = saved
        return saved

    def in_force(self, now: datetime, *, after: str | None = None, limit: int = 1000) -> Sequence[AdvisoryRecord]:
        behind = max(place_behind(now), after or "")
        places = {place: record for record in self.records.values() if (place := place_of(record))}
        return [places[place] for place in sorted(places) if place > behind][:limit]


class InMemoryShoppers:
    def __init__(self) -> None:
        self.shoppers: dict[str, Shopper] = {}

    def get(self, shopper_id: str) -> Shopper:
        return self.shoppers.get(shopper_id, Shopper(shopper_id))

    def save(self, shopper: Shopper) -> Shopper:
        if shopper.version != self.get(shopper.shopper_id).version:
            raise StaleShopper("stale")
        saved = self.shoppers[shopper.shopper_id] = replace(shopper, version=shopper.version + 1)
        return saved


class InMemoryReviews:
    def __init__(self) -> None:
        self.reviews: dict[tuple[str, str], Review] = {}

    def get(self, order_id: str, sku: str) -> Review | None:
        return self.reviews.get((order_id, sku))

    def of_order(self, order_id: str) -> Sequence[Review]:
        return [review for (order, _), review in sorted(self.reviews.items()) if order == order_id]

    def skus_of(self, order_id: str) -> frozenset[str]:
        return frozenset(review.sku for review in self.of_order(order_id) if review.is_written)

    def save(self, review: Review) -> Review:
        stored = self.get(review.order_id, review.sku)
        if review.version != (stored.version if stored else 0):
            raise StaleReview("stale")
        saved = self.reviews[review.order_id, review.sku] = replace(review, version=review.version + 1)
        return saved

    def written_on(self, day: date, after: WrittenReview | None, limit: int) -> Sequence[WrittenReview]:
        entries = [WrittenReview(r.at, r.order_id, r.sku) for r in self.reviews.values() if r.at and r.at.date() == day]
        listed = sorted(entries, key=_written, reverse=True)
        return [e for e in listed if after is None or _written(e) < _written(after)][:limit]

    def read(self, wanted: Collection[WrittenReview]) -> Mapping[WrittenReview, Review]:
        found = {WrittenReview(r.at, r.order_id, r.sku): r for r in self.reviews.values() if r.at}
        return {entry: found[entry] for entry in wanted if entry in found}


def _written(entry: WrittenReview) -> tuple[datetime, str, str]:
    return entry.at, entry.order_id, entry.sku


class InMemoryShortLinks:
    def __init__(self) -> None:
        self.links: dict[str, tuple[str, datetime]] = {}

    def keep(self, code: str, link: str, expires_at: datetime) -> bool:
        if code in self.links and self.links[code][0] != link:
            return False
        self.links[code] = link, expires_at
        return True

    def link_of(self, code: str, now: datetime) -> str | None:
        link, expires_at = self.links.get(code, ("", now))
        return link if expires_at > now else None


class InMemoryCases:
    def __init__(self) -> None:
        self.cases: dict[tuple[str, str], Case] = {}

    def get(self, order_id: str, case_id: str) -> Case | None:
        return self.cases.get((order_id, case_id))

    def of_order(self, order_id: str) -> Sequence[Case]:
        return [case for (order, _), case in sorted(self.cases.items()) if order == order_id]

    def save(self, case: Case) -> Case:
        stored = self.get(case.order_id, case.case_id)
        if case.version != (stored.version if stored else 0):
            raise StaleCase("stale")
        saved = self.cases[case.order_id, case.case_id] = replace(case, version=case.version + 1)
        return saved


class InMemoryEndpoints:
    def __init__(self) -> None:
        self.endpoints: dict[str, Endpoint] = {}
        self.saves = 0

    def all(self) -> Sequence[Endpoint]:
        return sorted(self.endpoints.values(), key=lambda endpoint: (endpoint.created_at, endpoint.endpoint_id))

    def get(self, endpoint_id: str) -> Endpoint | None:
        return self.endpoints.get(endpoint_id)

    def save(self, endpoint: Endpoint) -> Endpoint:
        stored = self.endpoints.get(endpoint.endpoint_id)
        if endpoint.version != (stored.version if stored else 0):
            raise StaleEndpoint("stale")
        saved = self.endpoints[endpoint.endpoint_id] = replace(endpoint, version=endpoint.version + 1)
        self.saves += 1
        return saved

    def remove(self, endpoint_id: str) -> None:
        self.endpoints.pop(endpoint_id, None)


class InMemoryDeliveries:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Delivery] = {}
        self.saves = 0

    def get(self, endpoint_id: str, message_id: str) -> Delivery | None:
        return self.kept.get((endpoint_id, message_id))

    def keep(self, delivery: Delivery) -> bool:
        if (delivery.endpoint_id, delivery.message_id) in self.kept:
            return False
        self.save(replace(delivery, version=0))
        return True

    def save(self, delivery: Delivery) -> Delivery:
        stored = self.get(delivery.endpoint_id, delivery.message_id)
        if delivery.version != (stored.version if stored else 0):
            raise StaleDelivery("stale")
        saved = self.kept[delivery.endpoint_id, delivery.message_id] = replace(delivery, version=delivery.version + 1)
        self.saves += 1
        return saved

    def due(self, endpoint_id: str, now: datetime, limit: int) -> Iterator[Delivery]:
        due = [delivery for delivery in self._in(endpoint_id, DeliveryState.PENDING) if delivery.is_due(now)]
        yield from due[:limit]

    def listed(
        self, endpoint_id: str, state: DeliveryState, *, limit: int, after: DeliveryPlace | None = None
    ) -> tuple[Sequence[Delivery], DeliveryPlace | None]:
        listed = self._in(endpoint_id, state)
        is_pending = state is DeliveryState.PENDING
        behind = [
            delivery
            for delivery in (listed if is_pending else reversed(listed))
            if after is None or (_place(delivery.place()) > _place(after)) is is_pending
            if after is None or delivery.place() != after
        ][:limit]
        return behind, behind[-1].place() if len(behind) == limit else None

    def replayable(self, endpoint_id: str, since: datetime | None, limit: int) -> Sequence[Delivery]:
        found = [delivery for state in REPLAYABLE for delivery in self._in(endpoint_id, state)]
        return [delivery for delivery in found if since is None or delivery.moved_at >= since][:limit]

    def _in(self, endpoint_id: str, state: DeliveryState) -> list[Delivery]:
        mine = [d for d in self.kept.values() if d.endpoint_id == endpoint_id and d.state is state]
        return sorted(mine, key=lambda delivery: _place(delivery.place()))


def _place(place: DeliveryPlace) -> tuple[datetime, str]:
    return place.at, place.message_id


class InMemoryWebhookSecrets:
    def __init__(self) -> None:
        self.secrets: dict[str, list[str]] = {}

    def read(self) -> Mapping[str, Sequence[str]]:
        return {name: [*values] for name, values in self.secrets.items()}

    def rotate_in(self, name: str, value: str, *, keep: int = 2) -> None:
        self.secrets[name] = [value, *self.secrets.get(name, [])][:keep]

    def forget(self, name: str) -> None:
        self.secrets.pop(name, None)
