"""The words shoppers read, a folder per language. Adding a language is adding a folder; `en` is the fallback.

`words.toml` holds what promises say and what is called alike everywhere, `pages/` what pages say, a file per subject.
What few functions speak of has a file of its own beside it: labels, reasons of returns, the receipt of a withdrawal.
All of it is read here with the standard library alone. `messages.po` holds what messages say, and is read in
`shared/notifications/content/words.py`. Packing writes words as JSON, and a list of all languages, which are read in a
tenth of the time; what a function does not speak of stays out of its package (`infra/texts.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

FALLBACK = "en"

_Content = Mapping[str, Mapping[str, str]]
"""Section -> name -> text."""

_FOLDER = __file__.removesuffix("__init__.py")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Words:
    """The words of one language: `words("promise.cutoff_passed", time="15:00")`."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key` ("section.name"), `{values}` filled in. KeyError; a test keeps all files complete.

        Where a value ends in a full stop and the text puts one behind it ("bis Fr, 27. Nov."), there is one, not two.
        """
        return _filled(self._texts[key], values) if values else self._texts[key]

    def but(self, texts: Mapping[str, str]) -> Words:
        """The same words, but for `texts`, by key."""
        return Words(self.language, {**self._texts, **texts}) if texts else self

    def date(self, day: date) -> str:
        """A day with its weekday, as this language writes it."""
        weekday, month = self(f"dates.{_WEEKDAYS[day.weekday()]}"), self(f"dates.{_MONTHS[day.month - 1]}")
        return self("dates.day", day=day.day, month=month, weekday=weekday)


def _filled(text: str, values: Mapping[str, object]) -> str:
    for name, value in values.items():
        if isinstance(value, str) and value.endswith("."):
            text = text.replace(f"{{{name}}}.", f"{{{name}}}")
    return text.format(**values)


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
    """The words of `language` ("ja", "ja-JP"), or English where there is no such folder; without those of pages."""
    return _read(_known(language), "words")


def page_words(language: str) -> Words:
    """The same with all that pages say."""
    return _read_with_pages(_known(language))


def subject_words(subject: str, language: str) -> Words:
    """The words of `<subject>.toml` alone: "labels", "return_reasons". Its reader stands in `infra/texts.py`."""
    return _read(_known(language), subject)


def _known(language: str) -> str:
    stem = language[:2].lower()
    return stem if stem in languages() else FALLBACK


@cache
def _read(language: str, subject: str) -> Words:
    path = f"{_FOLDER}{language}/{subject}"
    return Words(language, _by_key(_content(path, (f"{path}.toml",))))


@cache
def _read_with_pages(language: str) -> Words:
    plain, pages = f"{_FOLDER}{language}/words", f"{_FOLDER}{language}/pages"
    return Words(language, _by_key(_content(plain, (f"{plain}.toml",))) | _by_key(_content(pages, ())))


def _by_key(content: _Content) -> dict[str, str]:
    return {f"{section}.{name}": text for section, names in content.items() for name, text in names.items()}


def _content(path: str, sources: Sequence[str]) -> _Content:
    """What packing wrote, or the sources; those in the folder of that name, where none are given."""
    try:
        with open(f"{path}.json", "rb") as file:
            packed: _Content = json.load(file)
            return packed
    except FileNotFoundError:
        return _from_sources(sources or _sources_in(path))


def _sources_in(folder: str) -> Sequence[str]:
    from pathlib import Path

    return sorted(str(path) for path in Path(folder).glob("*.toml"))


def _from_sources(paths: Sequence[str]) -> _Content:
    import tomllib  # 3 ms, which a packed function does not take

    content: dict[str, Mapping[str, str]] = {}
    for path in paths:
        with open(path, "rb") as file:
            content |= tomllib.load(file)
    return content
