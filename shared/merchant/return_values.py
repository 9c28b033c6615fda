"""The small values the section `returns` is made of, each refusing what it cannot be with what it should be."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, PlainSerializer, StringConstraints, WithJsonSchema

from shared.merchant.section import SECTION, WORD, Section
from shared.merchant.values import Day, Language, expected, matching, text_schema
from shared.returns.policy.policy import Law
from shared.returns.vocabulary import (
    Checking,
    ClockStart,
    Condition,
    Disposition,
    Keep,
    Method,
    Outcome,
    ReasonGroup,
    Review,
    ShippingRefund,
    WholeAt,
)

Enumerated = TypeVar("Enumerated", bound=StrEnum)


def one_of(allowed: Iterable[Enumerated], what: str) -> BeforeValidator:
    """One of these values of an enumeration, by its word."""
    words = {str(each): each for each in allowed}

    def check(value: Any) -> Enumerated:
        found = words.get(value) if isinstance(value, str) else None
        if found is None:
            raise expected(f"{what}: {_listed(value, words)}")
        return found

    return BeforeValidator(check)


def _listed(value: Any, words: Collection[str]) -> str:
    close = difflib.get_close_matches(str(value), words, n=1)
    return f"perhaps {close[0]}" if close else ", ".join(words)


def word(*allowed: str) -> BeforeValidator:
    """One of these words, where a section may stand as well."""

    def check(value: Any) -> str:
        if value not in allowed:
            raise expected(f"a section, or {' or '.join(allowed)}")
        return str(value)

    return BeforeValidator(check)


def word_or_section(value: Any) -> str:
    """Which of the two ways a field is written in: for pydantic's `Discriminator`."""
    return WORD if isinstance(value, str) else SECTION


def _basis_points(value: Any) -> int:
    """Exact: 12.35 is 1,235, and 12.345 is refused."""
    wanted = expected("a percentage from 0 to 100 with at most two decimals")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise wanted
    points = round(value * 100)
    if abs(value * 100 - points) > 1e-6:
        raise wanted
    return points


def _percent(points: int) -> int | float:
    """As it is written in the file, so that what is published reads back."""
    return points // 100 if points % 100 == 0 else points / 100


def _keep(value: Any) -> Keep:
    """YAML reads an unquoted `no` as false, and here it means what it says."""
    if value is False:
        return Keep.NO
    if isinstance(value, str) and value in list(Keep):
        return Keep(value)
    raise expected("no, keep or donate")


def enum_schema(allowed: Iterable[StrEnum]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": [str(each) for each in allowed]})


_SENT = [method for method in Method if method is not Method.NONE]
"""That nothing comes back is said by `keep`."""
_AFTER_INSPECTION = [each for each in Disposition if each is not Disposition.MISSING]

_CODE = r"[a-z0-9]+(_[a-z0-9]+)*"
_RULE_NAME = r"[a-z0-9]+([_-][a-z0-9]+)*"

Percent = Annotated[
    int,
    BeforeValidator(_basis_points),
    PlainSerializer(_percent, when_used="json"),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}),
]
"""Written in per cent, kept in basis points."""
Code = Annotated[
    str,
    matching(_CODE, 40, "a code like size_too_small: small letters, digits, underscores, 40 at most"),
    text_schema(pattern=f"^{_CODE}$", maxLength=40),
]
RuleName = Annotated[
    str,
    matching(_RULE_NAME, 64, "a name like gold-members: small letters, digits, hyphens, 64 at most"),
    text_schema(pattern=f"^{_RULE_NAME}$", maxLength=64),
]
Word = Annotated[str, StringConstraints(min_length=1, max_length=100)]
"""The shop's own word for something: a tag, a tier, an id."""
OptionalText = Annotated[str, StringConstraints(max_length=200)]
Notice = dict[Language, Annotated[str, StringConstraints(min_length=1, max_length=500)]]
LongNotice = dict[Language, Annotated[str, StringConstraints(min_length=1, max_length=2000)]]

OutcomeName = Annotated[Outcome, one_of(Outcome, "an outcome"), enum_schema(Outcome)]
MethodName = Annotated[Method, one_of(_SENT, "a way back"), enum_schema(_SENT)]
ReviewName = Annotated[Review, one_of(Review, "who decides"), enum_schema(Review)]
WholeAtName = Annotated[WholeAt, one_of(WholeAt, "a moment"), enum_schema(WholeAt)]
CheckingName = Annotated[Checking, one_of(Checking, "how closely"), enum_schema(Checking)]
DispositionName = Annotated[
    Disposition, one_of(_AFTER_INSPECTION, "what becomes of it"), enum_schema(_AFTER_INSPECTION)
]
ShippingRefundName = Annotated[ShippingRefund, one_of(ShippingRefund, "how far"), enum_schema(ShippingRefund)]
ClockName = Annotated[ClockStart, one_of(ClockStart, "a start"), enum_schema(ClockStart)]
GroupOfReasons = Annotated[ReasonGroup, one_of(ReasonGroup, "a group of reasons"), enum_schema(ReasonGroup)]
ConditionName = Annotated[Condition, one_of(Condition, "a condition"), enum_schema(Condition)]
LawName = Annotated[Law, one_of(Law, "a law"), enum_schema(Law)]
KeepName = Annotated[Keep, BeforeValidator(_keep), WithJsonSchema({"enum": [False, *(str(each) for each in Keep)]})]
MinorUnits = Annotated[int, Field(ge=0, le=10**12)]
ShortDays = Annotated[int, Field(ge=0, le=365)]


class NumberRange(Section):
    """A number, from and to, both included. Without either it only has to be known."""

    at_least: Annotated[int, Field(ge=0, le=10**12)] | None = Field(default=None, description="So much or more.")
    at_most: Annotated[int, Field(ge=0, le=10**12)] | None = Field(default=None, description="So much or less.")


class DayRange(Section):
    """Days, from and until, both included."""

    from_: Day | None = Field(default=None, alias="from", description="The first day.")
    until: Day | None = Field(default=None, description="The last day.")
