"""Settlements: planned, handed over part by part, planned anew, and fenced."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.returns.axes import Approval, Inspection
from shared.returns.due import due
from shared.returns.money.settle import OverRefund, check_account
from shared.returns.order_account import OrderAccount
from shared.returns.policy.policy import Actions
from shared.returns.return_request import ReturnRequest, Wanted
from shared.returns.settlement import Settlement, SettlementKind, SettlementState
from shared.returns.vocabulary import Outcome, ShippingRefund
from shared.tracking.order import Order
from shared.tracking.sale import Payment, Sale
from tests.returns.money.selling import NOW, counting, item, line, order, reckoned, request, sale, settled

RESERVED, DUE, RELEASED = SettlementState.RESERVED, SettlementState.DUE, SettlementState.RELEASED
Seen = list[tuple[str, int, SettlementState]]


def handed_over(asked: ReturnRequest, *item_ids: str) -> ReturnRequest:
    return replace(asked, settlements=due(asked.settlements, item_ids, NOW))


def with_item(asked: ReturnRequest, item_id: str, **changes: object) -> ReturnRequest:
    items = tuple(
        replace(each, **changes) if each.item_id == item_id else each  # type: ignore[arg-type]
        for each in asked.items
    )
    return replace(asked, items=items)


def seen(asked: ReturnRequest) -> Seen:
    return [(each.settlement_id, each.amount, each.state) for each in asked.settlements]


def two() -> tuple[ReturnRequest, Order]:
    bought = order(line(quantity=3, price=3000), line("CUP", price=500))
    return settled(request(item(quantity=3), item("2", "CUP")), bought), bought


def test_what_is_promised_is_one_settlement_for_each_place() -> None:
    asked, bought = two()
    assert seen(asked) == [("R1-1", 3500, RESERVED)]
    assert settled(asked, bought) == asked


def test_a_part_becomes_due_and_the_rest_stays_promised() -> None:
    asked, bought = two()
    asked = handed_over(asked, "2")
    assert seen(asked) == [("R1-1", 500, DUE), ("R1-2", 3000, RESERVED)]
    assert asked.settlements[0].due_at == NOW
    assert handed_over(asked, "2") == asked == settled(asked, bought)


def test_a_partial_receipt_is_paid_for_what_is_there() -> None:
    asked, bought = two()
    split = (
        replace(asked.items[0], quantity=2),
        replace(asked.items[0], item_id="1.1", quantity=1, first_piece=2),
        asked.items[1],
    )
    asked = settled(replace(asked, items=split), bought)
    asked = handed_over(asked, "1")
    assert seen(asked) == [("R1-1", 2000, DUE), ("R1-2", 1500, RESERVED)]
    asked = settled(with_item(asked, "1.1", inspection=Inspection.FAILED), bought)
    assert seen(asked) == [("R1-1", 2000, DUE), ("R1-2", 500, RESERVED)]


def test_an_item_that_was_paid_whole_and_splits_later_is_not_paid_again() -> None:
    asked, bought = two()
    asked = handed_over(asked, "1", "2")
    split = (replace(asked.items[0], quantity=1), replace(asked.items[0], item_id="1.1", quantity=2, first_piece=1))
    again = settled(replace(asked, items=(*split, asked.items[1])), bought)
    assert again.settlements == asked.settlements


def test_what_nobody_owes_any_more_is_released() -> None:
    asked, bought = two()
    cancelled = with_item(with_item(asked, "1", approval=Approval.CANCELLED), "2", approval=Approval.CANCELLED)
    assert seen(settled(cancelled, bought)) == [("R1-1", 3500, RELEASED)]


def test_a_reduction_before_payment_lessens_what_is_promised() -> None:
    asked, bought = two()
    reduced = with_item(asked, "1", inspection=Inspection.REDUCED, reduced_to=5000)
    assert seen(settled(reduced, bought)) == [("R1-1", 2000, RESERVED)]


def test_a_reduction_after_an_instant_refund_is_written_off() -> None:
    asked, bought = two()
    asked = with_item(handed_over(asked, "1", "2"), "1", inspection=Inspection.FAILED)
    assert settled(asked, bought).settlements == asked.settlements
    assert reckoned(asked, bought).overpaid == (("1", 3000),)


def test_a_fee_that_is_waived_later_is_paid_as_another_refund() -> None:
    bought = order(line())
    fee = Actions(credit_basis_points=5000)
    asked = handed_over(settled(request(item(terms=fee)), bought), "1")
    asked = settled(replace(asked, items=(item(),)), bought)
    assert seen(asked) == [("R1-1", 500, DUE), ("R1-2", 500, RESERVED)]


def test_an_outcome_that_is_changed_after_payment_pays_nothing_twice() -> None:
    bought = order(line())
    asked = handed_over(settled(request(item()), bought), "1")
    asked = settled(with_item(asked, "1", outcome=Outcome.STORE_CREDIT), bought)
    assert seen(asked) == [("R1-1", 1000, DUE)]


def test_goods_that_were_sent_are_neither_sent_again_nor_charged_for_later() -> None:
    bought = order(line())
    swap = item(outcome=Outcome.OTHER_ITEM, wanted=Wanted("TIN", 1, 1200))
    asked = handed_over(settled(request(swap), bought), "1")
    assert [(s.kind, s.amount) for s in asked.settlements] == [("goods", 1000), ("charge", 200)]
    reduced = with_item(asked, "1", inspection=Inspection.REDUCED, reduced_to=5000)
    assert settled(reduced, bought).settlements == asked.settlements
    assert reckoned(reduced, bought).overpaid == (("1", 500),)


def test_a_replacement_is_sent_once() -> None:
    bought = order(line())
    asked = handed_over(settled(request(item(outcome=Outcome.REPLACEMENT)), bought), "1")
    assert settled(asked, bought).settlements == asked.settlements
    assert (asked.settlements[0].sku, asked.settlements[0].quantity) == ("MUG", 1)


def test_delivery_paid_back_with_an_item_that_failed_is_not_paid_with_another_one() -> None:
    bought = order(line(), line("CUP"), line("BOX"), sale=sale(3400, shipping=400))
    always = Actions(shipping_refund=ShippingRefund.ALWAYS)
    asked = settled(request(item(terms=always), item("2", "CUP", terms=always)), bought)
    asked = handed_over(asked, "1")
    assert (asked.settlements[0].amount, asked.settlements[0].shipping) == (1200, 200)
    asked = settled(with_item(asked, "1", inspection=Inspection.FAILED), bought)
    assert [s.amount for s in asked.settlements] == [1200, 1200]
    check_account(counting(OrderAccount("A-1"), asked), bought)


def test_an_item_that_failed_after_it_was_paid_makes_no_room_for_another_one() -> None:
    bought = order(line(), line("CUP"), sale=sale(1500))
    asked = handed_over(settled(request(item(), item("2", "CUP")), bought), "1")
    assert seen(asked) == [("R1-1", 750, DUE), ("R1-2", 750, RESERVED)]
    asked = settled(with_item(asked, "1", inspection=Inspection.FAILED), bought)
    assert seen(asked) == [("R1-1", 750, DUE), ("R1-2", 750, RESERVED)]


def refund(amount: int, payment: str = "p1", **changes: object) -> Settlement:
    settlement = Settlement("R1-1", "R1", "A-1", SettlementKind.REFUND, ("1",), amount, payment_id=payment)
    return replace(settlement, **changes)  # type: ignore[arg-type]


def account(*settlements: Settlement) -> OrderAccount:
    return OrderAccount("A-1", settlements=settlements)


def test_a_bonus_a_charge_and_what_was_released_do_not_count() -> None:
    bought = order(line())
    settlements = (
        refund(400), refund(900, state=RELEASED),
        replace(refund(600), kind=SettlementKind.STORE_CREDIT, payment_id="", bonus=500),
        replace(refund(300), kind=SettlementKind.CHARGE, payment_id=""),
    )  # fmt: skip
    check_account(account(*settlements), bought)


@pytest.mark.parametrize(
    "settlements",
    [
        (refund(1001),),
        (refund(500), replace(refund(501), kind=SettlementKind.GOODS, payment_id="")),
        (refund(500, state=SettlementState.FAILED), refund(501, state=SettlementState.DONE)),
        (refund(1, payment="p9"),),
    ],
)
def test_more_than_was_captured_is_refused(settlements: tuple[Settlement, ...]) -> None:
    with pytest.raises(OverRefund):
        check_account(account(*settlements), order(line()))


def test_no_payment_is_refunded_more_than_it_brought() -> None:
    paid = Sale("JPY", payments=(Payment("p1", "card", 400), Payment("p2", "gift_card", 600)))
    check_account(account(refund(400), refund(600, "p2")), order(line(), sale=paid))
    with pytest.raises(OverRefund):
        check_account(account(refund(401), refund(500, "p2")), order(line(), sale=paid))
