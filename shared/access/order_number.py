"""An order's number as people type it: from a mail, from memory, on a phone, with a Japanese keyboard."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 64
"""Characters that count."""

_DASHES = re.compile("[\u002d\u2010-\u2015\u2212\u30fc\ufe58\ufe63]")
_SIGNS_BEFORE = re.compile(r"^(?:#|NO\.)+")
_NUMERO = re.compile("№|[Nn]º\\.?")
"""Before NFKC, which would make letters of it."""


def canonical(number: str) -> str:
    """What counts of a number: "＃１００１", "# 1001" and "1001" are one, and so are "a-7" and "A－7".

    "" where nothing is left, or more than any order's number has.
    """
    narrow = "".join(unicodedata.normalize("NFKC", _NUMERO.sub("#", number)).upper().split())
    found = _SIGNS_BEFORE.sub("", _DASHES.sub("-", narrow))
    known = found.isprintable() and any(letter.isalnum() for letter in found)
    return found if known and len(found) <= LONGEST else ""


def other_number(order_id: str, shown_name: str) -> str:
    """The number under which an order has to be found beside its id; "" where the id itself is the number."""
    number = canonical(shown_name)
    return "" if number == order_id else number
