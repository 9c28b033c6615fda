"""Whoever pays says what became of a settlement."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.returns.carry_through import Around, ended, known, retried, save
from shared.returns.ports import Returns
from shared.returns.request import moves
from shared.returns.request.money_moves import settlement_of
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.settlement import SettlementState
from shared.returns.vocabulary import Actor


def note_settlement(
    returns: Returns,
    return_id: str,
    settlement_id: str,
    *,
    done: bool | None,
    reference: str = "",
    failure: str = "",
    actor: Actor,
    now: datetime,
) -> ReturnRequest:
    """`done`: True paid, False refused with the code `failure`, None taken on, where only `reference` is kept.

    Told again it changes nothing; a refusal after a payment is not heard. `now`: aware, UTC.
    Raises ReturnUnknown, SettlementUnknown, ActionNotLegal (it is not due), StaleReturn.
    """

    def attempt() -> ReturnRequest:
        request = known(returns, return_id)
        settlement = settlement_of(request, settlement_id)
        if settlement.state is SettlementState.DONE:
            return request
        if done is None:
            return _taken_on(returns, request, settlement_id, reference)
        telling = Telling(actor, now, rules=("payer",), code="" if done else failure or "payment_refused")
        if done:
            return _saved(returns, moves.note_paid(request, settlement_id, telling, reference), now)
        if settlement.state is SettlementState.FAILED:
            return request
        return _saved(returns, moves.note_failed(request, settlement_id, telling), now)

    return retried(attempt)


def note_come_back(returns: Returns, return_id: str, settlement_id: str, failure: str, now: datetime) -> ReturnRequest:
    """What was paid came back to the shop, by the code `failure`; where it does not count as paid, nothing changes.

    `now`: aware, UTC. Raises ReturnUnknown, SettlementUnknown, StaleReturn.
    """

    def attempt() -> ReturnRequest:
        request = known(returns, return_id)
        if settlement_of(request, settlement_id).state is not SettlementState.DONE:
            return request
        telling = Telling(Actor.SYSTEM, now, rules=("payer",), code=failure)
        return _saved(returns, moves.note_come_back(request, settlement_id, telling), now)

    return retried(attempt)


def _taken_on(returns: Returns, request: ReturnRequest, settlement_id: str, reference: str) -> ReturnRequest:
    settlements = tuple(
        replace(one, reference=reference or one.reference) if one.settlement_id == settlement_id else one
        for one in request.settlements
    )
    if settlements == request.settlements:
        return request
    return save(returns, replace(request, settlements=settlements), _accounts(returns, request))


def _saved(returns: Returns, request: ReturnRequest, now: datetime) -> ReturnRequest:
    """Nothing of what the return comes to changes by being paid: its orders need not be read."""
    return save(returns, ended(request, now), _accounts(returns, request))


def _accounts(returns: Returns, request: ReturnRequest) -> Around:
    return Around({}, {order_id: returns.account(order_id) for order_id in request.order_ids})
