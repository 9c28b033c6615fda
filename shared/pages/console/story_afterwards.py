"""The last chapters of an order's story: what came back, what was asked of the shop, and what was said of the goods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shared.cases.case import Case, CaseNews, Told
from shared.pages.console.chapters import Chapter, Happening, lines_of
from shared.pages.console.frame import ConsoleFrame
from shared.pages.shown_text import shown
from shared.returns.axes import Action
from shared.returns.return_request import LogEntry, ReturnRequest
from shared.reviews.review import BEST, Review
from shared.tracking.order import Order

_GRAVE_ACTIONS = frozenset({Action.DECLINE, Action.NOTE_FAILED, Action.REPORT_MISSING, Action.WITHHOLD})
_GRAVE_NEWS = frozenset({CaseNews.DECLINED, CaseNews.INSPECTION_FAILED, CaseNews.REFUND_DELAYED})


def returns_in_words(returns: Iterable[ReturnRequest], frame: ConsoleFrame) -> Iterator[Happening]:
    """Every entry of every return's log, with the rules that decided."""
    for request in returns:
        href = frame.place("returns", request.return_id)
        for entry in request.log:
            yield _logged(request, entry, href, frame)


def log_lines(entry: LogEntry, frame: ConsoleFrame) -> tuple[str, ...]:
    """By whom, by which rules, and why; and the words of staff."""
    say = frame.say
    return lines_of(
        say("console_story.by", who=say(f"console_actor.{entry.actor}")),
        say("console_story.rules", rules=", ".join(map(shown, entry.rules))) if entry.rules else "",
        say("console_story.reason", reason=shown(entry.code)) if entry.code else "",
        shown(entry.note),
    )


def _logged(request: ReturnRequest, entry: LogEntry, href: str, frame: ConsoleFrame) -> Happening:
    goods = [item for item in request.items if item.item_id in entry.item_ids]
    said = frame.say("console_story.list_mark").join(f"{item.quantity} × {shown(item.sku)}" for item in goods)
    title = f"{request.number}: {frame.say(f'console_action.{entry.action}')}"
    lines = lines_of(said, *log_lines(entry, frame))
    return Happening(entry.at, Chapter.RETURN, title, lines, href, is_grave=entry.action in _GRAVE_ACTIONS)


def cases_in_words(cases: Iterable[Case], frame: ConsoleFrame) -> Iterator[Happening]:
    """Every piece of news of every case."""
    for case in cases:
        for news, told in case.news.items():
            yield _news(case, news, told, frame)


def _news(case: Case, news: CaseNews, told: Told, frame: ConsoleFrame) -> Happening:
    say = frame.say
    title = say("console_story.case", kind=say(f"console_case.{case.kind}"), news=say(f"console_news.{news}"))
    lines = lines_of(
        say("console_story.case_id", id=shown(case.case_id)),
        told.amount.said(say.language) if told.amount else "",
        say("console_story.reason", reason=shown(told.reason)) if told.reason else "",
        say("console_story.until", day=say.date(told.until)) if told.until else "",
    )
    return Happening(told.at, Chapter.CASE, title, lines, is_grave=news in _GRAVE_NEWS)


def reviews_in_words(reviews: Iterable[Review], order: Order, frame: ConsoleFrame) -> Iterator[Happening]:
    """Stars and words, and the help that was asked for."""
    names = {line.sku: shown(line.name) for line in order.lines}
    say = frame.say
    for review in reviews:
        what = names.get(review.sku, shown(review.sku))
        if review.is_written and review.at:
            title = say("console_story.review", stars=review.stars, best=BEST)
            yield Happening(review.changed_at or review.at, Chapter.REVIEW, title, lines_of(what, shown(review.words)))
        if review.help_requested and review.help_at:
            lines = lines_of(what, shown(review.help_words))
            yield Happening(review.help_at, Chapter.REVIEW, say("console_story.help"), lines, is_grave=True)
