"""What an order was sold for stays known where the shop tells the order again without it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from shared.tracking.order import Order, OrderLine
from shared.tracking.record_order import record_order
from shared.tracking.sale import LineSale, Payment, Sale
from tests.fakes import InMemoryOrders
from tests.samples import NOW, order

SALE = Sale("JPY", shipping=550, payments=(Payment("P-1", "card", 5000),))
CUP = OrderLine("CUP", "湯のみ", 3, sale=LineSale("L-1", price=3000, discount=301, tax=200, final_sale=True))
TWIN = replace(CUP, sale=LineSale("L-2", price=900))
BOWL = OrderLine("BOWL", "茶わん", 1)


def record(orders: InMemoryOrders, *lines: OrderLine, **changes: object) -> Order:
    return record_order(orders, order(lines=lines, **changes), merchant_id="hanare", now=NOW)[0]


def test_a_sale_once_told_stays_where_it_is_left_out() -> None:
    orders = InMemoryOrders()
    first = record(orders, CUP, BOWL, sale=SALE)
    again = record(orders, replace(CUP, sale=None), BOWL)
    assert again == first
    assert (again.sale, again.lines) == (SALE, (CUP, BOWL))


def test_a_sale_that_is_told_anew_replaces_the_known_one() -> None:
    orders = InMemoryOrders()
    record(orders, CUP, sale=SALE)
    paid = replace(SALE, payments=())
    cheaper = replace(CUP, sale=LineSale("L-1", price=2500))
    stored = record(orders, cheaper, sale=paid)
    assert (stored.sale, stored.lines) == (paid, (cheaper,))


def test_positions_of_one_sku_keep_what_each_was_sold_for() -> None:
    orders = InMemoryOrders()
    record(orders, CUP, TWIN, sale=SALE)
    untold = replace(CUP, sale=None)
    assert record(orders, untold, untold).lines == (CUP, TWIN)
    assert record(orders, CUP, untold).lines == (CUP, TWIN)
    assert record(orders, untold, CUP).lines == (TWIN, CUP)
    assert record(orders, CUP, TWIN, untold).lines == (CUP, TWIN, untold)


def test_amounts_follow_the_quantity_and_words_stay() -> None:
    orders = InMemoryOrders()
    record(orders, CUP, sale=SALE)
    (line,) = record(orders, replace(CUP, sale=None, quantity=2)).lines
    assert line.sale == LineSale("L-1", price=2000, discount=200, tax=133, final_sale=True)


def test_a_gift_code_that_is_left_out_stays_as_long_as_the_order_is_a_gift() -> None:
    orders = InMemoryOrders()
    gift = replace(SALE, is_gift=True, gift_code="a" * 64)
    record(orders, CUP, sale=gift)
    assert record(orders, CUP, sale=replace(gift, gift_code="", shipping=0)).sale == replace(gift, shipping=0)
    assert record(orders, CUP, sale=replace(gift, gift_code="b" * 64)).sale == replace(gift, gift_code="b" * 64)
    assert record(orders, CUP, sale=SALE).sale == SALE


def test_a_position_is_called_by_its_id_or_its_sku() -> None:
    assert [line.position for line in (CUP, BOWL, replace(BOWL, sale=LineSale()))] == ["L-1", "BOWL", "BOWL"]


def test_orders_that_were_stored_without_a_sale_are_still_read() -> None:
    adapter = TypeAdapter(Order)
    written = adapter.dump_python(order(), mode="json")
    for name in ("sale", "cancellations"):
        del written[name]
    for line in written["lines"]:
        del line["sale"]
    assert adapter.validate_python(written) == order()


_LINES = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(1, 5), st.sampled_from([None, "", "1", "2"]), st.integers(0, 99)).map(
        lambda said: OrderLine(said[0], "x", said[1], sale=None if said[2] is None else LineSale(said[2], said[3]))
    ),
    max_size=4,
)


@settings(max_examples=60)
@given(known=_LINES, told=_LINES)
def test_an_order_told_again_changes_nothing_the_second_time(known: list[OrderLine], told: list[OrderLine]) -> None:
    orders = InMemoryOrders()
    record(orders, *known, sale=SALE)
    once = record(orders, *told)
    assert record(orders, *told) == once
    assert [(line.sku, line.quantity) for line in once.lines] == [(line.sku, line.quantity) for line in told]
    assert all(kept.sale == line.sale for kept, line in zip(once.lines, told, strict=True) if line.sale)
