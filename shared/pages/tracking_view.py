"""What a shopper may see of an order: the one source of the tracking page and of its JSON view.

Of what we store, no name, no address, no contact: whatever is not listed here cannot leak through either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from shared.brand import Brand
from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.way import plain_postal
from shared.pages.expected import Expected, expected, slowed
from shared.pages.next_steps import NextStep, next_steps
from shared.pages.order_returns import OrderReturn
from shared.pages.parcel_view import ParcelView, parcel_view
from shared.pages.shown_text import shown, utc_text
from shared.pages.told_promise import ShownPromise, shown_promise
from shared.promise.slowdown import Slowdown
from shared.receipts.ports import Told
from shared.tracking.carrier_update import ParcelId
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order
from shared.tracking.parcel import Parcel
from shared.tracking.shown_stage import ON_THE_WAY_OUT, ShownStage

NOTHING_TOLD: Mapping[ParcelId | None, LiveEstimate] = MappingProxyType({})
"""Of orders whose estimates were not read, or are not there yet."""


@dataclass(frozen=True, slots=True)
class Item:
    """What was ordered, without its price or its number in the catalogue."""

    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class TrackingView:
    """An order as shown to whoever holds its link."""

    order_id: str
    order_name: str
    """What the shopper knows it by."""
    as_of: datetime
    time_zone: str
    is_cancelled: bool
    """The whole order, and nothing of it had left: then nothing is promised or expected any more."""
    promise: ShownPromise | None
    expected: Expected | None
    """When it comes, while it has no parcel yet."""
    items: tuple[Item, ...]
    parcels: tuple[ParcelView, ...]
    brand: Brand
    returns: tuple[OrderReturn, ...] = ()
    """Where anything was sent back, or is to be."""
    all_came_back: bool = False
    """The shop has all of it again: nothing more comes of it, whatever its carrier last said."""

    @property
    def outbound(self) -> tuple[ParcelView, ...]:
        """What the shop sent, also where the carrier brings it back."""
        return tuple(parcel for parcel in self.parcels if not parcel.by_shopper)

    @property
    def outbound_over(self) -> bool:
        """Whether all that the shop sent has arrived, here or back there."""
        return bool(self.outbound) and all(parcel.is_over for parcel in self.outbound)

    @property
    def zone(self) -> ZoneInfo:
        """Of the destination."""
        return ZoneInfo(self.time_zone)

    @property
    def stage(self) -> ShownStage:
        """Where the order stands as a whole: where the last of its parcels does; what comes back only if all does."""
        if self.is_cancelled:
            return ShownStage.CANCELLED
        if self.all_came_back:  # nobody sends back what never came
            return ShownStage.DELIVERED
        if not self.outbound:
            return ShownStage.PREPARING
        stages = [parcel.shown_stage for parcel in self.outbound if parcel.shown_stage in ON_THE_WAY_OUT]
        return min(stages, key=ON_THE_WAY_OUT.index, default=ShownStage.RETURNING)

    @property
    def is_calm(self) -> bool:
        """Whether nothing is wrong with any of it: no incident, nothing late or likely to be, nothing coming back."""
        if self.all_came_back:
            return True
        late = [comes.is_late for comes in (self.expected, *(each.expected for each in self.outbound)) if comes]
        wrong = any(each.in_trouble or each.shown_stage in _NOT_CALM for each in self.outbound)
        return not (wrong or any(late) or self.is_cancelled)

    @property
    def next(self) -> tuple[NextStep, ...]:
        """What is still to come of an order that has no parcel yet."""
        return (
            ()
            if self.parcels or self.all_came_back
            else next_steps(self.stage, self.expected, self.promise, self._today)
        )

    def next_of(self, parcel: ParcelView) -> tuple[NextStep, ...]:
        """What is still to come with one of its parcels; nothing is foretold while something is wrong with it."""
        if parcel.by_shopper or parcel.in_trouble or self.all_came_back:
            return ()
        return next_steps(parcel.shown_stage, parcel.expected, self.promise, self._today)

    @property
    def _today(self) -> date:
        return self.as_of.astimezone(self.zone).date()

    def to_json(self) -> dict[str, object]:
        """JSON-ready: strings, numbers, lists and mappings only."""
        return {
            "order_id": self.order_id,
            "order_name": self.order_name,
            "shop": self.brand.name,
            "as_of": utc_text(self.as_of),
            "time_zone": self.time_zone,
            "cancelled": self.is_cancelled,
            "stage": self.stage,
            "promise": self.promise.to_json() if self.promise else None,
            "expected": self.expected.to_json() if self.expected else None,
            "items": [{"name": item.name, "quantity": item.quantity} for item in self.items],
            "parcels": [
                {**parcel.to_json(), "next": [step.to_json() for step in self.next_of(parcel)]}
                for parcel in self.parcels
            ],
            "next": [step.to_json() for step in self.next],
        }


_NOT_CALM = frozenset({ShownStage.ATTEMPT_FAILED, ShownStage.RETURNING})


def tracking_view(
    order: Order,
    parcels: Sequence[tuple[Parcel, tuple[Checkpoint, ...]]],
    now: datetime,
    brand: Brand,
    lives: Mapping[ParcelId | None, LiveEstimate] = NOTHING_TOLD,
    told: Told | None = None,
    advisories: Sequence[Slowdown] = (),
) -> TrackingView:
    """Every parcel of the order, and none of anybody else's, with what is known of it at `now`.

    `lives`: what was told of when they come; under None, of the order while it has no parcel. `told`: its receipts.
    `advisories`: what slows parcels, of anybody.
    """
    destination = order.destination
    zone = destination.zone
    known = {parcel.id: (parcel, checkpoints) for parcel, checkpoints in parcels}
    legs = {parcel: shipment.leg for shipment in order.shipments.values() for parcel in shipment.parcel_ids()}
    is_cancelled = order.cancelled_at is not None and not any(_has_left(parcel) for parcel, _ in parcels)
    lives, today = NOTHING_TOLD if is_cancelled else lives, now.astimezone(zone).date()

    def comes(parcel: ParcelId | None) -> Expected | None:
        carrier = parcel.number.carrier if parcel else ""
        country, postal = destination.country, plain_postal(destination.postal)
        says = expected(lives.get(parcel), today)
        return slowed(says, advisories, now, country=country, postal=postal, carrier=carrier)

    def seen(parcel_id: ParcelId) -> ParcelView:
        parcel, checkpoints = known.get(parcel_id, (Parcel(parcel_id), ()))
        return parcel_view(parcel, checkpoints, sent_as=legs[parcel_id], zone=zone, now=now, expected=comes(parcel_id))

    return TrackingView(
        order_id=shown(order.order_id),
        order_name=shown(order.shown_name),
        as_of=now,
        time_zone=zone.key,
        is_cancelled=is_cancelled,
        promise=None if is_cancelled else shown_promise(order, told),
        expected=None if order.parcels() else comes(None),
        items=tuple(Item(shown(line.name), line.still_ordered) for line in order.lines if line.still_ordered),
        parcels=tuple(seen(parcel_id) for parcel_id in order.parcels()),
        brand=brand,
    )


def _has_left(parcel: Parcel) -> bool:
    return parcel.milestone.rank >= Milestone.IN_TRANSIT.rank
