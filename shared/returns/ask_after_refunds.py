"""Ask whoever pays what became of refunds that they took on, or paid and got back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shared.returns.money.ports import PaymentRefused
from shared.returns.note_settlement import note_come_back
from shared.returns.pay_settlement import Payers, pay_settlement, payment_for
from shared.returns.refund_word import RefundWord
from shared.returns.request.money_moves import SettlementUnknown, settlement_of
from shared.returns.return_request import ReturnRequest
from shared.returns.settlement import Settlement, SettlementKind, SettlementState

CAME_BACK, STANDS = "came_back", "stands"


def ask_after_refunds(payers: Payers, word: RefundWord, now: datetime) -> tuple[str, ...]:
    """What each refund that the word is about came to: as `pay_settlement` says, `came_back`, or `stands`.

    Empty where none of ours is meant: payment services tell of everybody's refunds. Asked twice it changes nothing.
    `now`: aware, UTC. Raises what `pay_settlement` raises.
    """
    return tuple(_asked(payers, request, settlement, word, now) for request, settlement in _meant(payers, word))


def _asked(payers: Payers, request: ReturnRequest, settlement: Settlement, word: RefundWord, now: datetime) -> str:
    if settlement.state is SettlementState.DUE:
        return pay_settlement(payers, request.return_id, settlement.settlement_id, now)
    failure = _came_to_nothing(payers, settlement, request.currency)
    if not failure:
        return STANDS
    note_come_back(payers.returns, request.return_id, settlement.settlement_id, failure, now)
    return CAME_BACK


def _came_to_nothing(payers: Payers, settlement: Settlement, currency: str) -> str:
    """Why; "" where it did not, or where the payment is not what it was and nobody can be asked."""
    try:
        known = payers.refunds.look(settlement, payment_for(payers, settlement), currency)
    except PaymentRefused:
        return ""
    return known.failure if known else ""


def _meant(payers: Payers, word: RefundWord) -> Iterator[tuple[ReturnRequest, Settlement]]:
    asked = {SettlementState.DUE, SettlementState.DONE} if word.says_failed else {SettlementState.DUE}
    for return_id, settlement_id in _named(payers, word):
        request = payers.returns.get(return_id)
        if request is None:
            continue
        try:
            settlement = settlement_of(request, settlement_id)
        except SettlementUnknown:
            continue
        if settlement.kind is SettlementKind.REFUND and settlement.state in asked:
            yield request, settlement


def _named(payers: Payers, word: RefundWord) -> list[tuple[str, str]]:
    if not word.order_id:
        return [(word.return_id, word.settlement_id)]
    return [(each.return_id, each.settlement_id) for each in payers.returns.account(word.order_id).settlements]
