"""The goods in a mail: what was bought, as many lines as a mail bears, and how to use it once it is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from shared.notifications.content.addresses import safe_address
from shared.notifications.content.letter import Letter
from shared.notifications.content.values import cut, lines_of, number_of
from shared.notifications.content.words import MessageWords
from shared.tracking.order import OrderLine

if TYPE_CHECKING:
    from shared.returns.withdrawal import Withdrawal

MOST = 6
"""Lines that are shown; of longer orders the number of the others."""
_LONGEST_NAME = 160


class Good(NamedTuple):
    """One line, as it is shown; addresses are "" where there is none."""

    name: str
    quantity: str
    image_url: str
    product_url: str
    guide_url: str


class Goods(NamedTuple):
    """What is shown, under which heading, and what is said of the rest."""

    title: str
    shown: tuple[Good, ...]
    more: str


def goods(letter: Letter, say: MessageWords, *, delivered: bool) -> Goods:
    """The lines the message is about: the one it names, else those of the order. `delivered`: with their guides.

    Of a withdrawal every line that was withdrawn from, however many: they are what is acknowledged.
    """
    if letter.withdrawal:
        return Goods(say("mail.withdrawn"), tuple(_withdrawn(letter.withdrawal, say)), "")
    facts = letter.message.facts
    lines = lines_of(letter.order, facts)
    is_one_of_them = any(line.sku == facts.get("sku") for line in lines)
    named = number_of(facts, "quantity") if is_one_of_them else ""
    rest = len(lines) - MOST
    return Goods(
        title=say("mail.concerned" if is_one_of_them else "mail.items"),
        shown=tuple(_good(line, named, say, delivered) for line in lines[:MOST]),
        more=say("mail.more_lines", quantity=str(rest)) if rest > 0 else "",
    )


def _withdrawn(withdrawal: Withdrawal, say: MessageWords) -> Iterator[Good]:
    for line in withdrawal.lines:
        quantity = say("mail.quantity", quantity=str(line.quantity))
        yield Good(cut(line.item, _LONGEST_NAME), quantity, image_url="", product_url="", guide_url="")


def _good(line: OrderLine, named: str, say: MessageWords, delivered: bool) -> Good:
    coming = line.still_ordered or line.quantity
    return Good(
        name=cut(line.name, _LONGEST_NAME),
        quantity=say("mail.quantity", quantity=named or str(coming)),
        image_url=safe_address(line.image_url),
        product_url=safe_address(line.product_url),
        guide_url=safe_address(line.guide_url) if delivered else "",
    )
