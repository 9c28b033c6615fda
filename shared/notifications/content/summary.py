"""The summary of a mail: what is known about the order, its parcel or its case, as rows of a label and a value."""

from __future__ import annotations

from collections.abc import Iterator

from shared.locales import words
from shared.notifications.content.letter import Letter
from shared.notifications.content.values import (
    amount_of,
    carrier,
    carrier_slug,
    day_of,
    number_of,
    order_name,
    received,
    shown,
)
from shared.notifications.content.words import MessageWords
from shared.notifications.local_time import local_day
from shared.notifications.trigger import Group, Trigger
from shared.shoppers.kind import Kind
from shared.tracking.milestone import Milestone

Row = tuple[str, str]

STEPS = (Milestone.INFO_RECEIVED, Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED)

_AMOUNTS = {"payment_due": "mail.amount", "credit_issued": "mail.credit"}
"""What an amount is called; in every other message it is a refund."""

_SAYS_THE_DAY = frozenset({"out_for_delivery"})
"""What says "today" itself: the estimate may still be of the scan before."""


def rows(letter: Letter, trigger: Trigger, say: MessageWords) -> tuple[Row, ...]:
    """From what everyone needs to what few do."""
    return (
        (say("mail.order"), order_name(letter.order)),
        *_case(letter, trigger, say),
        *_days(letter, trigger, say),
        *_parcel(letter, say),
    )


def progress(letter: Letter, trigger: Trigger) -> tuple[tuple[bool, ...], str]:
    """How many of the four steps the parcel has taken, and what that is called; ((), "") where it helps nobody.

    Not beside trouble: a bar that has stopped says less than the sentence above it.
    """
    parcel = letter.parcel
    if parcel is None or not trigger.calm or trigger.group not in (Group.DELIVERY, Group.BEFORE_SHIPPING):
        return (), ""
    reached = parcel.milestone
    name = words(letter.message.language)(f"milestones.{reached}")
    return tuple(reached.rank >= step.rank for step in STEPS), name


def is_delivered(letter: Letter, trigger: Trigger) -> bool:
    """Whether the goods are there, so that how to use them is of interest."""
    if letter.parcel is not None and letter.parcel.milestone is Milestone.DELIVERED:
        return True
    return trigger.group in (Group.REVIEWS, Group.WARRANTY) or "delivered" in trigger.name.split("_")


def _case(letter: Letter, trigger: Trigger, say: MessageWords) -> Iterator[Row]:
    facts, today = letter.message.facts, local_day(letter.now, letter.order.destination.zone)
    if letter.withdrawal:
        yield say("mail.withdrawn_at"), received(letter.withdrawal, say)
    elif trigger.kind is Kind.REQUIRED:
        yield say("mail.date"), say.moment(letter.message.occurred_at.astimezone(letter.order.destination.zone), today)
    if case := facts.get("case_id"):
        yield say("mail.case"), case
    if price := amount_of(facts):
        yield say(_AMOUNTS.get(trigger.name, "mail.refund")), say.money(price)
    if until := day_of(facts, "until"):
        yield say("mail.warranty_until" if trigger.name == "warranty_ending" else "mail.until"), say.day(until, today)
    if day := day_of(facts, "day"):
        yield say("mail.day"), say.day(day, today)
    if letter.withdrawal and letter.withdrawal.statement:
        yield say("mail.withdrawn_saying"), shown(letter.withdrawal.statement)


def _days(letter: Letter, trigger: Trigger, say: MessageWords) -> Iterator[Row]:
    if is_delivered(letter, trigger) or trigger.name in _SAYS_THE_DAY:
        return
    facts, today = letter.message.facts, local_day(letter.now, letter.order.destination.zone)
    if expected := day_of(facts, "expected"):
        first = day_of(facts, "expected_from")
        last = say.day(expected, today)
        spread = first is not None and first < expected
        yield (
            say("mail.expected"),
            say("mail.from_to", first=say.day(first, today), last=last) if spread and first else last,
        )
    if before := day_of(facts, "expected_before"):
        yield say("mail.expected_before"), say.day(before, today)
    if promised := day_of(facts, "promised"):
        yield say("mail.promised"), say.day(promised, today)


def _parcel(letter: Letter, say: MessageWords) -> Iterator[Row]:
    facts, parcel = letter.message.facts, letter.message.parcel
    if carrier_slug(letter):
        yield say("mail.carrier"), carrier(letter, say)
    is_of_all = letter.message.trigger == "all_delivered"
    number = parcel.number.tracking_number if parcel else facts.get("tracking_number")
    if number and not is_of_all:
        yield say("mail.tracking_number"), number
    delivered, total = number_of(facts, "delivered"), number_of(facts, "total")
    if delivered and total and int(total) > 1:
        yield say("mail.parcels"), say("mail.delivered_of", delivered=delivered, total=total)
