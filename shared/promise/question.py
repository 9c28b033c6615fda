"""What a storefront asks: when would a parcel ordered at this moment reach this area? No person, no address."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from shared.errors import Invalid
from shared.locales import FALLBACK, languages
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.promise.policy import CONFIDENCES, NAMED_CONFIDENCES

MAX_POSTAL_LENGTH = 10
MAX_METHOD_LENGTH = 32
MAX_SKU_LENGTH = 64
MAX_SKUS = 20
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
    skus: tuple[str, ...] = ()
    """What would be ordered, each once. Empty: any product of the lead class, or an ordinary one."""
    lead_class: str | None = None
    """The merchant's class for what would be ordered, where SKUs are not told or not listed."""
    warehouse: str | None = None
    """Id of the only warehouse it may leave from; empty means any."""
    confidence: int | None = None
    """Per cent, one of CONFIDENCES; None for what the merchant chose."""
    deliver_by: date | None = None
    """Needed by this day, local to the destination: each option says whether it makes it, and how surely."""

    def __post_init__(self) -> None:
        keep = object.__setattr__
        keep(self, "country", _country(self.country))
        keep(self, "postal", _postal(self.postal))
        keep(self, "as_of", _as_of(self.as_of))
        keep(self, "method", _name(self.method, "method"))
        keep(self, "language", _language(self.language))
        if self.skus:
            keep(self, "skus", _skus(self.skus))
        keep(self, "lead_class", _name(self.lead_class, "lead_class"))
        keep(self, "warehouse", _name(self.warehouse, "warehouse"))
        if self.confidence is not None and self.confidence not in CONFIDENCES:
            raise _no_confidence()


def _country(text: str) -> str:
    country = text.strip().upper()
    if country not in COUNTRY_ZONES:
        raise InvalidQuestion('country must be an ISO 3166-1 code of two letters, such as "JP".', field="country")
    return country


def _postal(text: str) -> str:
    if len(text) <= MAX_POSTAL_LENGTH and text.isascii() and text.isalnum():
        return text.upper()
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


def _name(text: str | None, field: str) -> str | None:
    if not text:
        return None
    if len(text) > MAX_METHOD_LENGTH:
        raise InvalidQuestion(f"{field} is longer than {MAX_METHOD_LENGTH} characters.", field=field)
    return text


def _skus(skus: tuple[str, ...]) -> tuple[str, ...]:
    known = tuple(dict.fromkeys(sku.strip() for sku in skus if sku.strip()))
    if len(known) > MAX_SKUS:
        raise InvalidQuestion(f"Ask for at most {MAX_SKUS} SKUs at a time.", field="sku")
    if any(len(sku) > MAX_SKU_LENGTH for sku in known):
        raise InvalidQuestion(f"A SKU is longer than {MAX_SKU_LENGTH} characters.", field="sku")
    return known


def _no_confidence() -> InvalidQuestion:
    numbers, names = ", ".join(map(str, CONFIDENCES)), ", ".join(NAMED_CONFIDENCES)
    return InvalidQuestion(f"confidence must be one of {numbers} (per cent), or {names}.", field="confidence")


@cache
def _spoken() -> frozenset[str]:
    return frozenset(languages())


def _language(tag: str) -> str:
    """One of our languages, never the caller's text: `words` keeps every language it was ever asked for."""
    stem = tag[:MAX_RAW_LENGTH].lower().replace("_", "-").split("-")[0]
    return stem if stem in _spoken() else FALLBACK


PARAMETERS = frozenset(
    {"country", "postal", "method", "lang", "as_of", "sku", "lead_class", "warehouse", "confidence", "deliver_by"}
)
"""What a question may say, in a query or as JSON."""
_LONGEST_NAME_SHOWN = 32


def read_question(asked: Mapping[str, Any], now: datetime) -> PromiseQuestion:
    """A question as it is written: a query's parameters, or an object of a batch. Raises InvalidQuestion.

    `sku` may be repeated, which a query spells with commas, and JSON with a list. `now` is the moment where none is
    asked for.
    """
    unknown = asked.keys() - PARAMETERS
    if unknown:
        name = min(unknown)[:_LONGEST_NAME_SHOWN]
        known = ", ".join(sorted(PARAMETERS))
        raise InvalidQuestion(f'There is no parameter "{name}". Known are: {known}.', field="query")
    skus = asked.get("sku", ())
    plain = {name: _text(asked[name], name) for name in asked if name not in ("sku", "confidence")}
    if "country" not in plain:
        raise InvalidQuestion("Say the destination's country, for example country=JP.", field="country")
    return PromiseQuestion(
        country=plain["country"],
        postal=plain.get("postal", ""),
        as_of=_moment(plain["as_of"]) if "as_of" in plain else now,
        method=plain.get("method"),
        language=plain.get("lang", FALLBACK),
        skus=tuple(skus.split(",")) if isinstance(skus, str) else tuple(_text(sku, "sku") for sku in _list(skus)),
        lead_class=plain.get("lead_class"),
        warehouse=plain.get("warehouse"),
        confidence=_confidence(asked["confidence"]) if "confidence" in asked else None,
        deliver_by=_day(plain["deliver_by"]) if "deliver_by" in plain else None,
    )


def _text(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise InvalidQuestion(f"{field} must be text.", field=field)
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise InvalidQuestion("sku must be text, or a list of texts.", field="sku")
    return list(value)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise InvalidQuestion("Write as_of as an ISO 8601 moment with a zone.", field="as_of") from None


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidQuestion("Write deliver_by as a date like 2026-11-30.", field="deliver_by") from None
    if day.year not in YEARS:
        raise InvalidQuestion(f"deliver_by must lie between {YEARS.start} and {YEARS.stop - 1}.", field="deliver_by")
    return day


def _confidence(value: Any) -> int:
    """ "90", 90 or "balanced"."""
    if isinstance(value, str):
        named = NAMED_CONFIDENCES.get(value.lower())
        if named is not None:
            return named
        if value.isascii() and value.isdigit() and len(value) == 2:
            return int(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _no_confidence()
