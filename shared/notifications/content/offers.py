"""Offers: the recommendations and promotions a calm message carries, in the shopper's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shared.locales import FALLBACK
from shared.notifications.content.addresses import safe_address
from shared.notifications.content.values import cut
from shared.notifications.content.words import MessageWords
from shared.notifications.rules import Slot

_LONGEST_TITLE, _LONGEST_TEXT = 120, 400


class Offer(NamedTuple):
    """A slot, as it is shown; `image_url` is "" where there is none."""

    eyebrow: str
    title: str
    text: str
    address: str
    image_url: str


def offers(slots: Sequence[Slot], say: MessageWords) -> tuple[Offer, ...]:
    """Each slot in the language, else in English, else in whatever it is written; without an address it is left out."""
    shown = (_offer(slot, say) for slot in slots)
    return tuple(offer for offer in shown if offer.address and offer.title)


def _offer(slot: Slot, say: MessageWords) -> Offer:
    return Offer(
        eyebrow=say("mail.offered" if slot.kind == "promotion" else "mail.recommended"),
        title=cut(_in(slot.title, say.language), _LONGEST_TITLE),
        text=cut(_in(slot.text, say.language), _LONGEST_TEXT),
        address=safe_address(slot.url),
        image_url=safe_address(slot.image_url),
    )


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get(FALLBACK) or next(iter(texts.values()), "")
