"""What a changed order says that its shopper is told of: what was cancelled, and what has to be waited for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from shared.eventing.envelope import Event, EventData, Metadata
from shared.tracking.events import OrderCancelled, OrderLineBackordered, OrderLineCancelled
from shared.tracking.order import Order, OrderLine

MOST_LINES = 45
"""Articles of which one save tells: each may bring two events, and a transaction of DynamoDB holds 100 items."""


@dataclass(frozen=True, slots=True)
class _Article:
    """The lines of an order with the same SKU, taken together."""

    ordered: int = 0
    cancelled: int = 0
    back_on: date | None = None

    def with_line(self, line: OrderLine) -> _Article:
        """Of several days the last counts: only then all of it is there."""
        days = [day for day in (self.back_on, line.backordered_until) if day]
        return _Article(self.ordered + line.quantity, self.cancelled + line.cancelled, max(days, default=None))

    @property
    def still_ordered(self) -> int:
        return self.ordered - self.cancelled


def steps_to(before: Order | None, after: Order) -> Iterator[Order]:
    """The orders to save one after the other, the last of them `after`: nearly always that one alone.

    No step tells of more than `MOST_LINES` articles beyond the step before.
    """
    news = _articles_with_news(before, after)
    for told in range(MOST_LINES, len(news), MOST_LINES):
        untold = frozenset(news[told:])
        lines = tuple(line for line in after.lines if line.sku not in untold)
        yield replace(after, lines=lines + _as_before(before, after, untold))
    yield after


def changes_of(before: Order | None, after: Order, *, merchant_id: str, now: datetime) -> list[Event]:
    """An event for each cancellation and back order that `after` (as it is saved) says beyond `before`.

    The ids depend only on what was said. Of an order that is cancelled as a whole, nothing is said of its lines.
    `now` (aware) counts as the time of what bears none.
    """
    if after.cancelled_at is not None:
        was_cancelled = before is not None and before.cancelled_at is not None
        return [] if was_cancelled else [_order_cancelled(after, after.cancelled_at, merchant_id)]
    known, said = _articles(before), _articles(after)
    events: list[Event] = []
    for sku in _articles_with_news(before, after):
        was, article = known.get(sku, _Article()), said[sku]
        if article.cancelled > was.cancelled:
            events.append(_line_cancelled(after, sku, article, was, merchant_id, now))
        if _waits_anew(was, article):
            events.append(_line_backordered(after, sku, article, merchant_id, now))
    return events


def _articles(order: Order | None) -> dict[str, _Article]:
    articles: defaultdict[str, _Article] = defaultdict(_Article)
    for line in order.lines if order else ():
        articles[line.sku] = articles[line.sku].with_line(line)
    return dict(articles)


def _articles_with_news(before: Order | None, after: Order) -> list[str]:
    """The SKUs of which there is something to tell, in the order's own order."""
    if after.cancelled_at is not None:
        return []
    known = _articles(before)
    return [sku for sku, article in _articles(after).items() if _has_news(known.get(sku, _Article()), article)]


def _has_news(was: _Article, article: _Article) -> bool:
    return article.cancelled > was.cancelled or _waits_anew(was, article)


def _waits_anew(was: _Article, article: _Article) -> bool:
    return article.back_on is not None and article.back_on != was.back_on and article.still_ordered > 0


def _as_before(before: Order | None, after: Order, untold: frozenset[str]) -> tuple[OrderLine, ...]:
    if before is not None:
        return tuple(line for line in before.lines if line.sku in untold)
    return tuple(replace(line, cancelled=0, backordered_until=None) for line in after.lines if line.sku in untold)


def _order_cancelled(order: Order, cancelled_at: datetime, merchant_id: str) -> Event:
    data = OrderCancelled(order_id=order.order_id, cancelled_at=cancelled_at)
    return _event(data, f"order-cancelled:{order.order_id}", order.order_id, cancelled_at, merchant_id)


def _line_cancelled(order: Order, sku: str, article: _Article, was: _Article, merchant_id: str, now: datetime) -> Event:
    data = OrderLineCancelled(
        order_id=order.order_id, sku=sku, quantity=article.cancelled - was.cancelled, cancelled_at=now
    )
    event_id = f"line-cancelled:{order.order_id}:{sku}:{article.cancelled}"
    return _event(data, event_id, order.order_id, now, merchant_id)


def _line_backordered(order: Order, sku: str, article: _Article, merchant_id: str, now: datetime) -> Event:
    expected_on = article.back_on or now.date()
    data = OrderLineBackordered(
        order_id=order.order_id, sku=sku, quantity=article.still_ordered, expected_on=expected_on, noted_at=now
    )
    return _event(data, f"line-backordered:{order.order_id}:{sku}:{expected_on}", order.order_id, now, merchant_id)


def _event(data: EventData, event_id: str, order_id: str, at: datetime, merchant_id: str) -> Event:
    metadata = Metadata(
        event_id=event_id, version=data.version, occurred_at=at, merchant_id=merchant_id, correlation_id=order_id
    )
    return Event.of(data, metadata)
