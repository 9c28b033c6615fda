"""What a return comes to, case by case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.returns.axes import Approval, Inspection, Money
from shared.returns.money.gain import WantedWithoutPrice
from shared.returns.money.reckon import CurrencyMismatch, reckon
from shared.returns.order_account import OrderAccount
from shared.returns.policy.policy import Actions, Bonus, Fee
from shared.returns.request.positions import PositionUnknown
from shared.returns.return_request import ReturnItem, Wanted
from shared.returns.vocabulary import Keep, Outcome, ShippingRefund
from shared.tracking.sale import Payment, Sale
from tests.returns.money.selling import (
    counting,
    flows,
    item,
    line,
    order,
    parts,
    reckoned,
    request,
    sale,
    settled,
)

WAY_BACK = Actions(shipping_fee=Fee(fixed=500))


def test_a_refund_is_the_list_price_less_its_part_of_the_discount() -> None:
    reckoning = reckoned(request(item(quantity=2)), order(line(quantity=3, price=3000, discount=100)))
    assert parts(reckoning) == {"goods": 2000, "discount": -67}
    assert flows(reckoning) == [("refund", 1933, 0)]


def test_tax_on_top_is_paid_back_and_tax_inside_is_stated() -> None:
    on_top = order(line(quantity=2, price=2000, tax=200), sale=sale(2200, tax_included=False))
    inside = order(line(quantity=2, price=2200, tax=200), sale=sale(2200))
    assert parts(reckoned(request(item()), on_top)) == {"goods": 1000, "tax": 100}
    assert reckoned(request(item()), inside).includes_tax == 100
    assert flows(reckoned(request(item()), on_top)) == flows(reckoned(request(item()), inside)) == [("refund", 1100, 0)]


def test_the_way_back_costs_once_and_the_highest_fee() -> None:
    bought = order(line(), line("CUP", price=2000))
    asked = request(item(terms=WAY_BACK), item("2", "CUP", terms=Actions(shipping_fee=Fee(fixed=700))))
    assert parts(reckoned(asked, bought)) == {"goods": 3000, "shipping_fee": -700}


def test_who_sends_back_a_broken_thing_pays_nothing_of_the_fee_for_another_one() -> None:
    asked = request(item(terms=WAY_BACK), item("2", "CUP", terms=Actions(shipping_fee=Fee())))
    (flow,) = reckoned(asked, order(line(), line("CUP"))).flows
    assert flow.parts == (("1", 500, 0), ("2", 1000, 0))


def test_a_fee_is_never_more_than_what_is_given_back() -> None:
    reckoning = reckoned(request(item(terms=WAY_BACK)), order(line(price=300)))
    assert (reckoning.balance, reckoning.flows) == (0, ())


def test_what_is_kept_has_no_way_back() -> None:
    asked = request(item(terms=replace(WAY_BACK, keep=Keep.DONATE)))
    assert flows(reckoned(asked, order(line()))) == [("refund", 1000, 0)]


def test_restocking_costs_by_the_piece_and_by_the_rate() -> None:
    asked = request(item(quantity=2, terms=Actions(restocking_fee=Fee(fixed=50, basis_points=1500))))
    assert parts(reckoned(asked, order(line(quantity=2, price=2000)))) == {"goods": 2000, "restocking_fee": -400}


def test_partial_credit_and_inspection_lessen_one_another() -> None:
    asked = request(item(terms=Actions(credit_basis_points=8000), inspection=Inspection.REDUCED, reduced_to=5000))
    reckoning = reckoned(asked, order(line()))
    assert parts(reckoning) == {"goods": 1000, "reduction": -600}
    assert {entry.rule for entry in reckoning.entries} == {"", "inspection"}


@pytest.mark.parametrize(
    "dead",
    [
        {"approval": Approval.DECLINED},
        {"approval": Approval.CANCELLED},
        {"approval": Approval.EXPIRED},
        {"inspection": Inspection.FAILED},
        {"money": Money.WITHHELD},
    ],
)
def test_nothing_is_given_for_what_does_not_count(dead: dict[str, object]) -> None:
    asked = request(item(**dead), item("2", "CUP"))  # type: ignore[arg-type]
    assert flows(reckoned(asked, order(line(), line("CUP", price=300)))) == [("refund", 300, 0)]


def test_delivery_is_paid_back_by_share_of_value() -> None:
    bought = order(line(quantity=3, price=3000), line("CUP", price=1000), sale=sale(4400, shipping=400))
    asked = request(item(quantity=2, terms=Actions(shipping_refund=ShippingRefund.SHARE)))
    assert parts(reckoned(asked, bought))["shipping"] == 200


def test_delivery_of_the_whole_order_is_paid_back_with_its_last_piece() -> None:
    bought = order(line(quantity=2, price=2000), sale=sale(2400, shipping=400))
    whole = Actions(shipping_refund=ShippingRefund.WHOLE_ORDER)
    first = settled(request(item(terms=whole)), bought)
    assert sum(each.amount for each in first.settlements) == 1000
    account = counting(OrderAccount("A-1"), first)
    last = request(item(terms=whole, first_piece=1), return_id="R2")
    assert flows(reckoned(last, bought, accounts={"A-1": account})) == [("refund", 1400, 0)]
    again = counting(account, settled(last, bought, accounts={"A-1": account}))
    assert flows(reckoned(last, bought, accounts={"A-1": again})) == [("refund", 1400, 0)]


def test_pieces_that_were_cancelled_are_not_waited_for() -> None:
    mug = replace(line(quantity=2, price=2000), cancelled=1)
    asked = request(item(terms=Actions(shipping_refund=ShippingRefund.WHOLE_ORDER)))
    assert parts(reckoned(asked, order(mug, sale=sale(2400, shipping=400))))["shipping"] == 400


def test_delivery_is_never_paid_back_twice() -> None:
    bought = order(line(quantity=3, price=3000), sale=sale(3400, shipping=400))
    always = Actions(shipping_refund=ShippingRefund.ALWAYS)
    first = settled(request(item(terms=always)), bought)
    account = counting(OrderAccount("A-1"), first)
    second = request(item(terms=always, first_piece=1), return_id="R2")
    assert first.settlements[0].amount == 1400
    assert parts(reckoned(second, bought, accounts={"A-1": account})) == {"goods": 1000}


def test_taxed_delivery_is_paid_back_with_its_tax() -> None:
    bought = order(line(price=1000, tax=100), sale=sale(1540, shipping=400, shipping_tax=40, tax_included=False))
    asked = request(item(terms=Actions(shipping_refund=ShippingRefund.ALWAYS)))
    assert parts(reckoned(asked, bought)) == {"goods": 1000, "tax": 100, "shipping": 400, "shipping_tax": 40}


def test_a_refund_goes_back_by_every_payment_in_proportion() -> None:
    paid = Sale("JPY", payments=(Payment("card", "card", 700), Payment("gift", "gift_card", 300)))
    reckoning = reckoned(request(item()), order(line(quantity=2, price=1000), sale=paid))
    assert [(flow.payment_id, flow.amount) for flow in reckoning.flows] == [("card", 350), ("gift", 150)]


def test_what_one_payment_was_refunded_is_not_refunded_to_it_again() -> None:
    paid = Sale("JPY", payments=(Payment("card", "card", 700), Payment("gift", "gift_card", 300)))
    bought = order(line(quantity=3, price=1000), sale=paid)
    first = settled(request(item()), bought)
    rest = request(item(quantity=2, first_piece=1), return_id="R2")
    accounts = {"A-1": counting(OrderAccount("A-1"), first)}
    sums = [(flow.payment_id, flow.amount) for flow in reckoned(rest, bought, accounts=accounts).flows]
    assert [(s.payment_id, s.amount) for s in first.settlements] == [("card", 233), ("gift", 100)]
    assert sums == [("card", 467), ("gift", 200)]


def test_more_than_was_captured_is_not_given() -> None:
    reckoning = reckoned(request(item()), order(line(), sale=sale(800)))
    assert parts(reckoning) == {"goods": 1000, "reduction": -200}
    assert (flows(reckoning), reckoning.balance) == ([("refund", 800, 0)], 800)


def test_where_no_payment_is_named_the_orders_total_is_the_bound() -> None:
    bought = order(line(), sale=Sale("JPY", shipping=400))
    reckoning = reckoned(request(item(terms=Actions(shipping_refund=ShippingRefund.ALWAYS))), bought)
    assert [(flow.payment_id, flow.amount) for flow in reckoning.flows] == [("", 1400)]


def test_store_credit_comes_with_its_bonus_up_to_the_limit() -> None:
    bonus = Actions(bonuses=(Bonus(Outcome.STORE_CREDIT, fixed=100, basis_points=1000, at_most=250),))
    credit = [item(n, terms=bonus, outcome=Outcome.STORE_CREDIT, first_piece=int(n) - 1) for n in ("1", "2")]
    bought = order(line(quantity=2, price=2000))
    assert flows(reckoned(request(credit[0]), bought)) == [("store_credit", 1000, 200)]
    assert flows(reckoned(request(*credit), bought)) == [("store_credit", 2000, 250)]


def test_a_fixed_bonus_is_given_once_for_each_outcome_of_a_return() -> None:
    both = Actions(bonuses=(Bonus(Outcome.STORE_CREDIT, fixed=500), Bonus(Outcome.GIFT_CARD, fixed=300, at_most=200)))
    asked = request(
        item("1", terms=both, outcome=Outcome.STORE_CREDIT),
        item("2", "CUP", terms=both, outcome=Outcome.GIFT_CARD),
        item("3", "BAG", terms=both, outcome=Outcome.STORE_CREDIT),
    )
    bought = order(line(), line("CUP"), line("BAG"))
    assert flows(reckoned(asked, bought)) == [("store_credit", 2000, 500), ("gift_card", 1000, 200)]


def test_a_gift_is_paid_in_credit_and_never_to_the_buyers_card() -> None:
    asked = request(
        item(), item("2", "CUP", outcome=Outcome.GIFT_CARD), item("3", "BOX", outcome=Outcome.OTHER_ITEM,
        wanted=Wanted("TIN", 1, 400)), is_gift=True,
    )  # fmt: skip
    reckoning = reckoned(asked, order(line(), line("CUP"), line("BOX")))
    assert flows(reckoning) == [("store_credit", 1600, 0), ("gift_card", 1000, 0), ("goods", 400, 0)]


def swap(price: int, terms: Actions | None = None, item_id: str = "1") -> ReturnItem:
    wanted = Wanted("TIN", 1, price)
    return item(item_id, terms=terms, outcome=Outcome.OTHER_ITEM, wanted=wanted, first_piece=int(item_id) - 1)


def test_the_difference_of_an_exchange_is_refunded_or_charged() -> None:
    assert flows(reckoned(request(swap(700)), order(line()))) == [("refund", 300, 0), ("goods", 700, 0)]
    assert flows(reckoned(request(swap(1300)), order(line()))) == [("goods", 1000, 0), ("charge", 300, 0)]


def test_a_small_difference_is_waived_and_a_greater_one_is_charged_whole() -> None:
    waived = Actions(difference_waived=300)
    reckoning = reckoned(request(swap(1300, waived)), order(line()))
    assert (flows(reckoning), parts(reckoning)["waived"], reckoning.balance) == ([("goods", 1000, 300)], 300, 0)
    assert flows(reckoned(request(swap(1301, waived)), order(line())))[1] == ("charge", 301, 0)


def test_the_limit_for_waiving_holds_for_the_return() -> None:
    waived = Actions(difference_waived=300)
    asked = request(swap(1200, waived), swap(1200, waived, "2"))
    assert flows(reckoned(asked, order(line(quantity=2, price=2000))))[-1] == ("charge", 400, 0)


def test_exchanges_help_one_another_out_before_anybody_pays() -> None:
    asked = request(swap(700), swap(1200, item_id="2"))
    assert flows(reckoned(asked, order(line(quantity=2, price=2000)))) == [
        ("refund", 100, 0), ("goods", 700, 0), ("goods", 1200, 0),
    ]  # fmt: skip


def test_an_exchange_bonus_pays_a_difference_and_never_turns_into_money() -> None:
    bonus = Actions(bonuses=(Bonus(Outcome.OTHER_ITEM, fixed=200),))
    assert flows(reckoned(request(swap(1300, bonus)), order(line()))) == [("goods", 1000, 200), ("charge", 100, 0)]
    assert flows(reckoned(request(swap(900, bonus)), order(line()))) == [("refund", 100, 0), ("goods", 900, 0)]


def test_another_variant_without_a_price_costs_what_this_one_cost() -> None:
    even = request(item(outcome=Outcome.EXCHANGE, wanted=Wanted("MUG-L", 1)))
    assert flows(reckoned(even, order(line(discount=100)))) == [("goods", 900, 0)]
    with_fee = request(item(outcome=Outcome.EXCHANGE, wanted=Wanted("MUG-L", 1), terms=WAY_BACK))
    assert flows(reckoned(with_fee, order(line()))) == [("goods", 500, 0), ("charge", 500, 0)]


def test_another_item_needs_a_price() -> None:
    with pytest.raises(WantedWithoutPrice):
        reckoned(request(swap(0)), order(line()))


@pytest.mark.parametrize("outcome", [Outcome.REPLACEMENT, Outcome.REPAIR, Outcome.SPARE_PART])
def test_goods_for_goods_move_no_money_but_a_fee(outcome: Outcome) -> None:
    assert flows(reckoned(request(item(outcome=outcome)), order(line()))) == [("goods", 0, 0)]
    reckoning = reckoned(request(item(outcome=outcome, terms=WAY_BACK)), order(line()))
    assert (flows(reckoning), reckoning.balance) == ([("goods", 0, 0), ("charge", 500, 0)], -500)


def test_a_return_over_two_orders_pays_each_by_its_own_payments() -> None:
    asked = request(item(terms=WAY_BACK), item("2", order_id="A-2", terms=WAY_BACK))
    reckoning = reckoned(asked, order(line()), order(line(price=3000), order_id="A-2"))
    assert [(flow.order_id, flow.amount) for flow in reckoning.flows] == [("A-1", 875), ("A-2", 2625)]


def test_orders_of_another_currency_are_refused() -> None:
    with pytest.raises(CurrencyMismatch):
        reckoned(request(item(), currency="EUR"), order(line()))


def test_an_unknown_order_or_position_is_refused() -> None:
    with pytest.raises(PositionUnknown):
        reckon(request(item()), {}, {})
    with pytest.raises(PositionUnknown):
        reckoned(request(item(sku="NONE")), order(line()))


def test_an_order_without_prices_moves_goods_and_no_money() -> None:
    asked = request(item(), item("2", outcome=Outcome.EXCHANGE, wanted=Wanted("MUG-L", 1)))
    reckoning = reckoned(asked, replace(order(line()), sale=None))
    assert (flows(reckoning), reckoning.unpriced, reckoning.entries) == ([("goods", 0, 0)], ("1", "2"), ())


def test_goods_that_come_back_make_room_for_what_they_were_given_for() -> None:
    bought = order(line())
    swapped = settled(request(swap(1000)), bought)
    accounts = {"A-1": counting(OrderAccount("A-1"), swapped)}
    chained = request(item(), return_id="R2", replaces="R1")
    stranger = replace(chained, replaces="")
    assert flows(reckoned(chained, bought, accounts=accounts)) == [("refund", 1000, 0)]
    assert flows(reckoned(stranger, bought, accounts=accounts)) == []


def test_amounts_of_the_policy_are_turned_into_the_shoppers_currency() -> None:
    euros = order(line(price=5000), sale=sale(5000, currency="EUR", shop_currency="JPY", rate="160"))
    reckoning = reckoned(request(item(terms=WAY_BACK), currency="EUR"), euros)
    assert parts(reckoning)["shipping_fee"] == -312
