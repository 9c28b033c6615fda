"""Whether an order's goods are with the shop again, and what is not said of it then: nobody waits for them any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from shared.cases.case import Case, CaseKind, CaseLine, CaseNews, Told
from shared.pages.order_returns import order_returns
from shared.pages.tracking_view import TrackingView
from shared.tracking.order import Order
from shared.tracking.parcel import Leg

_IS_HERE = (CaseNews.RECEIVED, CaseNews.INSPECTION_PASSED)
_STAYED = (CaseNews.DECLINED, CaseNews.KEPT)
"""Goods of which this was said were not sent back."""


def with_returns(view: TrackingView, order: Order, cases: Sequence[Case]) -> TrackingView:
    """The view, with what is known of returns."""
    return replace(view, returns=order_returns(cases), all_came_back=_all_came_back(order, cases)) if cases else view


def without_what_is_over(view: TrackingView) -> TrackingView:
    """Of an order that came back whole nothing is promised, expected or still to come, whatever its carrier last said.

    Parcels whose end no carrier told are left out: where they stand by their scans is not where they are.
    """
    if not view.all_came_back:
        return view
    parcels = tuple(parcel for parcel in view.parcels if parcel.by_shopper or parcel.is_over)
    return replace(view, expected=None, promise=None, parcels=parcels)


def _all_came_back(order: Order, cases: Iterable[Case]) -> bool:
    """Whether the shop has all of it again. Of an exchange something is still to come, so it is none of that."""
    came: Counter[str] = Counter()
    returns = [case for case in cases if case.kind is CaseKind.RETURN]
    for case in returns:
        for line in _came_with(case):
            came[line.sku] += line.quantity
    if _was_sent_since(order, returns):
        return False
    bought: Counter[str] = Counter()
    for each in order.lines:
        bought[each.sku] += each.still_ordered
    return bought.total() > 0 and all(came[sku] >= count for sku, count in bought.items())


def _was_sent_since(order: Order, returns: Sequence[Case]) -> bool:
    """Whether something left the shop after the last of it had come back."""
    came_at = max((told.at for case in returns for told in _receipts(case)), default=None)
    sent = [each.shipped_at for each in order.shipments.values() if each.leg is Leg.OUTBOUND]
    return came_at is not None and any(at > came_at for at in sent)


def _receipts(case: Case) -> list[Told]:
    return [case.news[news] for news in _IS_HERE if news in case.news]


def _came_with(case: Case) -> Iterator[CaseLine]:
    """What the shop has of it for certain: what its newest receipt named; once it is settled, all that was not refused
    or left with the shopper."""
    receipt = next(iter(_receipts(case)), None)
    if receipt is None or CaseNews.INSPECTION_FAILED in case.news:
        return
    if receipt.lines and CaseNews.RESOLVED not in case.news:
        yield from receipt.lines
        return
    stayed: Counter[str] = Counter()
    for news in _STAYED:
        for line in case.news[news].lines if news in case.news else ():
            stayed[line.sku] += line.quantity
    for line in case.lines:
        yield CaseLine(line.sku, line.quantity - stayed[line.sku])
