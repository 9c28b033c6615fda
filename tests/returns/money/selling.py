"""Orders, returns and terms to reckon with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from shared.returns.axes import Approval
from shared.returns.money.reckon import reckon
from shared.returns.money.reckoning import Reckoning
from shared.returns.money.settle import settlements_of
from shared.returns.order_account import OrderAccount
from shared.returns.policy.policy import Actions
from shared.returns.policy.terms import Terms
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.tracking.order import Order, OrderLine
from shared.tracking.sale import LineSale, Payment, Sale
from tests.samples import order as any_order

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


def line(sku: str = "MUG", quantity: int = 1, price: int = 1000, discount: int = 0, tax: int = 0) -> OrderLine:
    """A position that was sold; amounts of all its pieces."""
    return OrderLine(sku, "a thing", quantity, sale=LineSale(sku.lower(), price, discount, tax))


def sale(*payments: int, **changes: object) -> Sale:
    """Paid by so many payments, p1, p2 …"""
    paid = tuple(Payment(f"p{n}", "card", amount) for n, amount in enumerate(payments, start=1))
    return Sale(**{"currency": "JPY", "payments": paid, **changes})  # type: ignore[arg-type]


def order(*lines: OrderLine, order_id: str = "A-1", **changes: object) -> Order:
    """An order of these positions; paid by one card unless `sale` says otherwise."""
    total = sum(each.sale.paid for each in lines if each.sale)
    return any_order(order_id=order_id, lines=lines, **{"sale": sale(total), **changes})


def item(
    item_id: str = "1", sku: str = "MUG", quantity: int = 1, terms: Actions | None = None, **changes: object
) -> ReturnItem:
    """Something that comes back, approved under these terms."""
    values: dict[str, object] = {
        "order_id": "A-1", "line": sku.lower(), "sku": sku, "reason": "size", "approval": Approval.APPROVED,
        "terms": Terms(terms or Actions(), (("shipping_fee", "fees"),), None, None, "delivered"),
    }  # fmt: skip
    return ReturnItem(**{"item_id": item_id, "quantity": quantity, **values, **changes})  # type: ignore[arg-type]


def request(*items: ReturnItem, return_id: str = "R1", **changes: object) -> ReturnRequest:
    """A return of these."""
    values: dict[str, object] = {"currency": "JPY", "created_at": NOW, "policy_version": 1}
    return ReturnRequest(return_id, "RMA", items=items, **{**values, **changes})  # type: ignore[arg-type]


def reckoned(asked: ReturnRequest, *orders: Order, accounts: Mapping[str, OrderAccount] | None = None) -> Reckoning:
    """What it comes to."""
    return reckon(asked, {each.order_id: each for each in orders}, accounts or {})


def settled(asked: ReturnRequest, *orders: Order, accounts: Mapping[str, OrderAccount] | None = None) -> ReturnRequest:
    """The return with the settlements of its reckoning."""
    return replace(asked, settlements=settlements_of(asked, reckoned(asked, *orders, accounts=accounts)))


def counting(account: OrderAccount, asked: ReturnRequest) -> OrderAccount:
    """The account once the return is in it: pieces and money."""
    taken = dict(account.taken)
    for each in asked.items:
        if each.order_id == account.order_id:
            taken[each.line] = taken.get(each.line, 0) + each.quantity
    ids = (*account.return_ids, asked.return_id)
    return _with_settlements(replace(account, taken=taken, return_ids=ids), asked)


def flows(reckoning: Reckoning) -> list[tuple[str, int, int]]:
    """Kind, amount and bonus of each flow."""
    return [(str(flow.kind), flow.amount, flow.bonus) for flow in reckoning.flows]


def parts(reckoning: Reckoning) -> dict[str, int]:
    """Part -> its sum."""
    sums: dict[str, int] = {}
    for entry in reckoning.entries:
        sums[entry.part.value] = sums.get(entry.part.value, 0) + entry.amount
    return sums


def _with_settlements(account: OrderAccount, request: ReturnRequest) -> OrderAccount:
    """The order's account with this return's settlements as they are now."""
    others = [each for each in account.settlements if each.return_id != request.return_id]
    ours = [each for each in request.settlements if each.order_id == account.order_id]
    return replace(account, settlements=(*others, *ours))
