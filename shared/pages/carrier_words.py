"""A carrier's own words, as far as they may be shown to whoever holds the link."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_VOICED = "\u3099"
"""The mark that makes サ a ザ. Without it, the end of デザイン (design) would read サイン (signature)."""
_GAP = rf"(?:_|[^\w{_VOICED}])*"
_COLON = rf"{_GAP}(?<=[:=∶꞉])"
_ENGLISH = (
    rf"(?:signed(?:{_GAP}for)?|received|accepted){_GAP}by",
    rf"delivered{_GAP}to(?!day|morrow|night)",
    rf"left{_GAP}with(?!in|out)",
    rf"(?:signed(?:{_GAP}for)?|signature){_COLON}",
    rf"recipient(?:{_GAP}s)?(?:{_GAP}name)?{_COLON}",
)
_JAPANESE = (f"受(?:{_GAP}け)?{_GAP}取(?:{_GAP}り)?{_GAP}人", f"受{_GAP}領", f"署{_GAP}名", f"サ{_GAP}イ{_GAP}ン")
_NAME_FOLLOWS = re.compile("|".join((*_ENGLISH, f"(?:[お御]|こ{_VOICED})?(?:{'|'.join(_JAPANESE)})")))

_INVISIBLE = {"Cc", "Cf", "Cs", "Mn"}
_DANGLING = " \t\r\n\u3000,;:=-–—/|*([{（［【「『〈《、・，；：／"


def spoken(message: str) -> str:
    """`message` up to the first phrase after which carriers write who took the parcel, or where; the rest is dropped.

    It promises no more than this: what follows one of these phrases is not shown, whatever its capitals, spaces,
    accents, widths and invisible characters. It knows no names. A name before the phrase (田中様が受領), after other
    words, in another language, or after look-alike letters of another alphabet stays. It rather drops too much:
    "Accepted by USPS" too.
    """
    folded, origins = _folded(message)
    found = _NAME_FOLLOWS.search(folded)
    return message if found is None else message[: origins[found.start()]].rstrip(_DANGLING)


def _folded(message: str) -> tuple[str, Sequence[int]]:
    """The text as it is compared, and where in `message` each of its letters comes from."""
    if message.isascii() and message.isprintable():  # each letter stays what it is: most texts, in a tenth of the time
        return message.lower(), range(len(message))
    letters = [
        (letter, origin)
        for origin, written in enumerate(message)
        for letter in unicodedata.normalize("NFKD", written).casefold()
        if letter.isspace() or letter == _VOICED or unicodedata.category(letter) not in _INVISIBLE
    ]
    return "".join(letter for letter, _ in letters), [origin for _, origin in letters]
