"""From a reckoning to settlements, and the fence around an order's money."""

from __future__ import annotations

from dataclasses import replace

from shared.errors import Conflict
from shared.returns.money.reckoning import Flow, Reckoning
from shared.returns.money.room import counted, left_of, payments_of, refunded_to
from shared.returns.order_account import OrderAccount
from shared.returns.return_request import ReturnRequest
from shared.returns.settlement import Settlement, SettlementKind, SettlementState
from shared.tracking.order import Order


class OverRefund(Conflict):
    """More would be given for an order than was captured, or to a payment than it brought. Read and reckon anew."""

    code = "over_refund"


def settlements_of(request: ReturnRequest, reckoning: Reckoning) -> tuple[Settlement, ...]:
    """All settlements the return has by this reckoning. As often as asked, the same.

    What is due, done or failed stays as it is. What was only promised is planned anew: it keeps its id where the same
    kind of thing goes to the same place, and is released where nothing is owed there any more. Ids are the return's
    with a running number, so they are the same whoever reckons from the same saved return.
    What was paid too much, where inspection found less than was paid for ahead, is written off (`Reckoning.overpaid`).
    """
    free = [each for each in request.settlements if each.state is SettlementState.RESERVED]
    kept: dict[str, Settlement] = {}
    added: list[Settlement] = []
    for flow in reckoning.flows:
        known = next((each for each in free if _place(each) == _place(flow)), None)
        if known is not None:
            free.remove(known)
            kept[known.settlement_id] = _planned(request, flow, known.settlement_id)
        else:
            added.append(_planned(request, flow, f"{request.return_id}-{len(request.settlements) + len(added) + 1}"))
    released = {each.settlement_id: replace(each, state=SettlementState.RELEASED) for each in free}
    changed = {**kept, **released}
    return (*(changed.get(each.settlement_id, each) for each in request.settlements), *added)


def check_account(account: OrderAccount, order: Order) -> None:
    """That what is given for the order, without bonuses, is no more than was captured, and to no payment more than it
    brought. An order that came without prices has no money to fence. Raises OverRefund.
    """
    weighing = counted(account.settlements)
    if order.sale is None:
        return
    if left_of(order, weighing) < 0:
        raise OverRefund("More would be given back than was captured for the order.")
    if any(refunded_to(payment, weighing) > payment.amount for payment in payments_of(order)):
        raise OverRefund("More would be refunded to a payment than it brought.")
    known = {payment.payment_id for payment in payments_of(order)}
    if any(each.kind is SettlementKind.REFUND and each.payment_id not in known for each in weighing):
        raise OverRefund("A refund goes to a payment that the order does not have.")


def _planned(request: ReturnRequest, flow: Flow, settlement_id: str) -> Settlement:
    return Settlement(
        settlement_id=settlement_id,
        return_id=request.return_id,
        order_id=flow.order_id,
        kind=SettlementKind(flow.kind),
        item_ids=flow.item_ids,
        amount=flow.amount,
        bonus=flow.bonus,
        payment_id=flow.payment_id,
        sku=flow.sku,
        quantity=flow.quantity,
        parts=flow.parts,
        shipping=flow.shipping,
        instead_of=request.replaces,
    )


def _place(what: Flow | Settlement) -> tuple[str, ...]:
    """What makes two of them one: goods are each item's own."""
    item = what.item_ids[0] if what.kind == SettlementKind.GOODS else ""
    return (str(what.kind), what.order_id, what.payment_id, what.sku, item)
