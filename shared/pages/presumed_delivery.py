"""When an order has come, where carriers say so or not: by the clock that the return policy falls back to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from shared.pages.parcel_view import ParcelView
from shared.pages.tracking_view import TrackingView
from shared.pages.trouble import Trouble
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order
from shared.tracking.parcel import Leg

_STORE = "store"


def has_come(order: Order, view: TrackingView, presumed_after: timedelta) -> bool:
    """Whether something of it can go back: a carrier says that it came, it was bought over the counter, or it is taken
    to have come. The policy decides alike (`shared/returns/policy/hearing.py`).

    Not what the carrier lost or brings back itself: the policy would hear it, but there is nothing to send.
    """
    if order.sale is not None and order.sale.channel == _STORE and not order.shipments:
        return True
    if any(each.milestone is Milestone.DELIVERED for each in view.outbound):
        return True
    if order.parcels() and view.outbound and all(_will_not_come(each) for each in view.outbound):
        return False
    return _today(view) >= presumed_on(order, view, presumed_after)


def presumed_on(order: Order, view: TrackingView, presumed_after: timedelta) -> date:
    """The day on which it is taken to have come: so long after the last of it was sent.

    Of an order of which nobody says that it was sent, so long after it was placed, and after the day it was promised.
    """
    sent = max(_sent_on(order, view), default=None)
    if sent is not None:
        return sent + presumed_after
    placed = order.placed_at.astimezone(view.zone).date() + presumed_after
    return max(placed, view.promise.latest + timedelta(days=1)) if view.promise else placed


def _sent_on(order: Order, view: TrackingView) -> Iterator[date]:
    for shipment in order.shipments.values():
        if shipment.leg is Leg.OUTBOUND:
            yield shipment.shipped_at.astimezone(view.zone).date()


def _will_not_come(parcel: ParcelView) -> bool:
    return parcel.leg is Leg.RETURN or parcel.trouble is Trouble.LOST


def _today(view: TrackingView) -> date:
    return view.as_of.astimezone(view.zone).date()
