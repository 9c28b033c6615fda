"""The first chapters of an order's story: what was ordered, and what was promised, for which reasons."""

from __future__ import annotations

from collections.abc import Iterator

from shared.pages.console.chapters import Chapter, Happening, lines_of
from shared.pages.console.frame import ConsoleFrame
from shared.pages.console.said import days_in_words
from shared.pages.console.story_facts import StoryFacts
from shared.pages.shown_text import shown
from shared.promise.money import Price
from shared.receipts.receipt import PromisedItem, PromiseReceipt
from shared.tracking.cancellation_asked import CancellationAsked
from shared.tracking.order import Order, OrderLine


def purchase_in_words(facts: StoryFacts, frame: ConsoleFrame) -> Iterator[Happening]:
    """What was ordered and cancelled, and every promise that is known."""
    order, say = facts.order, frame.say
    lines = lines_of(*(_line(line, frame) for line in order.lines))
    yield Happening(order.placed_at, Chapter.ORDER, say("console_story.ordered"), lines)
    yield from _promises(facts, frame)
    yield from (_cancellation(asked, frame) for asked in order.cancellations)
    if order.cancelled_at:
        yield Happening(order.cancelled_at, Chapter.ORDER, say("console_story.cancelled"), is_grave=True)


def _line(line: OrderLine, frame: ConsoleFrame) -> str:
    say = frame.say
    said = say("console_story.line", quantity=line.quantity, name=shown(line.name), sku=shown(line.sku))
    return said + (say("console_story.line_cancelled", count=line.cancelled) if line.cancelled else "")


def _promises(facts: StoryFacts, frame: ConsoleFrame) -> Iterator[Happening]:
    """By the receipts, with their reasons; else by the shop's own words, of which nobody knows why."""
    if facts.told is None:
        yield from _plain_promises(facts.order, frame)
        return
    first, latest = facts.told.first.receipt, facts.told.latest.receipt
    yield _promise(first, frame)
    if latest.id != first.id:
        yield _promise(latest, frame)


def _plain_promises(order: Order, frame: ConsoleFrame) -> Iterator[Happening]:
    known = dict.fromkeys(told for told in (order.first_promise, order.promise) if told)
    for told in known:
        title = frame.say("console_story.promised", days=days_in_words(told.earliest, told.latest, frame.say))
        lines = lines_of(frame.say("console_story.promised_by_shop"))
        yield Happening(told.told_at or order.placed_at, Chapter.PROMISE, title, lines)


def _promise(receipt: PromiseReceipt, frame: ConsoleFrame) -> Happening:
    say = frame.say
    title = say("console_story.promised", days=days_in_words(receipt.earliest, receipt.promised, say))
    basis = say(
        "console_story.promise_basis",
        id=receipt.id,
        version=receipt.configuration_version,
        model=shown(receipt.model or say("console_story.tables")),
    )
    items = [line for item in receipt.items for line in _item(item, frame)]
    return Happening(receipt.made_at, Chapter.PROMISE, title, lines_of(*dict.fromkeys(items), basis))


def _item(item: PromisedItem, frame: ConsoleFrame) -> Iterator[str]:
    said = {"service": shown(item.service), "day": frame.say.date(item.promised), "confidence": item.confidence}
    yield frame.say("console_story.promised_item", **said)
    yield from (shown(reason.text) for reason in item.explanation)


def _cancellation(asked: CancellationAsked, frame: ConsoleFrame) -> Happening:
    say = frame.say
    who = say(f"console_actor.{asked.asked_by}")
    pieces = sum(each.quantity for each in asked.pieces)
    value = Price(asked.value, asked.currency).said(say.language) if asked.currency else ""
    lines = lines_of(say("console_story.cancellation_pieces", count=pieces, who=who), shown(asked.reason), value)
    return Happening(asked.asked_at, Chapter.ORDER, say("console_story.cancellation"), lines)
