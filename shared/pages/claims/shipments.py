"""What was sent of an order, as far as it decides which problems its shopper may report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shared.claims.fitting import Fit, Standing, fit_of
from shared.claims.problem import Problem
from shared.estimates.reason import Reason
from shared.pages.parcel_view import ParcelView
from shared.pages.tracking_view import TrackingView
from shared.pages.trouble import Trouble
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order, Shipment
from shared.tracking.parcel import Leg

UNTOLD_AFTER = timedelta(days=2)
"""After it was sent, what no carrier ever told of may have come, where nobody said a day."""
OVERDUE_AFTER = timedelta(days=7)
"""Likewise what a carrier took over and told no end of."""

_BEST_FIRST = (Fit.NOW, Fit.WAIT, Fit.NO)


@dataclass(frozen=True, slots=True)
class ShownShipment:
    """One shipment, or what was not sent yet."""

    shipment_id: str
    """"" where nothing was sent yet."""
    parcels: tuple[ParcelView, ...]
    """None: it has no number, or was not sent yet."""
    standings: tuple[Standing, ...]
    """Of each of its parcels. Of one without numbers nobody knows where it stands: both that it came and that not."""

    @property
    def wait_until(self) -> date | None:
        """The last day on which it is promised or expected; None where nobody said one."""
        return self.standings[0].expected_by

    def fit(self, problem: Problem) -> Fit:
        """The best that one of its parcels gives. That it was delivered only a carrier says: without one nobody."""
        if problem is Problem.NOT_FOUND and not self.parcels:
            return Fit.NO
        return min((fit_of(problem, standing) for standing in self.standings), key=_BEST_FIRST.index)

    def can_report(self, problem: Problem) -> bool:
        """Also of what was sent without a day to wait for: then its shopper knows how long is long enough."""
        fit = self.fit(problem)
        return fit is Fit.NOW or (fit is Fit.WAIT and self.wait_until is None and bool(self.shipment_id))


def shown_shipments(order: Order, view: TrackingView) -> tuple[ShownShipment, ...]:
    """What the shop sent, by shipment id; of an order of which nothing left, one that stands for it all. None of an
    order that was cancelled as a whole."""
    if view.is_cancelled:
        return ()
    sent = [each for _, each in sorted(order.shipments.items()) if each.leg is Leg.OUTBOUND]
    seen = {parcel.id: parcel for parcel in view.outbound}
    if not sent:
        return (ShownShipment("", (), (_unseen("", view, view.expected.latest if view.expected else None),)),)
    return tuple(_shown(each, [seen[parcel] for parcel in each.parcel_ids() if parcel in seen], view) for each in sent)


def _shown(shipment: Shipment, parcels: Iterable[ParcelView], view: TrackingView) -> ShownShipment:
    known = tuple(parcels)
    if not known:
        unseen = _unseen(shipment.shipment_id, view, None)
        return ShownShipment(shipment.shipment_id, (), (unseen, replace(unseen, is_delivered=True)))
    sent_on = shipment.shipped_at.astimezone(view.zone).date()
    return ShownShipment(
        shipment.shipment_id,
        known,
        tuple(_standing(shipment.shipment_id, parcel, view, sent_on) for parcel in known),
    )


def _standing(shipment_id: str, parcel: ParcelView, view: TrackingView, sent_on: date) -> Standing:
    comes = parcel.expected
    is_stalled = comes is not None and comes.reason is Reason.STALLED
    return replace(
        _unseen(shipment_id, view, comes.latest if comes else None),
        is_delivered=parcel.milestone is Milestone.DELIVERED and parcel.leg is Leg.OUTBOUND,
        is_lost=parcel.trouble is Trouble.LOST or parcel.detail is Detail.DISPOSED or parcel.leg is Leg.RETURN,
        is_damaged=parcel.trouble is Trouble.DAMAGED,
        is_silent=parcel.trouble is Trouble.SILENT or is_stalled,
        may_be_there=_may_be_there(parcel, view, sent_on),
    )


def _may_be_there(parcel: ParcelView, view: TrackingView, sent_on: date) -> bool:
    """Of one that no carrier told anything of, from the first day on which it is promised or expected; of one that has
    scans and no delivery, once the last of these days is past. Never on the day on which it was sent."""
    today = view.as_of.astimezone(view.zone).date()
    days = view.promise or parcel.expected
    if today <= sent_on:
        return False
    if parcel.waiting:
        return today >= (days.earliest if days else sent_on + UNTOLD_AFTER)
    return today > (days.latest if days else sent_on + OVERDUE_AFTER)


def _unseen(shipment_id: str, view: TrackingView, expected: date | None) -> Standing:
    """Of what no carrier has told of. The promise goes before the estimate: by it the shopper counts."""
    return Standing(
        shipment_id=shipment_id,
        is_delivered=False,
        is_lost=False,
        is_damaged=False,
        expected_by=view.promise.latest if view.promise else expected,
        today=view.as_of.astimezone(view.zone).date(),
    )
