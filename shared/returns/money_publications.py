"""What is told of a return's money: due, settled, refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shared.eventing.envelope import EventData
from shared.returns import events
from shared.returns.return_request import LogEntry, ReturnRequest
from shared.returns.saying import Told, common
from shared.returns.settlement import Settlement, SettlementKind, SettlementState


def due(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    for one in request.settlements:
        is_new = one.state is SettlementState.DUE and one.due_at == entry.at
        if not is_new or not set(one.item_ids) & set(entry.item_ids):
            continue
        data = _money(request, entry, one)
        if one.kind is SettlementKind.GOODS:
            data["outcome"] = _outcome(request, one)
        yield one.settlement_id, _DUE[one.kind].model_validate(data)


def _outcome(request: ReturnRequest, settlement: Settlement) -> object:
    return next(item.outcome for item in request.items if item.item_id in settlement.item_ids)


def settled(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    for one in request.settlements:
        if one.settlement_id == entry.settlement_id:
            data = {**_money(request, entry, one), "reference": one.reference or None}
            yield one.settlement_id, events.SettlementSettled.model_validate(data)


def failed(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    for one in request.settlements:
        if one.settlement_id == entry.settlement_id:
            yield one.settlement_id, events.SettlementFailed.model_validate(_money(request, entry, one))


def _money(request: ReturnRequest, entry: LogEntry, settlement: Settlement) -> dict[str, object]:
    items = [item for item in request.items if item.item_id in settlement.item_ids]
    return {
        **common(request, entry, items),
        "settlement_id": settlement.settlement_id,
        "order_id": settlement.order_id,
        "kind": settlement.kind,
        "amount": settlement.amount,
        "currency": request.currency,
        "bonus": settlement.bonus,
        "payment_id": settlement.payment_id or None,
        "sku": settlement.sku or None,
        "quantity": settlement.quantity or None,
    }


_DUE: Mapping[SettlementKind, type[EventData]] = {
    SettlementKind.REFUND: events.RefundDue,
    SettlementKind.STORE_CREDIT: events.CreditDue,
    SettlementKind.GIFT_CARD: events.CreditDue,
    SettlementKind.GOODS: events.GoodsDue,
    SettlementKind.CHARGE: events.ChargeDue,
}
