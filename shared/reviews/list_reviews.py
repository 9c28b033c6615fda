"""List reviews, those written last first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from shared.reviews.ports import Reviews, WrittenReview
from shared.reviews.review import Review
from shared.tracking.listing import ByDay, Looked, Page, Wanted, page_of


def list_reviews(
    reviews: Reviews,
    *,
    first_day: date | None,
    last_day: date | None,
    stars: int | None,
    limit: int,
    cursor: str | None,
    now: datetime,
) -> Page[Review]:
    """Reviews first written on these UTC days; with `stars`, only those with so many.

    Raises ImpossibleDays and InvalidCursor.
    """

    def look(entries: Sequence[WrittenReview], most: int) -> Looked[WrittenReview, Review]:
        seen = entries[: max(most, 1)]
        found = reviews.read(seen)
        fitting = {entry: review for entry, review in found.items() if stars in (None, review.stars)}
        return Looked([(entry, fitting.get(entry)) for entry in seen], len(seen))

    source = ByDay(
        f"reviews:{stars}",
        WrittenReview,
        wanted := Wanted(first_day, last_day),
        now.date(),
        read=reviews.written_on,
        day_of=lambda entry: entry.at.date(),
    )
    return page_of(source, look, wanted, limit=limit, cursor=cursor)
