"""The situation: all that a decision looks at, read beforehand, so that the decision itself is pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shared.cases.case import Case
from shared.estimates.live_estimate import LiveEstimate
from shared.notifications.message import Message
from shared.shoppers.shopper import Shopper
from shared.tracking.carrier_update import ParcelId
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order
from shared.tracking.parcel import Leg, Parcel


@dataclass(frozen=True, slots=True)
class Situation:
    """An order, and everything around it that matters to what its shopper is told."""

    order: Order
    shopper: Shopper
    parcels: Mapping[ParcelId, Parcel] = field(default_factory=dict)
    """Of all its shipments, by identity; one that was not scanned yet is missing."""
    estimates: Mapping[ParcelId, LiveEstimate] = field(default_factory=dict)
    cases: Sequence[Case] = ()
    messages: Mapping[str, Message] = field(default_factory=dict)
    """Every message about the order, by id, decided or sent or not."""
    reviewed: frozenset[str] = frozenset()
    """SKUs of the order that were reviewed already."""
    delivered_as: Mapping[ParcelId, Detail] = field(default_factory=dict)
    """What exactly the scan said that a parcel was delivered by: to whom, or where it was left."""
    order_estimate: LiveEstimate | None = None
    """The order's own, from before it had a parcel; read only while it has none."""

    @property
    def outbound(self) -> tuple[ParcelId, ...]:
        """Every parcel on its way to the shopper, scanned or not."""
        return self._going(Leg.OUTBOUND)

    @property
    def returning(self) -> tuple[ParcelId, ...]:
        """Every parcel that the shopper sends back."""
        return self._going(Leg.RETURN)

    @property
    def delivered(self) -> tuple[ParcelId, ...]:
        """Those on the way out that have come."""
        return tuple(parcel for parcel in self.outbound if self.has_come(parcel))

    def has_come(self, parcel: ParcelId) -> bool:
        """Whether the shopper has it."""
        known = self.parcels.get(parcel)
        return known is not None and Milestone.DELIVERED in known.reached

    def _going(self, leg: Leg) -> tuple[ParcelId, ...]:
        shipments = (shipment for _, shipment in sorted(self.order.shipments.items()) if shipment.leg is leg)
        return tuple(dict.fromkeys(parcel for shipment in shipments for parcel in shipment.parcel_ids()))
