"""The mail with a one-time code: in the shop's layout, and with nothing in it to follow but the code.

No link: who asked has the page open. No picture that counts, no preferences: it is no message that one could do
without. The code stands in the subject too, where a phone shows it without opening the mail.
"""

from __future__ import annotations

from shared.access.lookup import VALID_FOR
from shared.brand import Brand
from shared.notifications.content.chrome import chrome, foot, with_breaks
from shared.notifications.content.goods import Goods
from shared.notifications.content.layout import layout
from shared.notifications.content.letter import Mail
from shared.notifications.content.twin import Twin, twin
from shared.notifications.content.values import SUBJECT, cut, order_name
from shared.notifications.content.words import message_words
from shared.shoppers.kind import Kind
from shared.tracking.order import Order

_MINUTES = str(int(VALID_FOR.total_seconds() / 60))


def write_code_mail(order: Order, code: str, brand: Brand, sender: str) -> Mail:
    """The mail to who placed `order`, in the order's language. `code`: six digits."""
    say = message_words(order.contact.language)
    known = {
        "shop": cut(brand.name, SUBJECT.shop),
        "order": order_name(order),
        "code": code,
        "minutes": _MINUTES,
    }
    below = foot(brand, say, Kind.REQUIRED, False)._replace(why=say("access_code.why", **known))
    written = Twin(
        heading=say("access_code.heading"),
        body=say("access_code.body", **known),
        next=say("access_code.next", **known),
        button="",
        url="",
        stars=(),
        help_url="",
        rows=(),
        progress="",
        goods=Goods("", (), ""),
        offers=(),
        preferences_url="",
        unsubscribe_url="",
    )
    html = layout().render(
        {**chrome(brand, say, Kind.REQUIRED, False), "why": with_breaks(below.why)},
        heading=written.heading,
        preheader=say("access_code.preheader", **known),
        body=with_breaks(written.body),
        code=code,
        next=with_breaks(written.next),
        button="",
        url="",
        stars=(),
        help_url="",
        rows=(),
        progress=(),
        progress_label="",
        goods_title="",
        goods=(),
        more="",
        slots=(),
        preferences_url="",
        unsubscribe_url="",
    )
    return Mail(
        sender=sender,
        recipient=order.contact.email,
        subject=say("access_code.subject", **known),
        html=html,
        text=twin(written._replace(body=f"{written.body}\n\n{code}"), brand, say, below),
    )
