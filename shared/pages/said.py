"""A text that the merchant wrote by language."""

from __future__ import annotations

from collections.abc import Mapping

from shared.locales import FALLBACK


def said_in(language: str, texts: Mapping[str, str]) -> tuple[str, str]:
    """The text in this language, else in English, else the first; and the language it is in. ("", "") for none."""
    for tried in (language, FALLBACK, *texts):
        if tried in texts:
            return texts[tried], tried
    return "", ""
