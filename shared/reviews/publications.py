"""Which events follow from a review that was saved. Pure: the stream function asks here what to publish."""

from __future__ import annotations

from datetime import datetime

from shared.eventing.envelope import Event, EventData, Metadata
from shared.reviews.events import HelpRequested, ReviewReceived
from shared.reviews.help_case import case_id
from shared.reviews.review import Review


def of_review(before: Review | None, after: Review, *, merchant_id: str) -> list[Event]:
    """That it was written, and that help was asked for, each where it is new."""
    known = before or Review(after.order_id, after.sku)
    events = []
    if after.changed_at is not None and after.changed_at != known.changed_at:
        events.append(_event(_received(known, after, after.changed_at), after, "review", after.changed_at, merchant_id))
    if after.help_at is not None and after.help_at != known.help_at:
        events.append(_event(_help(after, after.help_at), after, "help", after.help_at, merchant_id))
    return events


def _received(known: Review, review: Review, at: datetime) -> ReviewReceived:
    return ReviewReceived(
        order_id=review.order_id,
        sku=review.sku,
        stars=review.stars,
        has_words=bool(review.words),
        written_at=at,
        is_new=not known.is_written,
    )


def _help(review: Review, at: datetime) -> HelpRequested:
    return HelpRequested(
        order_id=review.order_id,
        case_id=case_id(review.sku),
        requested_at=at,
        has_words=bool(review.help_words),
        sku=review.sku or None,
    )


def _event(data: EventData, review: Review, what: str, at: datetime, merchant_id: str) -> Event:
    metadata = Metadata(
        event_id=f"{what}:{review.order_id}:{review.sku}:{at.isoformat()}",
        version=data.version,
        occurred_at=at,
        merchant_id=merchant_id,
        correlation_id=review.order_id,
    )
    return Event.of(data, metadata)
