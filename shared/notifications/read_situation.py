"""Read a situation: everything around one order that decisions look at, strongly consistent, once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shared.cases.ports import Cases
from shared.estimates.ports import Estimates
from shared.notifications.ports import Messages
from shared.notifications.situation import Situation
from shared.reviews.ports import Reviewed
from shared.shoppers.ports import Shoppers
from shared.shoppers.shopper import Shopper, shopper_id
from shared.tracking.carrier_update import ParcelId
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact, Order
from shared.tracking.parcel import Leg, Parcel, by_leg
from shared.tracking.ports import Orders, ParcelHistory, Parcels


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a situation is read from."""

    orders: Orders
    parcels: Parcels
    estimates: Estimates
    cases: Cases
    shoppers: Shoppers
    messages: Messages
    reviewed: Reviewed


def read_situation(sources: Sources, order_id: str) -> Situation | None:
    """The situation of an order; None where there is no such order.

    Six reads, and two more for each parcel.
    """
    order = sources.orders.get(order_id)
    if order is None:
        return None
    ours = order.parcels()
    histories = [sources.parcels.history(number) for number in dict.fromkeys(parcel.number for parcel in ours)]
    lives = [live for parcel in ours if (live := sources.estimates.of_parcel(parcel)) is not None]
    return Situation(
        order=order,
        shopper=read_shopper(sources.shoppers, order.contact),
        parcels=_projected(order, histories),
        estimates={live.parcel: live for live in lives if live.parcel},
        cases=sources.cases.of_order(order_id),
        messages={message.message_id: message for message in sources.messages.of_order(order_id)},
        reviewed=sources.reviewed.skus_of(order_id),
        delivered_as=dict(_deliveries(histories)),
        order_estimate=None if ours else sources.estimates.of_order(order_id),
    )


def read_shopper(shoppers: Shoppers, contact: Contact) -> Shopper:
    """Who an order's messages go to; an empty one where the order says nothing to know them by."""
    known = shopper_id(contact)
    return shoppers.get(known) if known else Shopper("")


def _projected(order: Order, histories: Iterable[ParcelHistory]) -> dict[ParcelId, Parcel]:
    """The parcels that are this order's still, as last projected."""
    return {
        ParcelId(history.number, ship_date): projected.parcel
        for history in histories
        for ship_date, projected in history.projections.items()
        if (owner := history.assignments.get(ship_date)) is not None and owner.order_id == order.order_id
    }


def _deliveries(histories: Iterable[ParcelHistory]) -> Iterable[tuple[ParcelId, Detail]]:
    for history in histories:
        for journey in history.journeys():
            for checkpoint, leg in by_leg(journey.checkpoints):
                if leg is Leg.OUTBOUND and checkpoint.milestone is Milestone.DELIVERED:
                    yield ParcelId(history.number, journey.ship_date), checkpoint.detail
