"""Draw the terms of a return that passed although nobody did anything: of a draft, an answer, sending back, a label."""

from __future__ import annotations

from datetime import datetime

from shared.returns.axes import Action, Approval, Logistics
from shared.returns.carry_through import around, keep, retried
from shared.returns.means import Means
from shared.returns.request.clock import wound
from shared.returns.request.legal import obstacle
from shared.returns.request.moves import expire, expire_label, report_missing
from shared.returns.request.moving import Telling, rules_of
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Actor

NOT_SENT = "not_sent"
"""What was paid ahead and never came back."""
_TERMS = {
    Approval.DRAFT: ("not_submitted", "limits"),
    Approval.NEEDS_MORE: ("not_answered", "answer_days"),
    Approval.APPROVED: (NOT_SENT, ""),
}


def expire_return(means: Means, return_id: str, now: datetime) -> ReturnRequest | None:
    """The return once its passed terms are drawn; None where there is none. Raises StaleReturn."""
    return retried(lambda: _expired(means, return_id, now))


def _expired(means: Means, return_id: str, now: datetime) -> ReturnRequest | None:
    request = means.returns.get(return_id)
    if request is None:
        return None
    after = _labels(_items(_paid_ahead(request, now), now), now)
    if after == request:
        again = wound(request)
        return request if again == request else means.returns.save(again)
    return keep(means, after, now, around(means, request.order_ids))


def _items(request: ReturnRequest, now: datetime) -> ReturnRequest:
    """One entry for each kind of term, since each is told in its own words."""
    for approval, (code, rule) in _TERMS.items():
        late = [item for item in _able(request, Action.EXPIRE, now) if item.approval is approval]
        if late:
            rules = (rule,) if rule else rules_of(late, "send_back_days")
            telling = Telling(Actor.SYSTEM, now, rules=rules, code=code)
            request = expire(request, tuple(item.item_id for item in late), telling)
    return request


def _paid_ahead(request: ReturnRequest, now: datetime) -> ReturnRequest:
    """Money cannot be taken back by a clock: that it did not come is written down."""
    late = _able(request, Action.REPORT_MISSING, now)
    if not late:
        return request
    telling = Telling(Actor.SYSTEM, now, rules=rules_of(late, "send_back_days"), code=NOT_SENT)
    return report_missing(request, {item.item_id: item.quantity for item in late}, telling)


def _labels(request: ReturnRequest, now: datetime) -> ReturnRequest:
    awaited = {
        item.item_id
        for item in request.items
        if item.approval is Approval.APPROVED and item.logistics is Logistics.AWAITED
    }
    for way in request.shipments:
        is_late = way.voided_at is None and way.expires_at is not None and way.expires_at <= now
        if is_late and awaited & set(way.item_ids):
            request = expire_label(request, way, Telling(Actor.SYSTEM, now))
    return request


def _able(request: ReturnRequest, action: Action, now: datetime) -> list[ReturnItem]:
    return [item for item in request.items if obstacle(request, item, action, Actor.SYSTEM, now) is None]
