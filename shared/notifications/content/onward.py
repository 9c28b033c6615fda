"""Onward: where a message leads, and the words on the way there."""

from __future__ import annotations

from typing import NamedTuple

from shared.claims.claim_number import is_claim_id
from shared.notifications.content.addresses import safe_address
from shared.notifications.content.letter import Letter, Links
from shared.notifications.content.words import MessageWords
from shared.notifications.trigger import Trigger
from shared.returns.request.number import read_number
from shared.shoppers.kind import Kind

STARS = 5


class Star(NamedTuple):
    """One of five stars, each a link."""

    address: str
    spoken: str


def leads_to(letter: Letter, trigger: Trigger) -> str:
    """Where the button leads: what the message names, the review page, the case's own page, else the tracking page."""
    if trigger.kind is Kind.FEEDBACK:
        return letter.links.review
    facts = letter.message.facts
    return safe_address(facts.get("url")) or _page_of(facts.get("case_id", ""), letter.links)


def _page_of(case_id: str, links: Links) -> str:
    """Of a claim or a return that is kept here; the tracking page for a case of the shop's own system, and for none.

    Links are made here, as the message is written: an event that held one would open the page to whoever reads it.
    """
    if is_claim_id(case_id):
        return links.problem
    return f"{links.returns}/{case_id}" if case_id and read_number(case_id) == case_id else links.tracking


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
