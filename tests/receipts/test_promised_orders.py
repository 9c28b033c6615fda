"""Orders are read with the promises that were kept for them, and stored without."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from shared.receipts.freeze_promise import freeze_promise
from shared.receipts.promised_orders import PromisedOrders, told_by
from shared.receipts.receipt import PromiseReceipt
from shared.tracking.order import Order, PromiseTold
from tests.fakes import InMemoryOrders, InMemoryReceipts
from tests.receipts.promises import MORNING, REQUEST, SECRET, basis
from tests.samples import order

WINDOW = PromiseTold(date(2026, 11, 27), date(2026, 11, 28))


class Shop:
    def __init__(self, **changes: object) -> None:
        self.stored, self.receipts = InMemoryOrders(), InMemoryReceipts()
        self.stored.save(order(**{"order_id": REQUEST.order_id, "promise": None, **changes}), ())

    def promised(self, minutes: int) -> PromiseReceipt:
        """A promise that was kept so many minutes after the morning."""
        signed, _ = freeze_promise(
            self.receipts,
            basis(),
            REQUEST,
            idempotency_key=f"key-{minutes}",
            secret=SECRET,
            now=MORNING + timedelta(minutes=minutes),
        )
        return signed.receipt

    @property
    def read(self) -> Order:
        found = PromisedOrders(self.stored, self.receipts).get(REQUEST.order_id)
        assert found is not None
        return found


def test_first_and_last_are_found_and_nothing_is_written() -> None:
    shop = Shop()
    assert shop.read.promise is None
    first, _, last = (told_by(shop.promised(minutes)) for minutes in (0, 5, 9))
    assert (shop.read.first_promise, shop.read.promise) == (first, last)
    assert shop.stored.orders[REQUEST.order_id].promise is None


def test_of_an_order_that_names_one_receipt_the_others_are_found_too() -> None:
    shop = Shop()
    middle = told_by(shop.promised(5))
    shop.stored.orders[REQUEST.order_id] = replace(shop.read, promise=middle, replaced_promise=None)
    first, last = told_by(shop.promised(0)), told_by(shop.promised(9))
    assert (shop.read.first_promise, shop.read.promise) == (first, last)


def test_a_window_in_the_shops_own_words_counts() -> None:
    shop = Shop(promise=WINDOW)
    shop.promised(0)
    assert (shop.read.first_promise, shop.read.promise) == (WINDOW, WINDOW)


def test_an_order_that_is_not_there_or_is_found_by_its_link() -> None:
    shop = Shop()
    kept = told_by(shop.promised(0))
    orders = PromisedOrders(shop.stored, shop.receipts)
    assert orders.get("A-404") is None
    linked = orders.by_link(shop.read.link)
    assert linked is not None
    assert linked.promise == kept
