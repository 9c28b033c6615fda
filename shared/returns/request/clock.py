"""When a clock has to look at a return again, although nobody does anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from shared.returns.axes import Approval, Logistics
from shared.returns.request.days import end_of
from shared.returns.return_request import ReturnItem, ReturnRequest


def wound(request: ReturnRequest) -> ReturnRequest:
    """The request with `look_again_at` as it is now: the earliest of its terms, on a whole second; None: none."""
    if request.resolved_at is not None:
        return replace(request, look_again_at=None)
    moments = [moment for item in request.items if (moment := _of_item(request, item))]
    moments += [
        way.expires_at
        for way in request.shipments
        if way.expires_at is not None and way.voided_at is None and _is_awaited(request, way.item_ids)
    ]
    return replace(request, look_again_at=_whole_second(min(moments)) if moments else None)


def _of_item(request: ReturnRequest, item: ReturnItem) -> datetime | None:
    if item.approval is Approval.DRAFT:
        return request.draft_until
    if item.approval is Approval.NEEDS_MORE and request.answer_until:
        return end_of(request.answer_until, request.time_zone)
    waits = item.approval is Approval.APPROVED and item.logistics is Logistics.AWAITED
    if waits and request.send_back_until:
        return end_of(request.send_back_until, request.time_zone)
    return None


def _is_awaited(request: ReturnRequest, item_ids: tuple[str, ...]) -> bool:
    return any(
        item.approval is Approval.APPROVED and item.logistics is Logistics.AWAITED
        for item in request.items
        if item.item_id in item_ids
    )


def _whole_second(moment: datetime) -> datetime:
    """Never before it: what is looked at too early has to be looked at once more."""
    whole = moment.replace(microsecond=0)
    return whole if whole == moment else whole + timedelta(seconds=1)
