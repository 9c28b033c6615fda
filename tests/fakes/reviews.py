"""Reviews."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from shared.reviews.ports import StaleReview, WrittenReview
from shared.reviews.review import Review


class InMemoryReviews:
    def __init__(self) -> None:
        self.reviews: dict[tuple[str, str], Review] = {}

    def get(self, order_id: str, sku: str) -> Review | None:
        return self.reviews.get((order_id, sku))

    def of_order(self, order_id: str) -> Sequence[Review]:
        return [review for (order, _), review in sorted(self.reviews.items()) if order == order_id]

    def skus_of(self, order_id: str) -> frozenset[str]:
        return frozenset(review.sku for review in self.of_order(order_id) if review.is_written)

    def save(self, review: Review) -> Review:
        stored = self.get(review.order_id, review.sku)
        if review.version != (stored.version if stored else 0):
            raise StaleReview("stale")
        saved = self.reviews[review.order_id, review.sku] = replace(review, version=review.version + 1)
        return saved

    def written_on(self, day: date, after: WrittenReview | None, limit: int) -> Sequence[WrittenReview]:
        entries = [WrittenReview(r.at, r.order_id, r.sku) for r in self.reviews.values() if r.at and r.at.date() == day]
        listed = sorted(entries, key=_written, reverse=True)
        return [e for e in listed if after is None or _written(e) < _written(after)][:limit]

    def read(self, wanted: Collection[WrittenReview]) -> Mapping[WrittenReview, Review]:
        found = {WrittenReview(r.at, r.order_id, r.sku): r for r in self.reviews.values() if r.at}
        return {entry: found[entry] for entry in wanted if entry in found}


def _written(entry: WrittenReview) -> tuple[datetime, str, str]:
    return entry.at, entry.order_id, entry.sku
