"""Text messages: one segment each, whatever the names in it are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from shared.notifications.content.letter import Letter
from shared.notifications.content.subject_matter import trigger_of
from shared.notifications.content.values import SMS, values
from shared.notifications.content.words import message_words
from shared.notifications.sms_segments import GSM_7, encoding, segments

_PLAIN = str.maketrans({
    "’": "'", "‘": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-",
    "…": "...", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "×": "x", "•": "-",
})  # fmt: skip
"""Typographic marks that would make a text of Latin letters UCS-2, and halve the room it has."""


def write_sms(letter: Letter, url: str) -> str:
    """The text, at most one segment (GSM-7: 160 places, UCS-2: 70). Raises UnknownTrigger.

    `url`: a short one. It follows the text where both fit; then the plainer text is tried, then the same without marks
    and accents that cost double, then either text without the address. Only then is it shortened.
    """
    trigger, say = trigger_of(letter.message), message_words(letter.message.language)
    known = values(letter, say, SMS)
    said = say.part(trigger.name, "sms", known)
    plainer = say.plain_part(trigger.name, "sms", known) if say.has(f"{trigger.name}.sms_plain") else said
    candidates = _candidates(_line(said), _line(plainer), url)
    return next((text for text in candidates if segments(text) <= 1), _shortened(_line(plainer)))


def _candidates(said: str, plainer: str, url: str) -> Iterator[str]:
    for text in (said, plainer) if url else ():
        yield f"{_gsm_if_marks_only(text)} {url}"
    for text in (said, plainer) if url else ():
        yield f"{_latin(text)} {url}"
    for text in (said, plainer):
        yield _gsm_if_marks_only(text)
        yield _latin(text)


def _line(text: str) -> str:
    return " ".join(text.split())


def _gsm_if_marks_only(text: str) -> str:
    """Without the marks, where these alone make it UCS-2."""
    plain = text.translate(_PLAIN)
    return plain if encoding(plain) == GSM_7 else text


def _latin(text: str) -> str:
    """Without the accents GSM-7 does not know ("ã" becomes "a"), where it is written in Latin letters."""
    plain = "".join(letter if encoding(letter) == GSM_7 else _bare(letter) for letter in text.translate(_PLAIN))
    return plain if encoding(plain) == GSM_7 else text


def _bare(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


def _shortened(text: str) -> str:
    """As many words as fit, with "..." behind them; as many letters, where there are no words."""
    end = next(length for length in range(len(text), 0, -1) if segments(f"{text[:length]}...") <= 1)
    words = text[:end].rpartition(" ")[0]
    return f"{(words if len(words) > end // 2 else text[:end]).rstrip()}..."
