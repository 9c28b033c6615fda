"""Record what a shopper says about an order line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.errors import Conflict, Invalid, NotFound
from shared.free_text import readable
from shared.reviews.ports import Reviews
from shared.reviews.review import BEST, MAY_CHANGE, MOST_WORDS, Review
from shared.tracking.order import Order, OrderLine


class LineUnknown(NotFound):
    """The order has no such line."""

    code = "line_unknown"


class UnreadableReview(Invalid):
    """Stars or words that no review has."""

    code = "unreadable_review"


class ReviewClosed(Conflict):
    """It was written so long ago that it stays as it is."""

    code = "review_closed"


def record_review(reviews: Reviews, order: Order, *, sku: str, stars: int, words: str, now: datetime) -> Review:
    """Keep the review of a line; within `MAY_CHANGE` of the first one, newer words take the place of older.

    Sent again, it changes nothing. Raises LineUnknown, UnreadableReview, ReviewClosed, and StaleReview.
    """
    line_of(order, sku)
    words = clean(words)
    if not 1 <= stars <= BEST:
        raise UnreadableReview(f"A review has 1 to {BEST} stars.", field="stars")
    known = reviews.get(order.order_id, sku) or Review(order.order_id, sku)
    if (known.stars, known.words) == (stars, words):
        return known
    if known.at is not None and now - known.at > MAY_CHANGE:
        raise ReviewClosed("This review can no longer be changed.")
    return reviews.save(replace(known, stars=stars, words=words, at=known.at or now, changed_at=now))


def line_of(order: Order, sku: str) -> OrderLine:
    """The order's line with this SKU; LineUnknown where there is none."""
    line = next((line for line in order.lines if line.sku == sku), None)
    if line is None:
        raise LineUnknown("The order has no such line.", field="sku")
    return line


def clean(words: str) -> str:
    """Free text as it is kept: without control characters and outer spaces; UnreadableReview where it is too long."""
    kept = readable(words)
    if len(kept) > MOST_WORDS:
        raise UnreadableReview(f"Words have {MOST_WORDS} characters at most.", field="words")
    return kept
