"""What happened to a claim so far: what the shop told of its case, and what its shopper said, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.cases.case import Case, CaseNews, Told
from shared.claims.claim import Claim
from shared.locales import Words

_ORDER = list(CaseNews)
REASONS = frozenset(
    {
        "damaged", "missing_parts", "no_proof", "no_response", "not_as_described", "not_covered", "other",
        "out_of_stock", "outside_window", "used", "wrong_item",
    }
)  # fmt: skip
"""Codes of reasons that shoppers read in words; of any other code nothing is said: it is the shop's own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened."""

    at: datetime
    """Local to the destination."""
    day: str
    title: str
    texts: tuple[str, ...] = ()
    """What belongs to it, a line each."""
    said: str = ""
    """Words of the shopper, as they were written."""
    url: str = ""
    """https; where the shop leads on."""


def newest_news(case: Case | None) -> CaseNews:
    """What a claim's state is called by. Of a case that is not there yet it is known that it was asked for."""
    return (case and case.newest) or CaseNews.REQUESTED


def is_over(case: Case | None) -> bool:
    """Whether nobody waits for anything any more."""
    return case is not None and not case.is_open


def history(claim: Claim, case: Case | None, zone: ZoneInfo, say: Words) -> list[Entry]:
    """Newest first. Photos are not told one by one."""
    entries = [*_told(case, zone, say), *_said(claim, zone, say)]
    return [entry for _, entry in sorted(entries, key=lambda known: known[0], reverse=True)]


def texts_of(told: Told, say: Words) -> tuple[str, ...]:
    """What a piece of news says beside what happened: why, how much, and until when."""
    found = []
    if told.reason in REASONS:
        found.append(say(f"claim_reason.{told.reason}"))
    if told.amount:
        found.append(say("claim_page.amount", amount=told.amount.said(say.language)))
    if told.day:
        found.append(say("claim_page.on", day=say.date(told.day)))
    if told.until:
        found.append(say("claim_page.until", day=say.date(told.until)))
    return tuple(found)


_Placed = tuple[tuple[datetime, int, int], Entry]
"""An entry with its place: of two at one moment, what the shop told stands above what its shopper said."""


def _told(case: Case | None, zone: ZoneInfo, say: Words) -> Iterator[_Placed]:
    for news, told in case.news.items() if case else ():
        entry = _entry(told.at.astimezone(zone), say(f"claim_news.{news}"), say, texts_of(told, say), url=told.url)
        yield (told.at, 1, _ORDER.index(news)), entry


def _said(claim: Claim, zone: ZoneInfo, say: Words) -> Iterator[_Placed]:
    for one in claim.said:
        yield (one.at, 0, 0), _entry(one.at.astimezone(zone), say("claim_page.you_wrote"), say, said=one.words)


def _entry(
    at: datetime, title: str, say: Words, texts: tuple[str, ...] = (), *, said: str = "", url: str = ""
) -> Entry:
    day = say("told.at", day=say.date(at.date()), time=f"{at:%H:%M}")
    return Entry(at, day, title, texts, said, url)
