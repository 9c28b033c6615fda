"""Onward: where a message leads, and the words on the way there."""

from __future__ import annotations

from typing import NamedTuple

from shared.notifications.content.addresses import safe_address
from shared.notifications.content.letter import Letter
from shared.notifications.content.words import MessageWords
from shared.notifications.trigger import Trigger
from shared.shoppers.kind import Kind

STARS = 5


class Star(NamedTuple):
    """One of five stars, each a link."""

    address: str
    spoken: str


def leads_to(letter: Letter, trigger: Trigger) -> str:
    """Where the button leads: what the message names, the review page, else the tracking page."""
    if trigger.kind is Kind.FEEDBACK:
        return letter.links.review
    return safe_address(letter.message.facts.get("url")) or letter.links.tracking


def stars(letter: Letter, trigger: Trigger, say: MessageWords) -> tuple[Star, ...]:
    """Five links to the review page, where the message asks for a review; it never asks without offering help."""
    if trigger.kind is not Kind.FEEDBACK:
        return ()
    page = letter.links.review
    mark = "&" if "?" in page else "?"
    return tuple(
        Star(f"{page}{mark}stars={count}", say("mail.star", quantity=str(count))) for count in range(1, STARS + 1)
    )


def help_beside(letter: Letter, trigger: Trigger) -> str:
    """Where help is found, beside every invitation to review; "" elsewhere."""
    return letter.links.help if trigger.kind is Kind.FEEDBACK else ""
