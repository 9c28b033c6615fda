"""What a shopper can set going from the tracking page: it shows the way, and the page behind decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shared.claims.problem import Problem
from shared.pages.claims.shipments import shown_shipments
from shared.pages.presumed_delivery import has_come, presumed_on
from shared.pages.tracking_view import TrackingView
from shared.returns.being_cancelled import gone_of, is_handed_over
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
    PROBLEM = "problem"
    """Something may have gone wrong: where it stands, it can be reported."""


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
    presumed_after: timedelta = timedelta(days=7)
    """So long after it was sent, what no carrier told the delivery of is taken as delivered."""


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
        ActionKind.RETURN: offer.is_on and _can_return(order, view, offer),
        ActionKind.WITHDRAW: _can_withdraw(order, view, offer),
        ActionKind.PROBLEM: _may_be_wrong(order, view),
    }
    return tuple(kind for kind, is_open in can.items() if is_open)


def may_have_returns(order: Order, view: TrackingView, offer: ReturnsOffer) -> bool:
    """Whether anything of it may be on its way back, or asked to be: what has not come goes back by law alone."""
    if any(each.leg is Leg.RETURN for each in order.shipments.values()):
        return True
    if order.destination.country in offer.withdrawal_countries:
        return True
    return has_come(order, view, offer.presumed_after)


def _can_cancel(order: Order, view: TrackingView, offer: ReturnsOffer) -> bool:
    if not offer.cancels or order.cancelled_at is not None or is_handed_over(order):
        return False
    if offer.cancel_within is not None and view.as_of > order.placed_at + offer.cancel_within:
        return False
    gone = gone_of(order)
    return sum(line.quantity for line in order.lines) > sum(gone.values())


def _can_return(order: Order, view: TrackingView, offer: ReturnsOffer) -> bool:
    if view.is_cancelled or view.all_came_back:
        return False
    return has_come(order, view, offer.presumed_after)


def _may_be_wrong(order: Order, view: TrackingView) -> bool:
    return any(each.can_report(problem) for each in shown_shipments(order, view) for problem in Problem)


def _can_withdraw(order: Order, view: TrackingView, offer: ReturnsOffer) -> bool:
    if order.destination.country not in offer.withdrawal_countries or view.is_cancelled:
        return False
    if order.sale is not None and order.sale.channel == "store":
        return False
    came = _all_came_on(order, view, offer.presumed_after)
    return came is None or view.as_of.astimezone(order.destination.zone).date() <= came + WITHDRAWAL_SHOWN


def _all_came_on(order: Order, view: TrackingView, presumed_after: timedelta) -> date | None:
    """The day the last of it came; None while something is still to come.

    Where no carrier ever told anything, the day it is taken to have come. What a carrier took over and told no end of
    counts as still to come: nobody loses a right because their parcel is slow.
    """
    if not order.shipments or any(not each.handover and not each.waiting for each in view.outbound):
        return None
    sent = [each for each in order.shipments.values() if each.leg is Leg.OUTBOUND]
    untold = any(not each.parcels for each in sent) or any(each.waiting for each in view.outbound)
    days = [each.handover.at.date() for each in view.outbound if each.handover]
    return max([*days, presumed_on(order, view, presumed_after)] if untold else days, default=None)
