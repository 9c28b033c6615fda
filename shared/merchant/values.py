"""The small values a merchant's configuration is made of, each refusing what it cannot be with what it should be.

Strings stay strings: YAML reads an unquoted 15:00 as 900, 01 as 1 and NO as false, so none of these is ever converted.
"""

from __future__ import annotations

import difflib
import re
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from shared.locales import languages
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.trigger import Group
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.shoppers.channel import Channel

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


class NamedDay(BaseModel):
    """A closed day, with its name where it has one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date = Field(alias="date")
    name: str = Field(default="", max_length=200)


def _closed_day(value: Any) -> NamedDay:
    if isinstance(value, NamedDay):
        return value
    if not isinstance(value, dict):
        return NamedDay(date=_day(value))
    name = value.get("name", "")
    if not value.keys() <= {"date", "name"} or not isinstance(name, str) or len(name) > 200:
        raise expected('a date like 2026-11-23, or {date: 2026-11-23, name: "勤労感謝の日"}')
    return NamedDay(date=_day(value.get("date")), name=name)


def _write_closed_day(value: NamedDay) -> Any:
    """As it may be written in the file: a bare date where it has no name."""
    return {"date": value.day.isoformat(), "name": value.name} if value.name else value.day.isoformat()


def _day_of_year(value: Any) -> str:
    """Any day of a leap year, as month and day."""
    wanted = expected('a month and day like "08-13", in quotes')
    if not isinstance(value, str) or not re.fullmatch("[0-9]{2}-[0-9]{2}", value):
        raise wanted
    try:
        date.fromisoformat(f"2028-{value}")
    except ValueError:
        raise wanted from None
    return value


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
        close = difflib.get_close_matches(str(value), TRIGGER_NAMES, n=1)
        raise expected(f"the name of a message, perhaps {close[0]}" if close else _SOME_MESSAGE)
    return str(value)


def _channel(value: Any) -> Channel:
    try:
        return Channel(value)
    except ValueError:
        raise expected("a channel: " + ", ".join(Channel)) from None


def _group(value: Any) -> Group:
    try:
        return Group(value)
    except ValueError:
        raise expected("a group of messages: " + ", ".join(Group)) from None


def matching(pattern: str, longest: int, what: str) -> BeforeValidator:
    """A text that fits `pattern` as a whole and has at most `longest` characters; `what` says so in words."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest or not re.fullmatch(pattern, value):
            raise expected(what)
        return value

    return BeforeValidator(check)


def text_schema(**keywords: Any) -> WithJsonSchema:
    """How such a text stands in the published schema."""
    return WithJsonSchema({"type": "string", **keywords})


TRIGGER_NAMES = tuple(trigger.name for trigger in TRIGGERS)
"""What a shopper can be told about. The list grows with the platform; a name that does nothing yet is refused."""

_SOME_MESSAGE = "the name of a message such as out_for_delivery: `todoku notifications triggers` lists them"

_SLUG = r"[a-z0-9]+([_-][a-z0-9]+)*"
_EMAIL = r"[^@\s<>,;\"]+@[^@\s<>,;\".]+(\.[^@\s<>,;\".]+)+"
_URL = r"https://[^\s\"<>]+"
_COLOUR = r"#[0-9a-fA-F]{6}"

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Slug = Annotated[
    str,
    matching(_SLUG, 32, "a short name like hanare-tokyo: small letters, digits, hyphens, 32 at most"),
    text_schema(pattern=f"^{_SLUG}$", maxLength=32),
]
EmailAddress = Annotated[
    str, matching(_EMAIL, 254, "an e-mail address like hello@hanare.example"), text_schema(format="email")
]
Url = Annotated[str, matching(_URL, 2000, "an address that begins with https://"), text_schema(format="uri")]
Colour = Annotated[str, matching(_COLOUR, 7, 'a colour like "#1F6F5C", in quotes'), text_schema(pattern=f"^{_COLOUR}$")]
TimeOfDay = Annotated[
    time,
    BeforeValidator(_time),
    PlainSerializer(_minutes, when_used="json"),
    text_schema(pattern=f"^({_TIME.pattern})$", examples=["15:00"]),
]
Day = Annotated[date, BeforeValidator(_day), text_schema(format="date")]
_DATE_SCHEMA = {"type": "string", "format": "date"}
ClosedDay = Annotated[
    NamedDay,
    BeforeValidator(_closed_day),
    PlainSerializer(_write_closed_day, when_used="json"),
    WithJsonSchema(
        {
            "anyOf": [
                _DATE_SCHEMA,
                {
                    "type": "object",
                    "properties": {"date": _DATE_SCHEMA, "name": {"type": "string", "maxLength": 200}},
                    "required": ["date"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
DayOfYear = Annotated[
    str, BeforeValidator(_day_of_year), text_schema(pattern="^(0[1-9]|1[0-2])-[0-3][0-9]$", examples=["08-13"])
]
Currency = Annotated[
    str, matching(r"[A-Z]{3}", 3, 'a currency like "JPY", in quotes'), text_schema(pattern="^[A-Z]{3}$")
]
Sku = Annotated[str, StringConstraints(min_length=1, max_length=64)]
WeekdayName = Annotated[Weekday, BeforeValidator(_weekday)]
TimeZone = Annotated[str, AfterValidator(_zone), text_schema(examples=["Asia/Tokyo"])]
Country = Annotated[str, BeforeValidator(_country), text_schema(pattern="^[A-Z]{2}$")]
PostalPrefix = Annotated[str, BeforeValidator(_postal_prefix), text_schema(pattern="^[A-Z0-9]{0,10}$")]
TriggerName = Annotated[str, BeforeValidator(_trigger), text_schema(enum=list(TRIGGER_NAMES))]
ChannelName = Annotated[Channel, BeforeValidator(_channel)]
GroupName = Annotated[Group, BeforeValidator(_group)]
Language = Annotated[str, BeforeValidator(_language), text_schema(examples=["ja", "en"])]
