"""What was cancelled and what has to be waited for is published with the order, once, whatever else is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.eventing.envelope import Event
from shared.tracking.order import Order, OrderLine, Shipment
from shared.tracking.order_changes import MOST_LINES
from shared.tracking.ports import Orders
from shared.tracking.record_order import record_order
from tests.fakes import InMemoryOrders
from tests.samples import NOW, order

DAY = date(2026, 12, 5)
CUP = OrderLine("CUP", "湯のみ", 3)
BOWL = OrderLine("BOWL", "茶わん", 1)
CANCELLED_AT = NOW - timedelta(hours=1)


def record(orders: Orders, *lines: OrderLine, **changes: object) -> Order:
    return record_order(orders, order(lines=lines, **changes), merchant_id="hanare", now=NOW)[0]


def told(orders: InMemoryOrders) -> list[tuple[str, ...]]:
    """What was published but OrderRecorded, shortly."""
    return [_short(event) for event in orders.events if event.detail_type != "OrderRecorded"]


def _short(event: Event) -> tuple[str, ...]:
    facts = (event.data.get(name) for name in ("sku", "quantity", "expected_on"))
    return (event.detail_type.removeprefix("Order"), *(str(fact) for fact in facts if fact is not None))


def test_what_is_cancelled_anew_is_published_once() -> None:
    orders = InMemoryOrders()
    record(orders, CUP, BOWL)
    for _ in range(2):
        record(orders, replace(CUP, cancelled=1), BOWL)
    record(orders, replace(CUP, cancelled=3), BOWL)
    assert told(orders) == [("LineCancelled", "CUP", "1"), ("LineCancelled", "CUP", "2")]
    assert len({event.metadata.event_id for event in orders.events}) == len(orders.events)


def test_a_cancellation_that_is_taken_back_is_not_published() -> None:
    orders = InMemoryOrders()
    record(orders, replace(CUP, cancelled=1))
    record(orders, CUP)
    assert told(orders) == [("LineCancelled", "CUP", "1")]


def test_a_line_that_is_left_out_was_not_cancelled() -> None:
    orders = InMemoryOrders()
    record(orders, CUP, BOWL)
    record(orders, CUP)
    assert told(orders) == []


def test_a_back_order_is_published_and_again_when_its_day_moves() -> None:
    orders = InMemoryOrders()
    record(orders, replace(CUP, cancelled=1, backordered_until=DAY))
    record(orders, replace(CUP, cancelled=1, backordered_until=DAY))
    record(orders, replace(CUP, cancelled=1, backordered_until=DAY + timedelta(days=7)))
    record(orders, replace(CUP, cancelled=1))
    assert told(orders) == [
        ("LineCancelled", "CUP", "1"),
        ("LineBackordered", "CUP", "2", "2026-12-05"),
        ("LineBackordered", "CUP", "2", "2026-12-12"),
    ]


def test_nobody_waits_for_what_is_cancelled() -> None:
    orders = InMemoryOrders()
    record(orders, replace(BOWL, cancelled=1, backordered_until=DAY))
    assert told(orders) == [("LineCancelled", "BOWL", "1")]


def test_lines_of_one_article_are_told_of_together() -> None:
    orders = InMemoryOrders()
    record(orders, CUP, CUP)
    record(orders, replace(CUP, cancelled=2), replace(CUP, cancelled=1))
    assert told(orders) == [("LineCancelled", "CUP", "3")]


def test_an_order_cancelled_as_a_whole_is_told_once_and_of_its_lines_nothing() -> None:
    orders = InMemoryOrders()
    record(orders, CUP, BOWL)
    stored = record(orders, replace(CUP, cancelled=3), replace(BOWL, cancelled=1), cancelled_at=CANCELLED_AT)
    record(orders, replace(CUP, cancelled=3), BOWL, cancelled_at=CANCELLED_AT + timedelta(hours=1))
    assert stored.cancelled_at == CANCELLED_AT
    assert told(orders) == [("Cancelled",)]


def test_an_order_stays_cancelled_when_the_shop_does_not_say_so_again() -> None:
    orders = InMemoryOrders()
    record(orders, CUP, cancelled_at=CANCELLED_AT)
    assert record(orders, CUP, BOWL).cancelled_at == CANCELLED_AT
    assert told(orders) == [("Cancelled",)]


def test_an_order_that_comes_late_cancels_nothing() -> None:
    orders = InMemoryOrders()
    record(orders, CUP, revision="2")
    record(orders, replace(CUP, cancelled=1), revision="1")
    assert told(orders) == []


class Transactions(InMemoryOrders):
    """Refuses what DynamoDB would: more than 100 items in one transaction."""

    saves = 0

    def save(
        self,
        order: Order,
        events: Sequence[Event],
        assign: Shipment | None = None,
        release: object = (),
        *,
        renamed: bool = False,
    ) -> Order:
        assert len(events) + 2 <= 100
        self.saves += 1
        return super().save(order, events)


def test_news_of_many_articles_takes_several_saves_and_is_told_whole() -> None:
    orders = Transactions()
    plain = [OrderLine(f"S-{number}", "x", 2) for number in range(200)]
    news = [replace(line, cancelled=1, backordered_until=DAY) for line in plain]
    record(orders, *plain)
    assert orders.saves == 1
    stored = record(orders, *news)
    assert stored.lines == tuple(news)
    assert orders.saves == 1 + -(-200 // MOST_LINES)
    assert sorted(told(orders)) == sorted(
        entry
        for line in news
        for entry in [("LineCancelled", line.sku, "1"), ("LineBackordered", line.sku, "1", str(DAY))]
    )
    saves = orders.saves
    record(orders, *news)
    assert orders.saves == saves


def test_what_broke_off_between_two_saves_goes_on_when_it_is_sent_again() -> None:
    class BreaksOff(Transactions):
        def save(
            self,
            order: Order,
            events: Sequence[Event],
            assign: Shipment | None = None,
            release: object = (),
            *,
            renamed: bool = False,
        ) -> Order:
            if self.saves == 2:
                self.saves += 1
                raise TimeoutError
            return super().save(order, events)

    orders = BreaksOff()
    news = [OrderLine(f"S-{number}", "x", 2, cancelled=1) for number in range(200)]
    try:
        record(orders, *news, revision="1")
    except TimeoutError:
        assert record(orders, *news, revision="1").lines == tuple(news)
    assert len(set(told(orders))) == len(told(orders)) == 200


states = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from([None, DAY, DAY + timedelta(days=1)])), min_size=1, max_size=5
)


@given(said=states)
def test_however_often_an_order_is_sent_the_same_cancellations_are_told(said: list[tuple[int, date | None]]) -> None:
    once, often = InMemoryOrders(), InMemoryOrders()
    for cancelled, day in said:
        line = replace(CUP, cancelled=cancelled, backordered_until=day)
        record(once, line)
        for _ in range(3):
            record(often, line)
    assert told(once) == told(often)
    rises = sum(max(0, now - before) for (before, _), (now, _) in zip([(0, None), *said], said, strict=False))
    assert sum(int(entry[2]) for entry in told(once) if entry[0] == "LineCancelled") == rises
