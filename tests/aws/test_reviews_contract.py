"""What a store of reviews must do, asked of the fake and of DynamoDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.aws.dynamodb_reviews import DynamoReviews
from shared.reviews.ports import Reviews, StaleReview, WrittenReview
from shared.reviews.review import Review
from tests.aws.conftest import TABLE
from tests.fakes import InMemoryReviews
from tests.samples import NOW

REVIEW = Review("A-1", "皿 #1", 4, "Sturdy.", NOW, NOW + timedelta(days=1), True, "Chipped.", NOW)
HELP = Review("A-1", "", help_requested=True, help_words="Late.", help_at=NOW)


@pytest.fixture(params=["memory", "dynamodb"])
def reviews(request: pytest.FixtureRequest) -> Reviews:
    if request.param == "memory":
        return InMemoryReviews()
    return DynamoReviews(request.getfixturevalue("dynamodb"), TABLE)


def test_every_field_comes_back_one_version_on(reviews: Reviews) -> None:
    assert reviews.get("A-1", REVIEW.sku) is None
    assert reviews.save(REVIEW) == reviews.get("A-1", REVIEW.sku) == replace(REVIEW, version=1)


def test_an_orders_are_read_together_and_only_stars_count_as_reviewed(reviews: Reviews) -> None:
    for review in (REVIEW, HELP, replace(REVIEW, order_id="A-10")):
        reviews.save(review)
    assert reviews.of_order("A-1") == [replace(HELP, version=1), replace(REVIEW, version=1)]
    assert reviews.skus_of("A-1") == {REVIEW.sku}
    assert reviews.skus_of("A-2") == frozenset()


def test_of_two_only_the_first_may_save(reviews: Reviews) -> None:
    reviews.save(REVIEW)
    with pytest.raises(StaleReview):
        reviews.save(REVIEW)
    assert reviews.save(replace(REVIEW, version=1)).version == 2


def test_those_of_a_day_are_listed_newest_first_page_by_page(reviews: Reviews) -> None:
    for minute, (order, sku) in enumerate([("A-1", "a"), ("A-1", "b"), ("A-2", "a")]):
        at = NOW + timedelta(minutes=minute // 2)
        reviews.save(Review(order, sku, 5, "", at, at))
    reviews.save(replace(REVIEW, at=NOW - timedelta(days=1)))
    reviews.save(HELP)
    first = reviews.written_on(NOW.date(), None, 2)
    rest = reviews.written_on(NOW.date(), first[-1], 2)
    listed = [(entry.order_id, entry.sku) for entry in (*first, *rest)]
    assert listed == [("A-2", "a"), ("A-1", "b"), ("A-1", "a")]
    assert reviews.read(first)[first[0]].stars == 5
    assert reviews.read([WrittenReview(NOW, "A-9", "x")]) == {}


def test_a_changed_review_stays_where_it_was_listed(reviews: Reviews) -> None:
    reviews.save(REVIEW)
    reviews.save(replace(REVIEW, version=1, stars=1, changed_at=NOW + timedelta(days=9)))
    assert len(reviews.written_on(NOW.date(), None, 9)) == 1
    assert reviews.written_on((NOW + timedelta(days=9)).date(), None, 9) == []
