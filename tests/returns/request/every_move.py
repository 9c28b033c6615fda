"""Each action as a plain call on one item, to see whether it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from shared.errors import NotFound
from shared.returns.axes import Action, Inspection
from shared.returns.request import moves
from shared.returns.request.ending_moves import Aside
from shared.returns.request.inspection_moves import Finding
from shared.returns.request.moving import Telling
from shared.returns.request.obstacles import ActionNotLegal
from shared.returns.return_request import ReturnItem, ReturnRequest, ReturnShipment
from shared.returns.settlement import SettlementState
from shared.returns.vocabulary import Actor, Method

Try = Callable[[ReturnRequest, str, Telling], ReturnRequest]


def _way(request: ReturnRequest, item_id: str) -> ReturnShipment:
    return ReturnShipment(f"{request.return_id}-9", Method.LABEL, (item_id,))


def _paying(request: ReturnRequest, item_id: str, *states: SettlementState) -> str:
    """One of the item's own settlements, in one of these states where there is such a one."""
    own = [one for one in request.settlements if item_id in one.item_ids]
    found = [one for one in own if one.state in states] or own
    return found[0].settlement_id if found else "none"


OF_ITEMS: Mapping[Action, Try] = {
    Action.CANCEL: lambda request, item, told: moves.cancel(request, (item,), told),
    Action.APPROVE: lambda request, item, told: moves.approve(request, (item,), told),
    Action.DECLINE: lambda request, item, told: moves.decline(request, (item,), told),
    Action.NEED_MORE: lambda request, item, told: moves.need_more(request, (item,), told),
    Action.ANSWER: lambda request, item, told: moves.answer(request, (item,), told),
    Action.APPEAL: lambda request, item, told: moves.appeal(request, (item,), told),
    Action.CHOOSE_METHOD: lambda request, item, told: moves.choose_method(request, (item,), Method.LABEL, told),
    Action.MAKE_LABEL: lambda request, item, told: moves.make_label(request, _way(request, item), told),
    Action.BOOK_PICKUP: lambda request, item, told: moves.book_pickup(request, _way(request, item), told),
    Action.RECORD_SHIPMENT: lambda request, item, told: moves.record_shipment(request, _way(request, item), told),
    Action.NOTE_SCAN: lambda request, item, told: moves.note_scan(request, (item,), told),
    Action.NOTE_ARRIVAL: lambda request, item, told: moves.note_arrival(request, (item,), told),
    Action.RECEIVE: lambda request, item, told: moves.receive(request, {item: 1}, told),
    Action.REPORT_MISSING: lambda request, item, told: moves.report_missing(request, {item: 1}, told),
    Action.INSPECT: lambda request, item, told: moves.inspect(request, Finding(item, Inspection.PASSED), told),
    Action.SEND_BACK: lambda request, item, told: moves.send_back(request, (item,), told),
    Action.SETTLE: lambda request, item, told: moves.settle(request, (item,), told),
    Action.NOTE_PAID: lambda request, item, told: moves.note_paid(
        request, _paying(request, item, SettlementState.DUE, SettlementState.FAILED), told
    ),
    Action.NOTE_FAILED: lambda request, item, told: moves.note_failed(
        request, _paying(request, item, SettlementState.DUE), told
    ),
    Action.WITHHOLD: lambda request, item, told: moves.withhold(request, (item,), told),
    Action.EXPIRE: lambda request, item, told: moves.expire(request, (item,), told),
    Action.OVERRIDE: lambda request, item, told: moves.override(request, (item,), Aside(withheld=True), told),
}

OF_THE_WHOLE: Mapping[Action, Callable[[ReturnRequest, Telling], ReturnRequest]] = {
    Action.SUBMIT: moves.submit,
    Action.CHANGE: lambda request, told: moves.change(request, request.items, told),
    Action.RESOLVE: moves.resolve,
    Action.REOPEN: moves.reopen,
    Action.NOTE: moves.note,
}


def taken(request: ReturnRequest, action: Action, item: ReturnItem | None, actor: Actor, now: datetime) -> bool:
    """Whether the move takes it. What it refuses for another reason than the state is a failure of its own."""
    told = Telling(actor, now, code="because")
    try:
        after = OF_ITEMS[action](request, item.item_id, told) if item else OF_THE_WHOLE[action](request, told)
    except (ActionNotLegal, NotFound):
        return False
    assert len(after.log) == len(request.log) + 1
    assert after.log[-1].action is action
    return True
