"""Moves of the money axis. What is promised is reserved, what is due is handed on, and what was handed on is fixed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from shared.errors import NotFound
from shared.returns.axes import Action, Money
from shared.returns.due import due as falls_due
from shared.returns.request.legal import require
from shared.returns.request.moment import counts_for_money
from shared.returns.request.moving import Telling, logged, moved, rules_of
from shared.returns.request.obstacles import ActionNotLegal, Obstacle
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.settlement import Settlement, SettlementState
from shared.returns.vocabulary import Actor


class SettlementUnknown(NotFound):
    """The return has no settlement with this id."""

    code = "settlement_unknown"


def settle(request: ReturnRequest, item_ids: Sequence[str], telling: Telling) -> ReturnRequest:
    """What was reserved, or refused once, is handed to whoever pays. What comes to nothing is done at once.

    What was refused for several items together is tried again for all of them.
    """
    items = require(request, Action.SETTLE, _with_refused(request, item_ids), telling.actor, telling.at)
    if telling.actor is Actor.SYSTEM and not telling.rules:
        telling = replace(telling, rules=rules_of(items, "whole_at"))
    chosen = {item.item_id for item in items}
    handed = moved(request, Action.SETTLE, tuple(item.item_id for item in items), telling)
    settlements = tuple(_tried_again(one, chosen, telling) for one in falls_due(handed.settlements, chosen, telling.at))
    handed = replace(handed, settlements=settlements)
    return replace(handed, items=tuple(_paid_up(handed, item, chosen) for item in handed.items))


def _with_refused(request: ReturnRequest, item_ids: Sequence[str]) -> tuple[str, ...]:
    """The items, with all that were refused together with any of them."""
    found = dict.fromkeys(item_ids)
    refused = [one for one in request.settlements if one.state is SettlementState.FAILED]
    while together := [
        item_id
        for one in refused
        if not found.keys().isdisjoint(one.item_ids)
        for item_id in one.item_ids
        if item_id not in found
    ]:
        found.update(dict.fromkeys(together))
    return tuple(found)


def _tried_again(settlement: Settlement, chosen: set[str], telling: Telling) -> Settlement:
    if settlement.state is not SettlementState.FAILED or not chosen & set(settlement.item_ids):
        return settlement
    return replace(settlement, state=SettlementState.DUE, due_at=telling.at, failure="")


def note_paid(request: ReturnRequest, settlement_id: str, telling: Telling, theirs: str = "") -> ReturnRequest:
    """Whoever pays says that it is done; `theirs`: their id of it."""
    return _noted(
        request,
        Action.NOTE_PAID,
        settlement_id,
        telling,
        (SettlementState.DUE, SettlementState.FAILED),
        lambda one: replace(
            one, state=SettlementState.DONE, settled_at=telling.at, reference=theirs or one.reference, failure=""
        ),
    )


def note_failed(request: ReturnRequest, settlement_id: str, telling: Telling) -> ReturnRequest:
    """Whoever pays refused, and says why by `telling.code`: somebody has to look."""
    return _noted(
        request,
        Action.NOTE_FAILED,
        settlement_id,
        telling,
        (SettlementState.DUE,),
        lambda one: replace(one, state=SettlementState.FAILED, failure=telling.code),
    )


def note_come_back(request: ReturnRequest, settlement_id: str, telling: Telling) -> ReturnRequest:
    """It was paid, and the money came back to the shop: refused after all, by `telling.code`; somebody has to look.

    A return that was resolved is open again, or nobody would see it.
    """
    settlement = settlement_of(request, settlement_id)
    if settlement.state is not SettlementState.DONE:
        raise ActionNotLegal(
            Action.NOTE_FAILED, Obstacle("money", settlement.state.value, ", ".join(settlement.item_ids))
        )
    if request.resolved_at is not None:
        request = logged(replace(request, resolved_at=None), Action.REOPEN, (), telling)
    telling = replace(telling, settlement_id=settlement_id)
    noted = logged(request, Action.NOTE_FAILED, settlement.item_ids, telling)
    back = replace(settlement, state=SettlementState.FAILED, settled_at=None, failure=telling.code)
    settlements = tuple(back if one.settlement_id == settlement_id else one for one in noted.settlements)
    noted, touched = replace(noted, settlements=settlements), set(settlement.item_ids)
    return replace(noted, items=tuple(_paid_up(noted, item, touched) for item in noted.items))


def withhold(request: ReturnRequest, item_ids: Sequence[str], telling: Telling) -> ReturnRequest:
    """It is deliberately not paid."""
    withheld = moved(request, Action.WITHHOLD, item_ids, telling, lambda item: replace(item, money=Money.WITHHELD))
    return released(withheld)


def released(request: ReturnRequest) -> ReturnRequest:
    """Nothing waits after a refusal for items that do not count any more."""
    return without_refusals(request, {item.item_id for item in request.items if not counts_for_money(item)})


def without_refusals(request: ReturnRequest, item_ids: Collection[str]) -> ReturnRequest:
    """What was refused for any of the items is released, and planned anew for those that still count."""
    given_up = {
        one.settlement_id
        for one in request.settlements
        if one.state is SettlementState.FAILED and not set(item_ids).isdisjoint(one.item_ids)
    }
    if not given_up:
        return request
    settlements = tuple(
        replace(one, state=SettlementState.RELEASED) if one.settlement_id in given_up else one
        for one in request.settlements
    )
    planned_anew = replace(request, settlements=settlements)
    return replace(planned_anew, items=tuple(_after_refusal(planned_anew, item) for item in request.items))


def _after_refusal(request: ReturnRequest, item: ReturnItem) -> ReturnItem:
    """What is partly paid stays refused, until staff have the rest tried again: no clock may begin it anew."""
    if item.money is not Money.FAILED:
        return item
    own = [one.state for one in request.settlements if item.item_id in one.item_ids]
    is_partly_paid = SettlementState.DONE in own or SettlementState.DUE in own
    return item if is_partly_paid else replace(item, money=_money_of(request, item, Money.NOT_DUE))


def settlement_of(request: ReturnRequest, settlement_id: str) -> Settlement:
    """The settlement with this id; raises SettlementUnknown."""
    for settlement in request.settlements:
        if settlement.settlement_id == settlement_id:
            return settlement
    raise SettlementUnknown("The return has no settlement with this id.", field="settlement_id")


def _noted(
    request: ReturnRequest,
    action: Action,
    settlement_id: str,
    telling: Telling,
    allowed: tuple[SettlementState, ...],
    change: Callable[[Settlement], Settlement],
) -> ReturnRequest:
    settlement = settlement_of(request, settlement_id)
    if settlement.state not in allowed:
        raise ActionNotLegal(action, Obstacle("money", settlement.state.value, ", ".join(settlement.item_ids)))
    noted = moved(request, action, settlement.item_ids, replace(telling, settlement_id=settlement_id))
    settlements = tuple(change(one) if one.settlement_id == settlement_id else one for one in noted.settlements)
    noted = replace(noted, settlements=settlements)
    touched = set(settlement.item_ids)
    return replace(noted, items=tuple(_paid_up(noted, item, touched) for item in noted.items))


def _paid_up(request: ReturnRequest, item: ReturnItem, touched: set[str]) -> ReturnItem:
    return replace(item, money=_money_of(request, item)) if item.item_id in touched else item


def _money_of(request: ReturnRequest, item: ReturnItem, without_any: Money = Money.DONE) -> Money:
    """How far an item is, by its settlements that still stand; `without_any` where none does."""
    states = {
        one.state
        for one in request.settlements
        if item.item_id in one.item_ids and one.state is not SettlementState.RELEASED
    }
    if SettlementState.FAILED in states:
        return Money.FAILED
    if SettlementState.DUE in states:
        return Money.DUE
    if SettlementState.RESERVED in states:
        return Money.DUE if SettlementState.DONE in states else Money.NOT_DUE
    return Money.DONE if states else without_any
