"""The story of an order: everything that is known of it, in one line of time, the newest first.

Each chapter is told by a module of its own; here they are put together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from shared.pages.console.chapters import Happening
from shared.pages.console.claims import claims_in_words
from shared.pages.console.frame import ConsoleFrame
from shared.pages.console.story_afterwards import cases_in_words, returns_in_words, reviews_in_words
from shared.pages.console.story_delivery import delivery_in_words
from shared.pages.console.story_facts import StoryFacts
from shared.pages.console.story_messages import messages_in_words
from shared.pages.console.story_purchase import purchase_in_words


@dataclass(frozen=True, slots=True)
class StoryDay:
    """What happened on a day of the merchant's zone, the newest first."""

    day: date
    happenings: tuple[tuple[str, Happening], ...]
    """Each with its time of day, "14:05"."""


def story_of(facts: StoryFacts, frame: ConsoleFrame) -> list[StoryDay]:
    """Of things at one moment, the later chapter stands above the earlier: what follows from something, above it."""
    told = [
        *purchase_in_words(facts, frame),
        *delivery_in_words(facts, frame),
        *messages_in_words(facts.why, frame),
        *returns_in_words(facts.returns, frame),
        *claims_in_words(facts, frame),
        *cases_in_words(facts.cases, frame),
        *reviews_in_words(facts.reviews, facts.order, frame),
    ]
    told.sort(key=lambda one: one.at)
    return _by_day(told[::-1], frame)


def _by_day(told: Sequence[Happening], frame: ConsoleFrame) -> list[StoryDay]:
    def local(at: datetime) -> datetime:
        return at.astimezone(frame.zone)

    return [
        StoryDay(day, tuple((f"{local(one.at):%H:%M}", one) for one in group))
        for day, group in groupby(told, key=lambda one: local(one.at).date())
    ]
