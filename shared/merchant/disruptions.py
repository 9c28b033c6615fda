"""What `merchant.yaml` may say about advisories: the merchant's own figures, and places that no built-in list holds."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.disruptions.advisory import Code, Days, Severity
from shared.disruptions.rules import Rules
from shared.merchant.values import Country, PostalPrefix, Text, expected
from shared.promise.slowdown import SlowdownKind

DelayDays = Annotated[int, Field(ge=0, le=60, strict=True)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DelayConfiguration(_Section):
    """By how many days parcels come later. Both 0: not at all."""

    least: DelayDays = Field(default=0, description="The faster half of them.")
    most: DelayDays = Field(description="The slowest.")

    @model_validator(mode="after")
    def _in_order(self) -> DelayConfiguration:
        if self.least > self.most:
            raise expected("at most as many days in least as in most")
        return self


class PlaceConfiguration(_Section):
    """Where a code of the alerts you take lies."""

    scheme: Text = Field(description='The list it stands in, as alerts write it: "EMMA_ID".')
    value: Text = Field(description="The code, in quotes.")
    country: Country = Field(description="The place's country, ISO 3166-1 alpha-2, in quotes.")
    postal_prefixes: list[PostalPrefix] = Field(
        default=[""], min_length=1, description="The starts of its postal codes, in quotes; leave it out for all."
    )


class DisruptionsConfiguration(_Section):
    """How advisories slow promises and estimates."""

    days: dict[Severity, DelayConfiguration] = Field(
        default={}, description="By how much, by severity: instead of the figures in docs/disruptions.md."
    )
    days_by_kind: dict[SlowdownKind, dict[Severity, DelayConfiguration]] = Field(
        default={}, description='The same for one kind only, "snow"; it comes before `days`.'
    )
    places: list[PlaceConfiguration] = Field(
        default=[], description="Codes that the built-in lists do not hold, or hold too widely."
    )

    def rules(self) -> Rules:
        """As advisories are read by."""
        return Rules(
            days=_days(self.days),
            days_by_kind={kind: _days(days) for kind, days in self.days_by_kind.items()},
            places={
                Code(place.scheme, place.value): tuple((place.country, prefix) for prefix in place.postal_prefixes)
                for place in self.places
            },
        )


def _days(written: dict[Severity, DelayConfiguration]) -> dict[Severity, Days]:
    return {severity: Days(days.least, days.most) for severity, days in written.items()}
