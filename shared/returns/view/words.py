"""Words of returns whose names other contexts use too: in contracts their values stand where they are used."""

from __future__ import annotations

from typing import Annotated

from pydantic import GetPydanticSchema
from pydantic_core import core_schema

from shared.returns.vocabulary import Outcome

OutcomeWord = Annotated[
    Outcome,
    GetPydanticSchema(
        lambda _source, _handler: core_schema.no_info_after_validator_function(
            Outcome, core_schema.literal_schema([outcome.value for outcome in Outcome])
        )
    ),
]
