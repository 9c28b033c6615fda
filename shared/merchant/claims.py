"""What `merchant.yaml` says of claims: section `claims`. Left out, shoppers are promised no time for an answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from shared.merchant.section import Section
from shared.merchant.values import expected

LONGEST = 30


def _working_days(value: Any) -> Any:
    """The number; whatever else somebody may write is refused with what is expected."""
    if value is None or (type(value) is int and 1 <= value <= LONGEST):
        return value
    raise expected(f"a whole number of working days, 1 to {LONGEST}: answer_within: 2")


WorkingDays = Annotated[int, Field(ge=1, le=LONGEST), BeforeValidator(_working_days)]


class ClaimsConfiguration(Section):
    """How the shop answers what shoppers report."""

    answer_within: WorkingDays | None = Field(
        default=None,
        description="So many working days after a report shoppers are told to hear from you; no time when left out.",
    )
