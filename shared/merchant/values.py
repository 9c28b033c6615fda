"""The small values a merchant's configuration is made of, each refusing what it cannot be with what it should be.

Strings stay strings: YAML reads an unquoted 15:00 as 900, 01 as 1 and NO as false, so none of these is ever converted.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from shared.locales import languages
from shared.notifications.trigger import TRIGGERS
from shared.promise.destination_zone import COUNTRY_ZONES

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class Weekday(StrEnum):
    """A day of the week, as merchants write it."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @property
    def number(self) -> int:
        """0 is Monday, as in `date.weekday()`."""
        return list(Weekday).index(self)


def expected(what: str) -> PydanticCustomError:
    """The refusal of a value: says what was expected; the reader of the file adds where, and what it found."""
    return PydanticCustomError("expected", "{what}", {"what": what})


def _time(value: Any) -> time:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise expected('a time like "15:00", in quotes')
    return time.fromisoformat(value)


def _minutes(value: time) -> str:
    """As it is written in the file, so that what is published reads back."""
    return value.isoformat("minutes")


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise expected("a date like 2026-11-23") from None


def _weekday(value: Any) -> Weekday:
    try:
        return Weekday(value)
    except ValueError:
        raise expected("a day of the week: " + ", ".join(Weekday)) from None


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise expected("an IANA time zone like Asia/Tokyo") from None
    return value


def _country(value: Any) -> str:
    if not isinstance(value, str) or value not in COUNTRY_ZONES:
        raise expected('a country code of two capital letters like "JP", in quotes')
    return value


def _postal_prefix(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z0-9]{0,10}", value):
        raise expected('the start of postal codes like "90", in quotes: capital letters and digits only')
    return value


def _language(value: Any) -> str:
    if value not in languages():
        raise expected("one of the languages there are words for: " + ", ".join(languages()))
    return str(value)


def _trigger(value: Any) -> str:
    if value not in TRIGGER_NAMES:
        raise expected("the name of a message: " + ", ".join(TRIGGER_NAMES))
    return str(value)


def _matching(pattern: str, longest: int, what: str) -> BeforeValidator:
    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest or not re.fullmatch(pattern, value):
            raise expected(what)
        return value

    return BeforeValidator(check)


def _text_schema(**keywords: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **keywords})


TRIGGER_NAMES = tuple(trigger.name for trigger in TRIGGERS)
"""What a shopper can be told about. The list grows with the platform; a name that does nothing yet is refused."""

_SLUG = r"[a-z0-9]+([_-][a-z0-9]+)*"
_EMAIL = r"[^@\s<>,;\"]+@[^@\s<>,;\".]+(\.[^@\s<>,;\".]+)+"
_URL = r"https://[^\s\"<>]+"
_COLOUR = r"#[0-9a-fA-F]{6}"

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Slug = Annotated[
    str,
    _matching(_SLUG, 32, "a short name like hanare-tokyo: small letters, digits, hyphens, 32 at most"),
    _text_schema(pattern=f"^{_SLUG}$", maxLength=32),
]
EmailAddress = Annotated[
    str, _matching(_EMAIL, 254, "an e-mail address like hello@hanare.example"), _text_schema(format="email")
]
Url = Annotated[str, _matching(_URL, 2000, "an address that begins with https://"), _text_schema(format="uri")]
Colour = Annotated[
    str, _matching(_COLOUR, 7, 'a colour like "#1F6F5C", in quotes'), _text_schema(pattern=f"^{_COLOUR}$")
]
TimeOfDay = Annotated[
    time,
    BeforeValidator(_time),
    PlainSerializer(_minutes, when_used="json"),
    _text_schema(pattern=f"^({_TIME.pattern})$", examples=["15:00"]),
]
Day = Annotated[date, BeforeValidator(_day), _text_schema(format="date")]
WeekdayName = Annotated[Weekday, BeforeValidator(_weekday)]
TimeZone = Annotated[str, AfterValidator(_zone), _text_schema(examples=["Asia/Tokyo"])]
Country = Annotated[str, BeforeValidator(_country), _text_schema(pattern="^[A-Z]{2}$")]
PostalPrefix = Annotated[str, BeforeValidator(_postal_prefix), _text_schema(pattern="^[A-Z0-9]{0,10}$")]
TriggerName = Annotated[str, BeforeValidator(_trigger), _text_schema(enum=list(TRIGGER_NAMES))]
Language = Annotated[str, BeforeValidator(_language), _text_schema(examples=["ja", "en"])]
