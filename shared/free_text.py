"""What people write in their own words, as it is kept."""

from __future__ import annotations

import re
import unicodedata

_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
_JOINER = "\u200d"
"""What joins several emoji to one."""
_NOTHING = re.compile(rf"[\s{_JOINER}\u115f\u1160\u2800\u3164\uffa0\ufe00-\ufe0f]*")
"""What leaves a page as white as it was: spaces, joiners and selectors, and letters that are made to be blank."""


def readable(words: str) -> str:
    """Without control characters, marks that turn the text around them, and outer spaces; line ends as one character.

    Spaces of every width stay, as people set them: 全角　スペース. "" where nothing of it can be seen.
    """
    lines = _LINE_END.sub("\n", words).replace("\t", " ")
    kept = "".join(letter for letter in lines if _is_kept(letter)).strip()
    return "" if _NOTHING.fullmatch(kept) else kept


def _is_kept(letter: str) -> bool:
    return letter.isprintable() or letter in ("\n", _JOINER) or unicodedata.category(letter) == "Zs"
