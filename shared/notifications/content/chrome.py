"""The chrome of a mail: what stands around every message of a brand in a language, escaped once and kept."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from shared.brand import Brand
from shared.notifications.content.look import fonts, leading, look_of
from shared.notifications.content.words import MessageWords
from shared.shoppers.kind import Kind

_FILLER = Markup("&#8199;&#65279;&#847; ") * 30
"""Behind the preheader, so that a mail program does not fill its preview up with what stands first in the mail."""


class Foot(NamedTuple):
    """What stands below, as plain text."""

    help: str
    elsewhere: tuple[tuple[str, str], ...]
    """Where else the shop is: (name, address)."""
    footer: str
    why: str


@lru_cache(maxsize=256)
def foot(brand: Brand, say: MessageWords, kind: Kind, offers: bool) -> Foot:
    """`offers`: the message carries a recommendation or promotion, and says why it does."""
    loyalty = ((say("mail.loyalty"), brand.loyalty_url),) if brand.loyalty_url else ()
    why = say(f"mail.why_{kind}", shop=brand.name)
    return Foot(
        help=say("mail.help"),
        elsewhere=(*loyalty, *brand.social),
        footer=brand.footer_in(say.language) or say("mail.address_line", shop=brand.name),
        why=f"{why}\n{say('mail.why_promotion', shop=brand.name)}" if offers else why,
    )


@lru_cache(maxsize=256)
def chrome(brand: Brand, say: MessageWords, kind: Kind, offers: bool) -> dict[str, object]:
    """The template's values that are the same in all these messages. Read them only."""
    look, below = look_of(brand.colour, brand.accent), foot(brand, say, kind, offers)
    texts = {
        "lang": say.language,
        "dir": say.direction,
        "start": "left" if say.direction == "ltr" else "right",
        "end": "right" if say.direction == "ltr" else "left",
        "font": fonts(brand, say.language),
        "leading": leading(say.language),
        "colour": look.button,
        "on_colour": look.on_button,
        "button_night": look.button_at_night,
        "on_button_night": look.on_button_at_night,
        "link": look.link,
        "link_night": look.link_at_night,
        "shop": brand.name,
        "logo": brand.logo_url or "",
        "logo_dark": (brand.logo_url and brand.logo_dark_url) or "",
        "guide": say("mail.guide"),
        "stars_line": say("mail.review_stars"),
        "need_help": say("mail.need_help"),
        "see": say("mail.see"),
        "help": below.help,
        "help_link": say("mail.help_link"),
        "support_link": brand.support_link,
        "support_email": brand.support_email,
        "support_url": brand.support_url or "",
        "preferences": say("mail.preferences"),
        "unsubscribe": say("mail.unsubscribe"),
    }
    return {
        **{name: escape(text) for name, text in texts.items()},
        "filler": _FILLER,
        "footer": with_breaks(below.footer),
        "why": with_breaks(below.why),
        "elsewhere": tuple((escape(name), escape(address)) for name, address in below.elsewhere),
    }


def with_breaks(text: str) -> Markup:
    """A text for HTML, its line breaks kept."""
    return Markup("<br />").join(text.split("\n"))
