"""Statuses that a carrier writes in words, read by the carrier's own vocabulary.

The same status comes in many spellings: in full or half width, with blanks, with the arrows of a history (↓ done, ⇒
where it stands now), 持ち戻り for 持戻, in any kind of brackets. All are brought to one spelling, the vocabulary's own
entries too, so that a table can be written as the carrier's page writes it, and a scan has one code however it came.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from shared.carriers.reading import fields
from shared.tracking.cause import Cause
from shared.tracking.detail import Detail

Meaning = Detail | tuple[Detail, Cause]
"""What a word says; with the cause where the carrier puts it down to somebody else than the detail implies."""


@dataclass(frozen=True, slots=True)
class Status:
    """A status in our words."""

    code: str
    """What identifies it: the word itself where it can be a code, else a digest of its one spelling."""
    detail: Detail
    cause: Cause | None = None


ARROWS = "↓⇓⇩↑→⇒⇨➡▼▽▶▷"

_BRACKETS = str.maketrans("[]{}<>〔〕【】「」『』《》〈〉", "()" * 9)
_NOISE = re.compile(rf"[\s・、。.,{ARROWS}]+")
_SPELLINGS = {
    "持ち戻り": "持戻",
    "持戻り": "持戻",
    "持ち帰り": "持帰",
    "持帰り": "持帰",
    "持ち出し": "持出",
    "持出し": "持出",
    "受け取り": "受取",
    "受取り": "受取",
    "引き渡し": "引渡",
    "引渡し": "引渡",
    "済み": "済",
    "ボックス": "box",
    "ご": "",
    "御": "",
}
_SPELLED_OTHERWISE = re.compile("|".join(_SPELLINGS))
_PARTS = re.compile(r"(?P<head>[^()]+)\((?P<reason>[^()]+)\).*")
_TURNED_ROUND = re.compile("返|差出|荷送|誤|取消|中止")
"""In brackets these can make the opposite of the word before them: "delivered (to the sender)"."""


def vocabulary(words: Mapping[str, Meaning]) -> Callable[[str], Status]:
    """A reader of statuses that knows these words.

    A word with something in brackets behind it that is not listed is what it is without the brackets, which say more
    and not other. A word that is not listed is UNKNOWN.
    """
    known = {one_spelling(word): meaning for word, meaning in words.items()}

    @lru_cache(maxsize=1024)
    def read(written: str) -> Status:
        spelled = one_spelling(written)
        meaning = known.get(spelled) or _without_brackets(known, spelled)
        detail, cause = meaning if isinstance(meaning, tuple) else (meaning, None)
        return Status(fields.code(spelled), detail, cause)

    return read


def one_spelling(written: str) -> str:
    """The spelling that stands for all of a status: "⇒ 持ち戻り（ご不在）" is "持戻(不在)"."""
    text = unicodedata.normalize("NFKC", written).casefold().translate(_BRACKETS)
    return _SPELLED_OTHERWISE.sub(lambda found: _SPELLINGS[found[0]], _NOISE.sub("", text))


def _without_brackets(known: Mapping[str, Meaning], spelled: str) -> Meaning:
    parts = _PARTS.fullmatch(spelled)
    if parts is None or _TURNED_ROUND.search(parts["reason"]):
        return Detail.UNKNOWN
    return known.get(f"{parts['head']}({parts['reason']})") or known.get(parts["head"]) or Detail.UNKNOWN
