"""How values are said in the language of a policy text: money, percent, days, dates and lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.core import Locale, UnknownLocaleError

from shared.locales import FALLBACK, Words
from shared.promise.money import Price
from shared.returns.text import en, ja

_TEXTS = {"en": en.TEXTS, "ja": ja.TEXTS}
_A_PERCENT = 100
"""Basis points."""


def languages() -> tuple[str, ...]:
    """The languages a policy can be written in."""
    return tuple(sorted(_TEXTS))


@dataclass(frozen=True, slots=True)
class Speech:
    """One language, and the currency the policy's amounts are in."""

    say: Words
    currency: str

    @property
    def language(self) -> str:
        """Its code."""
        return self.say.language

    def money(self, amount: int) -> str:
        """Minor units of the policy's currency, as people write it."""
        return Price(amount, self.currency).said(self.language)

    def percent(self, basis_points: int) -> str:
        """1,500 is 15 %, 1,250 is 12.5 %."""
        whole, part = divmod(basis_points, _A_PERCENT)
        number = f"{whole}.{part:02d}".rstrip("0") if part else str(whole)
        return self.say("percent", number=number)

    def counted(self, what: str, number: int) -> str:
        """ "30 days", "1 day": `what` is day, hour or photo."""
        return self.say(f"{what}.one" if number == 1 else f"{what}.many", number=f"{number:,}")

    def date(self, day: date) -> str:
        """With its year."""
        month = self.say("months").split()[day.month - 1]
        return self.say("date", day=day.day, month=month, year=day.year)

    def every(self, words: Iterable[str]) -> str:
        """ "a, b and c"."""
        return self._listed(words, "join.and")

    def any_of(self, words: Iterable[str]) -> str:
        """ "a, b or c"; with a comma before the last where a part has an "or" of its own."""
        parts = list(words)
        is_long = any(self.say("sign_of_long") in part for part in parts)
        return self._listed(parts, "join.or_long" if is_long else "join.or")

    def word(self, group: str, value: str) -> str:
        """What a value is called: a `trait`, a `channel`; the merchant's own words in quotes where we have none."""
        try:
            return self.say(f"{group}.{value}")
        except KeyError:
            return self.quoted(value)

    def quoted(self, word: str) -> str:
        """The merchant's own word."""
        return self.say("quoted", word=word)

    def country(self, code: str) -> str:
        """A country by its ISO 3166-1 code, as CLDR names it; the code itself where it knows none."""
        return _territories(self.language).get(code, code)

    def _listed(self, words: Iterable[str], last: str) -> str:
        *first, end = list(words) or [""]
        if not first:
            return end
        return f"{self.say('join.comma').join(first)}{self.say(last)}{end}"


def speech(language: str, currency: str) -> Speech:
    """The language of `ja-JP` is ja; English where there is no such text."""
    stem = language[:2].lower()
    return Speech(_words(stem if stem in _TEXTS else FALLBACK), currency)


@cache
def _words(language: str) -> Words:
    return Words(language, _TEXTS[language])


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language).territories)
    except UnknownLocaleError:
        return {}
