"""What has to hold for each action on a return as a whole. See `conditions.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from shared.returns.axes import Action, Approval, Inspection, Logistics, Money
from shared.returns.request.obstacles import Obstacle
from shared.returns.request.states import ENDED, approval_in, logistics_in, money_in, state_in
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Actor

WholeCondition = Callable[[ReturnRequest, Actor, datetime], Obstacle | None]


def _submit(request: ReturnRequest, actor: Actor, now: datetime) -> Obstacle | None:
    if not request.items:
        return Obstacle("return", "empty")
    return next((found for item in request.items if (found := approval_in(item, Approval.DRAFT))), None)


def _change(request: ReturnRequest, actor: Actor, now: datetime) -> Obstacle | None:
    if not request.items:
        return None if actor is Actor.STAFF else Obstacle("actor", actor.value)
    return _submit(request, actor, now)


def _resolve(request: ReturnRequest, actor: Actor, now: datetime) -> Obstacle | None:
    if not request.items or all(item.approval in ENDED for item in request.items):
        return None if actor is Actor.STAFF else Obstacle("return", "without anything that was approved")
    judge = _is_undecided if actor is Actor.STAFF else _is_unfinished
    return next((found for item in request.items if (found := judge(item))), None)


def _is_undecided(item: ReturnItem) -> Obstacle | None:
    """Staff may close a return whose goods never came, but none that waits for an answer or for money."""
    if item.approval in ENDED:
        return None
    return approval_in(item, Approval.APPROVED) or money_in(item, Money.DONE, Money.WITHHELD)


def _is_unfinished(item: ReturnItem) -> Obstacle | None:
    if item.approval in ENDED:
        return logistics_in(item, Logistics.NOT_NEEDED, Logistics.AWAITED, Logistics.MISSING, Logistics.SENT_BACK)
    stands_against = _is_undecided(item) or logistics_in(
        item, Logistics.NOT_NEEDED, Logistics.RECEIVED, Logistics.MISSING, Logistics.SENT_BACK
    )
    if stands_against is None and item.logistics is Logistics.RECEIVED:
        return state_in(
            item, "inspection", item.inspection, Inspection.PASSED, Inspection.REDUCED, Inspection.NOT_NEEDED
        )
    return stands_against


def _reopen(request: ReturnRequest, actor: Actor, now: datetime) -> Obstacle | None:
    return None if request.resolved_at is not None else Obstacle("return", "not resolved")


def _note(request: ReturnRequest, actor: Actor, now: datetime) -> Obstacle | None:
    return None


OF_THE_WHOLE: Mapping[Action, WholeCondition] = {
    Action.SUBMIT: _submit,
    Action.CHANGE: _change,
    Action.RESOLVE: _resolve,
    Action.REOPEN: _reopen,
    Action.NOTE: _note,
}
"""Actions on the return as a whole."""
