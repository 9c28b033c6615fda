"""What a storefront asks: when would a parcel ordered at this moment reach this area? No person, no address."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from shared.errors import Invalid
from shared.locales import FALLBACK, languages
from shared.promise.destination_zone import COUNTRY_ZONES

MAX_POSTAL_LENGTH = 10
MAX_METHOD_LENGTH = 32
MAX_RAW_LENGTH = 64
"""Nothing longer is even looked at."""
YEARS = range(2000, 2200)
"""Moments anybody asks about; outside them date arithmetic would overflow sooner or later."""

_SEPARATORS = dict.fromkeys(map(ord, " -\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\u3012"))
"""What people write into a postal code: spaces, the many dashes, 〒."""


class InvalidQuestion(Invalid):
    """The question cannot be answered as asked; `field` says which part."""

    code = "invalid_question"


@dataclass(frozen=True, slots=True)
class PromiseQuestion:
    """A question in normal form: two questions that mean the same are equal, so a cache can tell.

    Making one raises InvalidQuestion.
    """

    country: str
    """ISO 3166-1 alpha-2, any case; kept in upper case."""
    postal: str
    """A postal code or the start of one, as people write it ("〒１５０-0001"); kept as at most ten of A-Z and 0-9."""
    as_of: datetime
    """The moment of the order, aware; kept in UTC."""
    method: str | None = None
    """Ask for one delivery method only; empty means all."""
    language: str = FALLBACK
    """A language tag; kept as the language the answer will be in, which is English where we have no words."""

    def __post_init__(self) -> None:
        keep = object.__setattr__
        keep(self, "country", _country(self.country))
        keep(self, "postal", _postal(self.postal))
        keep(self, "as_of", _as_of(self.as_of))
        keep(self, "method", _method(self.method))
        keep(self, "language", _language(self.language))


def _country(text: str) -> str:
    country = text.strip().upper()
    if country not in COUNTRY_ZONES:
        raise InvalidQuestion('country must be an ISO 3166-1 code of two letters, such as "JP".', field="country")
    return country


def _postal(text: str) -> str:
    if len(text) > MAX_RAW_LENGTH:
        raise InvalidQuestion("postal is too long.", field="postal")
    postal = unicodedata.normalize("NFKC", text).translate(_SEPARATORS).upper()
    if len(postal) > MAX_POSTAL_LENGTH or (postal and not (postal.isascii() and postal.isalnum())):
        reason = f"postal must be at most {MAX_POSTAL_LENGTH} letters A-Z and digits; its start is enough."
        raise InvalidQuestion(reason, field="postal")
    return postal


def _as_of(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise InvalidQuestion('as_of needs a time zone, such as "2026-11-24T10:00:00+09:00".', field="as_of")
    if moment.year not in YEARS:
        raise InvalidQuestion(f"as_of must lie between {YEARS.start} and {YEARS.stop - 1}.", field="as_of")
    return moment.astimezone(UTC)


def _method(text: str | None) -> str | None:
    if not text:
        return None
    if len(text) > MAX_METHOD_LENGTH:
        raise InvalidQuestion(f"method is longer than {MAX_METHOD_LENGTH} characters.", field="method")
    return text


@cache
def _spoken() -> frozenset[str]:
    return frozenset(languages())


def _language(tag: str) -> str:
    """One of our languages, never the caller's text: `words` keeps every language it was ever asked for."""
    stem = tag[:MAX_RAW_LENGTH].lower().replace("_", "-").split("-")[0]
    return stem if stem in _spoken() else FALLBACK
