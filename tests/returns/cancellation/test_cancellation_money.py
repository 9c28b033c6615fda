"""What a cancellation brings: exact to the last unit, however it is cut, and never more than was captured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.returns.cancellation import CancellationRules, PaidBack
from shared.returns.cancellation_money import paid_back
from shared.returns.order_account import OrderAccount
from shared.returns.settlement import Settlement, SettlementKind
from shared.tracking.cancellation_asked import CancellationAsked
from shared.tracking.order import Order, OrderLine
from shared.tracking.sale import LineSale, Payment, Sale
from tests.samples import NOW, order

CUP = OrderLine("CUP", "湯のみ", 3, sale=LineSale(price=3000, discount=200, tax=100))
BOWL = OrderLine("BOWL", "茶わん", 1, sale=LineSale(price=1000))
FREE_FROM_3500 = CancellationRules(enabled=True, free_shipping_from=3500, shipping_fee=600, currency="JPY")
NO_FEE = CancellationRules(enabled=True)
NOTHING: Mapping[str, int] = {}
EMPTY = OrderAccount("A-1")


def sold(*lines: OrderLine, captured: int = 99_999, **sale: object) -> Order:
    values = {"currency": "JPY", "payments": (Payment("P", "card", captured),), **sale}
    return order(lines=lines or (CUP, BOWL), sale=Sale(**values))  # type: ignore[arg-type]


def money(
    order: Order,
    after: Mapping[str, int],
    before: Mapping[str, int] = NOTHING,
    rules: CancellationRules = NO_FEE,
    account: OrderAccount = EMPTY,
) -> PaidBack:
    found = paid_back(order, before, after, rules, account)
    assert found is not None
    return found


def asked(order: Order, value: int, back: int) -> Order:
    one = CancellationAsked("r", NOW, "shopper", (), whole_order=False, currency="JPY", value=value, paid_back=back)
    return replace(order, cancellations=(*order.cancellations, one))


def test_all_of_it_brings_goods_and_delivery() -> None:
    assert money(sold(shipping=500, captured=4300), {"CUP": 3, "BOWL": 1}) == PaidBack(
        "JPY", 3800, 0, 500, 0, 4300, 4300
    )


def test_some_of_it_brings_its_share_of_the_goods_and_no_delivery() -> None:
    assert money(sold(shipping=500), {"CUP": 1}) == PaidBack("JPY", 934, 0, 0, 0, 934, 934)
    assert money(sold(shipping=500), {"CUP": 3}) == PaidBack("JPY", 2800, 0, 0, 0, 2800, 2800)


def test_tax_on_top_comes_back_too() -> None:
    usual = sold(shipping=500, shipping_tax=50, tax_included=False)
    assert money(usual, {"CUP": 3}) == PaidBack("JPY", 2800, 100, 0, 0, 2900, 2900)
    assert money(usual, {"CUP": 3, "BOWL": 1}) == PaidBack("JPY", 3800, 100, 550, 0, 4450, 4450)


def test_what_falls_below_free_shipping_bears_its_fee() -> None:
    assert money(sold(), {"BOWL": 1}, rules=FREE_FROM_3500) == PaidBack("JPY", 1000, 0, 0, 600, 400, 400)


@pytest.mark.parametrize(
    ("usual", "rules", "after"),
    [
        (sold(), replace(FREE_FROM_3500, free_shipping_from=2800), {"BOWL": 1}),  # the rest still is free
        (sold(), replace(FREE_FROM_3500, free_shipping_from=3801), {"BOWL": 1}),  # it was not free before
        (sold(shipping=600), FREE_FROM_3500, {"BOWL": 1}),  # it was paid for
        (sold(), replace(FREE_FROM_3500, currency="USD"), {"BOWL": 1}),
        (sold(), NO_FEE, {"BOWL": 1}),
    ],
)
def test_no_fee_is_due_where_nothing_changes_for_the_delivery(
    usual: Order, rules: CancellationRules, after: Mapping[str, int]
) -> None:
    assert money(usual, after, rules=rules) == PaidBack("JPY", 1000, 0, 0, 0, 1000, 1000)


def test_a_fee_is_never_more_than_what_is_cancelled_bears() -> None:
    small = replace(BOWL, sku="S", sale=LineSale(price=400))
    usual = sold(CUP, replace(small, quantity=1), BOWL)
    rules = replace(FREE_FROM_3500, free_shipping_from=4200)
    first = money(usual, {"S": 1}, rules=rules)
    assert first == PaidBack("JPY", 400, 0, 0, 400, 0, 0)
    second = money(asked(usual, first.value, first.paid_back), {"S": 1, "BOWL": 1}, {"S": 1}, rules)
    assert second == PaidBack("JPY", 1000, 0, 0, 200, 800, 800)  # the rest of the fee
    both = asked(asked(usual, 0, 0), 800, 800)
    last = money(both, {"S": 1, "BOWL": 1, "CUP": 3}, {"S": 1, "BOWL": 1}, rules)
    assert last == PaidBack("JPY", 2800, 0, 600, 0, 3400, 3400)  # and the fee comes back with everything


def test_only_what_was_captured_goes_back() -> None:
    assert money(sold(captured=0), {"CUP": 3}).paid_back == 0
    assert money(sold(captured=1000), {"CUP": 3}).paid_back == 1000
    assert money(asked(sold(captured=1000), 0, 900), {"CUP": 3}).paid_back == 100
    settlement = Settlement("s", "r", "A-1", SettlementKind.REFUND, (), 950)
    assert (
        money(sold(captured=1000), {"CUP": 3}, account=OrderAccount("A-1", settlements=(settlement,))).paid_back == 50
    )


def test_what_the_shop_cancelled_by_itself_it_paid_back_by_itself() -> None:
    usual = sold(shipping=500, captured=4300)
    assert money(usual, {"CUP": 3, "BOWL": 1}, {"BOWL": 1}) == PaidBack("JPY", 2800, 0, 500, 0, 3300, 3300)


def test_without_all_prices_nothing_is_said() -> None:
    for unsold in (
        order(lines=(CUP,)),
        sold(CUP, replace(BOWL, sale=None)),
        sold(CUP, CUP),
    ):
        assert paid_back(unsold, {}, {"CUP": 1}, NO_FEE, EMPTY) is None


_AMOUNT = st.integers(0, 5000)
_LINES = st.lists(st.tuples(st.integers(1, 4), _AMOUNT, _AMOUNT, _AMOUNT), min_size=1, max_size=3)


@settings(max_examples=60)
@given(
    lines=_LINES,
    shipping=_AMOUNT,
    included=st.booleans(),
    threshold=st.none() | _AMOUNT,
    fee=_AMOUNT,
    captured=st.integers(0, 40_000),
    data=st.data(),
)
def test_however_an_order_is_cut_the_sum_is_the_whole_and_never_more_than_was_captured(
    lines: list[tuple[int, int, int, int]],
    shipping: int,
    included: bool,
    threshold: int | None,
    fee: int,
    captured: int,
    data: st.DataObject,
) -> None:
    positions = [
        OrderLine(f"S{n}", "x", pieces, sale=LineSale(price=price, discount=min(price, off), tax=tax))
        for n, (pieces, price, off, tax) in enumerate(lines)
    ]
    usual = sold(*positions, captured=captured, shipping=shipping, tax_included=included)
    rules = CancellationRules(True, None, True, threshold, fee, "JPY")
    whole = money(usual, {line.sku: line.quantity for line in positions}, rules=rules)
    pieces = data.draw(st.permutations([line.sku for line in positions for _ in range(line.quantity)]))
    gone: dict[str, int] = {}
    for sku in pieces:
        after = {**gone, sku: gone.get(sku, 0) + 1}
        part = money(usual, after, gone, rules)
        assert part.value == part.goods + part.tax + part.shipping - part.shipping_fee
        assert 0 <= part.paid_back <= part.value
        usual, gone = asked(usual, part.value, part.paid_back), after
    assert sum(one.value for one in usual.cancellations) == whole.value
    assert sum(one.paid_back for one in usual.cancellations) == whole.paid_back <= captured
