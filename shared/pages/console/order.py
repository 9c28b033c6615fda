"""The page of one order: where it stands, how to reach who ordered, and its story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.access.console_role import Right
from shared.pages.console.claims import claim_cards, reasons_in_words
from shared.pages.console.frame import ConsoleFrame
from shared.pages.console.parcels import ParcelRow, parcel_row
from shared.pages.console.story import story_of
from shared.pages.console.story_facts import StoryFacts
from shared.pages.shown_text import shown
from shared.returns.return_request import ReturnRequest
from shared.returns.view.answer import state_of
from shared.tracking.find_parcel import FoundParcel
from shared.tracking.order import Contact
from shared.tracking.risk import assess
from shared.tracking.tracked import TrackedOrder

_HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class OrderParcel:
    """A parcel of the order, and how it is reopened."""

    row: ParcelRow
    reopen_at: str
    """Where the form goes; "" : it is not over, and there is nothing to reopen, or not for who reads."""
    ship_date: str
    key: str
    """The same for the same page, so that sending it twice says it once."""


def order_page(
    facts: StoryFacts, frame: ConsoleFrame, *, shopper_url: str, shows_contact: bool, done: str, failed_claim: str = ""
) -> str:
    """`shopper_url`: what the shopper sees, a key of theirs. `done`: what was just done, by the
    key of its words; "" : nothing. `failed_claim`: the claim that was declined without a reason."""
    order = facts.order
    return frame.page(
        "console_order.html.jinja",
        frame.say("console_order.heading", order=shown(order.shown_name)),
        order=order,
        order_id=shown(order.order_id),
        parcels=list(_parcels(facts.tracked, facts, frame)),
        contact=contact_in_words(order.contact, frame, is_shown=shows_contact),
        shows_contact=shows_contact,
        returns=[(each.number, _state(each, frame), frame.place("returns", each.return_id)) for each in facts.returns],
        claims=list(claim_cards(facts, frame)),
        claim_reasons=reasons_in_words(frame) if facts.claims else [],
        failed_claim=failed_claim,
        switched_off=", ".join(facts.why.switched_off),
        story=story_of(facts, frame),
        shopper_url=shopper_url if frame.may(Right.OPEN_SHOPPER_PAGE) else "",
        placed=frame.moment(order.placed_at),
        where=" ".join(part for part in (order.destination.country, shown(order.destination.postal)) if part),
        done=done,
    )


def contact_in_words(contact: Contact, frame: ConsoleFrame, *, is_shown: bool) -> list[tuple[str, str]]:
    """How to reach who ordered; unless `is_shown`, only enough to recognise it in a conversation."""
    known = {"email": contact.email, "phone": contact.phone, "line": contact.line_user_id}
    return [
        (frame.say(f"console_order.{name}"), shown(value) if is_shown else masked(value))
        for name, value in known.items()
        if value
    ]


def masked(value: str) -> str:
    """ "aiko@shop.example" as "a•••@s•••", "+819012345678" as "•••78"."""
    user, at, host = value.partition("@")
    if at:
        return f"{shown(user[:1])}{_HIDDEN}@{shown(host[:1])}{_HIDDEN}"
    return f"{_HIDDEN}{shown(value[-2:])}"


def _parcels(tracked: TrackedOrder[FoundParcel], facts: StoryFacts, frame: ConsoleFrame) -> Iterator[OrderParcel]:
    may = frame.may(Right.REOPEN_PARCEL)
    for found in tracked.parcels:
        parcel = found.parcel
        number = parcel.id.number
        yield OrderParcel(
            row=parcel_row(assess(parcel, facts.order, frame.now), facts.lives.get(parcel.id), frame),
            reopen_at=frame.place("parcels", number.carrier, number.tracking_number) if parcel.is_over and may else "",
            ship_date=parcel.id.ship_date.isoformat(),
            key=f"{parcel.id.ship_date}-{parcel.checkpoint_count}",
        )


def _state(request: ReturnRequest, frame: ConsoleFrame) -> str:
    return frame.say(f"console_state.{state_of(request)}")
