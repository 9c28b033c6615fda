"""Tracking numbers of our own: of parcels with a built-in label, and of what is handed in at a point.

`TDKR`, ten letters and digits made from the shipment, and a check character: ISO/IEC 7064, hybrid system MOD 37,36,
which notices every wrong character. No carrier's numbers begin with these four letters (`shared/carriers/numbers`).
The alphabet has no vowels and nothing that looks like something else, so that numbers spell no words and can be read
out.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from itertools import count

from shared.errors import Invalid

PREFIX = "TDKR"
_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
_BODY = 10
_SHAPE = re.compile(f"{PREFIX}[{_ALPHABET}]{{{_BODY + 1}}}")
_SEPARATORS = re.compile(r"[\s\-‐‑–—−ー]+")
_BASE_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class WrongOwnNumber(Invalid):
    """What was scanned or typed is no number of ours, or a character of it is wrong."""

    code = "wrong_own_number"


def own_number(shipment_id: str) -> str:
    """The shipment's number, 15 characters; always the same."""
    for attempt in count():
        digest = int.from_bytes(hashlib.sha256(f"{attempt}#{shipment_id}".encode()).digest()[:12])
        number = PREFIX + _in_letters(digest)
        check = check_character(number)
        if check in _ALPHABET:
            return number + check
    raise AssertionError  # pragma: no cover - three of four attempts are right


def read_own_number(scanned: str) -> str:
    """The number, from how people type it: blanks, hyphens, full width, small letters. Raises WrongOwnNumber."""
    number = _SEPARATORS.sub("", unicodedata.normalize("NFKC", scanned[:100])).upper()
    if not _SHAPE.fullmatch(number) or check_character(number[:-1]) != number[-1]:
        raise WrongOwnNumber(f"A number of a return parcel is {PREFIX} and 11 letters and digits: check it.")
    return number


def check_character(characters: str) -> str:
    """What must follow these digits and capitals."""
    carried = 36
    for character in characters:
        carried = ((carried + _BASE_36.index(character)) % 36 or 36) * 2 % 37
    return _BASE_36[(37 - carried) % 36]


def _in_letters(value: int) -> str:
    letters = ""
    for _ in range(_BODY):
        value, place = divmod(value, len(_ALPHABET))
        letters += _ALPHABET[place]
    return letters
