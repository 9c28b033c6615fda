"""Values: what the placeholders of a message's texts stand for, as the shopper's language writes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from shared.locales import words
from shared.locales.carrier_name import carrier_name
from shared.notifications.content.letter import Letter
from shared.notifications.content.words import MessageWords
from shared.notifications.facts import Facts
from shared.notifications.local_time import local_day
from shared.promise.money import Price
from shared.tracking.order import Order, OrderLine

if TYPE_CHECKING:
    from shared.returns.withdrawal import Withdrawal

_DAYS = ("expected", "expected_from", "expected_before", "promised", "until", "day")
_NUMBERS = ("quantity", "delivered", "total")
_LONGEST_ORDER_NAME = 80
_CONTROLS = dict.fromkeys(
    code
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if not chr(code).isspace()
)


@dataclass(frozen=True, slots=True)
class Room:
    """How much room a channel has for a day, and for names that may be long, in characters."""

    short_days: bool
    shop: int
    item: int
    """Without "and 2 more", where there are more."""


MAIL = Room(short_days=False, shop=80, item=90)
SUBJECT = Room(short_days=True, shop=40, item=40)
CHAT = Room(short_days=True, shop=30, item=40)
SMS = Room(short_days=True, shop=14, item=20)


def values(letter: Letter, say: MessageWords, room: Room) -> dict[str, str]:
    """Placeholder -> text. What is not known is missing, so that texts fall back to what they can say without it.

    Days are those of the destination; amounts are written out of minor units.
    """
    facts, order = letter.message.facts, letter.order
    today = local_day(letter.now, order.destination.zone)
    known = {
        "shop": cut(letter.brand.name, room.shop),
        "order": order_name(order),
        "item": _item(order, facts, say, room.item),
        "carrier": carrier(letter, say),
    }
    write = say.short_day if room.short_days else say.day
    known.update((name, write(day, today)) for name in _DAYS if (day := day_of(facts, name)))
    known.update((name, number) for name in _NUMBERS if (number := number_of(facts, name)))
    if price := amount_of(facts):
        known["amount"] = say.money(price)
    if (code := facts.get("reason")) and say.has(f"reason.{code}"):
        known["reason"] = say(f"reason.{code}")
    if case := facts.get("case_id"):
        known["case"] = case
    if letter.withdrawal:
        known["received"] = received(letter.withdrawal, say)
    return known


def received(withdrawal: Withdrawal, say: MessageWords) -> str:
    """When a withdrawal came in, on the consumer's clock and with its zone: the law wants date and time."""
    return say("mail.moment_in_zone", moment=say.exact_moment(withdrawal.received_there), zone=withdrawal.zone)


def carrier(letter: Letter, say: MessageWords) -> str:
    """What shoppers call the carrier; "the carrier" where it is not known."""
    slug = carrier_slug(letter)
    return _carrier(say.language, slug) if slug else say("mail.the_carrier")


def carrier_slug(letter: Letter) -> str:
    """Of the parcel the message is about; "" where it is about none that has one."""
    parcel = letter.message.parcel
    return parcel.number.carrier if parcel else letter.message.facts.get("carrier", "")


def lines_of(order: Order, facts: Facts) -> tuple[OrderLine, ...]:
    """The lines a message is about: the one it names, else all that were not cancelled, else all."""
    named = tuple(line for line in order.lines if line.sku == facts.get("sku"))
    return named or tuple(line for line in order.lines if line.still_ordered) or order.lines


def day_of(facts: Facts, name: str) -> date | None:
    """A fact that is a day; None where it is missing, or no day."""
    written = facts.get(name)
    return _day(written) if isinstance(written, str) else None


def number_of(facts: Facts, name: str) -> str:
    """A fact that is a whole number, in digits; "" where it is missing, or none."""
    written = facts.get(name)
    return written if isinstance(written, str) and written.isascii() and written.isdecimal() else ""


def amount_of(facts: Facts) -> Price | None:
    """The amount of money, where there is one with its currency."""
    amount, currency = facts.get("amount", ""), facts.get("currency", "")
    if not (amount.isascii() and amount.isdecimal() and len(currency) == 3 and currency.isalpha()):
        return None
    return Price(int(amount), currency.upper())


def cut(text: str, length: int) -> str:
    """At most `length` characters, in one line; what is left out is shown by "…"."""
    line = " ".join(shown(text).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def shown(text: str) -> str:
    """A text of somebody else's, without what controls a screen or turns the text around it (UAX 9, 2.1 to 2.4)."""
    return text if text.isprintable() else text.translate(_CONTROLS)


def order_name(order: Order) -> str:
    """What the shopper knows the order by."""
    return cut(order.shown_name, _LONGEST_ORDER_NAME)


def _item(order: Order, facts: Facts, say: MessageWords, length: int) -> str:
    lines = lines_of(order, facts)
    if not lines:
        return say("mail.the_item")
    first, others = cut(lines[0].name, length), len(lines) - 1
    return say("mail.item_and_more", item=first, quantity=str(others)) if others else first


@lru_cache(maxsize=1024)
def _carrier(language: str, slug: str) -> str:
    return carrier_name(words(language), slug)


@lru_cache(maxsize=1024)
def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
