"""What has to hold for each action: the one table that both the moves and the links read, so that they cannot differ.

Approval, logistics, inspection and money move by themselves. A parcel comes back whether or not its return was
approved, so what happens to goods asks for no approval; what happens to money always does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from shared.returns.axes import Action, Approval, Inspection, Logistics, Money
from shared.returns.request.days import is_over
from shared.returns.request.moment import checking, moment_has_come
from shared.returns.request.obstacles import Obstacle
from shared.returns.request.states import ENDED, approval_in, logistics_in, money_in, state_in
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.settlement import SettlementState
from shared.returns.vocabulary import Actor, Checking, Method

ItemCondition = Callable[[ReturnRequest, ReturnItem, Actor, datetime], Obstacle | None]

SHOPPER_AND_STAFF = frozenset({Actor.SHOPPER, Actor.STAFF})
STAFF_AND_SYSTEM = frozenset({Actor.STAFF, Actor.SYSTEM})
STAFF = frozenset({Actor.STAFF})

ACTORS: Mapping[Action, frozenset[Actor]] = {
    Action.SUBMIT: SHOPPER_AND_STAFF,
    Action.CHANGE: SHOPPER_AND_STAFF,
    Action.CANCEL: SHOPPER_AND_STAFF,
    Action.APPROVE: STAFF_AND_SYSTEM,
    Action.DECLINE: STAFF_AND_SYSTEM,
    Action.NEED_MORE: STAFF_AND_SYSTEM,
    Action.ANSWER: SHOPPER_AND_STAFF,
    Action.APPEAL: SHOPPER_AND_STAFF,
    Action.CHOOSE_METHOD: SHOPPER_AND_STAFF,
    Action.MAKE_LABEL: SHOPPER_AND_STAFF,
    Action.BOOK_PICKUP: SHOPPER_AND_STAFF,
    Action.RECORD_SHIPMENT: SHOPPER_AND_STAFF,
    Action.NOTE_SCAN: STAFF_AND_SYSTEM,
    Action.NOTE_ARRIVAL: STAFF_AND_SYSTEM,
    Action.RECEIVE: STAFF,
    Action.REPORT_MISSING: STAFF_AND_SYSTEM,
    Action.INSPECT: STAFF_AND_SYSTEM,
    Action.SEND_BACK: STAFF,
    Action.SETTLE: STAFF_AND_SYSTEM,
    Action.NOTE_PAID: STAFF_AND_SYSTEM,
    Action.NOTE_FAILED: STAFF_AND_SYSTEM,
    Action.WITHHOLD: STAFF,
    Action.EXPIRE: frozenset({Actor.SYSTEM}),
    Action.RESOLVE: STAFF_AND_SYSTEM,
    Action.REOPEN: STAFF,
    Action.OVERRIDE: STAFF,
    Action.NOTE: STAFF,
}
"""Who may do it at all."""

AFTER_THE_END = frozenset({Action.NOTE, Action.REOPEN})
"""What can still be done with a return that is resolved."""


def _was_submitted(item: ReturnItem) -> Obstacle | None:
    return Obstacle("approval", item.approval.value, item.item_id) if item.approval is Approval.DRAFT else None


def _cancel(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return (
        approval_in(item, Approval.DRAFT, Approval.REQUESTED, Approval.NEEDS_MORE, Approval.APPROVED)
        or logistics_in(item, Logistics.AWAITED, Logistics.NOT_NEEDED)
        or money_in(item, Money.NOT_DUE)
    )


def _decide(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return approval_in(item, Approval.REQUESTED, Approval.NEEDS_MORE)


def _approve(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    if not item.line:
        return Obstacle("return", "nothing that was ordered", item.item_id)
    return _decide(request, item, actor, now)


def _need_more(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return approval_in(item, Approval.REQUESTED)


def _answer(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return approval_in(item, Approval.NEEDS_MORE)


def _appeal(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    if item.approval is Approval.DECLINED and not item.may_appeal:
        return Obstacle("approval", f"{item.approval.value}, and cannot be appealed", item.item_id)
    return approval_in(item, Approval.DECLINED)


def _to_be_sent(item: ReturnItem) -> Obstacle | None:
    return approval_in(item, Approval.APPROVED) or logistics_in(item, Logistics.AWAITED)


def _choose_method(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return _to_be_sent(item)


def _by(request: ReturnRequest, item: ReturnItem, *methods: Method) -> Obstacle | None:
    if request.method in methods:
        return None
    return Obstacle("return", f"sent by {request.method.value}" if request.method else "without a method", item.item_id)


def _make_label(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return _to_be_sent(item) or _by(request, item, Method.LABEL, Method.QR, Method.DROP_OFF, Method.STORE)


def _book_pickup(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return _to_be_sent(item) or _by(request, item, Method.PICKUP)


def _record_shipment(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return _to_be_sent(item) or (None if actor is Actor.STAFF else _by(request, item, Method.OWN_CARRIER))


def _note_scan(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return _was_submitted(item) or logistics_in(item, Logistics.AWAITED)


def _note_arrival(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return _was_submitted(item) or logistics_in(item, Logistics.AWAITED, Logistics.IN_TRANSIT)


def _receive(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return _was_submitted(item) or logistics_in(
        item, Logistics.AWAITED, Logistics.IN_TRANSIT, Logistics.ARRIVED, Logistics.MISSING, Logistics.NOT_NEEDED
    )


def _report_missing(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    if actor is Actor.SYSTEM:
        return (
            _to_be_sent(item)
            or money_in(item, Money.DUE, Money.DONE, Money.FAILED)
            or _send_back_days(request, item, now)
        )
    return _was_submitted(item) or logistics_in(item, Logistics.AWAITED, Logistics.IN_TRANSIT, Logistics.ARRIVED)


def _send_back_days(request: ReturnRequest, item: ReturnItem, now: datetime) -> Obstacle | None:
    if is_over(request.send_back_until, now, request.time_zone):
        return None
    return Obstacle("return", "still in time", item.item_id)


def _inspect(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    stands_against = (
        _was_submitted(item)
        or logistics_in(item, Logistics.RECEIVED)
        or state_in(item, "inspection", item.inspection, Inspection.PENDING)
    )
    if stands_against is None and actor is Actor.SYSTEM and checking(item) is not Checking.NONE:
        return Obstacle("inspection", "for people to do", item.item_id)
    return stands_against


def _send_back(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    stands_against = (
        _was_submitted(item)
        or logistics_in(item, Logistics.ARRIVED, Logistics.RECEIVED)
        or money_in(item, Money.NOT_DUE, Money.WITHHELD)
    )
    if stands_against is None and item.approval not in ENDED and item.inspection is not Inspection.FAILED:
        return Obstacle("inspection", item.inspection.value, item.item_id)
    return stands_against


def _settle(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    stands_against = approval_in(item, Approval.APPROVED)
    if stands_against is None and item.inspection is Inspection.FAILED:
        stands_against = Obstacle("inspection", item.inspection.value, item.item_id)
    if actor is Actor.STAFF:
        return stands_against or money_in(item, Money.NOT_DUE, Money.FAILED)
    stands_against = stands_against or money_in(item, Money.NOT_DUE)
    if stands_against is None and not moment_has_come(item):
        return Obstacle("money", "not due yet", item.item_id)
    return stands_against


def _note_paid(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return money_in(item, Money.DUE, Money.FAILED) or _paying(
        request, item, SettlementState.DUE, SettlementState.FAILED
    )


def _note_failed(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return money_in(item, Money.DUE, Money.FAILED) or _paying(request, item, SettlementState.DUE)


def _paying(request: ReturnRequest, item: ReturnItem, *states: SettlementState) -> Obstacle | None:
    if any(one.state in states for one in request.settlements if item.item_id in one.item_ids):
        return None
    return Obstacle("money", item.money.value, item.item_id)


def _withhold(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return approval_in(item, Approval.APPROVED) or money_in(item, Money.NOT_DUE, Money.FAILED)


def _expire(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    stands_against = approval_in(item, Approval.DRAFT, Approval.NEEDS_MORE, Approval.APPROVED)
    if stands_against is not None:
        return stands_against
    if item.approval is Approval.DRAFT:
        is_late = request.draft_until is not None and now >= request.draft_until
    elif item.approval is Approval.NEEDS_MORE:
        is_late = is_over(request.answer_until, now, request.time_zone)
    else:
        return (
            logistics_in(item, Logistics.AWAITED)
            or money_in(item, Money.NOT_DUE, Money.WITHHELD)
            or _send_back_days(request, item, now)
        )
    return None if is_late else Obstacle("return", "still in time", item.item_id)


def _override(request: ReturnRequest, item: ReturnItem, actor: Actor, now: datetime) -> Obstacle | None:
    return _was_submitted(item) or money_in(item, Money.NOT_DUE, Money.WITHHELD, Money.FAILED)


OF_ITEMS: Mapping[Action, ItemCondition] = {
    Action.CANCEL: _cancel,
    Action.APPROVE: _approve,
    Action.DECLINE: _decide,
    Action.NEED_MORE: _need_more,
    Action.ANSWER: _answer,
    Action.APPEAL: _appeal,
    Action.CHOOSE_METHOD: _choose_method,
    Action.MAKE_LABEL: _make_label,
    Action.BOOK_PICKUP: _book_pickup,
    Action.RECORD_SHIPMENT: _record_shipment,
    Action.NOTE_SCAN: _note_scan,
    Action.NOTE_ARRIVAL: _note_arrival,
    Action.RECEIVE: _receive,
    Action.REPORT_MISSING: _report_missing,
    Action.INSPECT: _inspect,
    Action.SEND_BACK: _send_back,
    Action.SETTLE: _settle,
    Action.NOTE_PAID: _note_paid,
    Action.NOTE_FAILED: _note_failed,
    Action.WITHHOLD: _withhold,
    Action.EXPIRE: _expire,
    Action.OVERRIDE: _override,
}
"""Actions on items."""
