"""Ask for help instead of, or beside, a review: somebody looks into it, and nobody is asked to review meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.cases.case import CaseKind, CaseLine, CaseNews, Told
from shared.cases.ports import Cases
from shared.cases.record_case import record_case
from shared.reviews.help_case import case_id
from shared.reviews.ports import Reviews
from shared.reviews.record_review import clean, line_of
from shared.reviews.review import Review
from shared.tracking.order import Order
from shared.tracking.ports import Orders


def ask_for_help(
    reviews: Reviews, cases: Cases, orders: Orders, order: Order, *, sku: str, words: str, now: datetime
) -> Review:
    """Open a support case, and keep the words beside the line's review; `sku` "": about the whole order.

    The same words again change nothing while that case is open; asked anew, it opens again. The case is opened first:
    words without a case would reach nobody. Raises LineUnknown, UnreadableReview, StaleReview and StaleCase.
    """
    if sku:
        line_of(order, sku)
    words = clean(words)
    known = reviews.get(order.order_id, sku) or Review(order.order_id, sku)
    case = cases.get(order.order_id, case_id(sku))
    if known.help_requested and known.help_words == words and case is not None and case.is_open:
        return known
    record_case(
        cases,
        orders,
        order_id=order.order_id,
        case_id=case_id(sku),
        kind=CaseKind.SUPPORT,
        news=CaseNews.REQUESTED,
        told=Told(now, lines=(CaseLine(sku),) if sku else ()),
        now=now,
    )
    return reviews.save(replace(known, help_requested=True, help_words=words, help_at=now))
