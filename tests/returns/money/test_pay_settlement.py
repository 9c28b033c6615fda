"""Who pays a refund, and what is noted of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.errors import Unavailable
from shared.returns.axes import Money
from shared.returns.due import due
from shared.returns.money.gateways import RefundsByGateway
from shared.returns.money.ports import PayerUnavailable, PaymentRefused, Refunds, Settled
from shared.returns.money.settle import OverRefund
from shared.returns.money.stock import PublishedStock
from shared.returns.order_account import OrderAccount
from shared.returns.pay_settlement import Payers, pay_settlement
from shared.returns.settlement import Settlement, SettlementKind, SettlementState
from shared.tracking.order import Order
from shared.tracking.sale import Payment, Sale
from tests.fakes.returns import InMemoryReturns
from tests.returns.money.selling import NOW, counting, item, line, order, request, settled

STRIPE = Sale("JPY", payments=(Payment("p1", "card", 1000, "stripe", "pi_1"),))


class Says:
    """A gateway that answers one thing, and notes who was paid."""

    def __init__(self, answer: Settled | Exception) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str, str]] = []
        self.looked = 0

    def pay(self, settlement: Settlement, payment: Payment, currency: str) -> Settled:
        self.asked.append((settlement.settlement_id, payment.reference, currency))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def look(self, settlement: Settlement, payment: Payment, currency: str) -> Settled | None:
        self.looked += 1
        assert isinstance(self.answer, Settled)
        return self.answer


class Orders:
    def __init__(self, *orders: Order) -> None:
        self._orders = {each.order_id: each for each in orders}

    def get(self, order_id: str) -> Order | None:
        return self._orders.get(order_id)


def payers(gateway: Refunds, bought: Order, *others: Settlement) -> tuple[Payers, InMemoryReturns]:
    asked = settled(request(item()), bought)
    asked = replace(asked, settlements=due(asked.settlements, {"1"}, NOW), items=(replace(item(), money=Money.DUE),))
    returns = InMemoryReturns()
    account = counting(OrderAccount("A-1"), asked)
    returns.save(asked, [replace(account, settlements=(*account.settlements, *others))])
    means: Any = Payers(returns, Orders(bought), RefundsByGateway({"stripe": gateway}))  # type: ignore[arg-type]
    return means, returns


def noted(returns: InMemoryReturns) -> tuple[SettlementState, str, str, Money]:
    kept = returns.requests["R1"]
    return kept.settlements[0].state, kept.settlements[0].reference, kept.settlements[0].failure, kept.items[0].money


def test_a_refund_is_paid_once_by_the_gateway_that_took_the_payment() -> None:
    stripe = Says(Settled(True, "re_1"))
    means, returns = payers(stripe, order(line(), sale=STRIPE))
    assert [pay_settlement(means, "R1", "R1-1", NOW) for _ in range(2)] == ["paid", "not_due"]
    assert stripe.asked == [("R1-1", "pi_1", "JPY")]
    assert noted(returns) == (SettlementState.DONE, "re_1", "", Money.DONE)


def test_another_payment_is_left_to_the_merchants_platform() -> None:
    means, returns = payers(Says(Settled(True)), order(line()))
    assert pay_settlement(means, "R1", "R1-1", NOW) == "taken_on"
    assert noted(returns) == (SettlementState.DUE, "", "", Money.DUE)


def test_what_is_taken_on_stays_due_with_its_reference() -> None:
    means, returns = payers(Says(Settled(False, "re_1")), order(line(), sale=STRIPE))
    assert pay_settlement(means, "R1", "R1-1", NOW) == "taken_on"
    assert noted(returns) == (SettlementState.DUE, "re_1", "", Money.DUE)


def test_a_refusal_is_noted_with_its_code() -> None:
    refusing = Says(PaymentRefused("no", code="stripe_charge_disputed"))
    means, returns = payers(refusing, order(line(), sale=STRIPE))
    assert pay_settlement(means, "R1", "R1-1", NOW) == "refused"
    assert noted(returns) == (SettlementState.FAILED, "", "stripe_charge_disputed", Money.FAILED)


def test_when_nobody_answers_nothing_is_noted() -> None:
    means, returns = payers(Says(PayerUnavailable("away")), order(line(), sale=STRIPE))
    with pytest.raises(Unavailable):
        pay_settlement(means, "R1", "R1-1", NOW)
    assert noted(returns)[0] is SettlementState.DUE


def test_a_payment_that_the_order_lost_is_refused() -> None:
    means, returns = payers(Says(Settled(True)), order(line(), sale=STRIPE))
    gone = replace(means, orders=Orders(order(line(), sale=Sale("JPY", payments=(Payment("p7", "card", 1000),)))))  # type: ignore[arg-type]
    assert pay_settlement(gone, "R1", "R1-1", NOW) == "refused"
    assert noted(returns)[2] == "payment_unknown"


def test_nothing_is_paid_beyond_the_fence() -> None:
    stripe = Says(Settled(True))
    other = Settlement("R9-1", "R9", "A-1", SettlementKind.STORE_CREDIT, ("1",), 1)
    means, _ = payers(stripe, order(line(), sale=STRIPE), other)
    with pytest.raises(OverRefund):
        pay_settlement(means, "R1", "R1-1", NOW)
    assert stripe.asked == []


def test_stock_is_what_all_warehouses_have_and_unknown_where_nobody_says() -> None:
    stock = PublishedStock(lambda: {"MUG": {"tokyo": 2, "osaka": 3}, "CUP": {}})
    assert [stock.available(sku) for sku in ("MUG", "CUP", "BOX")] == [5, 0, None]
