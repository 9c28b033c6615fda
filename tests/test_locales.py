"""Every language says the same things."""

from __future__ import annotations

import string
import tomllib
from pathlib import Path

import pytest

import shared.locales
from shared.locales import FALLBACK, languages

FOLDER = Path(shared.locales.__file__).parent
OTHERS = [language for language in languages() if language != FALLBACK]


def texts(language: str) -> dict[str, str]:
    """Of `words.toml` and all files of `pages/`; a section in two files would be one that hides the other."""
    found: dict[str, str] = {}
    for file in (FOLDER / language / "words.toml", *sorted((FOLDER / language / "pages").glob("*.toml"))):
        for section, names in tomllib.loads(file.read_text("utf-8")).items():
            assert not any(key.startswith(f"{section}.") for key in found), f"[{section}] is in two files: {file}"
            found |= {f"{section}.{name}": text for name, text in names.items()}
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_japanese_and_english_are_there_from_the_first_day() -> None:
    assert {"en", "ja"} <= set(languages())


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_exactly_the_keys_of_english(language: str) -> None:
    keys, english = texts(language).keys(), texts(FALLBACK).keys()
    assert sorted(english - keys) == [], f"missing in {language}/"
    assert sorted(keys - english) == [], f"in {language}/, and missing in {FALLBACK}/"


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_asks_for_a_value_english_does_not_have(language: str) -> None:
    english = texts(FALLBACK)
    unknown = {key: placeholders(text) - placeholders(english[key]) for key, text in texts(language).items()}
    assert {key: names for key, names in unknown.items() if names} == {}
