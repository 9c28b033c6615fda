"""Mails: the rich form of a message, as HTML and as its plain-text twin, with the same facts and links in both."""

from __future__ import annotations

from shared.notifications.content.chrome import chrome, foot, with_breaks
from shared.notifications.content.goods import goods
from shared.notifications.content.layout import layout
from shared.notifications.content.letter import Letter, Mail
from shared.notifications.content.offers import offers
from shared.notifications.content.onward import help_beside, leads_to, stars
from shared.notifications.content.subject_matter import trigger_of
from shared.notifications.content.summary import is_delivered, progress, rows
from shared.notifications.content.twin import Twin, twin
from shared.notifications.content.values import MAIL, SUBJECT, cut, values
from shared.notifications.content.words import message_words
from shared.shoppers.kind import Kind

LONGEST_SUBJECT = 150
"""Characters. RFC 5322 allows 998 a line; mail programs show sixty or so."""


def write_mail(letter: Letter) -> Mail:
    """The mail. Raises UnknownTrigger; never sends a placeholder: what is not known is left out or said plainly.

    Texts of shops and carriers are escaped, and addresses are https.
    """
    trigger, say, message = trigger_of(letter.message), message_words(letter.message.language), letter.message
    brand, kind = letter.brand, message.kind
    known = values(letter, say, MAIL)
    steps, step = progress(letter, trigger)
    bought = goods(letter, say, delivered=is_delivered(letter, trigger))
    shown_offers = offers(letter.slots, say)
    unsubscribe = "" if kind is Kind.REQUIRED else letter.links.unsubscribe
    below = foot(brand, say, kind, bool(shown_offers))
    written = Twin(
        heading=say.part(trigger.name, "heading", known),
        body=say.part(trigger.name, "body", known),
        next=say.part(trigger.name, "next", known) if say.has(f"{trigger.name}.next") else "",
        button=say.part(trigger.name, "button", known),
        url=leads_to(letter, trigger),
        stars=stars(letter, trigger, say),
        help_url=help_beside(letter, trigger),
        rows=rows(letter, trigger, say),
        progress=step,
        goods=bought,
        offers=shown_offers,
        preferences_url=letter.links.preferences,
        unsubscribe_url=unsubscribe,
    )
    html = layout().render(
        chrome(brand, say, kind, bool(shown_offers)),
        heading=written.heading,
        preheader=say.part(trigger.name, "preheader", known),
        body=with_breaks(written.body),
        code="",
        next=with_breaks(written.next),
        button=written.button,
        url=written.url,
        stars=written.stars,
        help_url=written.help_url,
        rows=written.rows,
        progress=steps,
        progress_label=step,
        goods_title=bought.title,
        goods=bought.shown,
        more=bought.more,
        slots=shown_offers,
        preferences_url=written.preferences_url,
        unsubscribe_url=unsubscribe,
    )
    # A line break in a subject would begin a header of somebody else's choosing.
    subject = cut(say.part(trigger.name, "subject", values(letter, say, SUBJECT)), LONGEST_SUBJECT)
    return Mail(
        sender=letter.sender,
        recipient=letter.order.contact.email,
        subject="".join(letter for letter in subject if letter.isprintable()),
        html=html,
        text=twin(written, brand, say, below),
        unsubscribe_url=unsubscribe,
    )
