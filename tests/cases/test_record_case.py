"""What is heard of a case is kept once, under its order, and never as another kind of case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared.cases.case import Case, CaseKind, CaseLine, CaseNews, Told
from shared.cases.list_cases import list_cases
from shared.cases.ports import StaleCase
from shared.cases.publications import of_case
from shared.cases.record_case import MAX_CASES, AnotherKind, NotYetHappened, TooManyCases, record_case
from shared.promise.money import Price
from shared.tracking.register_shipment import OrderUnknown
from tests.fakes import InMemoryCases, InMemoryOrders
from tests.samples import MAIL_ADDRESS, NOW, order

EARLIER = NOW - timedelta(hours=2)


@pytest.fixture
def orders() -> InMemoryOrders:
    orders = InMemoryOrders()
    orders.save(order(), [])
    return orders


@pytest.fixture
def cases() -> InMemoryCases:
    return InMemoryCases()


def record(
    cases: InMemoryCases,
    orders: InMemoryOrders,
    news: CaseNews = CaseNews.REQUESTED,
    told: Told = Told(EARLIER),  # noqa: B008 - frozen
    kind: CaseKind = CaseKind.RETURN,
    case_id: str = "RMA-1",
) -> tuple[Case, bool]:
    return record_case(cases, orders, "A-1", case_id, kind, news, told, NOW)


def test_the_first_news_opens_the_case(cases: InMemoryCases, orders: InMemoryOrders) -> None:
    case, is_new = record(cases, orders, told=Told(EARLIER, lines=(CaseLine("SKU-1"),)))
    assert (is_new, case.is_open, case.lines, case.version) == (True, True, (CaseLine("SKU-1"),), 1)


def test_news_that_is_known_is_not_saved_again(cases: InMemoryCases, orders: InMemoryOrders) -> None:
    record(cases, orders)
    assert record(cases, orders) == (cases.cases["A-1", "RMA-1"], False)
    assert cases.cases["A-1", "RMA-1"].version == 1


def test_older_news_of_a_kind_changes_nothing(cases: InMemoryCases, orders: InMemoryOrders) -> None:
    refund = Told(EARLIER, amount=Price(2200, "JPY"))
    record(cases, orders, CaseNews.REFUNDED, refund)
    case, _ = record(cases, orders, CaseNews.REFUNDED, Told(EARLIER - timedelta(days=1), amount=Price(1, "JPY")))
    assert case.news == {CaseNews.REFUNDED: refund}


def test_a_later_word_about_part_of_it_does_not_make_the_case_smaller(
    cases: InMemoryCases, orders: InMemoryOrders
) -> None:
    both = (CaseLine("SKU-1", 2), CaseLine("SKU-2"))
    record(cases, orders, told=Told(EARLIER, lines=both))
    case, _ = record(cases, orders, CaseNews.RECEIVED, Told(NOW, lines=(CaseLine("SKU-1", 1),)))
    assert case.lines == both


@pytest.mark.parametrize("closing", [CaseNews.DECLINED, CaseNews.CANCELLED, CaseNews.EXPIRED, CaseNews.RESOLVED])
def test_what_closes_a_case_holds_until_it_is_opened_again(
    cases: InMemoryCases, orders: InMemoryOrders, closing: CaseNews
) -> None:
    record(cases, orders)
    assert not record(cases, orders, closing, Told(NOW - timedelta(hours=1)))[0].is_open
    assert record(cases, orders, CaseNews.REOPENED, Told(NOW))[0].is_open


def test_a_case_keeps_its_first_kind(cases: InMemoryCases, orders: InMemoryOrders) -> None:
    record(cases, orders)
    with pytest.raises(AnotherKind):
        record(cases, orders, CaseNews.APPROVED, Told(NOW), kind=CaseKind.CLAIM)


def test_a_case_needs_its_order(cases: InMemoryCases) -> None:
    with pytest.raises(OrderUnknown):
        record(cases, InMemoryOrders())
    with pytest.raises(OrderUnknown):
        list_cases(cases, InMemoryOrders(), "A-1")


def test_news_from_the_future_is_refused_but_for_the_end_of_today(cases: InMemoryCases, orders: InMemoryOrders) -> None:
    record(cases, orders, told=Told(NOW + timedelta(hours=23)))
    with pytest.raises(NotYetHappened):
        record(cases, orders, told=Told(NOW + timedelta(days=2)))


def test_an_order_holds_so_many_cases_and_those_it_has_still_take_news(
    cases: InMemoryCases, orders: InMemoryOrders
) -> None:
    for number in range(MAX_CASES):
        record(cases, orders, case_id=f"RMA-{number}")
    with pytest.raises(TooManyCases):
        record(cases, orders, case_id="one-more")
    assert record(cases, orders, CaseNews.APPROVED, Told(NOW))[0].version == 2


def test_of_two_who_tell_at_once_the_slower_reads_anew(orders: InMemoryOrders) -> None:
    class Overtaken(InMemoryCases):
        """Somebody else saves between our look and our save."""

        def get(self, order_id: str, case_id: str) -> Case | None:
            looked = self.cases.get((order_id, case_id))
            self.cases[order_id, case_id] = Case(order_id, case_id, CaseKind.RETURN, version=1)
            return looked

    with pytest.raises(StaleCase):
        record(Overtaken(), orders)


def test_the_case_that_was_heard_of_last_is_listed_first(cases: InMemoryCases, orders: InMemoryOrders) -> None:
    record(cases, orders, case_id="old")
    record(cases, orders, case_id="new", told=Told(NOW))
    record(cases, orders, CaseNews.APPROVED, Told(NOW + timedelta(minutes=1)), case_id="old")
    assert [case.case_id for case in list_cases(cases, orders, "A-1")] == ["old", "new"]


def test_an_event_says_what_was_told_and_whether_the_case_is_open() -> None:
    told = Told(
        EARLIER,
        Price(2200, "JPY"),
        date(2026, 12, 8),
        date(2026, 11, 26),
        "worn",
        "https://r.example/1",
        (CaseLine("S", 2),),
    )
    case = Case("A-1", "RMA-1", CaseKind.RETURN).hearing(CaseNews.REFUNDED, told)
    (event,) = of_case(None, case, merchant_id="hanare")
    assert event.detail_type == "CaseChanged"
    assert event.metadata.correlation_id == "A-1"
    assert event.data == {
        "order_id": "A-1",
        "case_id": "RMA-1",
        "kind": "return",
        "news": "refunded",
        "happened_at": "2026-11-24T07:00:00Z",
        "lines": [{"sku": "S", "quantity": 2}],
        "amount": {"amount": 2200, "currency": "JPY"},
        "until": "2026-12-08",
        "day": "2026-11-26",
        "reason": "worn",
        "url": "https://r.example/1",
        "is_open": True,
    }
    assert MAIL_ADDRESS not in event.detail()


def test_news_without_lines_is_about_what_the_case_is_about() -> None:
    asked = Case("A-1", "RMA-1", CaseKind.RETURN).hearing(CaseNews.REQUESTED, Told(EARLIER, lines=(CaseLine("S"),)))
    (event,) = of_case(asked, asked.hearing(CaseNews.RECEIVED, Told(NOW)), merchant_id="hanare")
    assert (event.data["news"], event.data["lines"]) == ("received", [{"sku": "S", "quantity": 1}])


def test_what_changed_of_a_case_without_news_is_not_published() -> None:
    case = Case("A-1", "RMA-1", CaseKind.RETURN).hearing(CaseNews.REQUESTED, Told(NOW))
    assert of_case(case, case, merchant_id="hanare") == []
