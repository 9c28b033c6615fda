"""Render a decided message as a mail: HTML and its plain-text twin, in the shopper's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import SandboxedEnvironment

from shared.brand import Brand, readable
from shared.locales import words
from shared.locales.carrier_name import carrier_name
from shared.notifications.message import Message
from shared.notifications.ports import Mail
from shared.tracking.order import Order

LIGHT, DARK = "#ffffff", "#1e1e20"
"""The surface the mail's text stands on, by day and by night."""


def render_mail(order: Order, message: Message, *, brand: Brand, sender: str, tracking_url: str) -> Mail:
    """The mail for `message`. Its words and templates are found by the trigger's name; no carrier's text goes in."""
    say = words(message.language)
    values = {
        "say": say,
        "brand": brand,
        "trigger": message.trigger,
        "order": order.shown_name,
        "carrier": carrier_name(say, message.parcel.carrier),
        "tracking_number": message.parcel.tracking_number,
        "tracking_url": tracking_url,
        "link_by_day": readable(brand.colour, LIGHT),
        "link_by_night": readable(brand.colour, DARK),
    }
    return Mail(
        sender=sender,
        recipient=order.contact.email,
        # A line break in a subject would begin a header of somebody else's choosing.
        subject=" ".join(say(f"{message.trigger}.subject", shop=brand.name).split()),
        html=_templates().get_template(f"{message.trigger}.html.jinja").render(values),
        text=_templates().get_template(f"{message.trigger}.txt.jinja").render(values),
        reference=message.message_id,
    )


@cache
def _templates() -> SandboxedEnvironment:
    return SandboxedEnvironment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(("html.jinja",), default=False),
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
