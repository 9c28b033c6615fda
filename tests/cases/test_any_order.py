"""News of a case in any order and any number of times: the same case in the end, and each piece published once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.cases.case import Case, CaseKind, CaseLine, CaseNews, Told
from shared.cases.publications import of_case
from shared.cases.record_case import record_case
from shared.eventing.envelope import Event
from shared.promise.money import Price
from tests.fakes import InMemoryCases, InMemoryOrders
from tests.samples import NOW, order

Piece = tuple[CaseNews, Told]
ORDERS = InMemoryOrders()
ORDERS.save(order(), [])

news = st.sampled_from([CaseNews.REQUESTED, CaseNews.APPROVED, CaseNews.DECLINED, CaseNews.REFUNDED, CaseNews.REOPENED])
lines = st.sets(st.sampled_from(["A", "B"])).flatmap(
    lambda skus: st.tuples(*(st.builds(CaseLine, st.just(sku), st.integers(1, 3)) for sku in sorted(skus)))
)
tolds = st.builds(
    Told,
    at=st.integers(-3, 0).map(lambda hours: NOW + timedelta(hours=hours)),
    amount=st.none() | st.integers(1, 2).map(lambda yen: Price(yen, "JPY")),
    until=st.none() | st.just(date(2026, 12, 1)),
    reason=st.sampled_from(["", "worn"]),
    lines=lines,
)
pieces = st.lists(st.tuples(news, tolds), min_size=1, max_size=6)


def hear(told: list[Piece]) -> tuple[Case, list[Event]]:
    """Record each piece, and publish as the stream does: from every save, and each change twice."""
    cases, events = InMemoryCases(), []
    for what, piece in told:
        before = cases.get("A-1", "RMA-1")
        record_case(cases, ORDERS, "A-1", "RMA-1", CaseKind.RETURN, what, piece, NOW)
        after = cases.cases["A-1", "RMA-1"]
        if after != before:
            events += 2 * of_case(before, after, merchant_id="hanare")
    return cases.cases["A-1", "RMA-1"], events


@settings(max_examples=60, deadline=None)
@given(told=pieces, data=st.data())
def test_neither_order_nor_repetition_changes_the_case(told: list[Piece], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(told + data.draw(st.lists(st.sampled_from(told), max_size=4))))
    case, again = hear(told)[0], hear(shuffled)[0]
    assert replace(case, version=0) == replace(again, version=0)
    assert case.is_open == again.is_open


@settings(max_examples=60, deadline=None)
@given(told=pieces, data=st.data())
def test_every_piece_that_stands_is_published_and_none_under_two_ids(told: list[Piece], data: st.DataObject) -> None:
    case, events = hear(data.draw(st.permutations(told + told)))
    published = {event.metadata.event_id: (event.data["news"], _at(event)) for event in events}
    assert {(what, piece.at) for what, piece in case.news.items()} <= set(published.values())
    assert len(events) == 2 * len(published)


def _at(event: Event) -> datetime:
    return datetime.fromisoformat(event.data["happened_at"])
