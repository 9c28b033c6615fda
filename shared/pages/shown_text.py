"""A text that somebody else wrote, as it may stand on a page: one line that cannot disturb what stands around it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

LONGEST_TEXT = 300
"""Characters shown of a text that a carrier or a catalogue wrote."""

# Control characters, unpaired surrogates, and what has no shape: zero-width characters, marks that reorder text.
_UNSHOWABLE = {"Cc", "Cs", "Cf"}


def shown(text: str) -> str:
    """One line of at most LONGEST_TEXT characters. Escaping comes later."""
    line = " ".join((text if text.isprintable() else _with_shape(text)).split())
    return line if len(line) <= LONGEST_TEXT else line[: LONGEST_TEXT - 1] + "…"


def _with_shape(text: str) -> str:
    return "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _UNSHOWABLE)


def utc_text(moment: datetime) -> str:
    """ISO 8601 with a Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
