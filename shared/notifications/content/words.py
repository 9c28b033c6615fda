"""The words of messages: `shared/locales/<language>/messages.po` by gettext; days, money and plurals by CLDR."""

from __future__ import annotations

import io
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Literal

from babel.core import Locale, UnknownLocaleError
from babel.dates import DateTimePattern, format_time, match_skeleton, parse_pattern
from babel.numbers import format_currency

import shared.locales
from shared.locales import FALLBACK
from shared.promise.money import Price

COUNTS = ("quantity", "total", "delivered")
"""Which value a plural goes by: the first of these that its text uses."""

Values = Mapping[str, str]

_EVERY_FORM = (*range(30), 100, 101, 1_000_000)
"""Numbers that meet every plural form CLDR has."""

_LETTER_MEETS_DIGIT = re.compile(r"(?<=[A-Z])(?=[0-9])|(?<=[0-9])(?=[A-Z])")
"""CLDR puts a space there (UTS 35, part 3, 3.4: currencySpacing), and Babel does not."""

_FOLDER = Path(shared.locales.__file__).parent
_REMEMBERED = 4096
"""Days and amounts as they were written last: most messages of an hour name the same few."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stands under one key, in the language or in English."""

    key: str
    catalogue: GNUTranslations
    text: str
    """In the form for one, where it is counted."""
    needs: frozenset[str]
    """The placeholders of all its forms."""
    counts: str
    """The one it is counted by, "" where none is."""

    def filled(self, values: Values) -> str:
        """The text with its values, which have to hold all it needs."""
        if not self.needs:
            return self.text
        text = self._form(_number(values[self.counts])) if self.counts else self.text
        return text.format_map(values)

    def _form(self, count: int) -> str:
        return self.catalogue.ngettext(self.key, self.key, count)


class MessageWords:
    """The words of one language, with the days and amounts of one region: `MessageWords("en", locale of en-GB)`."""

    def __init__(self, language: str, locale: Locale) -> None:
        self.language = language
        self.locale = locale
        self.direction = "rtl" if locale.character_order == "right-to-left" else "ltr"
        self._catalogues = tuple(_catalogue(name) for name in dict.fromkeys((language, FALLBACK)))
        self._entries: dict[str, _Entry | None] = {}

    def __call__(self, key: str, **values: str) -> str:
        """The text under `key`, `{values}` filled in. KeyError where no language has it, or a value is missing."""
        entry = self._entry(key)
        if entry is None:
            raise KeyError(key)
        return entry.filled(values)

    def has(self, key: str) -> bool:
        """Whether there is a text under `key`, in this language or in English."""
        return self._entry(key) is not None

    def part(self, trigger: str, part: str, values: Values) -> str:
        """The text of a trigger's `part` ("heading"), or of its `_plain` sibling where not all it says is known.

        What is not known never shows: neither as a gap nor as a placeholder. KeyError where there is neither.
        """
        entry = self._entry(f"{trigger}.{part}")
        if entry is not None and entry.needs <= values.keys():
            return entry.filled(values)
        return self.plain_part(trigger, part, values)

    def plain_part(self, trigger: str, part: str, values: Values) -> str:
        """The text of the `_plain` sibling, which says only what is always known; KeyError where there is none."""
        key = f"{trigger}.{part}_plain"
        entry = self._entry(key)
        if entry is None:
            raise KeyError(key)
        return entry.filled(values)

    def day(self, day: date, today: date) -> str:
        """A day as a sentence has it, with its weekday; that of another year with its year."""
        return _day(self.locale, self("format.day_year" if day.year != today.year else "format.day"), day)

    def short_day(self, day: date, today: date) -> str:
        """A day where there is little room."""
        return _day(self.locale, self("format.day_year" if day.year != today.year else "format.day_short"), day)

    def moment(self, moment: datetime, today: date) -> str:
        """A day and the time on it. `moment`: aware, in the zone it is told in."""
        return self._joined(self.day(moment.date(), today), moment, "short")

    def exact_moment(self, moment: datetime) -> str:
        """A day with its year and the time to the second, for what has to be proved. `moment`: as for `moment`."""
        return self._joined(_day(self.locale, self("format.day_year"), moment.date()), moment, "medium")

    def money(self, price: Price) -> str:
        """An amount as people write it."""
        return _money(self.locale, price, self("format.jpy") if price.currency == "JPY" else None)

    def _joined(self, day: str, moment: datetime, precision: Literal["short", "medium"]) -> str:
        joined = str(self.locale.datetime_formats["medium"])
        time = format_time(moment, precision, tzinfo=moment.tzinfo, locale=self.locale)
        return joined.replace("{1}", day).replace("{0}", time)

    def _entry(self, key: str) -> _Entry | None:
        try:
            return self._entries[key]
        except KeyError:
            return self._entries.setdefault(key, self._read(key))

    def _read(self, key: str) -> _Entry | None:
        return next((entry for catalogue in self._catalogues if (entry := _entry_in(catalogue, key))), None)


def message_words(language: str) -> MessageWords:
    """The words for a BCP 47 tag ("ja", "en-GB"); English where there is no such language."""
    return _words(language.replace("_", "-"))


@cache
def message_languages() -> tuple[str, ...]:
    """The languages messages can be written in."""
    return tuple(sorted({path.parent.name for kind in ("mo", "po") for path in _FOLDER.glob(f"*/messages.{kind}")}))


@lru_cache(maxsize=256)
def _words(tag: str) -> MessageWords:
    language = tag.partition("-")[0].lower()
    if language not in message_languages():
        language, tag = FALLBACK, FALLBACK
    return _words_of(language, _locale(tag, language))


@cache
def _words_of(language: str, locale: Locale) -> MessageWords:
    """Many tags are one locale: words are read once for each."""
    return MessageWords(language, locale)


def _locale(tag: str, language: str) -> Locale:
    """The locale of a tag, or of its language where CLDR knows no such region. A Unicode extension is left out."""
    plain = tag.partition("-u-")[0]
    try:
        return Locale.parse(plain, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)


@cache
def _catalogue(language: str) -> GNUTranslations:
    """A language's texts. `messages.mo` is what packing made of `messages.po`."""
    try:
        with (_FOLDER / language / "messages.mo").open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        return GNUTranslations(_compiled(_FOLDER / language / "messages.po"))


def _compiled(path: Path) -> io.BytesIO:
    # Only where nothing is packed: in a checkout.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    target = io.BytesIO()
    with path.open("rb") as source:
        write_mo(target, read_po(source))
    target.seek(0)
    return target


def _entry_in(catalogue: GNUTranslations, key: str) -> _Entry | None:
    text = catalogue.gettext(key)
    if text == key:
        return None
    forms = {catalogue.ngettext(key, key, count) for count in _EVERY_FORM} - {key}
    needs = frozenset(name for form in forms or {text} for _, name, _, _ in string.Formatter().parse(form) if name)
    counts = next((name for name in COUNTS if forms and name in needs), "")
    return _Entry(key, catalogue, text, needs, counts)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


@lru_cache(maxsize=_REMEMBERED)
def _day(locale: Locale, skeleton: str, day: date) -> str:
    return _pattern(locale, skeleton).apply(day, locale)


@cache
def _pattern(locale: Locale, skeleton: str) -> DateTimePattern:
    """The locale's pattern for a skeleton, its fields made as long as the skeleton asks, as UTS 35 has it (2.6.2.2)."""
    nearest = match_skeleton(skeleton, locale.datetime_skeletons)
    if nearest is None:
        return parse_pattern(locale.date_formats["full"])
    pattern = str(locale.datetime_skeletons[nearest])
    for short, long in ((r"E+", r"E{3,}"), (r"M{3,}", r"M{3,}")):
        if wanted := re.search(long, skeleton):
            pattern = re.sub(short, wanted.group(), pattern)
    return parse_pattern(pattern)


@lru_cache(maxsize=_REMEMBERED)
def _money(locale: Locale, price: Price, pattern: str | None) -> str:
    written = format_currency(Decimal(price.decimal), price.currency, format=pattern, locale=locale)
    return _LETTER_MEETS_DIGIT.sub("\u00a0", written)
