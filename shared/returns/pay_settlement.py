"""Pay a refund that is due, once, and note what whoever pays said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.returns.carry_through import known
from shared.returns.money.ports import PaymentRefused, Refunds
from shared.returns.money.room import payments_of
from shared.returns.money.settle import check_account
from shared.returns.note_settlement import note_settlement
from shared.returns.ports import Returns
from shared.returns.request.money_moves import settlement_of
from shared.returns.settlement import Settlement, SettlementKind, SettlementState
from shared.returns.vocabulary import Actor
from shared.tracking.order import Order
from shared.tracking.ports import Orders
from shared.tracking.sale import Payment

PAID, TAKEN_ON, REFUSED, NOT_DUE = "paid", "taken_on", "refused", "not_due"
_SAID = {True: PAID, None: TAKEN_ON, False: REFUSED}


@dataclass(frozen=True, slots=True)
class Payers:
    """What paying needs from outside."""

    returns: Returns
    orders: Orders
    refunds: Refunds


def pay_settlement(payers: Payers, return_id: str, settlement_id: str, now: datetime) -> str:
    """`paid`, `taken_on`, `refused`, or `not_due` where it is none that is paid here, or is not due any more.

    However often it is asked, whoever pays is asked under one name. That the order's money suffices is checked once
    more, right before. `now`: aware, UTC.
    Raises ReturnUnknown, SettlementUnknown, OverRefund, StaleReturn, Unavailable.
    """
    request = known(payers.returns, return_id)
    settlement = settlement_of(request, settlement_id)
    if settlement.state is not SettlementState.DUE or settlement.kind is not SettlementKind.REFUND:
        return NOT_DUE
    done, reference, failure = _told(payers, settlement, request.currency)
    note_settlement(
        payers.returns,
        return_id,
        settlement_id,
        done=done,
        reference=reference,
        failure=failure,
        actor=Actor.SYSTEM,
        now=now,
    )
    return _SAID[done]


def _told(payers: Payers, settlement: Settlement, currency: str) -> tuple[bool | None, str, str]:
    """Whether it is done (None: taken on), their id of it, and why it was refused."""
    try:
        settled = payers.refunds.pay(settlement, _checked(payers, settlement), currency)
    except PaymentRefused as refused:
        return False, "", refused.code
    return settled.is_done or None, settled.reference, ""


def payment_for(payers: Payers, settlement: Settlement) -> Payment:
    """The payment it goes back to; raises PaymentRefused where that is not there any more."""
    return _payment(_order(payers, settlement), settlement)


def _checked(payers: Payers, settlement: Settlement) -> Payment:
    """The payment it goes back to, once more within what was captured."""
    order = _order(payers, settlement)
    payment = _payment(order, settlement)
    check_account(payers.returns.account(settlement.order_id), order)
    return payment


def _order(payers: Payers, settlement: Settlement) -> Order:
    order = payers.orders.get(settlement.order_id)
    if order is None:
        raise PaymentRefused("The order is not there any more.", code="order_unknown")
    return order


def _payment(order: Order, settlement: Settlement) -> Payment:
    for payment in payments_of(order):
        if payment.payment_id == settlement.payment_id:
            return payment
    raise PaymentRefused("The order does not have this payment any more.", code="payment_unknown")
