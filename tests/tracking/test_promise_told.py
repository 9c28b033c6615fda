"""What a shopper was told first and what they were told last, kept side by side with the order."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.tracking.order import Order, PromiseTold
from shared.tracking.record_order import record_order
from tests.fakes import InMemoryOrders
from tests.samples import NOW, order

DAY = date(2026, 11, 27)
WINDOW = PromiseTold(DAY, DAY)
LATER = PromiseTold(DAY, DAY + timedelta(days=3))


def receipt(number: int) -> PromiseTold:
    """What the `number`th receipt of an order told."""
    day = DAY + timedelta(days=number % 3)
    return PromiseTold(day, day, f"pr_{number:022}", NOW + timedelta(minutes=number))


def told(*promises: PromiseTold | None) -> Order:
    """The order as stored after the shop sent it with each of `promises`."""
    orders = InMemoryOrders()
    for promise in promises:
        record_order(orders, order(promise=promise), merchant_id="hanare", now=NOW)
    return orders.orders["A-1"]


def test_what_was_told_once_is_first_and_last() -> None:
    assert (told(WINDOW).first_promise, told(WINDOW).promise) == (WINDOW, WINDOW)
    assert told(None).first_promise is None


def test_a_second_promise_never_replaces_the_first() -> None:
    stored = told(WINDOW, LATER, receipt(5))
    assert (stored.first_promise, stored.promise) == (WINDOW, receipt(5))


def test_an_order_that_says_nothing_of_it_leaves_both() -> None:
    stored = told(WINDOW, LATER, None)
    assert (stored.first_promise, stored.promise, stored.version) == (WINDOW, LATER, 2)


def test_a_promise_that_comes_after_an_order_without_one_is_the_first() -> None:
    assert told(None, LATER).first_promise == LATER


def test_the_same_dates_without_a_receipt_do_not_push_the_receipt_out() -> None:
    kept = receipt(1)
    stored = told(kept, PromiseTold(kept.earliest, kept.latest))
    assert (stored.promise, stored.version) == (kept, 1)


@given(st.permutations(range(5)), st.lists(st.integers(0, 4), max_size=3))
def test_receipts_in_any_order_and_again_leave_the_same_first_and_last(order_told: list[int], again: list[int]) -> None:
    stored = told(*(receipt(number) for number in [*order_told, *again]))
    assert (stored.first_promise, stored.promise) == (receipt(0), receipt(4))
