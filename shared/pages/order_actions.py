"""What a shopper can set going from the tracking page: it shows the way, and the page behind decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shared.pages.tracking_view import TrackingView
from shared.returns.being_cancelled import gone_of, is_handed_over
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order
from shared.tracking.parcel import Leg

WITHDRAWAL_SHOWN = timedelta(days=21)
"""After the last delivery. The law gives fourteen days, and the next working day where the last is none; what is asked
later is decided like any other."""


class ActionKind(StrEnum):
    """The values are public: they stand in the JSON view, and name where the way leads."""

    RETURN = "returns"
    CANCEL = "cancellation"
    WITHDRAW = "withdrawal"


@dataclass(frozen=True, slots=True)
class ReturnsOffer:
    """What the merchant's published policy offers in general; of one order, its own page decides."""

    is_on: bool = False
    """Whether anything is taken back through Todoku."""
    cancels: bool = False
    """Whether shoppers cancel by themselves before anything was sent."""
    cancel_within: timedelta | None = None
    """Only so long after the order; None: until it is sent."""
    withdrawal_countries: Collection[str] = frozenset()
    """Where the policy takes up the law by which consumers may withdraw: ISO 3166-1 alpha-2."""


NO_RETURNS = ReturnsOffer()


@dataclass(frozen=True, slots=True)
class Action:
    """One way on."""

    kind: ActionKind
    url: str

    def to_json(self) -> dict[str, object]:
        """JSON-ready."""
        return {"kind": self.kind, "url": self.url}


def open_actions(order: Order, view: TrackingView, offer: ReturnsOffer) -> tuple[ActionKind, ...]:
    """What can be set going now, in the order in which it is shown."""
    can = {
        ActionKind.CANCEL: _can_cancel(order, view, offer),
        ActionKind.RETURN: offer.is_on and _has_come(order, view),
        ActionKind.WITHDRAW: _can_withdraw(order, view, offer),
    }
    return tuple(kind for kind, is_open in can.items() if is_open)


def _can_cancel(order: Order, view: TrackingView, offer: ReturnsOffer) -> bool:
    if not offer.cancels or order.cancelled_at is not None or is_handed_over(order):
        return False
    if offer.cancel_within is not None and view.as_of > order.placed_at + offer.cancel_within:
        return False
    gone = gone_of(order)
    return sum(line.quantity for line in order.lines) > sum(gone.values())


def _has_come(order: Order, view: TrackingView) -> bool:
    """Also what was sent without a number, whose delivery nobody tells."""
    untracked = any(each.leg is Leg.OUTBOUND and not each.parcels for each in order.shipments.values())
    return untracked or any(each.milestone is Milestone.DELIVERED for each in view.outbound)


def _can_withdraw(order: Order, view: TrackingView, offer: ReturnsOffer) -> bool:
    if order.destination.country not in offer.withdrawal_countries or view.is_cancelled:
        return False
    if order.sale is not None and order.sale.channel == "store":
        return False
    came = _all_came_on(view)
    return came is None or view.as_of.astimezone(order.destination.zone).date() <= came + WITHDRAWAL_SHOWN


def _all_came_on(view: TrackingView) -> date | None:
    """The day the last of it came; None while something is still to come, or nobody tells."""
    days = [each.handover.at.date() if each.handover else None for each in view.outbound]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None
