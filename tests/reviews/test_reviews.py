"""Reviews: once per line, help for everybody, and no words in events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.cases.case import CaseKind, CaseLine, CaseNews, Told
from shared.reviews.ask_for_help import ask_for_help
from shared.reviews.help_case import case_id
from shared.reviews.list_reviews import list_reviews
from shared.reviews.publications import of_review
from shared.reviews.record_review import LineUnknown, ReviewClosed, UnreadableReview, record_review
from shared.reviews.review import MAY_CHANGE, MOST_WORDS, Review, stars_of
from shared.tracking.order import Contact, Destination, Order, OrderLine
from tests.fakes import InMemoryCases, InMemoryOrders, InMemoryReviews

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
LINES = (OrderLine("KB-01", "Rice bowl", 2), OrderLine("KB-02", "Plate", 1))
ORDER = Order("A-1", NOW, Contact("a@b.example", "ja"), Destination("JP", "", "Asia/Tokyo"), LINES, "link")


def review(reviews: InMemoryReviews, stars: int = 4, words: str = "Good.", at: datetime = NOW) -> Review:
    return record_review(reviews, ORDER, sku="KB-01", stars=stars, words=words, now=at)


def test_a_review_is_kept_once_however_often_it_is_sent() -> None:
    reviews = InMemoryReviews()
    first = review(reviews)
    assert (first.stars, first.words, first.at, first.changed_at) == (4, "Good.", NOW, NOW)
    assert review(reviews, at=NOW + timedelta(hours=1)) == first


def test_newer_words_take_the_place_of_older_for_thirty_days() -> None:
    reviews = InMemoryReviews()
    review(reviews)
    changed = review(reviews, 1, "Broke.", NOW + MAY_CHANGE)
    assert (changed.stars, changed.words, changed.at, changed.changed_at) == (1, "Broke.", NOW, NOW + MAY_CHANGE)
    with pytest.raises(ReviewClosed):
        review(reviews, 5, "Fine.", NOW + MAY_CHANGE + timedelta(seconds=1))


@pytest.mark.parametrize(("stars", "words"), [(0, ""), (6, ""), (-1, ""), (3, "x" * (MOST_WORDS + 1))])
def test_what_no_review_can_be_is_refused(stars: int, words: str) -> None:
    reviews = InMemoryReviews()
    with pytest.raises(UnreadableReview):
        review(reviews, stars, words)
    assert reviews.reviews == {}


def test_only_what_was_ordered_can_be_reviewed() -> None:
    with pytest.raises(LineUnknown):
        record_review(InMemoryReviews(), ORDER, sku="KB-03", stars=5, words="", now=NOW)


def test_words_are_kept_without_what_could_disturb_a_text() -> None:
    kept = review(InMemoryReviews(), words="  a\x00b\u202ec\r\n<b>👩\u200d👧</b> ").words
    assert kept == "abc\n<b>👩\u200d👧</b>"


@pytest.mark.parametrize(("written", "stars"), [("1", 1), ("5", 5), ("0", 0), ("6", 0), ("", 0), ("5 ", 0), ("５", 0)])
def test_stars_are_read_as_they_are_written_and_not_otherwise(written: str, stars: int) -> None:
    assert stars_of(written) == stars


class Desk:
    """The stores that asking for help needs, with the order."""

    def __init__(self) -> None:
        self.reviews, self.cases, self.orders = InMemoryReviews(), InMemoryCases(), InMemoryOrders()
        self.order = self.orders.save(ORDER, [])

    def ask(self, sku: str = "KB-01", words: str = "Chipped.", at: datetime = NOW) -> Review:
        return ask_for_help(self.reviews, self.cases, self.orders, self.order, sku=sku, words=words, now=at)


def test_help_opens_a_support_case_about_the_line_and_keeps_the_words_out_of_it() -> None:
    desk = Desk()
    asked = desk.ask()
    case = desk.cases.get("A-1", case_id("KB-01"))
    assert case is not None
    assert (case.kind, case.is_open, case.news[CaseNews.REQUESTED].lines) == (
        CaseKind.SUPPORT,
        True,
        (CaseLine("KB-01"),),
    )
    assert "Chipped" not in repr(case)
    assert (asked.help_requested, asked.help_words, asked.is_written) == (True, "Chipped.", False)


def test_help_about_the_whole_order_is_a_case_of_its_own() -> None:
    desk = Desk()
    desk.ask()
    desk.ask(sku="")
    assert len(desk.cases.of_order("A-1")) == 2


def test_asked_twice_it_is_one_case_and_asked_after_it_was_resolved_it_opens_again() -> None:
    desk = Desk()
    first = desk.ask()
    assert desk.ask(at=NOW + timedelta(minutes=1)) == first
    case = desk.cases.get("A-1", case_id("KB-01"))
    assert case is not None
    desk.cases.save(case.hearing(CaseNews.RESOLVED, Told(NOW + timedelta(hours=1))))
    desk.ask(at=NOW + timedelta(hours=2))
    [case] = desk.cases.of_order("A-1")
    assert case.is_open


def test_who_asked_for_help_may_still_review_and_the_other_way_round() -> None:
    desk = Desk()
    desk.ask()
    review(desk.reviews, 1)
    asked = desk.ask(words="Still chipped.", at=NOW + timedelta(hours=1))
    assert (asked.stars, asked.help_words) == (1, "Still chipped.")


def test_events_say_that_and_never_what_was_written() -> None:
    desk = Desk()
    asked = desk.ask(words="Call Aiko, 090-1234-5678")
    written = record_review(desk.reviews, ORDER, sku="KB-01", stars=2, words="From Aiko", now=NOW + timedelta(days=1))
    [help_requested] = of_review(None, asked, merchant_id="hanare")
    [received] = of_review(asked, written, merchant_id="hanare")
    assert (help_requested.detail_type, help_requested.data["has_words"]) == ("HelpRequested", True)
    assert (received.detail_type, received.data["stars"], received.data["is_new"]) == ("ReviewReceived", 2, True)
    assert "Aiko" not in help_requested.detail() + received.detail()
    assert of_review(written, written, merchant_id="hanare") == []


def test_a_review_written_anew_is_another_event_and_a_repeat_is_the_same() -> None:
    reviews = InMemoryReviews()
    first = review(reviews)
    second = review(reviews, 1, at=NOW + timedelta(days=1))
    one, other = of_review(None, first, merchant_id="m"), of_review(first, second, merchant_id="m")
    assert one[0].metadata.event_id != other[0].metadata.event_id
    assert other[0].data["is_new"] is False
    assert one == of_review(None, first, merchant_id="m")


def test_reviews_are_listed_newest_first_by_stars_and_page_by_page() -> None:
    reviews = InMemoryReviews()
    for days, stars in enumerate([5, 3, 5]):
        at = NOW - timedelta(days=days)
        reviews.save(Review(f"A-{days}", "KB-01", stars, "", at, at))

    def page(stars: int | None, cursor: str | None = None) -> tuple[list[str], str | None]:
        found = list_reviews(reviews, first_day=None, last_day=None, stars=stars, limit=1, cursor=cursor, now=NOW)
        return [one.order_id for one in found.items], found.cursor

    first, cursor = page(5)
    assert (first, page(5, cursor)[0], page(3)[0]) == (["A-0"], ["A-2"], ["A-1"])
