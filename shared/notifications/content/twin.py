"""The plain-text twin of a mail: the same facts and the same links, for those who read without HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shared.brand import Brand
from shared.notifications.content.chrome import Foot
from shared.notifications.content.goods import Good, Goods
from shared.notifications.content.offers import Offer
from shared.notifications.content.onward import Star
from shared.notifications.content.summary import Row
from shared.notifications.content.words import MessageWords


class Twin(NamedTuple):
    """What a mail says, before it has a form. A text or address is "" where it says nothing."""

    heading: str
    body: str
    next: str
    button: str
    url: str
    stars: tuple[Star, ...]
    help_url: str
    rows: tuple[Row, ...]
    progress: str
    goods: Goods
    offers: tuple[Offer, ...]
    preferences_url: str
    unsubscribe_url: str


def twin(written: Twin, brand: Brand, say: MessageWords, below: Foot) -> str:
    """Paragraphs with an empty line between them, ended by a signature."""
    paragraphs = (
        written.heading,
        written.body,
        written.next,
        f"{written.button}\n{written.url}" if written.button else "",
        f"{say('mail.need_help')}\n{written.help_url}" if written.help_url else "",
        "\n".join(f"{label}: {value}" for label, value in written.rows),
        "\n".join(_goods(written.goods, say)),
        *(
            "\n".join(part for part in (offer.eyebrow, offer.title, offer.text, offer.address) if part)
            for offer in written.offers
        ),
        "\n".join(part for part in (below.help, brand.support_email, brand.support_url) if part),
        "\n".join(f"{name}: {address}" for name, address in below.elsewhere),
        "\n".join(_signature(written, brand, say, below)),
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def _goods(bought: Goods, say: MessageWords) -> Iterator[str]:
    if bought.shown:
        yield f"{bought.title}:"
    for good in bought.shown:
        yield from _good(good, say)
    if bought.more:
        yield bought.more


def _good(good: Good, say: MessageWords) -> Iterator[str]:
    yield f"- {good.name} {good.quantity}"
    if good.product_url:
        yield f"  {good.product_url}"
    if good.guide_url:
        yield f"  {say('mail.guide')}: {good.guide_url}"


def _signature(written: Twin, brand: Brand, say: MessageWords, below: Foot) -> Iterator[str]:
    yield "-- "
    yield brand.name
    yield below.footer
    yield below.why
    if written.preferences_url:
        yield f"{say('mail.preferences')}: {written.preferences_url}"
    if written.unsubscribe_url:
        yield f"{say('mail.unsubscribe')}: {written.unsubscribe_url}"
