"""The words shoppers read, a folder per language. Adding a language is adding a folder; `en` is the fallback.

`words.toml` holds what pages and promises say, and is read here with the standard library alone; `messages.po` holds
what messages say, and is read in `shared/notifications/content/words.py`. Packing writes each `words.toml` as JSON
beside it, and a list of all languages, which are read in a tenth of the time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache

FALLBACK = "en"

_FOLDER = __file__.removesuffix("__init__.py")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Words:
    """The words of one language: `words("promise.cutoff_passed", time="15:00")`."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key` ("section.name"), `{values}` filled in. KeyError; a test keeps all files complete."""
        return self._texts[key].format(**values) if values else self._texts[key]

    def date(self, day: date) -> str:
        """A day with its weekday, as this language writes it."""
        weekday, month = self(f"dates.{_WEEKDAYS[day.weekday()]}"), self(f"dates.{_MONTHS[day.month - 1]}")
        return self("dates.day", day=day.day, month=month, weekday=weekday)


@cache
def languages() -> tuple[str, ...]:
    """The languages there is a `words.toml` for."""
    try:
        with open(f"{_FOLDER}languages.json", "rb") as file:
            return tuple(json.load(file))
    except FileNotFoundError:
        from pathlib import Path  # 2 ms, which a packed function does not take

        return tuple(sorted(path.parent.name for path in Path(_FOLDER).glob("*/words.toml")))


def words(language: str) -> Words:
    """The words of `language` ("ja", "ja-JP"), or English where there is no such folder."""
    stem = language[:2].lower()
    return _read(stem if stem in languages() else FALLBACK)


@cache
def _read(language: str) -> Words:
    content = _content(f"{_FOLDER}{language}/words")
    return Words(
        language, {f"{section}.{name}": text for section, names in content.items() for name, text in names.items()}
    )


def _content(path: str) -> Mapping[str, Mapping[str, str]]:
    try:
        with open(f"{path}.json", "rb") as file:
            packed: Mapping[str, Mapping[str, str]] = json.load(file)
            return packed
    except FileNotFoundError:
        import tomllib  # 3 ms, which a packed function does not take

        with open(f"{path}.toml", "rb") as file:
            return tomllib.load(file)
