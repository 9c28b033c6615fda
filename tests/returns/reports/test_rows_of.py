from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.returns.axes import Approval, Logistics
from shared.returns.reports.read_rows import read_rows
from shared.returns.reports.returned_item import ReturnedItem, Status
from shared.returns.reports.rows_of import KEPT_AFTER_DAYS, returned_items, sold_items
from shared.returns.reports.words import words
from shared.returns.return_request import ReturnItem, ReturnRequest, ReturnShipment, Wanted
from shared.returns.settlement import Settlement, SettlementKind, SettlementState
from shared.returns.vocabulary import Disposition, Method, Outcome
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.order import Order, OrderLine, Shipment
from shared.tracking.ports import PlacedOrder
from shared.tracking.sale import Buyer, LineSale
from tests.fakes.returns import InMemoryReturns
from tests.returns.money.selling import NOW, item, order, request, sale

TEE = OrderLine(
    "tee-M",
    "a tee",
    3,
    sale=LineSale("tee", 9000, 1000, product_id="P1", product_type="tops", options=(("size", "M"),)),
)
ORDER = order(TEE, sale=sale(8000, buyer=Buyer(tier="gold")))
BACK = item("1", "tee", 1, line="tee", reason="size_too_small", outcome=Outcome.EXCHANGE, wanted=Wanted("tee-L", 1))


def done(kind: SettlementKind, amount: int, **changes: object) -> Settlement:
    values: dict[str, object] = {"item_ids": ("1",), "state": SettlementState.DONE, "bonus": 0}
    return Settlement("s1", "R1", "A-1", kind, amount=amount, **{**values, **changes})  # type: ignore[arg-type]


def row(asked: ReturnRequest, known: Order = ORDER, replaced: tuple[str, ...] = ()) -> ReturnedItem:
    options = {"tee-L": (("size", "L"),)}
    (found,) = returned_items(asked, {known.order_id: known}, options, replaced, NOW)
    return found


def test_a_row_says_what_came_back_and_what_was_wanted() -> None:
    found = row(request(BACK))
    assert (found.goods.product, found.goods.product_type, found.goods.tier) == ("P1", "tops", "gold")
    assert (found.wanted_sku, found.wanted_options) == ("tee-L", (("size", "L"),))
    assert (found.goods.value, found.status) == (2666, Status.ACCEPTED)


def test_the_values_of_all_pieces_add_up_to_what_was_paid() -> None:
    items = [replace(BACK, item_id=str(n), first_piece=n) for n in range(3)]
    found = list(returned_items(request(*items), {"A-1": ORDER}, {}, (), NOW))
    assert sum(each.goods.value for each in found) == 8000
    (sold,) = sold_items(ORDER)
    assert (sold.goods.value, sold.goods.quantity) == (8000, 3)


def test_cancelled_pieces_were_not_sold() -> None:
    assert [each.goods.quantity for each in sold_items(order(replace(TEE, cancelled=1)))] == [2]
    assert not list(sold_items(order(replace(TEE, cancelled=3))))


def test_what_was_paid_on_top_is_no_revenue_that_was_kept() -> None:
    found = row(request(BACK, settlements=(done(SettlementKind.GOODS, 5000),)))
    assert found.exchanged == found.goods.value == 2666


def test_the_same_sent_again_keeps_the_revenue() -> None:
    again = replace(BACK, outcome=Outcome.REPLACEMENT)
    assert row(request(again, settlements=(done(SettlementKind.GOODS, 0),))).exchanged == 2666
    assert row(request(again)).exchanged == 0


def test_only_what_was_done_counts() -> None:
    waits = done(SettlementKind.REFUND, 2666, state=SettlementState.RESERVED)
    assert row(request(BACK, settlements=(waits,))).refunded == 0


def test_of_a_settlement_of_several_items_each_has_its_part() -> None:
    both = done(
        SettlementKind.STORE_CREDIT, 5000, bonus=500, item_ids=("1", "2"), parts=(("1", 3000, 300), ("2", 2000, 200))
    )
    found = row(request(BACK, settlements=(both,)))
    assert (found.credited, found.bonus) == (3000, 300)


def test_the_way_back_is_shared_by_its_items_and_given_back_labels_cost_nothing() -> None:
    way = ReturnShipment("S", Method.LABEL, ("1", "2"), cost=701, cost_currency="JPY")
    gone = replace(way, shipment_id="S2", voided_at=NOW)
    items = [BACK, replace(BACK, item_id="2", first_piece=1)]
    found = list(returned_items(request(*items, shipments=(way, gone)), {"A-1": ORDER}, {}, (), NOW))
    assert [each.way_back for each in found] == [351, 350]


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"disposition": Disposition.RESTOCK}, False),
        ({"disposition": Disposition.SCRAP}, True),
        ({"logistics": Logistics.NOT_NEEDED}, True),
        ({"logistics": Logistics.MISSING}, True),
        ({"logistics": Logistics.NOT_NEEDED, "outcome": Outcome.SPARE_PART}, False),
        ({"logistics": Logistics.MISSING, "approval": Approval.DECLINED}, False),
    ],
)
def test_goods_that_cannot_be_sold_again_are_lost(changes: dict[str, object], lost: bool) -> None:
    assert row(request(replace(BACK, **changes))).lost == (2666 if lost else 0)  # type: ignore[arg-type]


def test_goods_sent_instead_are_kept_once_they_were_not_asked_back_for_long() -> None:
    long_ago = NOW - timedelta(days=KEPT_AFTER_DAYS)
    assert row(request(BACK, resolved_at=long_ago)).kept is True
    assert row(request(BACK, resolved_at=long_ago + timedelta(days=1))).kept is None
    assert row(request(BACK)).kept is None
    assert row(request(BACK, resolved_at=long_ago), replaced=("R1",)).kept is False
    assert row(request(replace(BACK, outcome=Outcome.REFUND))).kept is False


def test_a_draft_is_no_row() -> None:
    assert not list(returned_items(request(replace(BACK, approval=Approval.DRAFT)), {"A-1": ORDER}, {}, (), NOW))


def test_amounts_are_in_the_shops_currency_at_the_orders_rate() -> None:
    abroad = order(TEE, sale=sale(8000, currency="EUR", shop_currency="JPY", rate="160"))
    found = row(request(BACK, settlements=(done(SettlementKind.REFUND, 2666),)), abroad)
    assert (found.goods.currency, found.goods.value, found.refunded) == ("JPY", 4266, 4266)


def test_a_carrier_is_named_only_where_there_was_one() -> None:
    one = Shipment("S-1", NOW, (ParcelNumber("yamato", "1"),), warehouse="tokyo")
    other = Shipment("S-2", NOW, (ParcelNumber("sagawa", "2"),), warehouse="tokyo")
    assert row(request(BACK), ORDER.with_shipment(one)).goods.carrier == "yamato"
    both = row(request(BACK), ORDER.with_shipment(one).with_shipment(other)).goods
    assert (both.carrier, both.lane) == ("", "tokyo>JP")


class Registered:
    """The orders that were placed, by page."""

    def __init__(self, *orders: Order) -> None:
        self.known = {each.order_id: each for each in orders}

    def placed_on(self, day: date, after: PlacedOrder | None, limit: int) -> list[PlacedOrder]:
        placed = [PlacedOrder(each.placed_at, each.order_id) for each in self.known.values()]
        return [each for each in placed if each.placed_at.date() == day]

    def orders(self, wanted: list[str]) -> dict[str, Order]:
        return {order_id: self.known[order_id] for order_id in wanted}


def test_rows_of_a_platform_are_of_the_orders_of_these_days() -> None:
    other = replace(ORDER, order_id="A-2", placed_at=NOW - timedelta(days=40))
    returns = InMemoryReturns()
    returns.save(request(BACK, created_at=NOW))
    returns.save(replace(request(replace(BACK, order_id="A-2"), return_id="R2"), number="RMB"))
    first = (NOW - timedelta(days=5)).date()
    found = read_rows(returns, Registered(ORDER, other), first, NOW.date(), NOW)  # type: ignore[arg-type]
    assert [each.goods.order_id for each in found.returned] == ["A-1"]
    assert [each.goods.order_id for each in found.sold] == ["A-1"]
    assert [each.return_id for each in found.requests] == ["R1"]


def test_words_stand_by_the_returns_number_and_without_its_customer() -> None:
    said: ReturnItem = replace(BACK, words="=too tight, says\nAiko")
    written = words([request(said, BACK, customer_id="C-77")])
    assert "C-77" not in written
    assert written.splitlines()[1].startswith("2026-11-24,RMA,tee,size_too_small,\"'=too tight")
    assert written.count("RMA") == 1
