"""What every section of `merchant.yaml` is, and what several of them are made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.merchant.values import Currency, Language, Text

HandlingDays = Annotated[int, Field(ge=0, le=90)]
Amount = Annotated[int, Field(ge=0, le=10**12)]
Said = dict[Language, Text]
"""A text by language."""
SECTION, WORD = "(section)", "(word)"
"""Tags of the two ways in which some fields may be written. No field of the file is called so."""


class Section(BaseModel):
    """Part of the file: nothing unknown, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, serialize_by_alias=True)


class PriceConfiguration(Section):
    """An amount of money."""

    amount: Amount = Field(description="In the currency's smallest unit: yen, cents.")
    currency: Currency = Field(description='The currency, ISO 4217: "JPY".')
