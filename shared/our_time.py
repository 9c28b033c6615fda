"""Days and moments that others send us: of our time, or refused.

A year such as 0001 or 9999 is how programs write "none"; and near the ends of the calendar, a change of zone or a month
back would overflow.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, Field
from pydantic_core import PydanticCustomError

YEARS = range(2000, 2200)

_When = TypeVar("_When", bound=date)


def of_our_time(when: _When) -> _When:
    """What is neither of this century nor of the next is refused."""
    if when.year not in YEARS:
        raise PydanticCustomError("our_time", f"Expected a year from {YEARS.start} to {YEARS.stop - 1}")
    return when


_BOUND = AfterValidator(of_our_time)
_SHOWN = Field(json_schema_extra={"pattern": "^2[01][0-9]{2}-"})
Day = Annotated[date, _BOUND, _SHOWN]
Moment = Annotated[AwareDatetime, _BOUND, _SHOWN]
"""With a zone."""
