"""What came of an order's goods that their shopper sent back, or wants to: what the tracking page says of returns.

It is read from the order's cases, so that returns of the shop's own system are shown too. What the receiver of a gift
sends back is none of them: its buyer is told nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from shared.cases.case import Case, CaseKind, CaseNews
from shared.pages.shown_text import shown, utc_text

_KINDS = frozenset({CaseKind.RETURN, CaseKind.EXCHANGE})


@dataclass(frozen=True, slots=True)
class OrderReturn:
    """A return or exchange, as far as whoever has the link may see it: no goods, no amount, no address."""

    number: str
    kind: CaseKind
    news: CaseNews
    """What happened last."""
    since: datetime
    """Aware, UTC."""
    day: date | None = None
    """Of a pickup."""
    url: str = ""
    """Of its page; "" where it is kept in a system of the shop's."""

    def to_json(self) -> dict[str, object]:
        """JSON-ready."""
        return {
            "number": self.number,
            "kind": self.kind,
            "news": self.news,
            "since": utc_text(self.since),
            "day": self.day.isoformat() if self.day else None,
            "url": self.url or None,
        }


def order_returns(cases: Iterable[Case]) -> tuple[OrderReturn, ...]:
    """Returns and exchanges among the order's cases, the newest news first."""
    found = [_shown(case) for case in cases if case.kind in _KINDS and case.news]
    return tuple(sorted(found, key=lambda each: (each.since, each.number), reverse=True))


def _shown(case: Case) -> OrderReturn:
    news = case.newest or CaseNews.REQUESTED
    told = case.news[news]
    day = told.day if news is CaseNews.PICKUP_SCHEDULED else None
    return OrderReturn(shown(case.case_id), case.kind, news, told.at, day)
