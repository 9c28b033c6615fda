"""Which events follow from a case that was saved. Pure: the stream function asks here what to publish."""

from __future__ import annotations

import hashlib

from shared.cases.case import Case, CaseNews, Told
from shared.cases.events import CaseChanged
from shared.cases.reported import CaseAmount, CaseLineBody
from shared.eventing.envelope import Event, Metadata


def of_case(before: Case | None, after: Case, *, merchant_id: str) -> list[Event]:
    """An event for each piece of news that is new, in the order in which they happened.

    The ids depend only on what was told: however often a change is published, consumers see one fact.
    """
    known = before.news if before else {}
    new = [(news, told) for news, told in after.news.items() if known.get(news) != told]
    return [_changed(after, news, told, merchant_id) for news, told in sorted(new, key=_moment)]


def _moment(piece: tuple[CaseNews, Told]) -> tuple[float, str]:
    news, told = piece
    return told.at.timestamp(), news


def _changed(case: Case, news: CaseNews, told: Told, merchant_id: str) -> Event:
    data = CaseChanged(
        order_id=case.order_id,
        case_id=case.case_id,
        kind=case.kind,
        news=news,
        happened_at=told.at,
        lines=[CaseLineBody(sku=line.sku, quantity=line.quantity) for line in told.lines or case.lines],
        amount=CaseAmount(amount=told.amount.amount, currency=told.amount.currency) if told.amount else None,
        until=told.until,
        day=told.day,
        reason=told.reason or None,
        url=told.url or None,
        is_open=case.is_open,
    )
    words = hashlib.sha256(told.words.encode()).hexdigest()[:8]
    metadata = Metadata(
        event_id=f"case:{case.order_id}:{case.case_id}:{news}:{told.at:%Y%m%dT%H%M%S}:{words}",
        version=data.version,
        occurred_at=told.at,
        merchant_id=merchant_id,
        correlation_id=case.order_id,
    )
    return Event.of(data, metadata)
